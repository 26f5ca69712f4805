"""Pages of what is owed, filtered and ordered in the database."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    and_,
    column,
    false,
    func,
    or_,
    select,
    values,
)

from domain.kept import Kept
from store.db import db
from store.tables.standings import Standing


@dataclass(frozen=True)
class OwedFilter:
    """Rows of what is owed.

    Attributes:
        unit_ids: In official order, which breaks ties of the day.
        requirement_ids: Counted requirements wanted.
        task_ids: Tasks wanted for which a record is all that is asked.
        due_from, due_to: Bounds of the day, both included.
        over: (requirement id, largest allowed amount); a row that passes it stands
            in the list with_over whatever its day to come, and in no list without.
        with_over: None does not tell such rows apart.
    """

    unit_ids: Sequence[int]
    requirement_ids: Collection[int]
    task_ids: Collection[int]
    due_from: date = date.min
    due_to: date = date.max
    over: Sequence[tuple[int, float]] = ()
    with_over: bool | None = None


def owed_count(campaign_id: int, wanted: OwedFilter) -> int:
    """How many rows there are in all."""
    statement = select(func.count()).where(*_conditions(campaign_id, wanted))
    return int(db.session.execute(statement).scalar_one())


def owed_rows(
    campaign_id: int, wanted: OwedFilter, offset: int, limit: int
) -> list[Kept]:
    """Some rows; without the records behind them.

    **Order:** by day, official order of units, requirement, subject.
    """
    row = Standing
    ranks = [(unit_id, rank) for rank, unit_id in enumerate(wanted.unit_ids)]
    names = column("unit_id", Integer), column("rank", Integer)
    rank = values(*names, name="ranked").data(ranks).cte()
    statement = (
        select(
            row.requirement_id,
            row.unit_id,
            row.subject_kind,
            row.subject_id,
            row.attained,
            row.late,
            row.having,
            row.total,
            row.parts,
            row.is_met,
            row.due_on,
        )
        .join(rank, rank.c.unit_id == row.unit_id)
        .where(*_conditions(campaign_id, wanted))
        .order_by(
            row.due_on,
            rank.c.rank,
            row.requirement_id,
            row.subject_kind,
            row.subject_id,
        )
        .offset(offset)
        .limit(limit)
    )
    return [
        Kept(*one[:9], is_met=bool(one[9]), due_on=one[10])
        for one in db.session.execute(statement)
    ]


def _conditions(campaign_id: int, wanted: OwedFilter) -> list[ColumnElement[bool]]:
    row: Any = Standing
    is_task = row.subject_kind == "task"
    asked = [
        row.campaign_id == campaign_id,
        row.is_met == 0,
        row.unit_id.in_(wanted.unit_ids),
        or_(
            and_(~is_task, row.requirement_id.in_(wanted.requirement_ids)),
            and_(is_task, row.subject_id.in_(wanted.task_ids)),
        ),
    ]
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
