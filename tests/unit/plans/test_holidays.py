"""Statutory days off, by the wording in force in each year."""

from datetime import date

import pytest

from domain.plans.holidays import holiday_name

DAYS = [
    (date(2024, 1, 1), "元旦"),
    (date(2006, 5, 3), "劳动节"),
    (date(2015, 5, 2), None),
    (date(2025, 5, 2), "劳动节"),
    (date(2015, 10, 3), "国庆节"),
    (date(2015, 10, 4), None),
    (date(2024, 4, 4), "清明节"),
    (date(2015, 4, 5), "清明节"),
    (date(2026, 4, 5), "清明节"),
    (date(2007, 4, 5), None),
]


@pytest.mark.parametrize(("day", "name"), DAYS)
def test_holiday_name_follows_the_rule_of_its_year(day: date, name: str | None) -> None:
    assert holiday_name(day) == name
