"""The gap list: filters in the address, pages, Excel and print."""

from dataclasses import replace

from flask import request, send_file
from flask.wrappers import Response

from blueprints.overview import bp
from blueprints.overview.pages import GapsPage
from blueprints.overview.shared import LIGHTS, frame_of, seen, unit_filter
from domain.assessment import STATE_LABELS
from domain.wording import short_name
from services.gap_export import gaps_file
from services.overview import Overview, View
from services.owed import OWED_STATES, OwedList, Wanted
from web.pages import page
from web.paging import Filter, Pager, pager_for
from web.policy import requires

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PRINT_ROWS_MAX = 2000
LINES_FEW = 100


@bp.get("/<row:campaign_id>/gaps")
@requires("overview.read")
def gaps(campaign_id: int) -> Response:
    """Who owes what by when."""
    found, wanted = _asked(campaign_id)
    owed = OwedList(found.rule, wanted)
    pager = pager_for(owed.count)
    return page("overview/gaps.html", _page(found, wanted, owed, pager))


@bp.get("/<row:campaign_id>/gaps/print")
@requires("overview.read")
def print_gaps(campaign_id: int) -> Response:
    """The same list whole, for paper; says so when it is cut."""
    found, wanted = _asked(campaign_id)
    owed = OwedList(found.rule, wanted)
    data = _page(found, wanted, owed, Pager(1, owed.count, PRINT_ROWS_MAX))
    return page("overview/gaps.html", replace(data, is_print=True))


@bp.get("/<row:campaign_id>/gaps/export")
@requires("overview.read")
def export_gaps(campaign_id: int) -> Response:
    """The same list as an Excel file."""
    found, wanted = _asked(campaign_id)
    owed = OwedList(found.rule, wanted)
    made = gaps_file(found.row.name, found.rule.on, owed.some(0, owed.count))
    name = f"{found.row.name}差距清单{found.rule.on}.xlsx"
    return send_file(made, mimetype=XLSX, as_attachment=True, download_name=name)


def _asked(campaign_id: int) -> tuple[Overview, Wanted]:
    unit_id = request.args.get("unit", type=int)
    found = seen(campaign_id, View(unit_id=unit_id))
    state = request.args.get("state", "")
    return found, Wanted(
        lines=found.lines,
        state=next((one for one in OWED_STATES if one == state), None),
        requirement_id=request.args.get("requirement", type=int),
        is_limited=len(found.lines) < LINES_FEW,
    )


def _page(found: Overview, wanted: Wanted, owed: OwedList, pager: Pager) -> GapsPage:
    whole = seen(found.row.id) if request.args.get("unit") else found
    query = {
        key: value for key, value in request.args.items() if key != "page" and value
    }
    return GapsPage(
        frame=frame_of(found),
        gaps=owed.some(pager.offset, pager.size),
        state_lights=LIGHTS,
        filters=_filters(whole, wanted),
        pager=pager,
        query=query,
    )


def _filters(whole: Overview, wanted: Wanted) -> list[Filter]:
    states = tuple((one, STATE_LABELS[one]) for one in OWED_STATES)
    requirements = tuple(
        (str(one.id), short_name(one)) for one in whole.rule.campaign.requirements
    )
    return [
        Filter("state", "状态", wanted.state or "", states),
        Filter("requirement", "要求", str(wanted.requirement_id or ""), requirements),
        unit_filter(whole, request.args.get("unit", "")),
    ]
