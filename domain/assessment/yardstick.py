"""A requirement made ready for measuring: bounds, window, owners, facts that count."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import fsum
from typing import Literal, NamedTuple

from domain.assessment.standings import Parts, Share, Standing, SubjectKind
from domain.assessment.windows import Part, Window, parts_of, window_of
from domain.campaigns import Campaign, Requirement
from domain.facts import Fact, Facts, Subjects, has_tier
from domain.metrics import metric_of

WHOLE = 0


class Owner(NamedTuple):
    """Who owes it, and the key under which the facts for them are grouped."""

    kind: SubjectKind
    id: int
    unit_id: int | None
    key: int


class Counted(NamedTuple):
    """The facts of one owner: inside the window, and after it up to the day."""

    inside: list[Fact]
    late: list[Fact]


class Reading(NamedTuple):
    """What was measured for one owner; see Standing for the fields."""

    attained: float
    facts: Sequence[Fact]
    late: float = 0.0
    parts: Parts | None = None
    share: Share | None = None
    missing: tuple[str, ...] = ()
    due_on: date | None = None


@dataclass(frozen=True)
class Yardstick:
    """A requirement with everything that is the same for all its owners."""

    requirement: Requirement
    on: date
    window: Window
    parts: tuple[Part, ...] | None
    least: float
    most: float | None
    owed: bool
    fold: Callable[[Iterable[float]], float]

    @classmethod
    def of(cls, requirement: Requirement, campaign: Campaign, on: date) -> "Yardstick":
        """Look up what the requirement leaves to its metric and its campaign."""
        metric = metric_of(requirement.metric)
        least, most = bounds_of(requirement)
        return cls(
            requirement,
            on,
            window_of(requirement, campaign),
            parts_of(requirement, campaign),
            least,
            most,
            owed=metric is None or metric.owed,
            fold=_largest if metric is not None and metric.fold == "max" else total,
        )

    def place_of(self, day: date | None) -> Literal["inside", "late"] | None:
        """Whether an entry of that day counts; None when it does not.

        Late entries make up only for a mere minimum that is judged as a whole.
        """
        if day is None or day > self.on:
            return None
        if self.window.holds(day):
            return "inside"
        makes_up = self.parts is None and self.most is None
        return "late" if makes_up and day > self.window.due_on else None

    def admits(self, amount: float) -> bool:
        """Whether an amount is in bounds."""
        return amount >= self.least and (self.most is None or amount <= self.most)

    def standing(self, owner: Owner, reading: Reading, *, exempt: bool) -> Standing:
        """The standing of that owner."""
        judged_by_part = self.parts is not None
        return Standing(
            requirement_id=self.requirement.id,
            subject_kind=owner.kind,
            subject_id=owner.id,
            unit_id=owner.unit_id,
            attained=reading.attained,
            least=float(len(self.parts)) if self.parts is not None else self.least,
            most=None if judged_by_part else self.most,
            start_on=self.window.start_on,
            due_on=reading.due_on or self.window.due_on,
            records=_records(reading.facts),
            late=reading.late,
            parts=reading.parts,
            share=reading.share,
            missing=reading.missing,
            owed=self.owed,
            exempt=exempt,
        )


def bounds_of(requirement: Requirement) -> tuple[float, float | None]:
    """Smallest and largest allowed amount, of each part where parts are judged."""
    value = requirement.value
    bounds: dict[str, tuple[float, float | None]] = {
        "at_most": (0.0, value),
        "exactly": (value, value),
        "between": (value, requirement.value_to),
        "event": (1.0, None),
    }
    return bounds.get(requirement.comparison, (value, None))


def owners_of(requirement: Requirement, subjects: Subjects) -> list[Owner]:
    """Who owes it; a body nobody has set up is answered for by the campaign."""
    per = requirement.per
    if per.startswith("person"):
        tiers = requirement.tier, requirement.tier_except
        return [
            Owner("person", one.id, one.unit_id, one.id)
            for one in subjects.persons
            if has_tier(one, *tiers)
        ]
    if per in ("unit", "unit_per_phase", "branch"):
        kind: SubjectKind = "branch" if per == "branch" else "unit"
        return [
            Owner(kind, one.id, one.id, one.id)
            for one in subjects.units
            if one.is_branch == (per == "branch")
        ]
    bodies = [
        Owner("body", one.id, one.unit_id, one.unit_id)
        for one in subjects.bodies
        if per == "body" and requirement.body_kind in (None, one.kind)
    ]
    return bodies or [Owner("campaign", WHOLE, None, WHOLE)]


def counted_by_owner(
    yardstick: Yardstick, facts: Facts, kind: SubjectKind
) -> dict[int, Counted]:
    """Facts that count, by the owner's key; one pass over the facts of the metric."""
    requirement = yardstick.requirement
    find = facts.for_persons if kind == "person" else facts.for_units
    place_of = cache(yardstick.place_of)
    found: dict[int, Counted] = {}
    for fact in find(requirement.metric, requirement.measure):
        place = place_of(fact.on)
        if place is not None and _is_evidence(fact, requirement):
            pair = found.setdefault(_key(fact, kind), Counted([], []))
            (pair.inside if place == "inside" else pair.late).append(fact)
    return found


def parts_reading(
    yardstick: Yardstick, are_met: Sequence[bool], facts: Sequence[Fact]
) -> Reading:
    """What the weeks or phases come to, given which of them are met.

    A part is missed when its last day is past; the next unmet one gives the due day.
    """
    pairs = list(zip(yardstick.parts or (), are_met, strict=True))
    unmet = [part for part, is_met in pairs if not is_met]
    past = sum(part.end_on < yardstick.on for part, _ in pairs)
    missed = [part.label for part in unmet if part.end_on < yardstick.on]
    ahead = [part.end_on for part in unmet if part.end_on >= yardstick.on]
    return Reading(
        attained=float(sum(are_met)),
        facts=facts,
        parts=Parts(sum(are_met), past, len(pairs)),
        missing=tuple(missed),
        due_on=min(ahead, default=None),
    )


def _is_evidence(fact: Fact, requirement: Requirement) -> bool:
    return not requirement.evidence or fact.kind in requirement.evidence


def _key(fact: Fact, kind: SubjectKind) -> int:
    if kind == "person":
        return fact.person_id or WHOLE
    return WHOLE if kind == "campaign" else fact.unit_id


def total(amounts: Iterable[float]) -> float:
    """The sum, the same in any order, and 8 hours also as 1.1 + 2.2 + 4.7."""
    return round(fsum(amounts), 6)


def _largest(amounts: Iterable[float]) -> float:
    return max(amounts, default=0.0)


def _records(facts: Sequence[Fact]) -> tuple[tuple[str, int], ...]:
    if len(facts) < 2:
        return tuple((one.kind, one.record_id) for one in facts)
    ordered = sorted((str(one.on), one.kind, one.record_id) for one in facts)
    return tuple(dict.fromkeys((kind, number) for _, kind, number in ordered))
