"""Reads of the audit log for people; the chain itself is walked by services.audit."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, func, or_, select

from store.clock import BEIJING
from store.db import db
from store.tables.audit import AuditEntry


@dataclass(frozen=True)
class EntryLine:
    """One act of the log."""

    no: int
    at: datetime
    actor: str
    event: str
    unit_id: int | None
    subject: str
    detail: str
    previous_hash: str
    hash: str


@dataclass(frozen=True)
class AuditFilter:
    """Which acts; every condition that is set must hold.

    Attributes:
        unit_ids: Units the acts concern; None is all, and those of no unit too.
        event: A whole event, or its source alone; empty is any.
        actor: Part of the account's name; empty is any.
        from_on: First Beijing day.
        to_on: Last Beijing day, included.
    """

    unit_ids: frozenset[int] | None = None
    event: str = ""
    actor: str = ""
    from_on: date | None = None
    to_on: date | None = None


def count_entries(wanted: AuditFilter) -> int:
    """How many acts match."""
    statement = select(func.count(AuditEntry.id)).where(*_conditions(wanted))
    return db.session.scalars(statement).one()


def matching_entries(wanted: AuditFilter, offset: int, size: int) -> list[EntryLine]:
    """Acts that match. Order: newest first."""
    statement = (
        select(*_COLUMNS)
        .where(*_conditions(wanted))
        .order_by(AuditEntry.id.desc())
        .offset(offset)
        .limit(size)
    )
    return [EntryLine(*row) for row in db.session.execute(statement)]


def entry_by_no(no: int, wanted: AuditFilter) -> EntryLine | None:
    """The act of that number when it matches, or None."""
    statement = select(*_COLUMNS).where(AuditEntry.id == no, *_conditions(wanted))
    row = db.session.execute(statement).first()
    return EntryLine(*row) if row else None


def event_names() -> list[str]:
    """Every event the log holds, by name."""
    statement = select(AuditEntry.event).distinct().order_by(AuditEntry.event)
    return list(db.session.scalars(statement))


def last_hash() -> str:
    """Head of the chain, to be noted elsewhere; empty for an empty log."""
    statement = select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
    return db.session.scalars(statement).first() or ""


_COLUMNS = (
    AuditEntry.id,
    AuditEntry.at,
    AuditEntry.actor,
    AuditEntry.event,
    AuditEntry.unit_id,
    AuditEntry.subject,
    AuditEntry.detail,
    AuditEntry.previous_hash,
    AuditEntry.hash,
)


def _conditions(wanted: AuditFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.unit_ids is not None:
        found.append(AuditEntry.unit_id.in_(sorted(wanted.unit_ids)))
    if wanted.event:
        below = AuditEntry.event.startswith(f"{wanted.event}:", autoescape=True)
        found.append(or_(AuditEntry.event == wanted.event, below))
    if wanted.actor:
        found.append(AuditEntry.actor.icontains(wanted.actor, autoescape=True))
    if wanted.from_on:
        found.append(AuditEntry.at >= _midnight(wanted.from_on))
    if wanted.to_on:
        found.append(AuditEntry.at < _midnight(wanted.to_on + timedelta(days=1)))
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BEIJING).astimezone(UTC)
