"""Folding standings over a tree."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain.assessment import Parts, Share, Standing, State
from domain.rollup import Total, Totals, rollup

DAY = date(2009, 4, 30)
ORDER = (1, 3, 4, 5, 2)
ADMIN: dict[int, int | None] = {1: None, 3: 1, 2: 1, 4: 3, 5: 3}
PARTY: dict[int, int | None] = {1: None, 3: 1, 2: 3, 4: 1, 5: 4}


def standing(unit_id: int | None, attained: float, least: float = 10) -> Standing:
    return Standing(
        7, "unit", unit_id or 0, unit_id, attained, least, None, DAY, DAY, ()
    )


def state(one: Standing) -> State:
    return "met" if one.gap == 0 else "overdue"


def fold(
    standings: Sequence[Standing], word: Callable[[Standing], State] = state
) -> Totals:
    return rollup(ORDER, ADMIN, standings, word)


def total(unit_id: int, *standings: Standing) -> Total:
    return fold(standings)[unit_id][7]


def test_units_keep_their_official_order() -> None:
    assert list(fold([])) == [1, 3, 4, 5, 2]


def test_requirements_keep_the_order_of_the_standings_at_every_unit() -> None:
    mixed = [
        replace(standing(unit_id, 1), requirement_id=number)
        for number, unit_id in ((9, 4), (7, 1), (7, 4), (8, 1))
    ]
    assert list(fold(mixed)[1]) == [9, 7, 8]
    assert list(fold(mixed)[3]) == [9, 7]


def test_unit_takes_in_everything_below_once() -> None:
    found = total(3, standing(3, 10), standing(4, 4), standing(5, 12), standing(2, 10))
    assert (found.subjects_met, found.subjects) == (2, 3)
    assert (found.attained, found.needed) == (26, 30)
    assert found.state == "overdue"


def test_unit_that_owes_nothing_is_in_the_answer() -> None:
    assert fold([standing(4, 1)])[2] == {}


def test_campaign_figures_stand_at_the_root_only() -> None:
    found = fold([standing(None, 10)])
    assert list(found[1]) == [7]
    assert found[3] == {}


def test_unit_outside_the_tree_is_counted_at_the_root() -> None:
    assert total(1, standing(99, 10)).subjects == 1


def test_exempt_subjects_are_no_denominator() -> None:
    found = fold([standing(4, 0)], lambda _: "exempt")[1][7]
    assert (found.subjects, found.needed, found.state) == (0, 0, "exempt")


def test_coverage_sums_persons_not_shares() -> None:
    shares = [
        Standing(7, "unit", 4, 4, 0.5, 1, None, DAY, DAY, (), share=Share(1, 2)),
        Standing(7, "unit", 5, 5, 1.0, 1, None, DAY, DAY, (), share=Share(3, 3)),
    ]
    found = total(3, *shares)
    assert (found.attained, found.needed) == (4, 5)


def test_weeks_are_summed_as_weeks() -> None:
    weekly = Standing(7, "person", 9, 4, 2, 3, None, DAY, DAY, (), parts=Parts(2, 2, 3))
    assert (total(1, weekly).attained, total(1, weekly).needed) == (2, 3)


def test_cap_has_no_meaningful_sum() -> None:
    cap = Standing(7, "unit", 4, 4, 2900, 0, 3000, DAY, DAY, ())
    assert (total(1, cap).attained, total(1, cap).needed) == (0, 0)


@given(st.lists(st.tuples(st.sampled_from([1, 2, 3, 4, 5]), st.integers(0, 20))))
def test_root_is_the_same_over_either_tree(pairs: list[tuple[int, int]]) -> None:
    standings = [standing(unit_id, attained) for unit_id, attained in pairs]
    party = rollup((1, 3, 2, 4, 5), PARTY, standings, state)
    assert fold(standings)[1] == party[1]
