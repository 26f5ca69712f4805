"""The roll-up: a unit and those directly below it, by either tree."""

from decimal import Decimal

from flask import request
from flask.wrappers import Response

from blueprints.overview import bp
from blueprints.overview.pages import RollupPage, RollupRow
from blueprints.overview.shared import frame_of, line_of, seen
from documents.charts import DrawnChart, draw_bars
from documents.contexts import Bar, Chart
from documents.layout import CHART_ROWS_MAX
from domain.campaigns import Requirement
from domain.units import TreeName
from domain.wording import short_name
from services.overview import Overview, UnitLine, View
from web.pages import page
from web.paging import url_with
from web.policy import requires

BARS_MIN = 2
TREE_LABELS: dict[TreeName, str] = {"admin": "按行政隶属", "party": "按党组织隶属"}


@bp.get("/<row:campaign_id>/rollup")
@requires("overview.read")
def rollup(campaign_id: int) -> Response:
    """A unit and those directly below it, each with all below."""
    tree: TreeName = "party" if request.args.get("tree") == "party" else "admin"
    unit_id = request.args.get("unit", type=int)
    found = seen(campaign_id, View(unit_id=unit_id, tree=tree))
    unit = line_of(found, unit_id) if unit_id else None
    requirements, lines = _requirements(found), _shown(found, unit)
    return page(
        "overview/rollup.html",
        RollupPage(
            frame=frame_of(found),
            unit=unit,
            trail=_trail(campaign_id, tree, unit_id),
            trees=_trees(tree),
            heads=[(one, short_name(one)) for one in requirements],
            rows=[_row(found, line, requirements) for line in lines],
            chart=_chart(found, [one for one in lines if one is not unit]),
        ),
    )


def _trees(tree: TreeName) -> list[tuple[str, str, bool]]:
    return [
        (label, url_with(tree=key, unit=""), key == tree)
        for key, label in TREE_LABELS.items()
    ]


def _requirements(found: Overview) -> list[Requirement]:
    """Those that anybody shown owes."""
    return [
        one
        for one in found.rule.campaign.requirements
        if any(one.id in found.below[top] for top in found.top_ids)
    ]


def _shown(found: Overview, unit: UnitLine | None) -> list[UnitLine]:
    """The unit and those directly below; at the top the topmost and theirs."""
    if unit is not None:
        return [one for one in found.lines if unit.id in (one.id, one.parent_id)]
    tops = set(found.top_ids)
    if len(tops) > 1:
        return [one for one in found.lines if one.id in tops]
    return [one for one in found.lines if one.id in tops or one.parent_id in tops]


def _row(found: Overview, line: UnitLine, requirements: list[Requirement]) -> RollupRow:
    has_below = any(one.parent_id == line.id for one in found.lines)
    is_open = request.args.get("unit", type=int) == line.id
    totals = found.below[line.id]
    url = url_with(unit=str(line.id)) if has_below and not is_open else ""
    return RollupRow(line, url, [totals.get(one.id) for one in requirements])


def _trail(
    campaign_id: int, tree: TreeName, unit_id: int | None
) -> list[tuple[str, str]]:
    if unit_id is None:
        return []
    whole = seen(campaign_id, View(tree=tree))
    lines = {one.id: one for one in whole.lines}
    above = lines[unit_id].parent_id if unit_id in lines else None
    trail: list[tuple[str, str]] = []
    while above is not None:
        trail.insert(0, (lines[above].name, url_with(unit=str(above))))
        above = lines[above].parent_id
    return trail


def _chart(found: Overview, lines: list[UnitLine]) -> DrawnChart | None:
    """Share of what is owed that is reached, unit by unit; as many as fit."""
    shares = [(line, _share(found, line)) for line in lines]
    known = [(line, share) for line, share in shares if share is not None]
    if len(known) < BARS_MIN:
        return None
    least = min(known, key=lambda pair: pair[1])
    bars = tuple(
        Bar(line.name, share, f"{share}%") for line, share in known[:CHART_ROWS_MAX]
    )
    title = f"达标率最低的是{least[0].name}，{least[1]}%"
    return draw_bars(Chart("met", title, "单位", "达标率（%）", bars, "rollup"))


def _share(found: Overview, line: UnitLine) -> Decimal | None:
    totals = found.below[line.id].values()
    subjects = sum(one.subjects for one in totals)
    met = sum(one.subjects_met for one in totals)
    return (
        (Decimal(100 * met) / subjects).quantize(Decimal("0.1")) if subjects else None
    )
