"""Lists of records: filtered, paged and totalled, and how many stand where."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import eq, ge, le
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, false, func, inspect, or_, select

from domain.fields import Kind
from domain.reading import Value
from domain.records import Status
from store.db import db
from store.describe import CLASS_BY_KEY, KIND_BY_KEY
from store.tables.records import Attendance

Columns = Select[*tuple[Any, ...]]

ROWS_PER_PAGE = 50
ROWS_PER_READ = 1000


@dataclass(frozen=True)
class RecordRow:
    """A record without what hangs on it.

    Attributes:
        values: By field name, every field of the kind.
    """

    kind: str
    id: int
    campaign_id: int
    task_id: int | None
    unit_id: int
    status: Status
    created_by: str
    created_at: datetime
    values: Mapping[str, Value]

    @property
    def title(self) -> str:
        """What names it in lists and links."""
        named = self.values.get(KIND_BY_KEY[self.kind].title)
        return str(named) if named else "（未填标题）"

    @property
    def day(self) -> date | None:
        """The day that decides windows and weeks."""
        value = self.values.get(KIND_BY_KEY[self.kind].day)
        return value if isinstance(value, date) else None


@dataclass(frozen=True)
class RecordFilter:
    """What a list is limited to; None or empty limits nothing.

    Attributes:
        unit_ids: Any of these units; the actor's scope limits further.
        person_id: Named in any person field, or present.
        text: Found in any text field, case-insensitive, taken literally.
    """

    campaign_id: int | None = None
    task_id: int | None = None
    unit_ids: frozenset[int] | None = None
    status: Status | None = None
    person_id: int | None = None
    day_from: date | None = None
    day_to: date | None = None
    text: str = ""


@dataclass(frozen=True)
class RecordPage:
    """One page of a list with what stands below it.

    Attributes:
        totals: Sum over all rows found, not only this page, by number field shown.
    """

    rows: tuple[RecordRow, ...]
    count: int
    page: int
    totals: Mapping[str, float] = field(default_factory=dict)

    @property
    def page_count(self) -> int:
        """At least one."""
        return max(1, -(-self.count // ROWS_PER_PAGE))


def record_page(kind: Kind, wanted: RecordFilter, page: int = 1) -> RecordPage:
    """The page of that number from 1, newest day first; two statements."""
    summed = [
        one.name
        for one in kind.fields
        if one.summary and one.input in {"number", "decimal"}
    ]
    columns = _columns(kind)
    figures = select(func.count(), *(func.sum(columns[name]) for name in summed))
    count, *sums = db.session.execute(_limit(figures, kind, wanted)).one()
    last = max(1, -(-count // ROWS_PER_PAGE))
    page = min(max(page, 1), last)
    statement = _ordered(kind, wanted).limit(ROWS_PER_PAGE)
    rows = db.session.execute(statement.offset((page - 1) * ROWS_PER_PAGE))
    return RecordPage(
        rows=tuple(row_of(kind, row) for row in rows),
        count=count,
        page=page,
        totals={name: total or 0 for name, total in zip(summed, sums, strict=True)},
    )


def every_record(kind: Kind, wanted: RecordFilter) -> Iterator[RecordRow]:
    """Every record found, in the order of the pages, read in bounded pieces."""
    offset = 0
    while True:
        statement = _ordered(kind, wanted).offset(offset).limit(ROWS_PER_READ)
        rows = db.session.execute(statement).all()
        yield from (row_of(kind, row) for row in rows)
        if len(rows) < ROWS_PER_READ:
            return
        offset += ROWS_PER_READ


def records_by_id(kind: Kind, record_ids: Collection[int]) -> dict[int, RecordRow]:
    """These living records, as far as they are in scope; one statement."""
    record = CLASS_BY_KEY[kind.key]
    statement = _ordered(kind, RecordFilter()).where(record.id.in_(sorted(record_ids)))
    return {row.id: row_of(kind, row) for row in db.session.execute(statement)}


def counts_by_status(
    campaign_id: int, unit_ids: frozenset[int] | None = None
) -> dict[tuple[str, int, Status], int]:
    """How many records stand where, by (kind, unit, status); one statement a kind."""
    found: dict[tuple[str, int, Status], int] = {}
    wanted = RecordFilter(campaign_id=campaign_id, unit_ids=unit_ids)
    for kind in KIND_BY_KEY.values():
        record = CLASS_BY_KEY[kind.key]
        grouped: Columns = select(record.unit_id, record.status, func.count())
        statement = _limit(grouped, kind, wanted)
        for unit_id, status, count in db.session.execute(
            statement.group_by(record.unit_id, record.status)
        ):
            found[kind.key, unit_id, cast("Status", status)] = count
    return found


def _columns(kind: Kind) -> Mapping[str, Any]:
    columns = inspect(CLASS_BY_KEY[kind.key]).all_orm_descriptors
    return {name: columns[name] for name in (one.name for one in kind.fields)}


def _ordered(kind: Kind, wanted: RecordFilter) -> Columns:
    record = CLASS_BY_KEY[kind.key]
    columns = _columns(kind)
    statement = select(
        record.id,
        record.campaign_id,
        record.task_id,
        record.unit_id,
        record.status,
        record.created_by,
        record.created_at,
        *columns.values(),
    )
    day = columns[kind.day]
    return _limit(statement, kind, wanted).order_by(
        day.is_(None).desc(), day.desc(), record.id.desc()
    )


def row_of(kind: Kind, row: Any) -> RecordRow:
    """A result row, or a mapped record, as plain data."""
    values = {one.name: getattr(row, one.name) for one in kind.fields}
    return RecordRow(
        kind=kind.key,
        id=row.id,
        campaign_id=row.campaign_id,
        task_id=row.task_id,
        unit_id=row.unit_id,
        status=row.status,
        created_by=row.created_by,
        created_at=row.created_at,
        values=values,
    )


def _limit(statement: Columns, kind: Kind, wanted: RecordFilter) -> Columns:
    record = CLASS_BY_KEY[kind.key]
    columns = _columns(kind)
    day = columns[kind.day]
    comparisons: list[tuple[Any, Callable[[Any, Any], Any], object]] = [
        (record.campaign_id, eq, wanted.campaign_id),
        (record.task_id, eq, wanted.task_id),
        (record.status, eq, wanted.status),
        (day, ge, wanted.day_from),
        (day, le, wanted.day_to),
    ]
    asked = [
        compare(column, value)
        for column, compare, value in comparisons
        if value is not None
    ]
    if wanted.unit_ids is not None:
        asked.append(record.unit_id.in_(sorted(wanted.unit_ids)))
    if wanted.person_id is not None:
        asked.append(_names_person(kind, wanted.person_id))
    if wanted.text:
        texts = [
            columns[one.name]
            for one in kind.fields
            if one.input in {"text", "long_text"}
        ]
        asked.append(
            or_(*(one.icontains(wanted.text, autoescape=True) for one in texts))
        )
    return statement.select_from(record).where(*asked)


def _names_person(kind: Kind, person_id: int) -> ColumnElement[bool]:
    record = CLASS_BY_KEY[kind.key]
    columns = _columns(kind)
    named: list[ColumnElement[bool]] = [
        columns[one.name] == person_id for one in kind.fields if one.input == "person"
    ]
    if kind.attendance:
        present = select(Attendance.record_id).where(
            Attendance.person_id == person_id, Attendance.kind == kind.key
        )
        named.append(record.id.in_(present))
    return or_(false(), *named)
