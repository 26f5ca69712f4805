"""The engine's rules, one by one, on small made-up requirements."""

from dataclasses import replace
from datetime import date

import pytest

from domain.assessment import Notice, Parts, Share, Standing, assess, state_of
from domain.campaigns import Campaign, Phase, Requirement
from domain.facts import Body, Fact, Facts, Person, Subjects, Unit

MARCH_1, MARCH_31 = date(2009, 3, 1), date(2009, 3, 31)
PHASES = (
    Phase(1, "学习", MARCH_1, date(2009, 3, 20), "", None, 1),
    Phase(2, "检查", date(2009, 3, 11), MARCH_31, "", None, 2),
    Phase(3, "读书周", date(2009, 3, 2), date(2009, 3, 8), "", 1, 3),
    Phase(4, "准备", None, None, "", None, 4),
)
CAMPAIGN = Campaign(1, "活动", MARCH_1, MARCH_31, PHASES, (), ())
BASE = Requirement(
    id=7, phase_id=None, task_id=None, position=1, metric="essays",
    comparison="at_least", value=2, value_to=None, measure="篇", per="person",
    tier="党员", tier_except=None, body_kind=None, window_start=None, window_end=None,
    weekday=None, evidence=(), raw="",
)  # fmt: skip
SUBJECTS = Subjects(
    units=(Unit(1, "A", "一股", "股室"), Unit(2, "B", "一支部", "党支部")),
    persons=(
        Person(11, "P1", "甲", 1, frozenset({"党员", "班子成员"})),
        Person(12, "P2", "乙", 1, frozenset({"党员"})),
        Person(13, "P3", "丙", 2, frozenset({"职工"})),
    ),
)


def fact(
    day: int,
    amount: float = 1,
    person_id: int | None = 11,
    measure: str = "篇",
    **changes: object,
) -> Fact:
    plain = Fact("essays", measure, amount, 1, person_id, date(2009, 3, day), None,
                 "essay", day)  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]  # any field by name


def standings(
    requirement: Requirement, *facts: Fact, on: date = MARCH_31
) -> list[Standing]:
    return assess(requirement, SUBJECTS, Facts.of(facts), CAMPAIGN, on)


def first(requirement: Requirement, *facts: Fact, on: date = MARCH_31) -> Standing:
    return standings(requirement, *facts, on=on)[0]


def test_assess_lists_every_person_of_the_tier_without_any_entry() -> None:
    assert [one.subject_id for one in standings(BASE)] == [11, 12]


def test_assess_with_tier_except_leaves_the_leaders_out() -> None:
    others = replace(BASE, tier_except="班子成员")
    assert [one.subject_id for one in standings(others)] == [12]


def test_assess_with_several_tiers_means_any_of_them() -> None:
    any_of = replace(BASE, tier="班子成员、职工")
    assert [one.subject_id for one in standings(any_of)] == [11, 13]


def test_assess_counts_only_the_measure_of_the_requirement() -> None:
    hours = replace(BASE, metric="group_study", measure="学时")
    days = fact(2, 5, measure="工作日", metric="group_study")
    mine = fact(3, 4, measure="学时", metric="group_study")
    assert first(hours, days, mine).attained == 4


def test_assess_leaves_out_entries_after_the_day_of_judgement() -> None:
    assert first(BASE, fact(5), fact(6), on=date(2009, 3, 5)).attained == 1


def test_assess_leaves_out_entries_without_a_day() -> None:
    assert first(BASE, fact(5, on=None)).attained == 0


def test_assess_with_evidence_counts_only_those_kinds() -> None:
    notes_only = replace(BASE, evidence=("study_note",))
    assert first(notes_only, fact(5)).attained == 0


def test_assess_names_the_records_behind_the_number_oldest_first() -> None:
    one = first(BASE, fact(9), fact(5), fact(6, person_id=12))
    assert one.records == (("essay", 5), ("essay", 9))


def test_assess_per_unit_counts_no_person_level_fact() -> None:
    per_unit = replace(BASE, per="unit")
    one = first(per_unit, fact(5), fact(5, person_id=None))
    assert (one.subject_id, one.attained) == (1, 1)


def test_assess_per_branch_judges_party_branches_only() -> None:
    found = standings(replace(BASE, per="branch"))
    assert [(one.subject_kind, one.subject_id) for one in found] == [("branch", 2)]


def test_assess_per_body_counts_the_entries_of_its_unit() -> None:
    with_body = replace(SUBJECTS, bodies=(Body(5, "中心组", "局中心组", 1),))
    per_body = replace(BASE, per="body", body_kind="中心组")
    facts = Facts.of([fact(5, person_id=None)])
    (one,) = assess(per_body, with_body, facts, CAMPAIGN, MARCH_31)
    assert (one.subject_kind, one.subject_id, one.attained) == ("body", 5, 1)


def test_assess_per_body_that_nobody_set_up_stays_visible_at_the_campaign() -> None:
    one = first(replace(BASE, per="body", body_kind="中心组"))
    assert (one.subject_kind, one.unit_id) == ("campaign", None)


def test_assess_with_an_exempt_subject_says_so() -> None:
    let_off = replace(SUBJECTS, exempt=frozenset({(7, "person", 11)}))
    one, other = assess(BASE, let_off, Facts.of([]), CAMPAIGN, MARCH_31)
    assert state_of(one, MARCH_31, Notice()) == "exempt"
    assert state_of(other, MARCH_31, Notice()) == "at_risk"


