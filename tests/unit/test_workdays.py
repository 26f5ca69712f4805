"""Working days around weekends and the holiday table."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.workdays import WorkCalendar

THURSDAY = date(2009, 4, 30)
LABOUR_DAY = WorkCalendar(
    holidays=frozenset({date(2009, 4, 29)}), workdays=frozenset({date(2009, 4, 25)})
)


def test_days_left_over_a_weekend_skips_it() -> None:
    assert WorkCalendar().days_left(date(2009, 4, 24), THURSDAY) == 4


def test_days_left_on_the_due_day_is_none() -> None:
    assert WorkCalendar().days_left(THURSDAY, THURSDAY) == 0


def test_days_left_after_the_due_day_is_none() -> None:
    assert WorkCalendar().days_left(date(2009, 5, 9), THURSDAY) == 0


def test_days_left_leaves_out_holidays_and_takes_in_shifted_workdays() -> None:
    assert LABOUR_DAY.days_left(date(2009, 4, 24), THURSDAY) == 4
    assert LABOUR_DAY.days_left(date(2009, 4, 26), THURSDAY) == 3


def test_notice_from_begins_with_the_weekend_before_the_third_day() -> None:
    assert WorkCalendar().notice_from(THURSDAY, 3) == date(2009, 4, 27)
    assert LABOUR_DAY.notice_from(THURSDAY, 3) == date(2009, 4, 25)


@given(st.integers(0, 60), st.integers(0, 9))
def test_notice_from_is_the_first_day_with_so_many_days_left(
    ahead: int, n: int
) -> None:
    due_on = THURSDAY + timedelta(days=ahead)
    first = LABOUR_DAY.notice_from(due_on, n)
    assert LABOUR_DAY.days_left(first, due_on) <= n
    assert LABOUR_DAY.days_left(first - timedelta(days=1), due_on) > n
