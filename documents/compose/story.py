"""What a 总结报告 tells, read once, and what its figures lead back to."""

from dataclasses import dataclass
from datetime import date

from documents.contexts import Figure
from domain.rollup import Total
from services.overview import Overview, View, overview
from store.queries.expected import subjects
from store.queries.units import unit_tree


@dataclass(frozen=True)
class Story:
    """What the report tells, read once."""

    seen: Overview
    unit_id: int
    unit_name: str
    figures_on: date
    totals: dict[int, Total]
    person_count: int

    def figure(self, value: object, about: str) -> Figure:
        """A figure with the key that leads to the records behind it."""
        key = f"campaign:{self.seen.row.id}/unit:{self.unit_id}/{about}"
        return Figure(str(value), f"{key}/on:{self.figures_on.isoformat()}")


def story_of(campaign_id: int, unit_id: int, figures_on: date) -> Story:
    """The unit and everything below it, as of the day."""
    seen = overview(campaign_id, View(unit_id=unit_id, on=figures_on))
    unit_name = unit_tree().by_id[unit_id].name
    unit_ids = {line.id for line in seen.lines}
    people = [
        one for one in subjects(campaign_id, figures_on).persons
        if one.unit_id in unit_ids
    ]  # fmt: skip
    return Story(seen, unit_id, unit_name, figures_on, _totals(seen), len(people))


def _totals(seen: Overview) -> dict[int, Total]:
    totals: dict[int, Total] = {}
    for unit_id in seen.top_ids:
        for number, total in seen.below.get(unit_id, {}).items():
            totals.setdefault(number, Total(number)).add(total)
    return totals
