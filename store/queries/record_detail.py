"""One record with everything that hangs on it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import literal, select, union_all

from domain.fields import Kind
from store.base import Record
from store.db import db
from store.describe import CLASS_BY_KEY, KIND_BY_KEY
from store.queries.records import ROWS_PER_READ, RecordRow, row_of
from store.rows import any_row
from store.tables.records import Attachment, Attendance, RecordMove


@dataclass(frozen=True)
class AttachmentRow:
    """A file given as evidence."""

    id: int
    sha256: str
    name: str
    mime: str
    size_bytes: int
    added_by: str
    added_at: datetime


@dataclass(frozen=True)
class MoveRow:
    """One line of the 流转记录.

    Attributes:
        fields: Reason by field name, of a return.
        changes: (before, after) by field name, as JSON values; attendance as a list
            of person ids.
    """

    action: str
    from_status: str
    to_status: str
    actor: str
    at: datetime
    why: str
    note: str
    fields: Mapping[str, str]
    changes: Mapping[str, tuple[object, object]]


@dataclass(frozen=True)
class RecordDetail:
    """A record with those present, its files and its history, oldest first."""

    record: RecordRow
    is_deleted: bool
    person_ids_present: tuple[int, ...]
    attachments: tuple[AttachmentRow, ...]
    moves: tuple[MoveRow, ...]


def record_detail(kind: Kind, record_id: int) -> RecordDetail | None:
    """The living record of that id in scope, or None; four statements."""
    found = db.session.scalar(
        select(CLASS_BY_KEY[kind.key]).where(CLASS_BY_KEY[kind.key].id == record_id)
    )
    return _detail(kind, found) if found else None


def deleted_record_detail(
    kind: Kind, record_id: int, unit_ids: frozenset[int]
) -> RecordDetail | None:
    """The same for a deleted record of one of these units, to restore it."""
    found = any_row(CLASS_BY_KEY[kind.key], record_id)
    if found is None or not found.is_deleted or found.unit_id not in unit_ids:
        return None
    return _detail(kind, found)


def kind_of(record_id: int) -> Kind | None:
    """The kind of the living record of that id in scope, or None; one statement."""
    statement = union_all(
        *(
            select(literal(key)).where(record.id == record_id)
            for key, record in CLASS_BY_KEY.items()
        )
    )
    key = db.session.scalar(statement)
    return KIND_BY_KEY[key] if key else None


def attendance_of(kind: Kind, record_ids: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """Ids of those present by record, each person once; a statement per 1000."""
    present: dict[int, dict[int, None]] = {record_id: {} for record_id in record_ids}
    for start in range(0, len(record_ids), ROWS_PER_READ):
        piece = record_ids[start : start + ROWS_PER_READ]
        statement = (
            select(Attendance.record_id, Attendance.person_id)
            .where(Attendance.kind == kind.key, Attendance.record_id.in_(piece))
            .order_by(Attendance.id)
        )
        for record_id, person_id in db.session.execute(statement):
            present[record_id][person_id] = None
    return {record_id: tuple(people) for record_id, people in present.items()}


def attachment(attachment_id: int) -> tuple[Kind, int, AttachmentRow] | None:
    """(kind, record id, file) of a living attachment in scope, or None."""
    row = db.session.scalar(select(Attachment).where(Attachment.id == attachment_id))
    return (KIND_BY_KEY[row.kind], row.record_id, _attachment(row)) if row else None


def _detail(kind: Kind, record: Record) -> RecordDetail:
    files = db.session.scalars(
        select(Attachment)
        .where(Attachment.record_id == record.id, Attachment.kind == kind.key)
        .order_by(Attachment.id)
    )
    moves = db.session.scalars(
        select(RecordMove)
        .where(RecordMove.record_id == record.id, RecordMove.kind == kind.key)
        .order_by(RecordMove.at, RecordMove.id)
    )
    return RecordDetail(
        record=row_of(kind, record),
        is_deleted=bool(record.is_deleted),
        person_ids_present=attendance_of(kind, [record.id])[record.id],
        attachments=tuple(_attachment(one) for one in files),
        moves=tuple(_move(one) for one in moves),
    )


def _attachment(row: Attachment) -> AttachmentRow:
    return AttachmentRow(
        row.id,
        row.sha256,
        row.name,
        row.mime,
        row.size_bytes,
        row.added_by,
        row.added_at,
    )


def _move(row: RecordMove) -> MoveRow:
    changes = json.loads(row.changes)
    return MoveRow(
        row.action,
        row.from_status,
        row.to_status,
        row.actor,
        row.at,
        row.why,
        row.note,
        json.loads(row.fields),
        {name: (before, after) for name, (before, after) in changes.items()},
    )
