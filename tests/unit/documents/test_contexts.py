"""The plain data of a document."""

from datetime import date
from decimal import Decimal

import pytest

from documents.contexts import Column, Figure, Table, chinese_number, day, plain
from domain.errors import Invalid
from tests.factories.documents import study_row, summary


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (36, "三十六")],
)
def test_heading_numbers_are_written_in_chinese(number: int, written: str) -> None:
    assert chinese_number(number) == written


def test_a_day_has_no_leading_zeros() -> None:
    assert day(date(2009, 3, 1)) == "2009年3月1日"


def test_figures_are_printed_plainly() -> None:
    assert plain(("共", Figure("386", "members"), "人")) == "共386人"


def test_figures_of_a_summary_lead_to_their_records() -> None:
    sources = {figure.value: figure.source for figure in summary().figures()}
    assert sources == {"386": "members:all", "96.4%": "attendance:all"}


@pytest.mark.parametrize(
    ("due", "attended", "percent"),
    [(34, 33, "97.1"), (8, 1, "12.5"), (2000, 1, "0.1"), (3, 3, "100.0")],
)
def test_attendance_is_rounded_half_up(due: int, attended: int, percent: str) -> None:
    assert study_row("甲", due, attended).attendance_percent == Decimal(percent)


@pytest.mark.parametrize(("due", "attended"), [(0, 0), (None, 3), (3, None)])
def test_attendance_is_unknown_without_both_parts(
    due: int | None, attended: int | None
) -> None:
    assert study_row("甲", due, attended).attendance_percent is None


def test_a_row_with_too_few_cells_is_refused() -> None:
    with pytest.raises(Invalid, match="有 2 列，其中一行却有 1 格"):
        Table("要求", (Column("甲"), Column("乙")), (("一",),), "source")
