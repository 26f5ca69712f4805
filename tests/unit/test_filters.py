from datetime import UTC, date, datetime

import pytest

from web.filters import day, instant, named, number, remaining, size, texts
from web.look import Look, look_of

THURSDAY = date(2009, 4, 30)


def test_day_names_weekday_and_foreign_year() -> None:
    assert day(THURSDAY) == "2009年4月30日（周四）"
    assert day(None) == "—"


def test_instant_is_read_in_beijing() -> None:
    assert instant(datetime(2009, 4, 30, 16, 5, tzinfo=UTC)) == "2009-05-01 00:05"


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2009, 5, 3), "还剩3天"),
        (THURSDAY, "今天到期"),
        (date(2009, 4, 28), "已逾期2天"),
    ],
)
def test_remaining_days_are_told_in_words(on: date, words: str) -> None:
    assert remaining(on, THURSDAY) == words


@pytest.mark.parametrize(
    ("value", "text"),
    [(40.0, "40"), (37.5, "37.5"), (0, "0"), (1200, "1,200"), (None, "—")],
)
def test_number_shows_no_empty_decimals(value: float | None, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(
    ("size_bytes", "text"),
    [(512, "512 字节"), (3482, "3.4 KB"), (12_582_912, "12.0 MB")],
)
def test_size_has_a_fitting_unit(size_bytes: int, text: str) -> None:
    assert size(size_bytes) == text


def test_options_are_named_with_their_hint() -> None:
    options = named([(1, "李𠮷", "一中队"), (2, "王喆", "")])
    assert options == [("1", "李𠮷（一中队）"), ("2", "王喆")]
    assert texts([1, "2"]) == {"1", "2"}


def test_unknown_look_is_the_ordinary_one() -> None:
    assert look_of("huge", "high") == Look("huge", "high")
    assert look_of("giant", "<x>", "more") == Look()
