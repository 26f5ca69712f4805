"""Pages of what is owed, filtered in the database, ordered by day and unit."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from domain.kept import Kept
from store.db import db
from store.queries.standings import KEPT
from store.tables.standings import Standing


@dataclass(frozen=True)
class OwedFilter:
    """Rows of what is owed.

    Attributes:
        requirement_ids: Requirements wanted, and tasks that ask for no number.
        unit_ids: Units wanted; None is all.
        due_from, due_to: Bounds of the day, both included.
        over: (requirement id, largest allowed amount); a row that passes it stands
            in the list with_over whatever its day to come, and in no list without.
        with_over: None does not tell such rows apart.
    """

    requirement_ids: Collection[int]
    unit_ids: Collection[int] | None = None
    due_from: date = date.min
    due_to: date = date.max
    over: Sequence[tuple[int, float]] = ()
    with_over: bool | None = None


@dataclass(frozen=True)
class Heap:
    """What a unit owes by one day."""

    due_on: date
    unit_id: int
    count: int


def owed_heaps(campaign_id: int, wanted: OwedFilter) -> list[Heap]:
    """How many rows by day and unit; read from an index alone. **Order:** by day."""
    row = Standing
    statement = (
        select(row.due_on, row.unit_id, func.count())
        .where(*_conditions(campaign_id, wanted))
        .group_by(row.due_on, row.unit_id)
        .order_by(row.due_on)
    )
    return [Heap(*one) for one in db.session.execute(statement)]


def owed_rows(
    campaign_id: int, wanted: OwedFilter, heaps: Collection[Heap] | None
) -> list[Kept]:
    """The rows of those heaps (None: of all), without the records; no order."""
    statement = select(*KEPT).where(*_conditions(campaign_id, wanted))
    if heaps is not None:
        statement = statement.where(_among(heaps))
    return [Kept(*cells) for cells in db.session.execute(statement)]


def _among(heaps: Collection[Heap]) -> ColumnElement[bool]:
    by_day: dict[date, list[int]] = {}
    for heap in heaps:
        by_day.setdefault(heap.due_on, []).append(heap.unit_id)
    row = Standing
    return or_(
        false(),
        *(
            and_(row.due_on == day, row.unit_id.in_(units))
            for day, units in by_day.items()
        ),
    )


def _conditions(campaign_id: int, wanted: OwedFilter) -> list[ColumnElement[bool]]:
    row: Any = Standing
    asked = [
        row.campaign_id == campaign_id,
        row.is_met == 0,
        row.requirement_id.in_(wanted.requirement_ids),
    ]
    if wanted.unit_ids is not None:
        asked.append(row.unit_id.in_(wanted.unit_ids))
    return [*asked, _days(row, wanted)]


def _days(row: Any, wanted: OwedFilter) -> ColumnElement[bool]:
    after = row.due_on >= wanted.due_from
    within = and_(after, row.due_on <= wanted.due_to)
    if wanted.with_over is None:
        return within
    passed = or_(
        false(),
        *(
            and_(row.requirement_id == number, row.attained > most)
            for number, most in wanted.over
        ),
    )
    return or_(within, and_(passed, after)) if wanted.with_over else within & ~passed