def test_late_entries_make_up_but_are_not_attained() -> None:
    early = replace(BASE, window_end=date(2009, 3, 10))
    one = first(early, fact(9), fact(12))
    assert (one.attained, one.late, one.gap) == (1, 1, 0)
    assert state_of(one, MARCH_31, Notice()) == "met"


def test_late_entries_do_not_count_under_an_exact_number() -> None:
    exact = replace(BASE, comparison="exactly", window_end=date(2009, 3, 10))
    assert first(exact, fact(9), fact(12)).late == 0


def test_windows_count_only_inside_their_stretches() -> None:
    stretches = ((date(2009, 3, 1), date(2009, 3, 5)), (date(2009, 3, 20), MARCH_31))
    one = first(replace(BASE, windows=stretches), fact(4), fact(10), fact(21))
    assert (one.attained, one.start_on, one.due_on) == (2, MARCH_1, MARCH_31)


def test_window_holds_its_first_and_last_day_and_none_outside() -> None:
    inner = replace(BASE, window_start=date(2009, 3, 5), window_end=date(2009, 3, 9))
    one = first(inner, *(fact(day) for day in (4, 5, 9, 10)))
    assert (one.attained, one.late) == (2, 1)


def test_maximum_metric_takes_the_longest_single_record() -> None:
    cap = replace(BASE, metric="essay_contest_words", comparison="at_most",
                  value=3000, measure="字")  # fmt: skip
    written = [
        fact(day, words, measure="字", metric="essay_contest_words")
        for day, words in ((3, 2000), (4, 3200))
    ]
    one = first(cap, *written)
    assert (one.attained, one.gap) == (3200, -200)


def test_coverage_counts_a_person_once_and_names_who_is_missing() -> None:
    coverage = replace(BASE, comparison="coverage", value=1)
    one = first(coverage, fact(2), fact(3), fact(4))
    assert (one.attained, one.share, one.missing) == (0.5, Share(1, 2), ("乙",))


def test_coverage_counts_a_person_with_early_and_late_entries_as_early() -> None:
    early = replace(BASE, comparison="coverage", value=1, window_end=date(2009, 3, 9))
    one = first(early, fact(2), fact(12), fact(12, person_id=12))
    assert (one.attained, one.late, one.gap, one.missing) == (0.5, 0.5, 0, ())


def test_coverage_over_the_campaign_is_one_group() -> None:
    coverage = replace(
        BASE, comparison="coverage", value=0.5, per="campaign", tier=None
    )
    (one,) = standings(coverage, fact(2), fact(3, person_id=13))
    assert (one.share, one.gap) == (Share(2, 3), 0)


def test_weeks_are_judged_one_by_one_and_name_those_missed() -> None:
    weekly = replace(BASE, metric="self_study", measure="小时/周", value=8,
                     per="person_per_week")  # fmt: skip
    hours = [fact(day, 4, measure="小时", metric="self_study") for day in (2, 8, 9)]
    one = first(weekly, *hours, on=date(2009, 3, 16))
    assert one.parts == Parts(met=1, due=2, total=4)
    assert one.missing == ("3月9日—3月15日",)


def test_window_without_a_whole_week_owes_nothing() -> None:
    short = replace(BASE, per="person_per_week", window_start=date(2009, 3, 3),
                    window_end=date(2009, 3, 6))  # fmt: skip
    assert state_of(first(short), MARCH_31, Notice()) == "exempt"


def test_cadence_counts_any_day_of_a_week_that_holds_the_weekday() -> None:
    mondays = replace(BASE, comparison="cadence", value=1, per="campaign", weekday=1,
                      window_end=date(2009, 3, 10))  # fmt: skip
    one = first(mondays, fact(5, person_id=None), on=date(2009, 3, 10))
    assert one.parts == Parts(met=1, due=1, total=2)


@pytest.mark.parametrize(
    ("phase_id", "met"), [(None, 2), (1, 1), (2, 1), (3, 1)], ids=str
)
def test_phase_of_the_task_wins_over_the_day_where_phases_overlap(
    phase_id: int | None, met: int
) -> None:
    per_phase = replace(BASE, per="person_per_phase", value=1)
    assert first(per_phase, fact(15, phase_id=phase_id)).attained == met


def test_phase_without_days_is_not_judged() -> None:
    per_phase = replace(BASE, per="unit_per_phase", value=1)
    assert first(per_phase).parts == Parts(met=0, due=1, total=2)


def test_requirement_of_one_phase_is_judged_in_that_phase_only() -> None:
    per_phase = replace(BASE, per="unit_per_phase", phase_id=2)
    assert first(per_phase).parts == Parts(met=0, due=0, total=1)


def test_unit_word_of_the_plan_counts_as_the_usual_one() -> None:
    symposia = replace(BASE, metric="symposia", measure="个", per="campaign")
    held = fact(3, person_id=None, measure="次", metric="symposia")
    assert first(symposia, held).attained == 1


def test_cap_is_on_course_until_its_window_closes() -> None:
    cap = replace(BASE, comparison="at_most", value=3)
    one = first(cap, fact(3), on=date(2009, 4, 1))
    assert state_of(one, MARCH_31, Notice()) == "on_course"
    assert state_of(one, date(2009, 4, 1), Notice()) == "met"
