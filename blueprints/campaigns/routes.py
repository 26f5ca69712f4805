"""List, new, show, publish."""

from dataclasses import replace
from datetime import date

from flask import flash, request, url_for
from flask.wrappers import Response

from blueprints.campaigns import bp
from blueprints.campaigns.pages import (
    ListPage,
    NewPage,
    PhaseLine,
    PublishPage,
    RequirementLine,
    ShowPage,
)
from domain.assessment.windows import window_of
from domain.campaigns import Campaign, Phase, Requirement
from domain.errors import Invalid, NotFound
from domain.metrics import label_of
from domain.templates import CampaignTemplate, shifted
from domain.wording import COMPARISON_LABELS, PER_LABELS, amount
from services import campaigns
from services.campaign_templates import template, templates
from store import clock
from store.describe import KIND_BY_KEY
from store.queries import expected
from store.queries.campaigns import CampaignRow, campaign, campaign_row, campaign_rows
from store.queries.units import unit_tree
from web.htmx import see_other
from web.idempotency import once
from web.pages import page
from web.policy import current_actor, requires

NONE = "没有这个活动，可能已被删除。请从活动列表重新进入。"


@bp.get("/", endpoint="list")
@requires("campaigns.read")
def list_campaigns() -> Response:
    """All campaigns held here, the latest start first."""
    may_manage = current_actor().may("campaigns.manage")
    return page("campaigns/list.html", ListPage(campaign_rows(), may_manage))


@bp.get("/new")
@requires("campaigns.manage")
def new() -> Response:
    """Choose a template and a first day; see what would come of it."""
    return page("campaigns/new.html", _new_page(request.args.get("template", "")))


@bp.post("/")
@requires("campaigns.manage")
@once
def create() -> Response:
    """A draft from the template."""
    typed, actor = request.form, current_actor()
    data = _new_page(typed.get("template", ""))
    errors = dict(data.errors)
    if data.chosen is None:
        errors["template"] = "请选择一个模板。"
    unit_id = typed.get("unit", 0, type=int)
    if not actor.may("campaigns.manage", unit_id):
        errors["unit"] = "请选择您管理的单位作为主办单位。"
    if errors:
        return page("campaigns/new.html", replace(data, errors=errors), 422)
    campaign_id = campaigns.create_from_template(
        typed["template"], unit_id, _day(typed.get("start", "")), actor.account_name
    )
    flash("活动草稿已建立，核对无误后再发布。", "ok")
    return see_other(url_for("campaigns.show", campaign_id=campaign_id))


@bp.get("/<row:campaign_id>")
@requires("campaigns.read")
def show(campaign_id: int) -> Response:
    """Phases, tasks, requirements and lists of one campaign."""
    row, found = row_of(campaign_id), campaign(campaign_id)
    if found is None:
        raise NotFound(NONE)
    return page(
        "campaigns/show.html",
        ShowPage(
            row=row,
            phases=_phases(found, None),
            loose=[one for one in found.tasks if one.phase_id is None],
            requirements=[_line(one, found) for one in found.requirements],
            kind_labels={key: kind.label for key, kind in KIND_BY_KEY.items()},
            persons=len(expected.home_by_person(campaign_id, clock.today())),
            amendments=expected.amendments(campaign_id),
            may_manage=current_actor().may("campaigns.manage", row.unit_id),
        ),
    )


@bp.get("/<row:campaign_id>/publish", endpoint="publish")
@requires("campaigns.manage")
def show_publish(campaign_id: int) -> Response:
    """Who would be frozen, with counts."""
    row = managed_row(campaign_id)
    on = max(row.start_on, clock.today())
    frozen, units = campaigns.who_takes_part(row.unit_id, on), unit_tree(on).by_id
    people: dict[int, int] = {}
    for one in frozen.persons:
        people[one.unit_id] = people.get(one.unit_id, 0) + 1
    names = [(units[one].name, people.get(one, 0)) for one in frozen.unit_ids]
    data = PublishPage(row, names, len(frozen.persons), on)
    return page("campaigns/publish.html", data)


@bp.post("/<row:campaign_id>/publish")
@requires("campaigns.manage")
@once
def save_publish(campaign_id: int) -> Response:
    """Make it live."""
    managed_row(campaign_id)
    frozen = campaigns.publish(campaign_id, current_actor().account_name)
    units, persons = len(frozen.unit_ids), len(frozen.persons)
    flash(f"活动已发布，计入 {units} 个单位、{persons} 名人员。", "ok")
    return see_other(url_for("campaigns.show", campaign_id=campaign_id))


def row_of(campaign_id: int) -> CampaignRow:
    """The campaign.

    Raises:
        NotFound: There is none.
    """
    row = campaign_row(campaign_id)
    if row is None:
        raise NotFound(NONE)
    return row


def managed_row(campaign_id: int) -> CampaignRow:
    """The campaign, when the actor may manage it.

    Raises:
        NotFound: There is none.
        Forbidden: It is another office's.
    """
    row = row_of(campaign_id)
    campaigns.must_manage(current_actor(), row.unit_id)
    return row


def _new_page(name: str) -> NewPage:
    actor, typed = current_actor(), request.values
    start, errors = typed.get("start", ""), {}
    try:
        moved = _moved(name, start)
    except Invalid as error:
        moved, errors = _moved(name, ""), error.fields
    reach = actor.reach.get("campaigns.manage", frozenset())
    units = [
        (str(unit.id), "　" * depth + unit.name)
        for unit, depth in unit_tree().walk()
        if unit.id in reach
    ]
    unit_id = typed.get("unit", str(actor.unit_id))
    return NewPage(templates(), moved, units, unit_id, start, errors)


def _moved(name: str, start: str) -> CampaignTemplate | None:
    if not name:
        return None
    day = _day(start)
    return shifted(template(name), day) if day else template(name)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        message = "开始日期应写成 2026-03-01 这样，请改正后再试。"
        raise Invalid(message, {"start": message}) from error


def _phases(found: Campaign, parent_id: int | None) -> list[PhaseLine]:
    return [
        PhaseLine(
            phase=one,
            is_now=_is_now(one),
            tasks=[task for task in found.tasks if task.phase_id == one.id],
            phases=_phases(found, one.id),
        )
        for one in found.phases
        if one.parent_id == parent_id
    ]


def _is_now(phase: Phase) -> bool:
    today = clock.today()
    return (
        phase.start_on is not None
        and phase.end_on is not None
        and phase.start_on <= today <= phase.end_on
    )


def _line(one: Requirement, found: Campaign) -> RequirementLine:
    window = window_of(one, found)
    left_out = f"（{one.tier_except}除外）" if one.tier_except else ""
    return RequirementLine(
        requirement=one,
        metric=label_of(one.metric),
        comparison=f"{COMPARISON_LABELS[one.comparison]} {amount(one)}",
        per=PER_LABELS[one.per],
        tier=f"{one.tier or '不分层次'}{left_out}",
        start_on=window.start_on,
        due_on=window.due_on,
    )
