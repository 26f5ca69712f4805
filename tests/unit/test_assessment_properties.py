"""What must hold for any facts: monotonic, bounded, blind to order and measure."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.assessment import assess
from domain.campaigns import Campaign, Comparison, Per, Requirement
from domain.facts import Fact, Facts, Person, Subjects, Unit

START = date(2009, 3, 1)
CAMPAIGN = Campaign(1, "", START, date(2009, 3, 31), (), (), ())
SUBJECTS = Subjects(
    tuple(Unit(number, "", "", "股室") for number in (1, 2)),
    tuple(Person(10 + n, "", f"人{n}", 1 + n % 2, frozenset()) for n in range(4)),
)
PER: tuple[Per, ...] = ("person", "unit", "campaign", "person_per_week")
COMPARISONS: tuple[Comparison, ...] = ("at_least", "event", "coverage", "cadence")
MEASURES = ("学时", "工作日", "小时")

facts = st.builds(
    Fact,
    metric=st.just("group_study"),
    measure=st.sampled_from(MEASURES),
    amount=st.floats(0, 50).map(lambda value: round(value, 1)),
    unit_id=st.sampled_from([1, 2]),
    person_id=st.sampled_from([None, 10, 11, 12, 13, 99]),
    on=st.integers(0, 45).map(lambda days: START + timedelta(days=days)),
    phase_id=st.none(),
    kind=st.just("study_session"),
    record_id=st.integers(1, 30),
)
days = st.integers(0, 45).map(lambda number: START + timedelta(days=number))
requirements = st.builds(
    Requirement,
    id=st.just(1), phase_id=st.none(), task_id=st.none(), position=st.just(1),
    metric=st.just("group_study"), comparison=st.sampled_from(COMPARISONS),
    value=st.just(1.0), value_to=st.none(), measure=st.sampled_from(MEASURES),
    per=st.sampled_from(PER), tier=st.none(), tier_except=st.none(),
    body_kind=st.none(), window_start=st.none(), window_end=st.none(),
    weekday=st.sampled_from([None, 1]), evidence=st.just(()), raw=st.just(""),
)  # fmt: skip


def attained(
    requirement: Requirement, given_facts: list[Fact], on: date
) -> list[float]:
    found = assess(requirement, SUBJECTS, Facts.of(given_facts), CAMPAIGN, on)
    return [one.attained for one in found]


@settings(max_examples=200, deadline=None)
@given(requirements, st.lists(facts, max_size=12), facts, days)
def test_one_more_fact_never_lowers_what_is_attained(
    requirement: Requirement, some: list[Fact], more: Fact, on: date
) -> None:
    before = attained(requirement, some, on)
    after = attained(requirement, [*some, more], on)
    assert all(new >= old for old, new in zip(before, after, strict=True))


@settings(max_examples=200, deadline=None)
@given(requirements, st.lists(facts, max_size=12), days)
def test_no_share_and_no_count_of_parts_passes_its_whole(
    requirement: Requirement, some: list[Fact], on: date
) -> None:
    for one in assess(requirement, SUBJECTS, Facts.of(some), CAMPAIGN, on):
        assert one.share is None or 0 <= one.share.having <= one.share.total
        assert one.parts is None or max(one.parts[:2]) <= one.parts.total
        if requirement.comparison == "coverage" and one.parts is None:
            assert 0 <= one.attained + one.late <= 1 + 1e-9


@settings(max_examples=100, deadline=None)
@given(requirements, st.lists(facts, max_size=12), facts, days)
def test_fact_of_another_measure_changes_nothing(
    requirement: Requirement, some: list[Fact], other: Fact, on: date
) -> None:
    foreign = replace(other, measure="天")
    facts_with = Facts.of([*some, foreign])
    plain = assess(requirement, SUBJECTS, Facts.of(some), CAMPAIGN, on)
    assert assess(requirement, SUBJECTS, facts_with, CAMPAIGN, on) == plain


@settings(max_examples=100, deadline=None)
@given(requirements, st.lists(facts, max_size=12), days, st.randoms())
def test_order_of_facts_is_irrelevant(
    requirement: Requirement, some: list[Fact], on: date, random: object
) -> None:
    mixed = sorted(some, key=lambda _: random.random())  # type: ignore[attr-defined]  # random.Random
    plain = assess(requirement, SUBJECTS, Facts.of(some), CAMPAIGN, on)
    assert assess(requirement, SUBJECTS, Facts.of(mixed), CAMPAIGN, on) == plain
