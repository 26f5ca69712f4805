"""Statutory days off that the calendar of the sun fixes.

Spring Festival, Dragon Boat and Mid-Autumn follow the moon and are not known here;
moved working days (调休) are announced year by year and are not known either.

Source: 《全国年节及纪念日放假办法》 as amended in 1999, 2007, 2013 and 2024.
"""

from dataclasses import dataclass
from datetime import date

_QINGMING_SINCE = 2008
_LAST_KNOWN = 2099


@dataclass(frozen=True)
class Holiday:
    """Days of one month that are off in the years from first to last."""

    name: str
    month: int
    days: range
    years: range


_HOLIDAYS = (
    Holiday("元旦", 1, range(1, 2), range(1949, 10_000)),
    Holiday("劳动节", 5, range(1, 4), range(2000, 2008)),
    Holiday("劳动节", 5, range(1, 2), range(2008, 2025)),
    Holiday("劳动节", 5, range(1, 3), range(2025, 10_000)),
    Holiday("国庆节", 10, range(1, 4), range(2000, 10_000)),
)


def holiday_name(day: date) -> str | None:
    """Name of the holiday a day is, or None."""
    for holiday in _HOLIDAYS:
        fits = day.month == holiday.month and day.day in holiday.days
        if fits and day.year in holiday.years:
            return holiday.name
    known = _QINGMING_SINCE <= day.year <= _LAST_KNOWN
    return "清明节" if known and day == _qingming(day.year) else None


def _qingming(year: int) -> date:
    """The solar term, by the usual rule for the years 2000 to 2099."""
    short = year % 100
    return date(year, 4, int(short * 0.2422 + 4.81) - short // 4)
