"""One record: what it says, what happened to it, what may be done next."""

from dataclasses import replace

from flask import request
from flask.wrappers import Response

from blueprints.records import bp, shown
from blueprints.records.folding import Line, folded
from blueprints.records.found import Found, find
from blueprints.records.pages import ShowPage, TimelineLine
from domain.fields import Kind
from domain.record_changes import Step, since_last_submission
from domain.records import MOVES, RESTORES, STATUS_LABELS
from domain.validation import ATTENDANCE
from services.exports import Names
from services.record_writing import plain
from store.queries.record_detail import MoveRow
from web.pages import page
from web.policy import requires

_LABELS: dict[str, str] = {
    "create": "新建",
    "restore": "恢复",
    **{one.name: one.label for one in MOVES},
}


@bp.get("/<kind:kind>/<row:record_id>")
@requires("records.read")
def show(kind: Kind, record_id: int) -> Response:
    """The record with its history; a deleted one too, to bring it back."""
    found = find(kind, record_id, deleted=True)
    return page("records/show.html", show_page(found))


def show_page(found: Found, errors: dict[str, str] | None = None) -> ShowPage:
    """Everything the page of a record shows."""
    kind, detail = found.kind, found.detail
    record = detail.record
    names = _names(found)
    moves = found.moves
    editing = found.editing
    return ShowPage(
        kind=kind,
        record_id=record.id,
        back="reviews" if request.args.get("back") == "reviews" else "",
        title=record.title,
        status=record.status,
        is_deleted=detail.is_deleted,
        unit=names.units.get(record.unit_id, ""),
        campaign=found.campaign,
        task=found.task,
        day=record.day,
        created_by=record.created_by,
        created_at=record.created_at,
        facts=tuple(
            shown.facts_of(kind, record.values, detail.person_ids_present, names)
        ),
        moves=tuple(moves.values()),
        timeline=tuple(
            _folded_line(kind, one, names) for one in reversed(folded(detail.moves))
        ),
        differences=_differences(found, names),
        attachments=detail.attachments,
        may_attach=editing is not None and not editing.needs_reason,
        may_restore=detail.is_deleted and _may_restore(found),
        errors=errors or {},
    )


def moves_of(found: Found) -> tuple[TimelineLine, ...]:
    """Every move that led somewhere, oldest first; edits in between are left out."""
    names = _names(found)
    return tuple(
        _line(found.kind, move, names)
        for move in found.detail.moves
        if move.from_status != move.to_status
    )


def _names(found: Found) -> Names:
    changed = [move.changes for move in found.detail.moves]
    return shown.names_of(
        {
            *shown.person_ids(found.kind, found.detail.record.values),
            *found.detail.person_ids_present,
            *shown.named_in(found.kind, changed),
        }
    )


def _folded_line(kind: Kind, one: Line, names: Names) -> TimelineLine:
    line = _line(kind, one.move, names)
    if one.count == 1:
        return line
    return replace(line, label=f"{line.label}（{one.count} 次）", began_at=one.began_at)


def _line(kind: Kind, move: MoveRow, names: Names) -> TimelineLine:
    notes = [
        f"理由：{move.why}" if move.why else "",
        f"说明：{move.note}" if move.note else "",
    ]
    label = _LABELS.get(move.action, move.action)
    if move.to_status != move.from_status and move.from_status:
        label += f"（{_status(move.from_status)} → {_status(move.to_status)}）"
    return TimelineLine(
        label=label,
        actor=move.actor,
        at=move.at,
        note="；".join(note for note in notes if note),
        changes=()
        if move.action == "create"
        else tuple(shown.changes_of(kind, move.changes, names)),
        reasons=tuple(
            (shown.label_of(kind, name), reason) for name, reason in move.fields.items()
        ),
    )


def _status(status: str) -> str:
    return {str(key): label for key, label in STATUS_LABELS.items()}.get(status, status)


def _differences(found: Found, names: Names) -> tuple[shown.Change, ...] | None:
    record = found.detail.record
    steps = [
        Step(move.from_status, move.to_status, move.changes)
        for move in found.detail.moves
    ]
    now: dict[str, object] = {
        name: plain(value) for name, value in record.values.items()
    }
    now[ATTENDANCE] = sorted(found.detail.person_ids_present)
    changed = since_last_submission(steps, now)
    return (
        None if changed is None else tuple(shown.changes_of(found.kind, changed, names))
    )


def _may_restore(found: Found) -> bool:
    record = found.detail.record
    return any(
        found.actor.may(one.needs, record.unit_id)
        for one in RESTORES
        if record.status in one.starts
    )
