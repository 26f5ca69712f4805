"""Tasks on the board: their days, who owes them, and what shows that they are done."""

from dataclasses import dataclass, replace
from datetime import date

from domain.campaigns import Campaign, Task
from domain.facts import is_branch


@dataclass(frozen=True)
class Evidence:
    """A record as tasks without a counted requirement see it."""

    kind: str
    record_id: int
    task_id: int | None
    on: date | None


def dated(task: Task, campaign: Campaign) -> Task:
    """The task with the days of its phase, else of the campaign, where it has none."""
    phase = next((one for one in campaign.phases if one.id == task.phase_id), None)
    start = task.start_on or (phase and phase.start_on) or campaign.start_on
    due = task.due_on or (phase and phase.end_on) or campaign.end_on
    return replace(task, start_on=min(start, due), due_on=due)


def shown_tasks(campaign: Campaign) -> tuple[Task, ...]:
    """Dated tasks that the board can judge: with a requirement or a record kind."""
    counted = _counted_ids(campaign)
    return tuple(
        dated(one, campaign) for one in campaign.tasks if one.kinds or one.id in counted
    )


def uncounted_tasks(campaign: Campaign) -> tuple[Task, ...]:
    """Those of them for which a record is all that is asked."""
    counted = _counted_ids(campaign)
    return tuple(one for one in shown_tasks(campaign) if one.id not in counted)


def owes(task: Task, unit_id: int, unit_kind: str, owner_unit_id: int) -> bool:
    """Whether the unit owes the task; the campaign's own tasks fall to its owner."""
    if task.who == "campaign":
        return unit_id == owner_unit_id
    return is_branch(unit_kind) == (task.who == "branch")


def shows(task: Task, evidence: Evidence) -> bool:
    """Whether the record is evidence for the task.

    A record entered for it always is; one entered for no task is when its kind and
    its day fit.
    """
    if evidence.task_id is not None:
        return evidence.task_id == task.id
    if evidence.kind not in task.kinds or evidence.on is None:
        return False
    return _fits(task, evidence.on)


def _fits(task: Task, on: date) -> bool:
    return (task.start_on is None or task.start_on <= on) and (
        task.due_on is None or on <= task.due_on
    )


def _counted_ids(campaign: Campaign) -> set[int | None]:
    return {one.task_id for one in campaign.requirements}
