"""Who owes what by when, and how much of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from domain.assessment.standings import State
from domain.board import Rule
from domain.campaigns import Requirement, Task
from domain.kept import Kept, revive
from domain.lights import task_standing
from domain.metrics import label_of
from domain.tasks import shown_tasks
from domain.wording import measured_in
from services.overview import UnitLine, View, overview
from store.queries.subjects import SubjectName, subject_names

Names = Mapping[tuple[str, int], SubjectName]


@dataclass(frozen=True)
class Gap:
    """Something a subject owes.

    Attributes:
        requirement: None for a task that asks for no number.
        what: Name of the metric, or of the task.
        missing: In the requirement's measure; negative by how much too much.
        due_on: Last day; of the first week or phase not met, where these are judged.
    """

    line: UnitLine
    subject_kind: str
    subject: SubjectName
    requirement: Requirement | None
    task_id: int | None
    what: str
    attained: float
    needed: float
    missing: float
    due_on: date
    state: State

    @property
    def sentence(self) -> str:
        """How much is missing, in words."""
        if self.requirement is None:
            return "还没有通过审核的记录"
        measure = measured_in(self.requirement)
        if self.missing < 0:
            return f"超出 {-self.missing:g} {measure}"
        if self.requirement.comparison == "coverage":
            return f"已覆盖 {self.attained:.0%}，还差 {self.missing:.0%}"
        return (
            f"已完成 {self.attained:g}，还差 {self.needed - self.attained:g} {measure}"
        )


def gaps(campaign_id: int, view: View) -> list[Gap]:
    """Everything owed by the units asked for.

    **Order:** by day, then official order of units, then the plan's order.

    Raises:
        NotFound: No such campaign.
    """
    found = overview(campaign_id, view, with_rows=True)
    names = subject_names(campaign_id)
    lines = {one.id: one for one in found.lines}
    owed = [
        gap
        for several in found.kept.values()
        for kept in several
        if (gap := gap_of(kept, lines[kept.unit_id], found.rule, names))
    ]
    return sorted(owed, key=gap_order)


def gap_of(kept: Kept, line: UnitLine, rule: Rule, names: Names) -> Gap | None:
    """What the subject of the row owes, or None."""
    if kept.is_met:
        return None
    if kept.subject_kind == "task":
        return _task_gap(kept, line, rule, names)
    yardstick = rule.yardsticks.get(kept.requirement_id)
    if yardstick is None or not yardstick.owed:
        return None
    standing = revive(kept, yardstick)
    return Gap(
        line=line,
        subject_kind=kept.subject_kind,
        subject=names.get((kept.subject_kind, kept.subject_id), SubjectName("", "")),
        requirement=yardstick.requirement,
        task_id=yardstick.requirement.task_id,
        what=label_of(yardstick.requirement.metric),
        attained=standing.attained + standing.late,
        needed=standing.needed,
        missing=standing.gap,
        due_on=kept.due_on,
        state=rule.state(kept),
    )


def _task_gap(kept: Kept, line: UnitLine, rule: Rule, names: Names) -> Gap | None:
    task = _task(rule, kept.requirement_id)
    if task is None:
        return None
    when = rule.on, rule.notice
    found = task_standing(task, kept.unit_id, (), has_record=False, when=when)
    return Gap(
        line=line,
        subject_kind="unit",
        subject=names.get(("unit", kept.unit_id), SubjectName(line.code, line.name)),
        requirement=None,
        task_id=task.id,
        what=task.name,
        attained=0.0,
        needed=1.0,
        missing=1.0,
        due_on=kept.due_on,
        state=found.state,
    )


def _task(rule: Rule, task_id: int) -> Task | None:
    tasks = shown_tasks(rule.campaign)
    return next((one for one in tasks if one.id == task_id), None)


def gap_order(gap: Gap) -> tuple[date, int, int, int, str]:
    """Day, official order, the plan's order, subject."""
    position = gap.requirement.position if gap.requirement else 0
    return gap.due_on, gap.line.order, position, gap.task_id or 0, gap.subject.code
