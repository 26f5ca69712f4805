"""Moves that change no field: withdraw, accept, return, delete, restore."""

from flask import flash, request, url_for
from flask.wrappers import Response

from blueprints.records import bp, shown
from blueprints.records.found import Found, find
from blueprints.records.pages import ConfirmPage
from domain import records as rules
from domain.errors import Invalid, WrongState
from domain.fields import Kind
from domain.records import Move, MoveName, Said
from domain.validation import ATTENDANCE
from services import records
from web.htmx import see_other
from web.idempotency import once
from web.pages import page, page_or_fragment
from web.policy import requires

DONE = {
    "withdraw": "已撤回到草稿，修改后可以重新提交。",
    "accept": "已审核通过，计入统计。",
    "return": "已退回，填报单位会看到理由。",
    "delete": "已删除；如删错了，可以在本页恢复。",
}
_ADDRESS = "/<kind:kind>/<row:record_id>/<any(withdraw,accept,return,delete):name>"


@bp.get(_ADDRESS)
@requires("records.enter", "records.return", "records.accept")
def confirm(kind: Kind, record_id: int, name: MoveName) -> Response:
    """Ask before the move, and for a reason where one is needed."""
    found = find(kind, record_id)
    data = _confirm_page(found, _move(found, name), Said(), {})
    return page("records/confirm.html", data)


@bp.post(_ADDRESS)
@requires("records.enter", "records.return", "records.accept")
@once
def move(kind: Kind, record_id: int, name: MoveName) -> Response:
    """Make the move."""
    found = find(kind, record_id)
    chosen, said = _move(found, name), _said(kind)
    try:
        records.move(found.actor, kind, record_id, name, said)
    except Invalid as error:
        data = _confirm_page(found, chosen, said, error.fields)
        template, fragment = "records/confirm.html", "records/_confirm.html"
        return page_or_fragment(template, fragment, data, 422)
    flash(f"“{found.detail.record.title}”{DONE[name]}", "ok")
    if request.form.get("back") == "reviews":
        return see_other(url_for("reviews.list"))
    return see_other(url_for("records.show", kind=kind, record_id=record_id))


@bp.post("/<kind:kind>/<row:record_id>/restore")
@requires("records.enter", "records.accept")
@once
def restore(kind: Kind, record_id: int) -> Response:
    """Bring a deleted record back."""
    found = find(kind, record_id, deleted=True)
    records.restore(found.actor, kind, record_id)
    flash("已恢复，状态与删除前相同。", "ok")
    return see_other(url_for("records.show", kind=kind, record_id=record_id))


def _move(found: Found, name: MoveName) -> Move:
    chosen = found.moves.get(name)
    if chosen is None:
        record = found.detail.record
        label = next(one.label for one in rules.MOVES if one.name == name)
        sentence = rules.refusal(
            label,
            record.status,
            lambda action: found.actor.may(action, record.unit_id),
        )
        raise WrongState(sentence)
    return chosen


def _said(kind: Kind) -> Said:
    names = [*(one.name for one in kind.fields), ATTENDANCE]
    reasons = {name: request.form.get(f"reason-{name}", "") for name in names}
    return Said(
        why=request.form.get("why", ""),
        fields={name: text for name, text in reasons.items() if text.strip()},
    )


def _confirm_page(
    found: Found, chosen: Move, said: Said, errors: dict[str, str]
) -> ConfirmPage:
    kind, record = found.kind, found.detail.record
    present = found.detail.person_ids_present
    names = shown.names_of([*shown.person_ids(kind, record.values), *present])
    back = request.values.get("back", "")
    return ConfirmPage(
        kind=kind,
        record_id=record.id,
        title=record.title,
        unit=names.units.get(record.unit_id, ""),
        move=chosen,
        back="reviews" if back == "reviews" else "",
        facts=tuple(shown.facts_of(kind, record.values, present, names)),
        why=said.why,
        reasons=said.fields,
        errors=errors,
    )
