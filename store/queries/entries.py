"""Accepted records as counting sees them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, inspect, select

from domain.counting import Entry
from domain.fields import Kind
from store.db import db
from store.describe import CLASS_BY_KEY, KIND_BY_KEY
from store.tables.records import Attendance


@dataclass(frozen=True)
class AcceptedEntry:
    """One accepted record with the task it was entered for."""

    kind: Kind
    task_id: int | None
    entry: Entry


def accepted_entries(
    campaign_id: int,
    unit_ids: Collection[int],
    phase_by_task: Mapping[int, int | None],
) -> Iterator[AcceptedEntry]:
    """Every accepted record of those units, kind by kind; one statement a kind.

    Only the fields that counting reads are in its values.
    """
    present = _present(unit_ids)
    for kind in KIND_BY_KEY.values():
        record = CLASS_BY_KEY[kind.key]
        names = _counted_names(kind)
        columns = inspect(record).all_orm_descriptors
        statement = select(
            record.id, record.unit_id, record.task_id, *(columns[n] for n in names)
        ).where(
            record.campaign_id == campaign_id,
            record.unit_id.in_(unit_ids),
            record.status == "accepted",
        )
        for row in db.session.execute(statement):
            entry = Entry(
                record_id=row[0],
                unit_id=row[1],
                values=dict(zip(names, row[3:], strict=True)),
                person_ids_present=present.get((kind.key, row[0]), ()),
                phase_id=phase_by_task.get(row[2] or 0),
            )
            yield AcceptedEntry(kind, row[2], entry)


def tallies(campaign_id: int, unit_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """Records of each unit by status, over all kinds; one statement a kind."""
    found: dict[int, dict[str, int]] = {unit_id: {} for unit_id in unit_ids}
    for record in CLASS_BY_KEY.values():
        statement = (
            select(record.unit_id, record.status, func.count())
            .where(record.campaign_id == campaign_id, record.unit_id.in_(unit_ids))
            .group_by(record.unit_id, record.status)
        )
        for unit_id, status, count in db.session.execute(statement):
            of_unit = found[unit_id]
            of_unit[status] = of_unit.get(status, 0) + count
    return found


def unit_ids_with_records(campaign_id: int) -> frozenset[int]:
    """Units that have an accepted record of the campaign; one statement a kind."""
    found: set[int] = set()
    for record in CLASS_BY_KEY.values():
        statement = select(record.unit_id).where(
            record.campaign_id == campaign_id, record.status == "accepted"
        )
        found |= set(db.session.scalars(statement.distinct()))
    return frozenset(found)


def _counted_names(kind: Kind) -> list[str]:
    names: dict[str, Any] = {kind.day: None}
    if kind.person:
        names[kind.person] = None
    for count in kind.counts:
        names |= dict.fromkeys(count.when)
        if count.amount:
            names[count.amount] = None
    return list(names)


def _present(unit_ids: Collection[int]) -> dict[tuple[str, int], list[int]]:
    statement = (
        select(Attendance.kind, Attendance.record_id, Attendance.person_id)
        .where(Attendance.unit_id.in_(unit_ids))
        .order_by(Attendance.id)
    )
    found: dict[tuple[str, int], list[int]] = {}
    for kind, record_id, person_id in db.session.execute(statement):
        found.setdefault((kind, record_id), []).append(person_id)
    return found
