"""A stage of a plan and the year of what lies in it."""

from dataclasses import dataclass

from domain.plans.dates import Mention, resolve
from domain.plans.outline import Block
from domain.plans.stage_days import Days


@dataclass(frozen=True)
class Stage:
    """A stage found in the text.

    Attributes:
        block: Its block, or None for a table row or a sentence.
        name: Place of its name.
        mention: Its days as written, or None.
        days: First and last day, ISO, None where not given.
        span: The text it covers, for what lies inside it.
        parent: The stage around it.
    """

    block: Block | None
    name: tuple[int, int]
    mention: Mention | None
    days: Days
    span: tuple[int, int]
    parent: "Stage | None" = None


def resolved(mention: Mention, stages: list[Stage], at: int, year: int | None) -> Days:
    """Days of a mention at a place; in a stage over new year, the year that fits."""
    basis = year_at(stages, at, year)
    days = resolve(mention, basis)
    stage = next((s for s in reversed(stages) if s.span[0] <= at < s.span[1]), None)
    if not basis or not days[1] or mention.year:
        return days
    start, end = stage.days if stage else _reach(stages)
    early = start and end and start[:4] < end[:4] and days[1] < start
    return resolve(mention, basis + 1) if early else days


def _reach(stages: list[Stage]) -> Days:
    """First and last day of all stages."""
    days = sorted(day for stage in stages for day in stage.days if day)
    return (days[0], days[-1]) if days else (None, None)


def year_at(stages: list[Stage], at: int, year: int | None) -> int | None:
    """The year for a day without one at a place: that of the stage around it."""
    for stage in reversed(stages):
        day = stage.days[0] or stage.days[1]
        if day and stage.span[0] <= at < stage.span[1] and not day.startswith("-"):
            return int(day[:4])
    return year
