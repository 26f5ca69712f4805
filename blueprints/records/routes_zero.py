"""零报告: a unit says that it has nothing to report, or takes it back."""

from dataclasses import dataclass, field

from flask import flash, request, url_for
from flask.wrappers import Response

from blueprints.records import bp
from blueprints.records.routes_lists import campaigns_of
from domain.errors import Invalid, NotFound
from services import zero_reports
from store import clock
from store.queries.expected import expected_unit_ids
from store.queries.record_places import CampaignPlace
from store.queries.records import counts_by_status
from store.queries.units import unit_tree
from store.queries.zero_reports import zero_reports as standing
from store.tables.records import ZeroReport
from web.htmx import see_other
from web.idempotency import once
from web.pages import page
from web.policy import current_actor, requires

NO_CAMPAIGN = "没有这个活动，或它还没有发布。请从“填报”重新进入。"


@dataclass(frozen=True)
class ZeroLine:
    """One unit that owes reports; it may declare while it has no record."""

    unit_id: int
    unit: str
    has_records: bool
    zero: ZeroReport | None


@dataclass(frozen=True)
class ZeroPage:
    """Units of the actor, and the form; chosen is the unit the form stands at."""

    campaign: CampaignPlace
    lines: tuple[ZeroLine, ...]
    chosen: str = ""
    why: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def options(self) -> list[tuple[str, str]]:
        """Units that may declare now."""
        return [
            (str(one.unit_id), one.unit)
            for one in self.lines
            if one.zero is None and not one.has_records
        ]


@bp.get("/zero/<row:campaign_id>")
@requires("records.enter")
def zero(campaign_id: int) -> Response:
    """Which units have declared, and the form."""
    return page("records/zero.html", _page(campaign_id))


@bp.post("/zero/<row:campaign_id>")
@requires("records.enter")
@once
def declare_zero(campaign_id: int) -> Response:
    """Declare for one unit."""
    chosen, why = request.form.get("unit", ""), request.form.get("why", "")
    try:
        unit_id = _unit(chosen)
        zero_reports.declare(current_actor(), campaign_id, unit_id, why)
    except Invalid as error:
        data = _page(campaign_id, chosen, why, dict(error.fields))
        return page("records/zero.html", data, 422)
    flash("零报告已上报，活动办会看到原因。有了内容，照常填报即可。", "ok")
    return see_other(url_for("records.zero", campaign_id=campaign_id))


@bp.post("/zero/<row:campaign_id>/<row:unit_id>/withdraw")
@requires("records.enter")
@once
def withdraw_zero(campaign_id: int, unit_id: int) -> Response:
    """Take it back."""
    zero_reports.withdraw(current_actor(), campaign_id, unit_id)
    flash("零报告已撤回。", "ok")
    return see_other(url_for("records.zero", campaign_id=campaign_id))


def _unit(chosen: str) -> int:
    if not chosen.isdecimal():
        reason = "请选择作零报告的单位。"
        raise Invalid(reason, {"unit": reason})
    return int(chosen)


def _page(
    campaign_id: int,
    chosen: str = "",
    why: str = "",
    errors: dict[str, str] | None = None,
) -> ZeroPage:
    actor = current_actor()
    campaign = next((c for c in campaigns_of(actor) if c.id == campaign_id), None)
    if campaign is None:
        raise NotFound(NO_CAMPAIGN)
    expected = expected_unit_ids(campaign_id, clock.today())
    busy = {unit_id for _, unit_id, _ in counts_by_status(campaign_id)}
    zeros = standing(campaign_id)
    lines = tuple(
        ZeroLine(unit.id, unit.name, unit.id in busy, zeros.get(unit.id))
        for unit, _ in unit_tree().walk()
        if unit.id in expected and actor.may("records.enter", unit.id)
    )
    return ZeroPage(campaign, lines, chosen, why, errors or {})
