"""Knowledge vectors form a lattice."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.core.knowledge import covers, joined, lacking

VECTORS = st.dictionaries(st.integers(1, 5), st.integers(1, 9), max_size=5)
RULES = settings(derandomize=True, database=None)


def test_lacking_when_site_is_unknown_then_named() -> None:
    assert lacking({1: 5}, {1: 5, 2: 0}) == {2: 0}
    assert lacking({1: 5, 2: 7}, {1: 6, 2: 7}) == {1: 6}


@RULES
@given(VECTORS, VECTORS)
def test_join_when_made_then_smallest_that_covers_both(
    first: dict[int, int], second: dict[int, int]
) -> None:
    both = joined(first, second)
    assert covers(both, first)
    assert covers(both, second)
    assert both == joined(second, first)
    assert all(both[site] in {first.get(site), second.get(site)} for site in both)


@RULES
@given(VECTORS, VECTORS, VECTORS)
def test_cover_when_chained_then_transitive(
    first: dict[int, int], second: dict[int, int], third: dict[int, int]
) -> None:
    if covers(first, second) and covers(second, third):
        assert covers(first, third)
    assert covers(first, first)
