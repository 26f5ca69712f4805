"""Site numbers are never granted twice, on any level."""

from itertools import pairwise

from sync.core.ranges import CHILDREN_MAX, ROOT, Range, next_grant


def grants(own: Range, count: int) -> list[Range]:
    made: list[Range] = []
    for _ in range(count):
        grant = next_grant(own, made)
        if grant is None:
            break
        made.append(grant)
    return made


def test_grants_when_many_then_disjoint_and_inside() -> None:
    made = grants(ROOT, 2000)
    assert len(made) in {CHILDREN_MAX - 1, CHILDREN_MAX}
    assert made[0].first == ROOT.first + 1
    assert made[-1].last <= ROOT.last
    for before, after in pairwise(made):
        assert before.last < after.first


def test_grants_when_three_levels_deep_then_still_numbers() -> None:
    level = ROOT
    for _ in range(3):
        grant = next_grant(level, [])
        assert grant is not None
        assert level.first < grant.first <= grant.last <= level.last
        level = grant
    assert level.size == 1
    assert next_grant(level, []) is None


def test_grant_when_a_holder_has_gone_then_number_stays_used() -> None:
    made = grants(ROOT, 3)
    again = next_grant(ROOT, [made[2]])
    assert again is not None
    assert again.first > made[2].last
