"""From facts to standings: one pass over the facts of a metric per requirement."""

from collections.abc import Sequence
from datetime import date

from domain.assessment.coverage import cover
from domain.assessment.standings import Standing
from domain.assessment.windows import Part
from domain.assessment.yardstick import (
    Counted,
    Reading,
    Yardstick,
    counted_by_owner,
    owners_of,
    parts_reading,
    total,
)
from domain.campaigns import Campaign, Requirement
from domain.facts import Fact, Facts, Subjects


def assess(
    requirement: Requirement,
    subjects: Subjects,
    facts: Facts,
    campaign: Campaign,
    on: date,
) -> list[Standing]:
    """Where every subject of the requirement stands on that day.

    Only subjects of the frozen list have a standing, and every one of them has, also
    without any entry. Entries dated after ``on`` do not count yet.

    Args:
        requirement: One of the campaign's.
        subjects: The frozen list, in official order; the answer keeps that order.
        facts: All facts of the campaign.
        campaign: Gives days and phases where the requirement names none.
        on: The day of judgement.

    Returns:
        One standing per subject; for coverage one per unit that has such persons.
    """
    yardstick = Yardstick.of(requirement, campaign, on)
    if requirement.comparison == "coverage":
        return cover(yardstick, subjects, facts)
    owners = owners_of(requirement, subjects)
    if not owners:
        return []
    counted = counted_by_owner(yardstick, facts, owners[0].kind)
    readings = {key: read(yardstick, found) for key, found in counted.items()}
    nothing = read(yardstick, Counted([], []))
    return [
        yardstick.standing(
            owner,
            readings.get(owner.key, nothing),
            exempt=(requirement.id, owner.kind, owner.id) in subjects.exempt,
        )
        for owner in owners
    ]


def assess_campaign(
    campaign: Campaign, subjects: Subjects, facts: Facts, on: date
) -> list[Standing]:
    """Standings of all requirements, in the plan's order."""
    return [
        standing
        for requirement in campaign.requirements
        for standing in assess(requirement, subjects, facts, campaign, on)
    ]


def read(yardstick: Yardstick, counted: Counted) -> Reading:
    """Measure one owner's facts."""
    if yardstick.parts is not None:
        return _read_parts(yardstick, yardstick.parts, counted.inside)
    return Reading(
        attained=yardstick.fold(fact.amount for fact in counted.inside),
        late=total(fact.amount for fact in counted.late),
        facts=[*counted.inside, *counted.late],
    )


def _read_parts(
    yardstick: Yardstick, parts: Sequence[Part], facts: Sequence[Fact]
) -> Reading:
    are_met = [
        yardstick.admits(
            yardstick.fold(fact.amount for fact in facts if part.holds(fact))
        )
        for part in parts
    ]
    return parts_reading(yardstick, are_met, facts)
