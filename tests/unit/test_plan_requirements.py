"""Every requirement of the five shipped templates against figures worked out by hand.

The figures stand in plan_cases/*.yaml, one case per requirement. The organisation:
局 with 甲 and 乙 (班子成员) and its 中心组, 一股 with 丙 (党员), 二队 with 丁 (职工)
and 戊 (its head), and two party branches.
"""

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from domain.assessment import Notice, Standing, assess, state_of
from domain.facts import Body, Fact, Facts, Person, Subjects, Unit
from domain.metrics import metric_of
from domain.templates import CampaignTemplate, parse_template

ROOT = Path(__file__).parents[2]
CASES = Path(__file__).parent / "plan_cases"
KINDS = (
    "study_session", "self_study", "study_note", "essay", "lecture", "meeting",
    "research_topic", "research_report", "opinion", "problem", "rectification",
    "pledge",
)  # fmt: skip
UNITS = {"局": 1, "一股": 2, "二队": 3, "一支部": 11, "二支部": 12}
UNIT_KINDS = {
    "局": "局",
    "一股": "股室",
    "二队": "中队",
    "一支部": "党支部",
    "二支部": "党支部",
}
PERSONS = {"甲": 101, "乙": 102, "丙": 103, "丁": 104, "戊": 105}
LEADER = "党员 班子成员 党组成员 副科级以上 区级以上党员领导干部"
MEMBERS = (
    ("甲", "局", LEADER),
    ("乙", "局", "党员 班子成员"),
    ("丙", "一股", "党员"),
    ("丁", "二队", "职工"),
    ("戊", "二队", "党员 单位主要负责人"),
)
SUBJECTS = Subjects(
    units=tuple(Unit(key, name, name, UNIT_KINDS[name]) for name, key in UNITS.items()),
    persons=tuple(
        Person(PERSONS[name], name, name, UNITS[unit], frozenset(tiers.split()))
        for name, unit, tiers in MEMBERS
    ),
    bodies=(Body(201, "中心组", "局中心组", 1),),
)
OTHERS = {"中心组": 201, "活动": 0}
FACT = re.compile(r"(\w+) ([\d.]+)(\D+) (\D+) ([\d-]+)")


@cache
def load_template(name: str) -> CampaignTemplate:
    text = (ROOT / "campaign_templates" / f"{name}.yaml").read_text(encoding="utf-8")
    template, problems = parse_template(yaml.safe_load(text), KINDS)
    assert problems == []
    return template


def load_cases() -> list[Any]:
    rows = []
    for path in sorted(CASES.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            for row in case["days"]:
                name = f"{case['ref']} {row[0]}"
                rows.append(pytest.param(path.stem, case, row, id=name))
    return rows


def as_fact(number: int, line: str) -> Fact:
    found = FACT.fullmatch(line)
    assert found is not None, line
    metric, amount, measure, owner, day = found.groups()
    known = metric_of(metric)
    assert known is not None, metric
    person_id = PERSONS.get(owner)
    unit_id = UNITS.get(owner) or 1
    kind = (*known.evidence, "filing")[0]
    on = date.fromisoformat(day)
    return Fact(metric, measure, float(amount), unit_id, person_id, on, None, kind,
                number)  # fmt: skip


def standing_for(
    template: CampaignTemplate, case: dict[str, Any], on: date
) -> Standing:
    campaign = template.campaign
    requirement = campaign.requirements[template.refs.index(case["ref"])]
    facts = Facts.of(as_fact(number, line) for number, line in enumerate(case["facts"]))
    standings = assess(requirement, SUBJECTS, facts, campaign, on)
    wanted = {**UNITS, **PERSONS, **OTHERS}[case["for"]]
    return next(one for one in standings if one.subject_id == wanted)


@pytest.mark.parametrize(("plan", "case", "row"), load_cases())
def test_requirement_on_a_day_has_the_figures_of_the_table(
    plan: str, case: dict[str, Any], row: list[Any]
) -> None:
    on, *expected = row
    one = standing_for(load_template(plan), case, on)
    state = state_of(one, on, Notice())
    assert [one.attained, one.needed, one.gap, state] == expected


@pytest.mark.parametrize("plan", ["p0", "p1", "p2", "p3", "p4"])
def test_table_has_a_case_for_every_requirement_of_the_template(plan: str) -> None:
    cases = yaml.safe_load((CASES / f"{plan}.yaml").read_text(encoding="utf-8"))
    assert {case["ref"] for case in cases} == set(load_template(plan).refs)


def test_table_has_a_day_before_and_after_every_due_day() -> None:
    for plan in ("p0", "p1", "p2", "p3", "p4"):
        cases = yaml.safe_load((CASES / f"{plan}.yaml").read_text(encoding="utf-8"))
        for case in cases:
            days = [row[0] for row in case["days"]]
            due = standing_for(load_template(plan), case, max(days)).due_on
            assert min(days) < due < max(days), case["ref"]


def test_templates_hold_all_63_requirements_of_the_five_plans() -> None:
    plans = ["p0", "p1", "p2", "p3", "p4"]
    refs = [ref.rstrip("ab") for plan in plans for ref in load_template(plan).refs]
    assert len(set(refs)) == 63
