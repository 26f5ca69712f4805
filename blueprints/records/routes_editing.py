"""New and edited records: 暂存 keeps anything readable, 核对 leads to submitting."""

from flask import flash, request, url_for
from flask.wrappers import Response

from blueprints.records import bp, forms, overtaken, places, shown
from blueprints.records.found import Found, find
from blueprints.records.pages import CheckPage, FormPage
from domain.errors import Invalid, Overtaken
from domain.fields import Kind
from domain.records import Said
from domain.validation import Problem, hard, soft
from services import record_entry, records
from store import clock
from web.filters import instant
from web.htmx import see_other
from web.idempotency import once
from web.pages import page, page_or_fragment
from web.policy import current_actor, requires


@bp.get("/<kind:kind>/new")
@requires("records.enter")
def new(kind: Kind) -> Response:
    """An empty form, once it is plain for which unit and campaign."""
    actor = current_actor()
    try:
        if "choose" in request.args:
            return page("records/place.html", places.question(kind, actor))
        place = places.asked_for(kind, actor)
    except Invalid as error:
        data = places.question(kind, actor, error.message)
        return page("records/place.html", data)
    return page("records/new.html", forms.new_page(kind, actor, place))


@bp.post("/<kind:kind>/new")
@requires("records.enter")
@once
def create(kind: Kind) -> Response:
    """A draft from whatever was filled in."""
    actor = current_actor()
    place = places.asked_for(kind, actor)
    typed = forms.posted(kind)
    try:
        entry = forms.entry_of(kind, typed, actor, place)
        record_id = records.create_draft(actor, kind, place, entry)
    except Invalid as error:
        data = forms.refused(forms.new_page(kind, actor, place, typed), error)
        return _form("records/new.html", data)
    return _go_on(kind, record_id)


@bp.get("/<kind:kind>/<row:record_id>/edit")
@requires("records.enter", "records.correct", "records.accept")
def edit(kind: Kind, record_id: int) -> Response:
    """The form with what the record holds."""
    return page("records/edit.html", forms.edit_page(find(kind, record_id)))


@bp.post("/<kind:kind>/<row:record_id>/edit")
@requires("records.enter", "records.correct", "records.accept")
@once
def save(kind: Kind, record_id: int) -> Response:
    """Keep what was changed, by the move the record's status allows."""
    found = find(kind, record_id, deleted=True)
    sent = overtaken.Sent(forms.posted(kind), forms.posted_seen())
    why = request.form.get("why", "")
    try:
        edit = forms.edit_of(found, *sent)
        records.save(found.actor, kind, record_id, edit, Said(why=why, note=why))
    except Overtaken as error:
        return _form("records/edit.html", overtaken.page_of(found, sent, error))
    except Invalid as error:
        data = forms.refused(forms.edit_page(found, *sent), error)
        return _form("records/edit.html", data)
    if found.moves.get("save"):
        return _go_on(kind, record_id)
    flash("修改已保存，并记入流转记录。", "ok")
    return see_other(url_for("records.show", kind=kind, record_id=record_id))


@bp.get("/<kind:kind>/<row:record_id>/check")
@requires("records.enter")
def check(kind: Kind, record_id: int) -> Response:
    """核对: the whole record with what is missing or odd."""
    found = find(kind, record_id)
    if "submit" not in found.moves:
        return see_other(url_for("records.show", kind=kind, record_id=record_id))
    return page("records/check.html", _check_page(found))


@bp.post("/<kind:kind>/<row:record_id>/submit")
@requires("records.enter")
@once
def submit(kind: Kind, record_id: int) -> Response:
    """Hand the record to the office."""
    found = find(kind, record_id)
    note = request.form.get("note", "")
    try:
        records.move(found.actor, kind, record_id, "submit", Said(note=note))
    except Invalid:
        data = _check_page(found, note, {"note": "请写明情况，再提交。"})
        return page_or_fragment("records/check.html", "records/_check.html", data, 422)
    flash(f"“{found.detail.record.title}”已提交给活动办，等待审核。", "ok")
    return see_other(url_for("records.show", kind=kind, record_id=record_id))


def _form(template: str, data: FormPage) -> Response:
    return page_or_fragment(template, "records/_form.html", data, 422)


def _go_on(kind: Kind, record_id: int) -> Response:
    if request.form.get("go") == "check":
        return see_other(url_for("records.check", kind=kind, record_id=record_id))
    moment = instant(clock.now_utc()).partition(" ")[2]
    flash(f"已于 {moment} 暂存，尚未上报。", "ok")
    return see_other(url_for("records.edit", kind=kind, record_id=record_id))


def _check_page(
    found: Found, note: str = "", errors: dict[str, str] | None = None
) -> CheckPage:
    kind, record = found.kind, found.detail.record
    problems = record_entry.problems_of(kind, found.place, record.id, found.entry)
    names = shown.names_of(
        [*shown.person_ids(kind, record.values), *found.detail.person_ids_present]
    )
    by_field: dict[str, Problem] = {}
    for one in problems:
        by_field.setdefault(one.field, one)
    return CheckPage(
        kind=kind,
        record_id=record.id,
        title=record.title,
        unit=names.units.get(record.unit_id, ""),
        status=record.status,
        facts=tuple(
            shown.facts_of(kind, record.values, found.detail.person_ids_present, names)
        ),
        hard=tuple(one for one in problems if one.is_hard),
        soft=tuple(soft(problems)),
        problem_of=by_field,
        file_count=len(found.detail.attachments),
        note=note,
        errors={**(errors or {}), **(hard(problems) if errors else {})},
    )
