"""The tasks of one unit, each with the way to its forms."""

from flask import request
from flask.wrappers import Response

from blueprints.overview import bp
from blueprints.overview.pages import TaskLine, TasksPage
from blueprints.overview.shared import frame_of, kind_labels, line_of, seen
from domain.campaigns import Requirement, Task
from domain.rollup import Total
from domain.tasks import shown_tasks
from domain.wording import short_name
from services.overview import Overview, UnitLine
from web.pages import page
from web.policy import current_actor, requires


@bp.get("/<row:campaign_id>/tasks")
@requires("overview.read")
def tasks(campaign_id: int) -> Response:
    """What one unit has to do, by the plan's order."""
    found = seen(campaign_id)
    line = _asked(found)
    lines = [
        one
        for task in shown_tasks(found.rule.campaign)
        if (one := _task_line(found, line, task)) is not None
    ]
    return page(
        "overview/tasks.html",
        TasksPage(
            frame=frame_of(found),
            unit=line,
            units=[(one.id, "　" * one.depth + one.name) for one in found.lines],
            lines=lines,
            done=sum(one.standing.state == "met" for one in lines),
            other=_requirements(found, line, None),
            may_enter=current_actor().may("records.enter", line.id),
        ),
    )


def _asked(found: Overview) -> UnitLine:
    """The unit asked for; else the actor's own, else the first shown."""
    shown = {one.id for one in found.lines}
    own = current_actor().unit_id
    if "unit" not in request.args and own not in shown and found.lines:
        return found.lines[0]
    return line_of(found, request.args.get("unit", own, type=int))


def _task_line(found: Overview, line: UnitLine, task: Task) -> TaskLine | None:
    standing = found.board.tasks.get((task.id, line.id))
    if standing is None:
        return None
    labels = kind_labels()
    requirements = _requirements(found, line, task.id)
    keys = task.kinds or [key for one, _, _ in requirements for key in one.evidence]
    kinds = [(key, labels[key]) for key in dict.fromkeys(keys) if key in labels]
    return TaskLine(task, standing, kinds, requirements)


def _requirements(
    found: Overview, line: UnitLine, task_id: int | None
) -> list[tuple[Requirement, str, Total]]:
    own = found.board.own.get(line.id, {})
    return [
        (one, short_name(one), own[one.id])
        for one in found.rule.campaign.requirements
        if one.task_id == task_id and one.id in own
    ]
