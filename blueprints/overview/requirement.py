"""One requirement: its subjects, and the records behind each number."""

from flask import request
from flask.wrappers import Response

from blueprints.overview import bp
from blueprints.overview.pages import RequirementPage, SubjectRow
from blueprints.overview.shared import (
    LIGHTS,
    frame_of,
    said,
    seen,
    unit_filter,
)
from domain.errors import NotFound
from domain.kept import Kept, revive
from domain.rollup import Total
from services.overview import Overview, View
from store.queries import standings as queries
from store.queries.record_titles import record_titles
from store.queries.subjects import SubjectName, subject_names
from web.pages import page
from web.paging import pager_for
from web.policy import requires


@bp.get("/<row:campaign_id>/requirements/<row:requirement_id>")
@requires("overview.read")
def requirement(campaign_id: int, requirement_id: int) -> Response:
    """Who has reached it and who has not, unmet first."""
    unit_id = request.args.get("unit", type=int)
    found = seen(campaign_id, View(unit_id=unit_id))
    yardstick = found.rule.yardsticks.get(requirement_id)
    if yardstick is None:
        message = "活动中没有这项要求。请从汇总页重新进入。"
        raise NotFound(message)
    wanted = yardstick.requirement
    kept = _kept(found, requirement_id)
    pager = pager_for(len(kept))
    whole = seen(campaign_id) if unit_id else found
    return page(
        "overview/requirement.html",
        RequirementPage(
            frame=frame_of(found),
            requirement=wanted,
            said=said(wanted, found.rule),
            total=_total(found, requirement_id),
            subjects=_subjects(found, kept[pager.offset : pager.offset + pager.size]),
            filters=[unit_filter(whole, request.args.get("unit", ""))],
            pager=pager,
        ),
    )


def _kept(found: Overview, requirement_id: int) -> list[Kept]:
    """Rows of the units shown: unmet first, official order, subject."""
    order = {line.id: line.order for line in found.lines}
    kept = queries.kept_rows(found.row.id, list(order), requirement_id)
    return sorted(
        kept, key=lambda one: (one.is_met, order[one.unit_id], one.subject_id)
    )


def _total(found: Overview, requirement_id: int) -> Total:
    total = Total(requirement_id)
    for line in found.lines:
        own = found.board.own.get(line.id, {}).get(requirement_id)
        if own is not None:
            total.add(own)
    return total


def _subjects(found: Overview, shown: list[Kept]) -> list[SubjectRow]:
    campaign_id = found.row.id
    names, lines = subject_names(campaign_id), {one.id: one for one in found.lines}
    behind = {id(one): _records(campaign_id, one) for one in shown}
    titles = record_titles({pair for pairs in behind.values() for pair in pairs})
    return [
        SubjectRow(
            name=names.get((one.subject_kind, one.subject_id), SubjectName("", "")),
            line=lines[one.unit_id],
            standing=revive(one, found.rule.yardsticks[one.requirement_id]),
            light=LIGHTS[found.rule.state(one)],
            records=[titles[pair] for pair in behind[id(one)] if pair in titles],
        )
        for one in shown
    ]


def _records(campaign_id: int, kept: Kept) -> tuple[tuple[str, int], ...]:
    if kept.subject_kind != "campaign":
        return kept.records
    number = kept.requirement_id
    return queries.contributed_records(campaign_id, number).get(number, ())
