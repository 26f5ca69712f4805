"""Coverage: the share of a group's persons who have at least one entry."""

from collections.abc import Mapping, Sequence

from domain.assessment.standings import Share, Standing
from domain.assessment.windows import Part
from domain.assessment.yardstick import (
    WHOLE,
    Counted,
    Owner,
    Reading,
    Yardstick,
    counted_by_owner,
    parts_reading,
)
from domain.facts import Fact, Facts, Person, Subjects, has_tier


def cover(yardstick: Yardstick, subjects: Subjects, facts: Facts) -> list[Standing]:
    """One standing per group: a unit's persons of the tier, or the whole campaign's.

    A group without such persons owes nothing and has none. A person counts once
    however many entries there are, so that no share passes 1.
    """
    counted = counted_by_owner(yardstick, facts, "person")
    number = yardstick.requirement.id
    return [
        yardstick.standing(
            owner,
            _read(yardstick, persons, counted),
            exempt=(number, owner.kind, owner.id) in subjects.exempt,
        )
        for owner, persons in _groups(yardstick, subjects).items()
    ]


def _groups(yardstick: Yardstick, subjects: Subjects) -> dict[Owner, list[Person]]:
    requirement = yardstick.requirement
    groups: dict[Owner, list[Person]] = {}
    for one in subjects.persons:
        if not has_tier(one, requirement.tier, requirement.tier_except):
            continue
        owner = Owner("unit", one.unit_id, one.unit_id, one.unit_id)
        if requirement.per == "campaign":
            owner = Owner("campaign", WHOLE, None, WHOLE)
        groups.setdefault(owner, []).append(one)
    return groups


def _read(
    yardstick: Yardstick, persons: Sequence[Person], counted: Mapping[int, Counted]
) -> Reading:
    pairs = {one.id: counted[one.id] for one in persons if one.id in counted}
    inside = [fact for pair in pairs.values() for fact in pair.inside]
    if yardstick.parts is not None:
        return _read_parts(yardstick, yardstick.parts, persons, inside)
    having = {number for number, pair in pairs.items() if _is_some(pair.inside)}
    later = {number for number, pair in pairs.items() if _is_some(pair.late)} - having
    names = [one.name for one in persons if one.id not in having | later]
    return Reading(
        attained=len(having) / len(persons),
        facts=[*inside, *(fact for pair in pairs.values() for fact in pair.late)],
        late=len(later) / len(persons),
        share=Share(len(having), len(persons)),
        missing=tuple(names),
    )


def _read_parts(
    yardstick: Yardstick,
    parts: Sequence[Part],
    persons: Sequence[Person],
    facts: Sequence[Fact],
) -> Reading:
    """A part is met when the share inside it is; the share is of those with all."""
    having = [
        {one.person_id for one in facts if one.amount > 0 and part.holds(one)}
        for part in parts
    ]
    are_met = [yardstick.admits(len(ids) / len(persons)) for ids in having]
    past = [
        ids
        for ids, part in zip(having, parts, strict=True)
        if part.end_on < yardstick.on
    ]
    always = sum(all(one.id in ids for ids in past) for one in persons)
    reading = parts_reading(yardstick, are_met, facts)
    return reading._replace(share=Share(always, len(persons)))


def _is_some(facts: Sequence[Fact]) -> bool:
    return any(fact.amount > 0 for fact in facts)
