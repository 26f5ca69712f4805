"""Board, roll-up and a unit's tasks."""

from collections import Counter
from decimal import Decimal

from flask import request, url_for
from flask.wrappers import Response

from blueprints.overview import bp
from blueprints.overview.pages import (
    BoardPage,
    BoardRow,
    RollupPage,
    RollupRow,
    TaskLine,
    TasksPage,
)
from blueprints.overview.shared import (
    frame_of,
    kind_labels,
    line_of,
    seen,
)
from documents.charts import DrawnChart, draw_bars
from documents.contexts import Bar, Chart
from documents.layout import CHART_ROWS_MAX
from domain.campaigns import Requirement, Task
from domain.lights import DONE, LATE, NEAR, NORMAL, NOT_DUE, NOT_OWED
from domain.rollup import Total
from domain.tasks import shown_tasks
from domain.units import TreeName
from domain.wording import short_name
from services.overview import Overview, UnitLine, View
from store.queries.campaigns import campaign_rows
from web.htmx import see_other
from web.pages import page
from web.paging import url_with
from web.policy import current_actor, requires

WORD_STYLES = {"未报": "bad", "填报中": "waiting", "零报告": "plain", "已上报": "ok"}
TREE_LABELS: dict[TreeName, str] = {"admin": "按行政隶属", "party": "按党组织隶属"}


@bp.get("/")
@requires("overview.read")
def show() -> Response:
    """The newest published campaign's board."""
    rows = [row for row in campaign_rows() if row.status != "draft"]
    if not rows:
        return page("overview/none.html")
    return see_other(url_for("overview.board", campaign_id=rows[0].id))


@bp.get("/<int:campaign_id>/board")
@requires("overview.read")
def board(campaign_id: int) -> Response:
    """Every expected unit by every task, with lights."""
    found = seen(campaign_id)
    tasks = shown_tasks(found.rule.campaign)
    cells = found.board.tasks
    rows = [
        BoardRow(
            line,
            WORD_STYLES[line.tally.word],
            [cells.get((task.id, line.id)) for task in tasks],
        )
        for line in found.lines
    ]
    lights = Counter(one.light for row in rows for one in row.cells if one)
    order = (LATE, NEAR, NORMAL, DONE, NOT_DUE, NOT_OWED)
    words = Counter(row.line.tally.word for row in rows)
    return page(
        "overview/board.html",
        BoardPage(
            frame=frame_of(found),
            tasks=tasks,
            rows=rows,
            counts=[(one, lights[one]) for one in order if lights[one]],
            words=[(word, words[word]) for word in WORD_STYLES if words[word]],
            tasks_url=url_for("overview.tasks", campaign_id=campaign_id, unit=""),
        ),
    )


@bp.get("/<int:campaign_id>/rollup")
@requires("overview.read")
def rollup(campaign_id: int) -> Response:
    """A unit and those directly below it, each with all below."""
    tree: TreeName = "party" if request.args.get("tree") == "party" else "admin"
    unit_id = request.args.get("unit", type=int)
    found = seen(campaign_id, View(unit_id=unit_id, tree=tree))
    unit = line_of(found, unit_id) if unit_id else None
    requirements = [
        one
        for one in found.rule.campaign.requirements
        if any(one.id in found.below[top] for top in found.top_ids)
    ]
    lines = _shown(found, unit)
    return page(
        "overview/rollup.html",
        RollupPage(
            frame=frame_of(found),
            unit=unit,
            trail=_trail(campaign_id, tree, unit_id),
            trees=[
                (label, url_with(tree=key, unit=""), key == tree)
                for key, label in TREE_LABELS.items()
            ],
            heads=[(one, short_name(one)) for one in requirements],
            rows=[_row(found, line, requirements) for line in lines],
            chart=_chart(found, [one for one in lines if one is not unit]),
        ),
    )


@bp.get("/<int:campaign_id>/tasks")
@requires("overview.read")
def tasks(campaign_id: int) -> Response:
    """What one unit has to do, by the plan's order."""
    actor = current_actor()
    found = seen(campaign_id)
    asked = request.args.get("unit", type=int) or actor.unit_id
    shown = {one.id for one in found.lines}
    if "unit" not in request.args and asked not in shown and found.lines:
        asked = found.lines[0].id
    line = line_of(found, asked)
    lines = [
        one
        for task in found.rule.campaign.tasks
        if (one := _task_line(found, line, task)) is not None
    ]
    return page(
        "overview/tasks.html",
        TasksPage(
            frame=frame_of(found),
            unit=line,
            units=[(one.id, "　" * one.depth + one.name) for one in found.lines],
            lines=lines,
            done=sum(
                one.standing is not None and one.standing.state == "met"
                for one in lines
            ),
            other=_requirements(found, line, None),
            may_enter=actor.may("records.enter", line.id),
        ),
    )


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
    if not known:
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


def _task_line(found: Overview, line: UnitLine, task: Task) -> TaskLine | None:
    standing = found.board.tasks.get((task.id, line.id))
    if standing is None:
        return None
    shown = next(one for one in shown_tasks(found.rule.campaign) if one.id == task.id)
    labels = kind_labels()
    requirements = _requirements(found, line, task.id)
    keys = task.kinds or [key for one, _, _ in requirements for key in one.evidence]
    kinds = [(key, labels[key]) for key in dict.fromkeys(keys) if key in labels]
    return TaskLine(shown, standing, kinds, requirements)


def _requirements(
    found: Overview, line: UnitLine, task_id: int | None
) -> list[tuple[Requirement, str, Total]]:
    own = found.board.own.get(line.id, {})
    return [
        (one, short_name(one), own[one.id])
        for one in found.rule.campaign.requirements
        if one.task_id == task_id and one.id in own
    ]
