import pytest
from flask import Flask

from web.paging import Pager, pager_for, sortable, url_with


@pytest.mark.parametrize(
    ("total", "last", "rows"),
    [(0, 1, (0, 0)), (50, 1, (1, 50)), (51, 2, (1, 50))],
)
def test_pager_counts_pages_and_rows(
    total: int, last: int, rows: tuple[int, int]
) -> None:
    pager = Pager(1, total)
    assert pager.last == last
    assert (pager.first_row, pager.last_row) == rows


@pytest.mark.parametrize(
    ("asked", "number"), [("2", 2), ("99", 3), ("0", 1), ("-5", 1), ("x", 1)]
)
def test_page_beyond_the_list_is_its_nearest(
    app: Flask, asked: str, number: int
) -> None:
    with app.test_request_context(f"/sign-in?page={asked}"):
        pager = pager_for(128)
        assert pager.number == number
        assert pager.offset == (number - 1) * 50


def test_other_page_keeps_the_filters(app: Flask) -> None:
    with app.test_request_context("/sign-in?unit=A&tag=1&tag=2&page=3"):
        assert pager_for(500).url(4) == "/sign-in?unit=A&tag=1&tag=2&page=4"
        assert url_with(unit="") == "/sign-in?tag=1&tag=2"


def test_sorted_column_turns_round(app: Flask) -> None:
    with app.test_request_context("/sign-in?sort=hours&page=3"):
        column = sortable("学时", "hours", is_number=True)
        assert column.order == "ascending"
        assert column.sort_url == "/sign-in?sort=-hours"
    with app.test_request_context("/sign-in?sort=-hours"):
        assert sortable("学时", "hours").order == "descending"
        assert sortable("单位", "unit").sort_url == "/sign-in?sort=unit"
