"""The review queue: what is submitted, over all kinds, oldest submission first."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import CompoundSelect, func, literal, select, union_all

from domain.fields import Kind
from store.db import db
from store.describe import CLASS_BY_KEY, KIND_BY_KEY
from store.tables.records import RecordMove

QUEUE_LONGEST = 200


@dataclass(frozen=True)
class Waiting:
    """A submitted record; note is the 说明 its submitter wrote."""

    kind: Kind
    id: int
    unit_id: int
    title: str
    day: date | None
    submitted_at: datetime
    by: str
    note: str


@dataclass(frozen=True)
class Queue:
    """The oldest of those waiting, at most QUEUE_LONGEST, and how many there are."""

    rows: tuple[Waiting, ...]
    count: int


def review_queue(unit_ids: frozenset[int], kind: Kind | None = None) -> Queue:
    """Submitted records of these units in scope; three statements."""
    submitted = _submitted(unit_ids, kind).subquery()
    count = db.session.scalar(select(func.count()).select_from(submitted)) or 0
    last = (
        select(RecordMove.record_id, func.max(RecordMove.at).label("at"))
        .where(RecordMove.to_status == "submitted", RecordMove.action != "amend")
        .group_by(RecordMove.record_id)
        .subquery()
    )
    statement = (
        select(submitted, last.c.at)
        .outerjoin(last, last.c.record_id == submitted.c.id)
        .order_by(last.c.at.nulls_first(), submitted.c.id)
        .limit(QUEUE_LONGEST)
    )
    rows = db.session.execute(statement).all()
    said = _submissions([row.id for row in rows])
    return Queue(
        tuple(
            Waiting(
                kind=KIND_BY_KEY[row.kind],
                id=row.id,
                unit_id=row.unit_id,
                title=row.title or "（未填标题）",
                day=row.day,
                submitted_at=row.at or row.created_at,
                by=said.get(row.id, ("", ""))[0],
                note=said.get(row.id, ("", ""))[1],
            )
            for row in rows
        ),
        count,
    )


def waiting_count(unit_ids: frozenset[int]) -> int:
    """How many records of these units wait for review; one statement."""
    submitted = _submitted(unit_ids, None).subquery()
    return db.session.scalar(select(func.count()).select_from(submitted)) or 0


def _submitted(
    unit_ids: frozenset[int], kind: Kind | None
) -> CompoundSelect[*tuple[Any, ...]]:
    units = sorted(unit_ids)
    selects = []
    for key in [kind.key] if kind else list(CLASS_BY_KEY):
        record, described = CLASS_BY_KEY[key], KIND_BY_KEY[key]
        selects.append(
            select(
                literal(key).label("kind"),
                record.id.label("id"),
                record.unit_id.label("unit_id"),
                record.created_at.label("created_at"),
                getattr(record, described.title).label("title"),
                getattr(record, described.day).label("day"),
            ).where(
                record.status == "submitted",
                record.unit_id.in_(units),
            )
        )
    return union_all(*selects)


def _submissions(record_ids: list[int]) -> dict[int, tuple[str, str]]:
    statement = (
        select(RecordMove.record_id, RecordMove.actor, RecordMove.note, RecordMove.why)
        .where(
            RecordMove.record_id.in_(record_ids),
            RecordMove.to_status == "submitted",
            RecordMove.action != "amend",
        )
        .order_by(RecordMove.at)
    )
    return {
        row.record_id: (row.actor, row.note or row.why)
        for row in db.session.execute(statement)
    }
