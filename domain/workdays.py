"""Working days: weekends and an editable holiday table."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

_DAY = timedelta(days=1)
_SATURDAY = 6


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked.

    Attributes:
        holidays: Days off that would otherwise be worked.
        workdays: Weekend days worked instead (调休); they win over holidays.
    """

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether the day is worked."""
        if day in self.workdays:
            return True
        return day.isoweekday() < _SATURDAY and day not in self.holidays

    def days_left(self, on: date, due_on: date) -> int:
        """Working days after ``on`` up to and including ``due_on``; 0 when past."""
        days = (due_on - on).days
        return sum(self.is_working(on + _DAY * step) for step in range(1, days + 1))

    def notice_from(self, due_on: date, days: int) -> date:
        """First day on which ``days`` working days or fewer are left to the due day."""
        return _notice_from(self, due_on, days)


@lru_cache(maxsize=4096)
def _notice_from(calendar: WorkCalendar, due_on: date, days: int) -> date:
    day, left = due_on, days
    while left >= calendar.is_working(day):
        left -= calendar.is_working(day)
        day -= _DAY
    return day
