"""Lights of the board: colour, shape and word together, and the rule beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.assessment.standings import Notice, Standing, State, state_of
from domain.campaigns import Requirement, Task

Colour = Literal["green", "yellow", "red", "grey"]


@dataclass(frozen=True)
class Light:
    """Never colour alone: also a shape and a word."""

    colour: Colour
    shape: str
    word: str


DONE = Light("green", "●", "完成")
NORMAL = Light("green", "●", "正常")
NEAR = Light("yellow", "▲", "临期")
LATE = Light("red", "■", "逾期")
NOT_DUE = Light("grey", "○", "未到期")
NOT_OWED = Light("grey", "○", "不适用")

LIGHT_BY_STATE: Mapping[State, Light] = {
    "met": DONE,
    "on_course": NORMAL,
    "at_risk": NEAR,
    "overdue": LATE,
    "not_due": NOT_DUE,
    "exempt": NOT_OWED,
}

# From the worst to the mildest; a task shows the worst of its requirements.
SEVERITY: tuple[State, ...] = (
    "overdue", "at_risk", "on_course", "not_due", "met", "exempt",
)  # fmt: skip


@dataclass(frozen=True)
class TaskStanding:
    """Where a unit stands with a task.

    Attributes:
        done: Requirement subjects met, or 1 where a record is all that is asked.
        needed: Requirement subjects of the unit that are not exempt, or 1.
    """

    task_id: int
    unit_id: int
    state: State
    done: int
    needed: int

    @property
    def light(self) -> Light:
        """Its light on the board."""
        return LIGHT_BY_STATE[self.state]


def rule_text(days: int) -> str:
    """The rule, as printed beside every board."""
    return (
        f"绿●：已完成或正常推进；黄▲：距截止日不超过 {days} 个工作日且未完成；"
        "红■：已过截止日仍未完成；灰○：未到开始时间或不适用。"
        "工作日按节假日表计算，截止日当天不算逾期。"
    )


def task_standing(
    task: Task,
    unit_id: int,
    states: Sequence[State],
    *,
    has_record: bool,
    when: tuple[date, Notice],
) -> TaskStanding:
    """Where a unit stands with a task.

    Args:
        task: The task.
        unit_id: The unit.
        states: States of the unit's subjects for every requirement of the task.
        has_record: Whether an accepted record of the task's kinds exists for the
            unit; decides only where no requirement does.
        when: The day, and what counts as near.
    """
    owed = [state for state in states if state != "exempt"]
    if not states:
        state = "met" if has_record else _open_state(task, *when)
        return TaskStanding(task.id, unit_id, state, int(has_record), 1)
    met = sum(state == "met" for state in owed)
    return TaskStanding(task.id, unit_id, worst(states), met, len(owed))


def worst(states: Sequence[State]) -> State:
    """The state that needs attention first; exempt when there is none."""
    return min(states, key=SEVERITY.index, default="exempt")


def states_by_task(
    standings: Sequence[Standing],
    requirements: Sequence[Requirement],
    when: tuple[date, Notice],
) -> dict[tuple[int, int], list[State]]:
    """States by (task id, unit id), of all subjects listed under the unit."""
    task_of = {one.id: one.task_id for one in requirements}
    found: dict[tuple[int, int], list[State]] = {}
    for one in standings:
        task_id = task_of.get(one.requirement_id)
        if task_id is not None and one.unit_id is not None:
            key = (task_id, one.unit_id)
            found.setdefault(key, []).append(state_of(one, *when))
    return found


def _open_state(task: Task, on: date, notice: Notice) -> State:
    """State of a task not yet done, by its days alone."""
    if task.start_on is not None and on < task.start_on:
        return "not_due"
    if task.due_on is None:
        return "on_course"
    if on > task.due_on:
        return "overdue"
    near = on >= notice.calendar.notice_from(task.due_on, notice.days)
    return "at_risk" if near else "on_course"
