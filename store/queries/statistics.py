"""Counts over accepted records, unit by unit, for tables that offices file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select

from store.base import Record
from store.db import db
from store.describe import CLASS_BY_KEY, KIND_BY_KEY
from store.tables.campaigns import ExpectedPerson
from store.tables.records import Attendance

Day = tuple[date | None, date]


@dataclass(frozen=True)
class RecordCount:
    """A number to be had per unit from records of one kind.

    Attributes:
        when: Accepted values by column; all must hold.
        amount: Column to add up; None counts the records.
    """

    kind: str
    when: Mapping[str, tuple[str, ...]]
    amount: str | None = None


def count_by_unit(
    campaign_id: int, wanted: RecordCount, window: Day
) -> dict[int, float]:
    """The number by unit, over accepted records whose day lies in the window.

    Args:
        campaign_id: The campaign.
        wanted: What to count.
        window: First day (None: no bound) and last day, both included.
    """
    record = CLASS_BY_KEY[wanted.kind]
    amount = (
        func.count()
        if wanted.amount is None
        else func.coalesce(func.sum(_column(record, wanted.amount)), 0)
    )
    statement = (
        select(record.unit_id, amount)
        .where(*_counted(record, campaign_id, window))
        .where(*(_column(record, name).in_(them) for name, them in wanted.when.items()))
        .group_by(record.unit_id)
    )
    return {unit_id: float(number) for unit_id, number in db.session.execute(statement)}


def persons_present_by_unit(
    campaign_id: int, kinds: tuple[str, ...], window: Day
) -> dict[int, int]:
    """Expected persons by unit who were present at least once."""
    present: dict[int, set[int]] = {}
    for kind in kinds:
        record = CLASS_BY_KEY[kind]
        statement = (
            select(ExpectedPerson.unit_id, ExpectedPerson.person_id)
            .join(Attendance, Attendance.person_id == ExpectedPerson.person_id)
            .join(record, record.id == Attendance.record_id)
            .where(
                ExpectedPerson.campaign_id == campaign_id,
                Attendance.kind == kind,
                *_counted(record, campaign_id, window),
            )
            .distinct()
        )
        for unit_id, person_id in db.session.execute(statement):
            present.setdefault(unit_id, set()).add(person_id)
    return {unit_id: len(persons) for unit_id, persons in present.items()}


def _counted(
    record: type[Record], campaign_id: int, window: Day
) -> list[ColumnElement[bool]]:
    day = _column(record, KIND_BY_KEY[record.__tablename__].day)
    first, last = window
    conditions = [
        record.campaign_id == campaign_id,
        record.status == "accepted",
        day <= last,
    ]
    return conditions if first is None else [*conditions, day >= first]


def _column(record: type[Record], name: str) -> Any:
    return getattr(record, name)
