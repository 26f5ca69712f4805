"""Decide about leftover sentences; confirm a reading, or discard it."""

from flask import flash, request, url_for
from flask.wrappers import Response

from blueprints.plans import bp
from blueprints.plans.pages import ConfirmPage
from domain.errors import Invalid
from domain.plan_mapping import editing
from domain.plan_mapping.model import Handled, PlanDraft
from services import campaigns, plan_drafts
from store import clock
from store.queries.plans import KeptDraft
from store.queries.units import unit_tree
from web.htmx import see_other
from web.idempotency import once
from web.pages import page
from web.policy import current_actor, requires


@bp.post("/<row:draft_id>/leftovers/<int:leftover_id>")
@requires("campaigns.manage")
@once
def decide(draft_id: int, leftover_id: int) -> Response:
    """A person has seen the sentence, or wants it back among the open ones."""
    handled: Handled = "seen" if request.form.get("handled") == "seen" else ""
    version = plan_drafts.change(
        draft_id,
        lambda draft: editing.decide(draft, leftover_id, handled),
        current_actor(),
    )
    url = url_for("plans.show", draft_id=draft_id, v=version, _anchor="leftovers")
    return see_other(url)


@bp.post("/<row:draft_id>/leftovers")
@requires("campaigns.manage")
@once
def see_all(draft_id: int) -> Response:
    """A person has seen all the sentences that are ticked."""
    ids = set(request.form.getlist("leftover", type=int))

    def see(draft: PlanDraft) -> PlanDraft:
        for leftover_id in ids:
            draft = editing.decide(draft, leftover_id, "seen")
        return draft

    version = plan_drafts.change(draft_id, see, current_actor())
    flash(f"已记下看过的 {len(ids)} 句。", "ok")
    url = url_for("plans.show", draft_id=draft_id, v=version, _anchor="leftovers")
    return see_other(url)


@bp.get("/<row:draft_id>/confirm", endpoint="confirm")
@requires("campaigns.manage")
def show_confirm(draft_id: int) -> Response:
    """What would be made, and who would be frozen."""
    kept = plan_drafts.reading(draft_id, current_actor())
    return page("plans/confirm.html", _confirm_page(kept))


@bp.post("/<row:draft_id>/confirm")
@requires("campaigns.manage")
@once
def save_confirm(draft_id: int) -> Response:
    """Make the campaign; publish it when that button was pressed."""
    actor, is_published = current_actor(), request.form.get("then") == "publish"
    try:
        campaign_id = plan_drafts.confirm(draft_id, actor, is_published=is_published)
    except Invalid as error:
        kept = plan_drafts.reading(draft_id, actor)
        data = _confirm_page(kept, error.fields or {"days": error.message})
        return page("plans/confirm.html", data, 422)
    said = "活动已发布，各单位可以看到任务。" if is_published else "活动草稿已建立。"
    flash(said, "ok")
    return see_other(url_for("campaigns.show", campaign_id=campaign_id))


@bp.post("/<row:draft_id>/discard")
@requires("campaigns.manage")
@once
def discard(draft_id: int) -> Response:
    """Drop the reading."""
    plan_drafts.discard(draft_id, current_actor())
    flash("这次读取已作废，没有建立活动。", "ok")
    return see_other(url_for("plans.list"))


def _confirm_page(kept: KeptDraft, errors: dict[str, str] | None = None) -> ConfirmPage:
    draft = kept.draft
    on = max(draft.start_on or clock.today(), clock.today())
    frozen, units = campaigns.who_takes_part(kept.row.unit_id, on), unit_tree(on).by_id
    people: dict[int, int] = {}
    for one in frozen.persons:
        people[one.unit_id] = people.get(one.unit_id, 0) + 1
    return ConfirmPage(
        row=kept.row,
        draft=draft,
        units=[(units[one].name, people.get(one, 0)) for one in frozen.unit_ids],
        persons=len(frozen.persons),
        on=on,
        doubted=len(draft.doubted),
        errors=errors or {},
    )
