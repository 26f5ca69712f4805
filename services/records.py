"""Use cases of records: enter, change, and every move from draft to accepted.

Each authorises, checks, writes the record with one line of 流转记录, and audits, all in
one transaction; whatever is refused is refused before anything is written.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from domain import records as rules
from domain.errors import DomainError, Forbidden, Invalid, NotFound, WrongState
from domain.fields import Kind
from domain.policy import ACTION_LABELS, Actor
from domain.reading import clean
from domain.records import Move, MoveName, Said
from domain.validation import hard, soft
from services import record_entry, record_writing
from services.record_entry import Edit, Entry, Place
from services.record_writing import Changes
from store import clock
from store.base import Record
from store.db import write
from store.describe import CLASS_BY_KEY
from store.queries.record_places import campaign_place
from store.rows import any_row
from store.scope import acting_in

REASON_LONGEST = 2000


@dataclass(frozen=True)
class RowResult:
    """What became of one record of several; message is empty when it was done."""

    record_id: int
    message: str

    @property
    def is_done(self) -> bool:
        """Whether the move was made."""
        return not self.message


def create_draft(actor: Actor, kind: Kind, place: Place, entry: Entry) -> int:
    """A new draft at a place that find_place answered; its id."""
    _authorise(actor, rules.CREATE, place.unit_id)
    with write(actor.account_name) as session, acting_in(actor.scope):
        row = CLASS_BY_KEY[kind.key](
            campaign_id=place.campaign_id,
            task_id=place.task_id,
            unit_id=place.unit_id,
            status="draft",
            created_by=actor.account_name,
            created_at=clock.now_utc(),
        )
        session.add(row)
        session.flush()
        changes = record_writing.apply(kind, row, entry)
        record_writing.log(actor, row, rules.CREATE, Said(), changes)
        return row.id


def save(
    actor: Actor,
    kind: Kind,
    record_id: int,
    edit: Entry | Edit,
    said: Said | None = None,
) -> Changes:
    """Change fields by whatever editing move the record's status allows.

    A draft takes any readable values; a submitted or accepted record must stay
    complete, and an accepted one asks for a reason. An Edit says what its form had
    shown, and is held against what others did meanwhile; an Entry is written as it is.

    Returns:
        (before, after) by field name of what really changed; empty writes nothing.

    Raises:
        Overtaken: When somebody else changed the same field or moved the record
            since the form was opened.
    """
    said = said or Said()
    with write(actor.account_name), acting_in(actor.scope):
        row = _load(actor, kind, record_id)
        entry = record_writing.rebased(kind, row, edit)
        move = rules.editing_move(_status(row), _may(actor, row))
        if move is None:
            raise _refusal(actor, row, "save", "修改")
        changes = record_writing.differences(kind, row, entry)
        if not changes:
            return {}
        _must_say(move, said)
        if move.checks:
            _must_pass(kind, row, entry, said)
        record_writing.apply(kind, row, entry)
        record_writing.log(actor, row, move, said, changes)
        return changes


def move(
    actor: Actor,
    kind: Kind,
    record_id: int,
    name: MoveName,
    said: Said | None = None,
) -> None:
    """Make a move that changes no field: submit, withdraw, accept, return, delete.

    Raises:
        WrongState: When the record's status does not lead there; says what does.
        Forbidden: When the actor is not granted the move at the record's unit.
        Invalid: When a reason is missing, or the record is not fit to be submitted.
    """
    said = said or Said()
    with write(actor.account_name), acting_in(actor.scope):
        row = _load(actor, kind, record_id)
        chosen = rules.legal_moves(_status(row), _may(actor, row)).get(name)
        if chosen is None or chosen.edits:
            raise _refusal(actor, row, name, _label(name))
        _must_say(chosen, said)
        if chosen.checks:
            _must_be_open(row)
            _must_pass(kind, row, Entry({}), said)
        if name == "delete":
            row.is_deleted = 1
        record_writing.log(actor, row, chosen, said, {})


def move_many(
    actor: Actor,
    chosen: Iterable[tuple[Kind, int]],
    name: MoveName,
    said: Said | None = None,
) -> list[RowResult]:
    """The same move for each record by the same rules; one refusal stops no other."""
    results = []
    for kind, record_id in chosen:
        try:
            move(actor, kind, record_id, name, said)
            results.append(RowResult(record_id, ""))
        except DomainError as error:
            results.append(RowResult(record_id, error.message))
    return results


def restore(actor: Actor, kind: Kind, record_id: int) -> None:
    """Bring a deleted record back with the status it had."""
    with write(actor.account_name), acting_in(actor.scope):
        row = any_row(CLASS_BY_KEY[kind.key], record_id)
        if row is None or row.unit_id not in actor.scope:
            raise _not_found(kind)
        if not row.is_deleted:
            message = "这条记录没有被删除，不需要恢复。"
            raise WrongState(message)
        fitting = next(one for one in rules.RESTORES if _status(row) in one.starts)
        _authorise(actor, fitting, row.unit_id)
        row.is_deleted = 0
        record_writing.log(actor, row, fitting, Said(), {})


def log_move(actor: Actor, kind: Kind, record_id: int, changes: Changes) -> None:
    """Note a change beside the record, such as a file, under its editing move.

    Raises:
        WrongState: When the record may not be changed now.
        Forbidden: When the actor may not change it.
    """
    row = _load(actor, kind, record_id)
    allowed = rules.editing_move(_status(row), _may(actor, row))
    if allowed is None or allowed.needs_reason:
        raise _refusal(actor, row, "save", "增减附件")
    record_writing.log(actor, row, allowed, Said(), changes)


def _load(actor: Actor, kind: Kind, record_id: int) -> Record:
    row = any_row(CLASS_BY_KEY[kind.key], record_id)
    if row is None or row.is_deleted or row.unit_id not in actor.scope:
        raise _not_found(kind)
    return row


def _not_found(kind: Kind) -> NotFound:
    return NotFound(f"没有找到这条{kind.label}记录，可能已被删除，或不在您的范围内。")


def _status(row: Record) -> rules.Status:
    return row.status  # type: ignore[return-value]  # moves write no other


def _may(actor: Actor, row: Record) -> rules.May:
    return lambda action: actor.may(action, row.unit_id)


def _authorise(actor: Actor, wanted: Move, unit_id: int) -> None:
    if not actor.may(wanted.needs, unit_id):
        message = (
            f"您在该单位没有“{ACTION_LABELS[wanted.needs]}”的权限，"
            f"不能{wanted.label}；请由有权限的人员办理。"
        )
        raise Forbidden(message)


def _refusal(actor: Actor, row: Record, name: str, words: str) -> DomainError:
    status = _status(row)
    message = rules.refusal(words, status, _may(actor, row))
    for one in rules.MOVES:
        fits = one.edits if name == "save" else one.name == name
        if fits and status in one.starts:
            needed = ACTION_LABELS[one.needs]
            return Forbidden(f"您没有“{needed}”的权限。{message}")
    return WrongState(message)


def _label(name: MoveName) -> str:
    return next((one.label for one in rules.MOVES if one.name == name), name)


def _must_say(wanted: Move, said: Said) -> None:
    reasons = [clean(said.why), *(clean(text) for text in said.fields.values())]
    if wanted.needs_reason and not any(reasons):
        message = f"{wanted.label}须写明理由，请填写后再办理。"
        raise Invalid(message, {"why": "请填写理由。"})
    if any(len(text) > REASON_LONGEST for text in (*reasons, clean(said.note))):
        message = f"理由和说明每项最多{REASON_LONGEST}字，请删减后再办理。"
        raise Invalid(message)


def _must_be_open(row: Record) -> None:
    campaign = campaign_place(row.campaign_id)
    if campaign is not None:
        record_entry.must_be_open(campaign)


def _must_pass(kind: Kind, row: Record, entry: Entry, said: Said) -> None:
    whole = record_writing.merged(kind, row, entry)
    place = Place(row.unit_id, row.campaign_id, row.task_id)
    problems = record_entry.problems_of(kind, place, row.id, whole)
    blocking = hard(problems)
    if blocking:
        message = f"有{len(blocking)}项不符合要求，不能上报，请补齐后再办理。"
        raise Invalid(message, blocking)
    asking = soft(problems)
    if asking and not (clean(said.note) or clean(said.why)):
        message = f"有{len(asking)}处需要核对；确认无误的，请写明说明后再上报。"
        raise Invalid(message, {one.field: one.message for one in asking})
