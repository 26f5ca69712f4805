"""Where a subject stands toward a requirement, and the word for it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from domain.workdays import WorkCalendar

SubjectKind = Literal["person", "unit", "branch", "body", "campaign"]
State = Literal["met", "on_course", "at_risk", "overdue", "not_due", "exempt"]

STATE_LABELS: dict[State, str] = {
    "met": "达标",
    "on_course": "推进中",
    "at_risk": "临期",
    "overdue": "逾期",
    "not_due": "未到期",
    "exempt": "免",
}


class Parts(NamedTuple):
    """Weeks or phases: met so far, past their last day, and in all."""

    met: int
    due: int
    total: int


class Share(NamedTuple):
    """Persons of a group who have at least one, and persons in the group."""

    having: int
    total: int


@dataclass(frozen=True)
class Notice:
    """When a due day becomes a warning.

    Attributes:
        days: Working days left, or fewer, that turn the light yellow.
    """

    calendar: WorkCalendar = field(default_factory=WorkCalendar)
    days: int = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """One subject's figure for one requirement on one day.

    Attributes:
        unit_id: Unit under which it is listed; None for the campaign as a whole.
        attained: In the requirement's measure; a share from 0 to 1 for coverage;
            the number of weeks or phases met where these are judged one by one.
        least: Smallest allowed value.
        most: Largest allowed value; None is no upper bound.
        start_on: First day whose entries count.
        due_on: Last day to reach it; for weeks and phases, of the next unmet one.
        late: What came after the due day; it makes up for what was missing (补课)
            but is never part of attained.
        missing: Weeks or phases missed, or persons without an entry, by name.
        owed: False for wishes, which are never overdue.
        records: (kind, record id) behind attained and late, oldest first.
    """

    requirement_id: int
    subject_kind: SubjectKind
    subject_id: int
    unit_id: int | None
    attained: float
    least: float
    most: float | None
    start_on: date
    due_on: date
    records: tuple[tuple[str, int], ...]
    late: float = 0.0
    parts: Parts | None = None
    share: Share | None = None
    missing: tuple[str, ...] = ()
    owed: bool = True
    exempt: bool = False

    @property
    def needed(self) -> float:
        """The number the plan names: the lower bound, or the cap if that is all."""
        if self.most is not None and self.least == 0:
            return self.most
        return self.least

    @property
    def gap(self) -> float:
        """What is missing; negative by how much a cap is passed; 0 when in bounds.

        For weeks and phases the number missed so far, not those still to come.
        """
        if self.parts is not None:
            return float(len(self.missing))
        if self.most is not None and self.attained > self.most:
            return self.most - self.attained
        return max(0.0, round(self.least - self.attained - self.late, 6))


def state_of(standing: Standing, on: date, notice: Notice) -> State:
    """The word for it on that day.

    A figure in bounds is 达标 at once, except under a mere cap, which is kept only when
    its window has closed. Too many entries are 临期 while they can be corrected.
    """
    if standing.exempt or (standing.parts is not None and not standing.parts.total):
        return "exempt"
    reached = _is_reached(standing, on)
    if not standing.owed:
        return "met" if reached else "exempt"
    return "met" if reached else _unmet_state(standing, on, notice)


def _is_reached(standing: Standing, on: date) -> bool:
    if standing.parts is not None:
        return standing.parts.met == standing.parts.total
    if standing.least == 0:
        return standing.gap == 0 and on > standing.due_on
    return standing.gap == 0


def _unmet_state(standing: Standing, on: date, notice: Notice) -> State:
    if on < standing.start_on:
        return "not_due"
    if on > standing.due_on or (standing.parts is not None and standing.missing):
        return "overdue"
    near = on >= notice.calendar.notice_from(standing.due_on, notice.days)
    kept = standing.least == 0 and standing.gap == 0
    return "at_risk" if standing.gap < 0 or (near and not kept) else "on_course"
