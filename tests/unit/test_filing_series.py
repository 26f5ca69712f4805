"""Which numbers a node may give without asking another."""

import pytest

from domain.filing_series import block_of

HOLDERS = {(1, "HW"), (2, "A"), (7, "A1")}
FIRST = range(1, 1000)


@pytest.mark.parametrize(
    ("site", "units", "first"),
    [
        (1, ["HW"], 1),
        (1, ["B", "HW"], 1),
        (2, ["A", "HW"], 1),
        (2, ["A2", "A", "HW"], 1),
        (7, ["A1", "A", "HW"], 1),
        (1, ["A", "HW"], 1001),
        (2, ["A1", "A", "HW"], 2001),
        (2, ["B", "HW"], 2001),
    ],
)
def test_the_nearest_holder_has_the_first_block(
    site: int, units: list[str], first: int
) -> None:
    assert block_of(site, units, HOLDERS) == range(first, first + 999)


def test_no_two_sites_share_a_number_of_a_unit() -> None:
    for units in (["HW"], ["A", "HW"], ["A1", "A", "HW"]):
        blocks = [block_of(site, units, HOLDERS) for site in (1, 2, 7, 9)]
        assert len(set().union(*blocks)) == sum(map(len, blocks))


def test_a_node_registered_anew_leaves_its_old_numbers_alone() -> None:
    assert block_of(9, ["A"], {*HOLDERS, (9, "A")}) == range(9001, 10000)


def test_a_node_alone_has_the_first_block() -> None:
    assert block_of(0, ["HW"], ()) == FIRST
