"""Phases and tasks of a reading, with their days, record kinds and who does them."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from domain.campaigns import Phase, Task, Who
from domain.plan_mapping.found import Around, Doubts
from domain.plan_mapping.model import Anchor
from domain.plan_mapping.words import kinds_in, who_in
from domain.plans import model as read

_BODY_MAX = 600
_OPENING = 120
Item = TypeVar("Item", Phase, Task)


@dataclass(frozen=True)
class Laid:
    """Phases and tasks of the draft with their anchors, in the plan's order."""

    phases: tuple[Phase, ...]
    tasks: tuple[Task, ...]
    anchors: tuple[Anchor, ...]

    def phase(self, name: str | None, before: int) -> Phase | None:
        """The phase of that name; of several, the last beginning before the place."""
        return _named(self.phases, self.anchors, "phase", name, before)

    def task(self, name: str | None, before: int) -> Task | None:
        """The task of that name, likewise."""
        return _named(self.tasks, self.anchors, "task", name, before)


def lay(plan: read.Plan, around: Around) -> Laid:
    """Phases, then tasks; parents are looked up by name and place."""
    laid = Laid((), (), ())
    for number, one in enumerate(plan.phases, start=1):
        phase, anchor = _phase(one, laid, around, number)
        laid = Laid((*laid.phases, phase), (), (*laid.anchors, anchor))
    starts = [one.at[0] for one in plan.phases] + [one.at[0] for one in plan.tasks]
    stops = sorted([*starts, len(around.text)])
    for number, item in enumerate(plan.tasks, start=1):
        stop = next(at for at in stops if at >= item.at[1])
        body = around.text[item.at[1] : min(stop, item.at[1] + _BODY_MAX)]
        task, anchor = _task(item, laid, around, body, number)
        laid = Laid(laid.phases, (*laid.tasks, task), (*laid.anchors, anchor))
    return laid


def _phase(
    one: read.Phase, laid: Laid, around: Around, number: int
) -> tuple[Phase, Anchor]:
    doubts = Doubts()
    start = _day(one.start, "start_on", around, doubts)
    end = _day(one.end, "end_on", around, doubts)
    if not one.start and not one.end:
        doubts.unread("start_on", "方案没有写这个阶段的日期。")
    if start and end and end < start:
        doubts.unsure("end_on", "结束早于开始，请核对。")
    parent = laid.phase(one.parent, one.at[0])
    phase = Phase(
        number,
        one.name,
        start,
        end,
        one.raw_date or "",
        parent.id if parent else None,
        number,
    )
    date_at = _date_at(one.raw_date, one.at, len(around.text), around)
    return phase, Anchor("phase", number, one.at, date_at, one.raw, doubts.listed())


def _task(
    one: read.Task, laid: Laid, around: Around, body: str, number: int
) -> tuple[Task, Anchor]:
    doubts = Doubts()
    start = _day(one.start, "start_on", around, doubts)
    due = _day(one.due, "due_on", around, doubts)
    if one.raw_date and not one.due:
        doubts.unread("due_on", f"“{one.raw_date}”没有换算成日期。")
    parent = laid.task(one.parent, one.at[0])
    phase = laid.phase(one.phase, one.at[0] + 1)
    task = Task(
        id=number,
        phase_id=phase.id if phase else None,
        parent_id=parent.id if parent else None,
        name=one.name,
        start_on=start,
        due_on=due,
        raw_date=one.raw_date or "",
        kinds=_kinds(one, body, around, doubts),
        who=_who(one, body, around, doubts),
        position=number,
    )
    date_at = _date_at(one.raw_date, one.at, one.at[1] + len(body), around)
    return task, Anchor("task", number, one.at, date_at, one.raw, doubts.listed())


def _day(written: str | None, name: str, around: Around, doubts: Doubts) -> date | None:
    day = around.years.day(written)
    if written and day is None:
        doubts.unread(name, f"“{written.removeprefix('--')}”不是日历上的日子。")
    elif written and written.startswith("--") and around.years.is_assumed:
        doubts.unsure(name, f"方案没有写年份，暂按{around.years.first}年。")
    return day


def _kinds(
    one: read.Task, body: str, around: Around, doubts: Doubts
) -> tuple[str, ...]:
    """By the words of the name; by those of the body only where the name is silent."""
    named = kinds_in(around.plain(one.name))
    if named:
        return named
    guessed = kinds_in(around.plain(body[:_OPENING]))
    if guessed:
        doubts.unsure("kinds", "按任务正文里的字词推定台账类别。")
    else:
        doubts.unread("kinds", "没有认出要填哪种台账；不选则单位只看到任务，不填记录。")
    return guessed


def _who(one: read.Task, body: str, around: Around, doubts: Doubts) -> Who:
    """Each unit does what no words give to the branches or to the office."""
    named, stated = who_in(around.plain(one.name)), who_in(around.plain(body[:80]))
    if stated == "unit":
        return "unit"
    if named == "campaign":
        doubts.unsure("who", "按任务名称推定由活动办完成，各单位不必填报。")
    return named or "unit"


def _date_at(
    raw: str | None, at: read.Place, stop: int, around: Around
) -> read.Place | None:
    """Where the date phrase stands, when not inside the part's own place."""
    if not raw:
        return None
    found = around.text.find(raw, at[0], stop)
    if found < 0 or (at[0] <= found and found + len(raw) <= at[1]):
        return None
    return found, found + len(raw)


def _named(
    parts: tuple[Item, ...],
    anchors: tuple[Anchor, ...],
    kind: str,
    name: str | None,
    before: int,
) -> Item | None:
    if name is None:
        return None
    starts = {one.id: one.at[0] for one in anchors if one.part == kind and one.at}
    same = [one for one in parts if one.name == name]
    earlier = [one for one in same if starts.get(one.id, 0) < before]
    return next(reversed(earlier or same), None)
