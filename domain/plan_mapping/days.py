"""Days of a reading to days of the calendar: a masked year is taken from the span."""

from dataclasses import dataclass
from datetime import date

from domain.plans.model import Plan

_MASK = "--"


@dataclass(frozen=True)
class Years:
    """Which years a day without a year may lie in.

    Attributes:
        start: First day of the campaign; None when the plan does not say.
        end: Last day, likewise.
        first: Year of the start, or the year assumed.
        is_assumed: The plan gives no year at all.
    """

    start: date | None
    end: date | None
    first: int
    is_assumed: bool

    def day(self, written: str | None) -> date | None:
        """The day; without a year, the one inside the campaign if there is one.

        A day that no calendar has, such as --02-30, is None.
        """
        if not written:
            return None
        if not written.startswith(_MASK):
            return _iso(written)
        last = self.end.year if self.end else self.first
        years = range(self.first, max(last, self.first) + 1)
        days = [found for year in years if (found := _iso(f"{year}{written[1:]}"))]
        inside = (one for one in days if self._contains(one))
        return next(inside, days[0] if days else None)

    def _contains(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (
            self.end is None or day <= self.end
        )


def years_of(plan: Plan, assumed: int) -> Years:
    """The years of a plan: of its span, else the first year any item names.

    Args:
        plan: The reading.
        assumed: Year taken when the plan names none.
    """
    written = _written(plan)
    named = [int(one[:4]) for one in written if not one.startswith(_MASK)]
    first = min(named, default=assumed)
    rough = Years(None, None, first, not named)
    start = rough.day(plan.span.start) or _first_day(plan, rough)
    end = rough.day(plan.span.end) or _last_day(plan, rough)
    if start and end and end < start and _is_masked(plan.span.end):
        end = _iso(f"{end.year + 1}{end.isoformat()[4:]}")
    first = start.year if start else first
    return Years(start, end, first, not named)


def _is_masked(written: str | None) -> bool:
    return bool(written and written.startswith(_MASK))


def _written(plan: Plan) -> list[str]:
    """Every day of span and phases, else of tasks: tasks cite other years, too."""
    outer = [plan.span.start, plan.span.end]
    outer += [day for one in plan.phases for day in (one.start, one.end)]
    inner = [day for one in plan.tasks for day in (one.start, one.due)]
    found = [day for day in outer if day] or [day for day in inner if day]
    if any(not day.startswith(_MASK) for day in found):
        return found
    return found + [day for day in inner if day]


def _first_day(plan: Plan, years: Years) -> date | None:
    days = [years.day(one.start) for one in plan.phases]
    return min((day for day in days if day), default=None)


def _last_day(plan: Plan, years: Years) -> date | None:
    days = [years.day(one.end) for one in plan.phases]
    return max((day for day in days if day), default=None)


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
