"""How a record is changed: only what differs, with one line of 流转记录 each."""

import json
from datetime import date

from domain import records as rules
from domain.errors import Overtaken
from domain.fields import Kind
from domain.policy import Actor
from domain.reading import Value, clean
from domain.records import Move, Said
from domain.seen import text_of
from domain.validation import ATTENDANCE
from services import audit
from services.record_entry import Edit, Entry
from store import clock
from store.base import Record
from store.db import write
from store.rows import any_rows
from store.tables.records import Attendance, RecordMove

Changes = dict[str, tuple[object, object]]

MOVED = "您填写期间这条记录的状态变了，内容没有保存；请看过记录后再办理。"
CHANGED = "这一项在您填写期间被别人改过。"


def merged(kind: Kind, row: Record, entry: Entry) -> Entry:
    """The record as it would stand with the entry written."""
    values = {one.name: getattr(row, one.name) for one in kind.fields}
    present = _present(kind, row) if entry.present is None else entry.present
    return Entry({**values, **entry.values}, present)


def rebased(kind: Kind, row: Record, edit: Entry | Edit) -> Entry:
    """The edit as if its form had been opened just now; an Entry as it is.

    Of attendance only who was ticked or unticked counts, so two people listing
    different persons never stand in each other's way.

    Raises:
        Overtaken: Naming the fields that were changed by somebody else, too.
    """
    if isinstance(edit, Entry):
        return edit
    entry, seen = edit.entry, edit.seen
    if row.status != seen.status:
        raise Overtaken(MOVED)
    both = [
        name
        for name, value in entry.values.items()
        if (now := getattr(row, name)) != value and not seen.shows(name, text_of(now))
    ]
    if both:
        message = f"您填写期间有{len(both)}项被别人改过，与您填的不同，内容没有保存。"
        raise Overtaken(message, dict.fromkeys(both, CHANGED))
    if entry.present is None:
        return entry
    return Entry(entry.values, seen.people_now(entry.present, _present(kind, row)))


def differences(kind: Kind, row: Record, entry: Entry) -> Changes:
    """(before, after) by field name of what the entry would really change."""
    changes: Changes = {
        name: (plain(getattr(row, name)), plain(value))
        for name, value in entry.values.items()
        if getattr(row, name) != value
    }
    if kind.attendance and entry.present is not None:
        before, after = _present(kind, row), tuple(sorted(entry.present))
        if before != after:
            changes[ATTENDANCE] = (list(before), list(after))
    return changes


def apply(kind: Kind, row: Record, entry: Entry) -> Changes:
    """Write what really changes and nothing else: every column written is stamped."""
    changes = differences(kind, row, entry)
    for name, value in entry.values.items():
        if name in changes:
            setattr(row, name, value)
    if ATTENDANCE in changes:
        _set_present(kind, row, entry.present or ())
    return changes


def _present(kind: Kind, row: Record) -> tuple[int, ...]:
    if not kind.attendance:
        return ()
    rows = _attendance_rows(kind, row)
    return tuple(sorted({one.person_id for one in rows if not one.is_deleted}))


def _attendance_rows(kind: Kind, row: Record) -> list[Attendance]:
    rows = any_rows(Attendance, "record_id", row.id)
    return [one for one in rows if one.kind == kind.key]


def _set_present(kind: Kind, row: Record, wanted: tuple[int, ...]) -> None:
    rows = _attendance_rows(kind, row)
    missing = set(wanted) - {one.person_id for one in rows if not one.is_deleted}
    for one in rows:
        if one.is_deleted and one.person_id in missing:
            one.is_deleted = 0
            missing.discard(one.person_id)
        elif not one.is_deleted and one.person_id not in wanted:
            one.is_deleted = 1
    with write() as session:
        session.add_all(
            Attendance(
                kind=kind.key,
                record_id=row.id,
                unit_id=row.unit_id,
                person_id=person_id,
            )
            for person_id in sorted(missing)
        )


def log(actor: Actor, row: Record, made: Move, said: Said, changes: Changes) -> None:
    """Set the move's status, and write down who did what, and why."""
    before = "" if made is rules.CREATE else row.status
    if made.to is not None and row.status != made.to:
        row.status = made.to
    why, note = clean(said.why), clean(said.note)
    reasons = {name: clean(text) for name, text in said.fields.items() if clean(text)}
    facts = {
        "why": why,
        "note": note,
        "fields": _json(reasons),
        "changes": _json(changes),
    }
    with write() as session:
        session.add(
            RecordMove(
                kind=row.__tablename__,
                record_id=row.id,
                unit_id=row.unit_id,
                action=made.name,
                from_status=before,
                to_status=row.status,
                actor=signature(actor),
                at=clock.now_utc(),
                **facts,
            )
        )
        session.flush()
    audit.record(
        f"records:{row.__tablename__}:{made.name}",
        actor.account_name,
        row.unit_id,
        str(row.id),
        {"to": row.status, "changed": sorted(changes), "why": why, "note": note},
    )


def signature(actor: Actor) -> str:
    """Who did it, as the 流转记录 shows for good: 张三（zhangsan）."""
    if actor.display_name == actor.account_name:
        return actor.account_name
    return f"{actor.display_name}（{actor.account_name}）"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def plain(value: Value) -> object:
    """A value as the 流转记录 keeps it in JSON."""
    return value.isoformat() if isinstance(value, date) else value
