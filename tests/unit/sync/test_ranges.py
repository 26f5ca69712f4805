"""Site numbers are never granted twice, on any level."""

from itertools import pairwise

from sync.core.ranges import CHILDREN_MAX, ROOT, Range, next_grant, successor


def grants(own: Range, count: int) -> list[Range]:
    made: list[Range] = []
    for _ in range(count):
        grant = next_grant(own, made)
        if grant is None:
            break
        made.append(grant)
    return made


def test_grants_when_many_then_disjoint_and_inside() -> None:
    own = Range(1, CHILDREN_MAX**2)
    made = grants(own, 2000)
    assert len(made) in {CHILDREN_MAX - 1, CHILDREN_MAX}
    assert made[0].first == own.first + 1
    assert made[-1].last <= own.last
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


def test_successor_when_a_root_has_given_all_it_may_then_still_untouched() -> None:
    own, numbers = ROOT, []
    while (after := successor(own)) is not None:
        made = grants(own, 2000)
        assert len(made) > CHILDREN_MAX // 2
        assert made[-1].last < after.first
        assert after.last == ROOT.last
        numbers.append(after.first)
        own = after
    assert len(numbers) == 9
