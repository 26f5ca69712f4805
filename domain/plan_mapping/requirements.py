"""Counted requirements of a reading, mapped to metrics, owners and windows."""

from dataclasses import dataclass
from datetime import date, timedelta

from domain.campaigns import Per, Phase, Requirement, Task
from domain.metrics import metric_of
from domain.plan_mapping.choosing import PERCENT, Choice, choose
from domain.plan_mapping.found import Around, Doubts
from domain.plan_mapping.model import Anchor, Leftover
from domain.plan_mapping.owing import Amount, amount_of, periodic, subject_of
from domain.plan_mapping.words import Subject
from domain.plans.model import Requirement as Read

_WEEKDAYS = {name: number for number, name in enumerate("一二三四五六日", start=1)}
Window = tuple[date | None, date | None]
_SENTENCE_ENDS = "。；;\n"


@dataclass(frozen=True)
class Place:
    """The phase and the task a requirement hangs on, if any."""

    phase: Phase | None
    task: Task | None


@dataclass(frozen=True)
class Owed:
    """What is owed, of whom, and within which days."""

    metric: str
    subject: Subject
    amount: Amount
    per: Per
    window: Window
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Mapped:
    """One requirement of the draft with its anchor, or the leftover it became."""

    requirement: Requirement | None
    anchor: Anchor | None
    leftover: Leftover | None = None


def map_requirement(
    read: Read, place: Place, around: Around, number: int, before: Requirement | None
) -> Mapped:
    """A requirement of the catalogue, or a leftover saying why there is none.

    Args:
        read: As read.
        place: Where it hangs.
        around: Text, years and tiers.
        number: Its id and position, or the leftover's id.
        before: The one mapped before it, for clauses that leave the metric out.
    """
    doubts = Doubts()
    choice = choose(
        read, _words(read, place, around), _same_sentence(read, before, around)
    )
    if not choice.metric:
        left = Leftover(number, "unmapped", read.raw, read.at, choice.why)
        return Mapped(None, None, left)
    if choice.why:
        doubts.unsure("metric", choice.why)
    owed = _owed(read, choice, _window(place), around, doubts)
    requirement = _requirement(read, place, number, owed)
    anchor = Anchor(
        "requirement", number, read.at, raw=read.raw, doubts=doubts.listed()
    )
    return Mapped(requirement, anchor)


def _words(read: Read, place: Place, around: Around) -> tuple[str, str, str]:
    clause, subject = around.plain(read.raw), around.plain(read.subject)
    own = subject if subject in clause else ""
    task = around.plain(place.task.name if place.task else "")
    return own + around.plain(read.item), clause, task


def _same_sentence(
    read: Read, before: Requirement | None, around: Around
) -> Requirement | None:
    """The one before, when no sentence ends between the two."""
    if before is None:
        return None
    at = around.text.rfind(before.raw, 0, read.at[0])
    between = around.text[at + len(before.raw) : read.at[0]]
    is_near = at >= 0 and not any(end in between for end in _SENTENCE_ENDS)
    return before if is_near else None


def _owed(
    read: Read, choice: Choice, window: Window, around: Around, doubts: Doubts
) -> Owed:
    subject = subject_of(read, choice.metric, around, doubts)
    measure = PERCENT if read.measure in (PERCENT, "％") else choice.measure
    amount = amount_of(read, measure, doubts)
    amount, per = periodic(read, subject, amount, _length(window, around), doubts)
    if amount.comparison == "coverage":
        per = "person"
    known = metric_of(choice.metric)
    evidence = known.evidence if known else ()
    if not evidence:
        doubts.unsure("evidence", "还没有计入这一指标的台账，完成情况要人工核定。")
    return Owed(choice.metric, subject, amount, per, window, evidence)


def _requirement(read: Read, place: Place, number: int, owed: Owed) -> Requirement:
    is_personal = owed.per.startswith("person")
    return Requirement(
        id=number,
        phase_id=place.phase.id if place.phase else None,
        task_id=place.task.id if place.task else None,
        position=number,
        metric=owed.metric,
        comparison=owed.amount.comparison,
        value=owed.amount.value,
        value_to=owed.amount.value_to,
        measure=owed.amount.measure,
        per=owed.per,
        tier=owed.subject.tier if is_personal else None,
        tier_except=owed.subject.tier_except if is_personal else None,
        body_kind=owed.subject.body_kind if owed.per == "body" else None,
        window_start=owed.window[0],
        window_end=owed.window[1],
        weekday=_weekday(read.raw) if owed.amount.comparison == "cadence" else None,
        evidence=owed.evidence,
        raw=read.raw,
    )


def _window(place: Place) -> Window:
    """The stated days of the task, else of the phase, else of the campaign."""
    if place.task and place.task.due_on:
        start = place.task.start_on
        if start is None and place.phase and place.phase.start_on:
            start = min(place.phase.start_on, place.task.due_on)
        return start, place.task.due_on
    if place.phase:
        return place.phase.start_on, place.phase.end_on
    return None, None


def _length(window: Window, around: Around) -> timedelta | None:
    start, end = window[0] or around.years.start, window[1] or around.years.end
    return end - start + timedelta(1) if start and end else None


def _weekday(raw: str) -> int | None:
    """ISO weekday of 每周一晚, or None."""
    at = raw.find("每周")
    return _WEEKDAYS.get(raw[at + 2 : at + 3]) if at >= 0 else None
