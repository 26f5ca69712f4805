"""Dated amendments of whom a campaign counts on."""

from datetime import date

from flask import flash, request, url_for
from flask.wrappers import Response

from blueprints.campaigns import bp
from blueprints.campaigns.pages import AmendPage
from blueprints.campaigns.routes import managed_row
from domain.errors import DomainError, Invalid
from services import amendments
from services.amendments import Change
from store import clock
from store.queries import expected
from store.queries.campaigns import CampaignRow
from store.queries.units import unit_tree
from web.htmx import see_other
from web.idempotency import once
from web.pages import page
from web.policy import current_actor, requires

TITLES = {
    "add-unit": "增加应报单位",
    "remove-unit": "减少应报单位",
    "add-person": "增加应参加人员",
    "remove-person": "减少应参加人员",
}
_FIELDS = {"unit": "who", "person": "who"}
ADDRESS = f"/<row:campaign_id>/amend/<any({', '.join(map(repr, TITLES))}):deed>"


@bp.get(ADDRESS)
@requires("campaigns.manage")
def amend(campaign_id: int, deed: str) -> Response:
    """A form for the change."""
    return page("campaigns/amend.html", _page(managed_row(campaign_id), deed))


@bp.post(ADDRESS)
@requires("campaigns.manage")
@once
def save_amend(campaign_id: int, deed: str) -> Response:
    """Keep the change with its day and reason."""
    row = managed_row(campaign_id)
    try:
        _keep(campaign_id, deed)
    except DomainError as error:
        fields = error.fields or {"who": error.message}
        errors = {_FIELDS.get(name, name): text for name, text in fields.items()}
        return page("campaigns/amend.html", _page(row, deed, errors), 422)
    flash(f"{TITLES[deed]}：已记入名单调整。", "ok")
    return see_other(url_for("campaigns.show", campaign_id=campaign_id))


def _keep(campaign_id: int, deed: str) -> None:
    by, who = current_actor().account_name, request.form.get("who", 0, type=int)
    if not who:
        message = "请选择要调整的单位或人员。"
        raise Invalid(message, {"who": message})
    change = Change(_day(request.form.get("on", "")), request.form.get("reason", ""))
    if deed == "add-unit":
        amendments.add_unit(campaign_id, who, change, by)
    elif deed == "remove-unit":
        amendments.remove_unit(campaign_id, who, change, by)
    else:
        is_added = deed == "add-person"
        amendments.amend_person(campaign_id, who, change, by, is_added=is_added)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        message = "请填写从哪一天起生效。"
        raise Invalid(message, {"on": message}) from error


def _page(
    row: CampaignRow, deed: str, errors: dict[str, str] | None = None
) -> AmendPage:
    typed = {"on": clock.today().isoformat(), "who": "", "reason": ""}
    typed |= {key: request.form.get(key, value) for key, value in typed.items()}
    choices = _units(row, deed) if deed.endswith("unit") else _persons(row, deed)
    return AmendPage(row, deed, TITLES[deed], choices, typed, errors or {})


def _units(row: CampaignRow, deed: str) -> list[tuple[str, str]]:
    on_list = expected.expected_unit_ids(row.id, clock.today())
    return [
        (str(unit.id), "　" * depth + unit.name)
        for unit, depth in unit_tree().walk(row.unit_id)
        if (unit.id in on_list) == (deed == "remove-unit")
    ]


def _persons(row: CampaignRow, deed: str) -> list[tuple[str, str]]:
    on = clock.today()
    homes = expected.home_by_person(row.id, on)
    units = unit_tree().by_id
    within = expected.expected_unit_ids(row.id, on)
    return [
        (str(one.id), f"{one.name}（{units[one.unit_id].name}）")
        for one in expected.people_of(within, on)
        if (one.id in homes) == (deed == "remove-person") and one.unit_id in units
    ]
