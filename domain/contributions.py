"""What units add to a requirement of the whole campaign, so that it is a sum."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.assessment.standings import Share, Standing
from domain.assessment.yardstick import (
    WHOLE,
    Counted,
    Owner,
    Reading,
    Yardstick,
    counted_by_owner,
    parts_reading,
    total,
)
from domain.campaigns import Requirement
from domain.facts import Body, Fact, Facts, Person, has_tier


@dataclass(frozen=True, slots=True)
class Contribution:
    """One unit's share of a figure.

    Attributes:
        amounts: One for the whole window, or one per week or phase; for coverage
            the persons of the unit who have an entry there.
        late: What came after the window; persons, for coverage.
        total: Persons of the unit in the group; 0 unless coverage.
        records: (kind, record id) behind it.
    """

    amounts: tuple[float, ...]
    late: float = 0.0
    total: int = 0
    records: tuple[tuple[str, int], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether leaving it out changes nothing."""
        return not (any(self.amounts) or self.late or self.total or self.records)


def is_whole(requirement: Requirement, bodies: Iterable[Body]) -> bool:
    """Whether the campaign as one answers for it; also for a body nobody set up."""
    if requirement.per == "campaign":
        return True
    return requirement.per == "body" and not any(
        requirement.body_kind in (None, one.kind) for one in bodies
    )


def contribution_of(
    yardstick: Yardstick, persons: Sequence[Person], facts: Facts
) -> Contribution:
    """What the facts of one unit, or of its persons, add.

    Args:
        yardstick: Of a requirement that is_whole.
        persons: Of the unit, on the frozen list; read only for coverage.
        facts: Entered by the unit; for coverage those of its persons.
    """
    if yardstick.requirement.comparison == "coverage":
        return _persons_having(yardstick, persons, facts)
    found = counted_by_owner(yardstick, facts, "campaign")
    counted = found.get(WHOLE, Counted([], []))
    return Contribution(
        amounts=tuple(
            yardstick.fold(fact.amount for fact in inside)
            for inside in _by_part(yardstick, counted.inside)
        ),
        late=total(fact.amount for fact in counted.late),
        records=_records(counted),
    )


def combined(yardstick: Yardstick, parts: Sequence[Contribution]) -> Standing:
    """The campaign's standing from what all its units add; records stay with them."""
    is_share = yardstick.requirement.comparison == "coverage"
    fold = total if is_share else yardstick.fold
    count = 1 if yardstick.parts is None else len(yardstick.parts)
    amounts = [fold(one.amounts[index] for one in parts) for index in range(count)]
    late = total(one.late for one in parts)
    if is_share:
        reading = _share_reading(yardstick, amounts, late, parts)
    else:
        reading = _reading(yardstick, amounts, late)
    owner = Owner("campaign", WHOLE, None, WHOLE)
    return yardstick.standing(owner, reading, exempt=False)


def _reading(yardstick: Yardstick, amounts: Sequence[float], late: float) -> Reading:
    if yardstick.parts is None:
        return Reading(amounts[0], (), late)
    return parts_reading(yardstick, [yardstick.admits(one) for one in amounts], ())


def _share_reading(
    yardstick: Yardstick,
    amounts: Sequence[float],
    late: float,
    parts: Sequence[Contribution],
) -> Reading:
    persons = sum(one.total for one in parts)
    shares = [one / max(persons, 1) for one in amounts]
    reading = _reading(yardstick, shares, late / max(persons, 1))
    if yardstick.parts is not None:
        return reading
    return reading._replace(share=Share(int(amounts[0]), persons))


def _by_part(yardstick: Yardstick, facts: Sequence[Fact]) -> list[list[Fact]]:
    if yardstick.parts is None:
        return [list(facts)]
    return [[one for one in facts if part.holds(one)] for part in yardstick.parts]


def _persons_having(
    yardstick: Yardstick, persons: Sequence[Person], facts: Facts
) -> Contribution:
    requirement = yardstick.requirement
    tiers = requirement.tier, requirement.tier_except
    group = {one.id for one in persons if has_tier(one, *tiers)}
    found = counted_by_owner(yardstick, facts, "person")
    pairs = [pair for person_id, pair in found.items() if person_id in group]
    inside = [fact for pair in pairs for fact in pair.inside if fact.amount > 0]
    late = [fact for pair in pairs for fact in pair.late if fact.amount > 0]
    having = [_ids(part) for part in _by_part(yardstick, inside)]
    return Contribution(
        amounts=tuple(float(len(ids)) for ids in having),
        late=float(len(_ids(late) - having[0])) if yardstick.parts is None else 0.0,
        total=len(group),
        records=_records(Counted(inside, late)),
    )


def _ids(facts: Iterable[Fact]) -> set[int | None]:
    return {one.person_id for one in facts}


def _records(counted: Counted) -> tuple[tuple[str, int], ...]:
    facts = (*counted.inside, *counted.late)
    return tuple(sorted({(one.kind, one.record_id) for one in facts}))
