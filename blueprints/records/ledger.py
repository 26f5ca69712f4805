"""A ledger from its URL: filters, rows and totals, for page, file and print."""

from flask import request

from blueprints.records import shown
from blueprints.records.pages import LedgerRow, ListPage
from domain.fields import Field, Kind
from domain.policy import Actor
from domain.reading import Directory, Unreadable, read, row_number
from domain.records import STATUS_LABELS, Status
from services.exports import Names
from store.queries import record_places
from store.queries.records import (
    ROWS_PER_PAGE,
    RecordFilter,
    RecordRow,
    every_record,
    record_page,
)
from store.queries.units import unit_tree
from web.filters import number
from web.paging import Column, Filter, Pager

ROWS_PER_PRINT = 1000
PEOPLE_LISTED = 500
_DAY = Field("day", "日期", "date")


def wanted(actor: Actor) -> RecordFilter:
    """The filter the URL asks for; words it does not know limit nothing."""
    asked = request.args
    unit_id = asked.get("unit", type=row_number)
    status = asked.get("status", "")
    days = {name: _day(asked.get(name, "")) for name in ("from", "to")}
    return RecordFilter(
        campaign_id=asked.get("campaign", type=row_number),
        task_id=asked.get("task", type=row_number),
        unit_ids=unit_tree().subtree(unit_id) & actor.scope if unit_id else None,
        status=_status(status),
        person_id=asked.get("person", type=row_number),
        day_from=days["from"],  # type: ignore[arg-type]  # _day gives days only
        day_to=days["to"],  # type: ignore[arg-type]  # _day gives days only
        text=asked.get("text", "").strip(),
    )


def list_page(kind: Kind, actor: Actor) -> ListPage:
    """The page of the ledger the URL asks for."""
    found = record_page(kind, wanted(actor), request.args.get("page", 1, type=int))
    query = {
        name: value for name, value in request.args.items() if value and name != "page"
    }
    return ListPage(
        kind=kind,
        columns=columns(kind),
        rows=_rows(kind, found.rows),
        totals=_totals(kind, found.count, found.totals),
        filters=_filters(actor),
        pager=Pager(found.page, found.count, ROWS_PER_PAGE),
        query=query,
        place={
            name: query[name] for name in ("unit", "campaign", "task") if name in query
        },
        may_enter=actor.may("records.enter"),
    )


def rows_to_print(kind: Kind, actor: Actor) -> tuple[tuple[LedgerRow, ...], bool]:
    """Rows found, as many as one print holds, and whether there are more."""
    rows: list[RecordRow] = []
    for row in every_record(kind, wanted(actor)):
        if len(rows) == ROWS_PER_PRINT:
            return _rows(kind, rows), True
        rows.append(row)
    return _rows(kind, rows), False


def totals(kind: Kind, actor: Actor) -> tuple[str, ...]:
    """The last row, over everything found."""
    found = record_page(kind, wanted(actor))
    return _totals(kind, found.count, found.totals)


def columns(kind: Kind) -> tuple[Column, ...]:
    """The title, then unit and status, then the other fields lists show."""
    title = kind.field(kind.title)
    assert title is not None
    return (
        Column(title.label),
        Column("状态"),
        Column("单位"),
        *(Column(_head(one), is_number=_is_number(one)) for one in _shown(kind)),
    )


def note(actor: Actor) -> str:
    """What the list is limited to, in words: 单位：清扫一中队，状态：已通过."""
    parts = [
        f"{one.label}：{dict(one.choices).get(one.value, one.value)}"
        for one in _filters(actor)
        if one.value
    ]
    return "，".join(parts) if parts else "全部记录"


def names() -> Names:
    """Everybody in scope and all units."""
    people = record_places.everybody()
    units = unit_tree().by_id.values()
    return Names(
        {key: person.name for key, person in people.items()},
        {unit.id: unit.name for unit in units},
    )


def _rows(
    kind: Kind, rows: tuple[RecordRow, ...] | list[RecordRow]
) -> tuple[LedgerRow, ...]:
    named = [one for row in rows for one in shown.person_ids(kind, row.values)]
    called = shown.names_of(named)
    return tuple(
        LedgerRow(
            id=row.id,
            title=row.title,
            status=row.status,
            unit=called.units.get(row.unit_id, str(row.unit_id)),
            cells=tuple(
                (shown.text_of(one, row.values[one.name], called), _is_number(one))
                for one in _shown(kind)
            ),
        )
        for row in rows
    )


def _totals(kind: Kind, count: int, sums: object) -> tuple[str, ...]:
    if not count or not isinstance(sums, dict) or not sums:
        return ()
    cells = [
        f"{number(sums[one.name])}{one.unit}" if one.name in sums else ""
        for one in _shown(kind)
    ]
    return (f"合计（{count}条）", "", "", *cells)


def _shown(kind: Kind) -> list[Field]:
    return [one for one in kind.fields if one.summary and one.name != kind.title]


def _head(one: Field) -> str:
    return f"{one.label}（{one.unit}）" if one.unit else one.label


def _is_number(one: Field) -> bool:
    return one.input in {"number", "decimal"}


def _filters(actor: Actor) -> tuple[Filter, ...]:
    asked = request.args
    unit_id = asked.get("unit", type=row_number)
    tree = unit_tree()
    units = tuple(
        (str(unit.id), f"{'　' * depth}{unit.name}")
        for unit, depth in tree.walk()
        if unit.id in actor.scope
    )
    within = tree.subtree(unit_id) if unit_id else actor.scope
    people = tuple(
        (str(person.id), person.name) for person in record_places.person_options(within)
    )
    statuses = tuple(STATUS_LABELS.items())
    # a longer list finds nobody: the unit is chosen first
    named = [Filter("person", "人员", asked.get("person", ""), people)]
    filters = [
        Filter("unit", "单位", asked.get("unit", ""), units),
        Filter("status", "状态", asked.get("status", ""), statuses),
        *(named if len(people) <= PEOPLE_LISTED else []),
        Filter("from", "起始日期", asked.get("from", "")),
        Filter("to", "截止日期", asked.get("to", "")),
        Filter("text", "文字", asked.get("text", "")),
    ]
    return tuple(filters if len(units) > 1 else filters[1:])


def _day(text: str) -> object:
    try:
        return read(_DAY, text, Directory())
    except Unreadable:
        return None


def _status(text: str) -> Status | None:
    return next((status for status in STATUS_LABELS if status == text), None)
