"""When an entry counts: the window of a requirement and its weeks or phases."""

from dataclasses import dataclass
from datetime import date, timedelta

from domain.campaigns import Campaign, Phase, Requirement
from domain.facts import Fact


@dataclass(frozen=True)
class Window:
    """The days whose entries count.

    Attributes:
        stretches: First and last day of each stretch, in order of time; one unless
            the plan names several.
    """

    stretches: tuple[tuple[date, date], ...]

    @property
    def start_on(self) -> date:
        """First day of the first stretch."""
        return self.stretches[0][0]

    @property
    def due_on(self) -> date:
        """Last day of the last stretch; on that day it is not yet overdue."""
        return self.stretches[-1][1]

    def holds(self, day: date) -> bool:
        """Whether an entry of that day counts."""
        return any(first <= day <= last for first, last in self.stretches)


@dataclass(frozen=True)
class Part:
    """A week or a phase that is judged by itself.

    Attributes:
        phase_ids: The phase and the phases inside it; empty for a week.
    """

    label: str
    start_on: date
    end_on: date
    phase_ids: frozenset[int] = frozenset()

    def holds(self, fact: Fact) -> bool:
        """Whether it counts here: the phase of its task wins over its day."""
        if self.phase_ids and fact.phase_id is not None:
            return fact.phase_id in self.phase_ids
        return fact.on is not None and self.start_on <= fact.on <= self.end_on


def window_of(requirement: Requirement, campaign: Campaign) -> Window:
    """The requirement's window; the campaign's days stand in for what is not given.

    Without a last day it is due with its task, else with its phase, else at the end.
    """
    if requirement.windows:
        return Window(tuple(sorted(requirement.windows)))
    start = requirement.window_start or campaign.start_on
    end = requirement.window_end or _due_day(requirement, campaign)
    return Window(((min(start, end), end),))


def _due_day(requirement: Requirement, campaign: Campaign) -> date:
    due_by_task = {task.id: task.due_on for task in campaign.tasks}
    end_by_phase = {phase.id: phase.end_on for phase in campaign.phases}
    by_task = due_by_task.get(requirement.task_id or 0)
    return by_task or end_by_phase.get(requirement.phase_id or 0) or campaign.end_on


def parts_of(requirement: Requirement, campaign: Campaign) -> tuple[Part, ...] | None:
    """The weeks or phases judged one by one; None where the whole window is judged."""
    if requirement.per in ("unit_per_phase", "person_per_phase"):
        return _phase_parts(requirement, campaign)
    if requirement.per == "person_per_week" or requirement.comparison == "cadence":
        window = window_of(requirement, campaign)
        return week_parts(window.start_on, window.due_on, requirement.weekday)
    return None


def week_parts(start: date, end: date, weekday: int | None) -> tuple[Part, ...]:
    """ISO weeks owed between two days, first and last included.

    Without a weekday only whole weeks are owed: nobody owes eight hours for a Tuesday
    to Thursday. With one (每周一晚) a week is owed when that weekday lies inside; any
    day of the week then counts, for a meeting moved to Tuesday was still held.
    """
    parts = []
    monday = start - timedelta(days=start.weekday())
    while monday <= end:
        sunday = monday + timedelta(days=6)
        first, last = max(monday, start), min(sunday, end)
        whole = (first, last) == (monday, sunday)
        named = weekday and first <= monday + timedelta(days=weekday - 1) <= last
        if named or (weekday is None and whole):
            parts.append(Part(_days(first, last), first, last))
        monday += timedelta(days=7)
    return tuple(parts)


def _days(first: date, last: date) -> str:
    return f"{first.month}月{first.day}日—{last.month}月{last.day}日"


def _phase_parts(requirement: Requirement, campaign: Campaign) -> tuple[Part, ...]:
    """Its own phase if it has one, else every dated phase that is not nested."""
    if requirement.phase_id is not None:
        chosen = [one for one in campaign.phases if one.id == requirement.phase_id]
    else:
        chosen = [one for one in campaign.phases if one.parent_id is None]
    return tuple(
        Part(one.name, one.start_on, one.end_on, _ids_within(one, campaign))
        for one in chosen
        if one.start_on is not None and one.end_on is not None
    )


def _ids_within(phase: Phase, campaign: Campaign) -> frozenset[int]:
    ids = {phase.id}
    grown = True
    while grown:
        below = {one.id for one in campaign.phases if one.parent_id in ids}
        grown = not below <= ids
        ids |= below
    return frozenset(ids)
