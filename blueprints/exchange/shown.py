"""Values in conflict as people read them: names for ids, days and numbers in words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from flask import current_app, url_for

from blueprints.exchange.pages_conflicts import (
    ConflictLine,
    DecisionLine,
    FieldLine,
    LeftLine,
    OrphanLine,
    ReadyLine,
    Side,
)
from domain.fields import Field
from domain.records import STATUS_LABELS
from services.decisions import OpenConflict, stored_value
from services.exchange import place_of
from services.settling import Left, Ready
from services.sites import Sites
from store.describe import KIND_BY_KEY
from store.queries.campaigns import campaign_rows
from store.queries.exchange import DecisionRow, people_of_accounts, row_title
from store.queries.record_places import people_by_id, task_place
from store.queries.units import unit_tree
from sync.conflicts import Orphan, Version
from sync.core.inbox_text import DELETION
from web.filters import day, instant, number

EMPTY = "（空）"
NAMELESS = "（未命名）"
ELSEWHERE = "（不在本范围）"
DAY = re.compile(r"\d{4}-\d\d-\d\d")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z")
YES_NO = ("是", "否")
LIFE = ("恢复这条记录（另一处在删除前后改过它）", "删除这条记录")
KEYS: Mapping[str, str] = {
    "unit_id": "unit",
    "parent_id": "unit",
    "person_id": "person",
    "campaign_id": "campaign",
    "task_id": "task",
}
UNIT_PARENTS = frozenset({"unit_place"})


@dataclass(frozen=True)
class Reader:
    """Turns values into text; looks each name up once a page."""

    known: Sites

    @cached_property
    def accounts(self) -> dict[str, str]:
        """Person by account name."""
        return people_of_accounts()

    @cached_property
    def units(self) -> dict[int, str]:
        """Unit names."""
        return {unit.id: unit.name for unit in unit_tree().by_id.values()}

    @cached_property
    def campaigns(self) -> dict[int, str]:
        """Campaign names."""
        return {row.id: row.name for row in campaign_rows()}

    def text(self, table: str, name: str, value: object) -> str:
        """The value of a field of a table."""
        if value is None or value == "":
            return EMPTY
        kind = KIND_BY_KEY.get(table)
        one = kind.field(name) if kind else None
        refers = _refers(table, name, one)
        if isinstance(value, str) or name == DELETION.name:
            return _words(name, value)
        if refers and isinstance(value, int):
            return self._named(refers, value)
        return _figure(one, value)

    def by(self, site: int, site_name: str, who: str = "") -> str:
        """Whose a value is: 清扫一中队填报端　张三."""
        where = site_name or self.known.name(site)
        return f"{where}　{self.person(who)}".strip()

    def person(self, account: str) -> str:
        """The person behind an account, and the account."""
        name = self.accounts.get(account)
        return f"{name}（{account}）" if name else account

    def _named(self, what: str, key: int) -> str:
        if what == "person":
            found = people_by_id({key}).get(key)
            return found.name if found else ELSEWHERE
        if what == "task":
            task = task_place(key)
            return task.name if task else ELSEWHERE
        names = self.units if what == "unit" else self.campaigns
        return names.get(key, ELSEWHERE)


def conflict_line(found: Sequence[OpenConflict], reader: Reader) -> ConflictLine:
    """The conflicts of one row in words."""
    one, item = found[0], found[0].item
    return ConflictLine(
        row_id=item.row_id,
        table_label=item.table_label,
        row_name=item.row_name or NAMELESS,
        unit=reader.units.get(one.unit_id or 0, ""),
        fields=tuple(
            FieldLine(it.item.field, it.item.field_label, sides(it, reader))
            for it in found
        ),
        is_owners=one.is_owners,
        may_settle=one.may_settle,
        record_url=record_url(item.table, item.row_id),
    )


def sides(one: OpenConflict, reader: Reader) -> tuple[Side, ...]:
    """The values of a field in conflict, the one in use first."""
    item = one.item
    first, *others = (_side(reader, item.table, item.field, it) for it in item.versions)
    return replace(first, is_current=True), *others


def ready_line(one: Ready, reader: Reader) -> ReadyLine:
    """What would be settled, in words."""
    item, found = one.found.item, sides(one.found, reader)
    return ReadyLine(
        row_name=item.row_name or NAMELESS,
        table_label=item.table_label,
        unit=reader.units.get(one.found.unit_id or 0, ""),
        field_label=item.field_label,
        chosen=found[one.take - 1],
        others=(*found[: one.take - 1], *found[one.take :]),
    )


def left_line(one: Left) -> LeftLine:
    """What cannot be settled, in words."""
    item = one.found.item
    return LeftLine(
        item.row_id,
        item.row_name or NAMELESS,
        item.table_label,
        item.field_label,
        one.why,
    )


def decision_line(row: DecisionRow, reader: Reader) -> DecisionLine:
    """A decision in words."""
    table, column = place_of(row.table_name, row.field)

    def text(value: object) -> str:
        return reader.text(table.name, row.field, stored_value(column, value))

    others = tuple(
        Side(str(number), text(one.value), reader.by(one.site, ""), one.at)
        for number, one in enumerate(row.discarded, start=1)
    )
    return DecisionLine(
        id=row.id,
        table_label=table.label,
        row_name=row_title(table.name, row.row_id) or NAMELESS,
        field_label=column.label,
        unit=reader.units.get(row.unit_id, ""),
        chosen=text(row.chosen),
        others=others,
        why=row.why,
        by=reader.person(row.decided_by),
        at=row.decided_at,
        record_url=record_url(table.name, row.row_id),
    )


def orphan_line(one: Orphan) -> OrphanLine:
    """An orphan in words."""
    state = "已删除" if one.parent_is_deleted else "不在本机"
    return OrphanLine(
        row_name=one.row_name or NAMELESS,
        table_label=one.table_label,
        why=f"所属的{one.field_label}{state}",
        record_url=record_url(one.table, one.row_id),
    )


def key_of(version: Version) -> str:
    """Names a version in a form; its number would change when others come in."""
    return f"{version.site}@{version.at}"


def record_url(table: str, row_id: int) -> str:
    """Page of the record; empty when the row is none."""
    if table not in KIND_BY_KEY or "records.show" not in current_app.view_functions:
        return ""
    return url_for("records.show", kind=table, record_id=row_id)


def _side(reader: Reader, table: str, name: str, version: Version) -> Side:
    return Side(
        key=key_of(version),
        value=reader.text(table, name, version.value),
        by=reader.by(version.site, version.site_name, version.who),
        at=datetime.fromisoformat(version.at),
    )


def _refers(table: str, name: str, one: Field | None) -> str:
    if one is not None:
        return one.input if one.input in {"person", "unit"} else ""
    if name == "parent_id" and table not in UNIT_PARENTS:
        return ""
    return KEYS.get(name, "")


def _figure(one: Field | None, value: object) -> str:
    if one and one.input == "yes_no":
        return YES_NO[0] if value else YES_NO[1]
    if isinstance(value, int | float):
        return f"{number(value)}{one.unit if one else ''}"
    return str(value)


def _words(name: str, value: object) -> str:
    if not isinstance(value, str):
        return LIFE[bool(value)]
    if DAY.fullmatch(value):
        return day(date.fromisoformat(value))
    if INSTANT.fullmatch(value):
        return instant(datetime.fromisoformat(value))
    words = {str(key): label for key, label in STATUS_LABELS.items()}
    return words.get(value, value) if name == "status" else value
