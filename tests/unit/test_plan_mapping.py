"""Plans made by hand, mapped; and the five real plans where they are at hand."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from domain.metrics import counted_measure, metric_of
from domain.plan_mapping.codec import dump, load
from domain.plan_mapping.mapping import Setting, map_plan
from domain.plan_mapping.model import PlanDraft
from domain.plans.model import Evaluation, Phase, Plan, Quote, Requirement, Span, Task
from services.plan_files import read_plan_text, simplified_characters

FIVE = Path(__file__).parents[3] / "shared/plans"
TIERS = ("党员", "班子成员", "副科级以上")
SETTING = Setting(2026, TIERS, simplified_characters())
NOBODY = Evaluation((), (), ())


def _plan(
    span: tuple[str | None, str | None] = ("2026-03-01", "2026-06-30"),
    **parts: object,
) -> Plan:
    """A plan of these parts and nothing else."""
    empty: dict[str, object] = dict.fromkeys(
        ("phases", "tasks", "requirements", "filings", "bodies", "documents", "themes",
         "rectifications", "reading_list", "scope", "publications", "unread",
         "problems"), ()
    )  # fmt: skip
    values: dict[str, object] = {**empty, "evaluation": NOBODY, **parts}
    return Plan("方案", None, Span(*span, None, None), **values)  # type: ignore[arg-type]  # built by name


def _requirement(text: str, raw: str, **read: object) -> Requirement:
    at = text.index(raw)
    values: dict[str, object] = {
        "phase": None, "task": None, "subject": None, "item": raw, "measure": "次",
        "comparator": ">=", "value": 1, "per": None, "raw": raw,
        "at": (at, at + len(raw)),
    }  # fmt: skip
    return Requirement(**{**values, **read})  # type: ignore[arg-type]  # built by name


def _mapped(raw: str, **read: object) -> PlanDraft:
    """The draft of a plan that consists of one requirement."""
    read = {name: value for name, value in read.items() if value is not None}
    plan = _plan(requirements=(_requirement(raw, raw, **read),))
    return map_plan(plan, raw, SETTING)


CASES: tuple[tuple[str, Mapping[str, object], Mapping[str, object]], ...] = (
    ("每名党员撰写学习笔记不少于5000字",
     {"subject": "每名党员", "item": "撰写学习笔记", "measure": "字", "value": 5000},
     {"metric": "notes_words", "per": "person", "tier": "党员", "value": 5000}),
    ("其他党员要写3000字以上的学习笔记",
     {"subject": "其他党员", "item": "的学习笔记", "measure": "字", "value": 3000},
     {"tier": "党员", "tier_except": "班子成员"}),
    ("副科级以上干部撰写调研报告1篇以上",
     {"subject": "副科级以上干部", "item": "撰写调研报告", "measure": "篇"},
     {"metric": "research_reports", "tier": "副科级以上", "measure": "篇"}),
    ("领导班子成员撰写心得体会或调研报告不少于1篇",
     {"subject": "领导班子成员", "item": "撰写心得体会或调研报告", "measure": "篇"},
     {"metric": "essays_or_reports", "tier": "班子成员"}),
    ("各中队召开座谈会不少于两次",
     {"subject": "各中队", "item": "召开座谈会", "value": 2},
     {"metric": "symposia", "per": "unit", "tier": None, "evidence": ("meeting",)}),
    ("各党支部集中学习不少于4次",
     {"subject": "各党支部", "item": "集中学习", "value": 4},
     {"metric": "branch_study_sessions", "per": "branch"}),
    ("局党组中心组每个阶段集中学习1次以上",
     {"subject": "局党组中心组", "item": "集中学习", "per": "阶段"},
     {"metric": "center_group_sessions", "per": "unit_per_phase"}),
    ("处中心组集中学习不少于3次",
     {"subject": "处中心组", "item": "集中学习", "value": 3},
     {"per": "body", "body_kind": "中心组"}),
    ("每名党员每周自学不少于2小时",
     {"subject": "每名党员", "item": "自学", "measure": "小时", "value": 2,
      "per": "周"},
     {"metric": "self_study", "per": "person_per_week", "measure": "小时/周"}),
    ("各科室每周一晚集中学习1次",
     {"subject": "各科室", "item": "集中学习", "per": "周"},
     {"comparison": "cadence", "weekday": 1, "per": "unit"}),
    ("各单位每月集中学习不少于2次",
     {"subject": "各单位", "item": "集中学习", "value": 2, "per": "月"},
     {"comparison": "at_least", "value": 8}),
    ("班子成员领办1-2个突出问题",
     {"subject": "班子成员", "item": "领办突出问题", "measure": "个",
      "comparator": "range", "value": (1, 2)},
     {"metric": "owned_problems", "comparison": "between", "value": 1, "value_to": 2}),
    ("每篇论文不超过3000字",
     {"item": "论文", "measure": "字", "comparator": "<=", "value": 3000, "per": "篇"},
     {"metric": "essay_contest_words", "comparison": "at_most"}),
    ("党员参学率达到95%",
     {"subject": "党员", "item": "参学率", "measure": "%", "value": 95},
     {"metric": "participation", "comparison": "coverage", "value": 0.95,
      "per": "person"}),
    ("每名干部全年撰写书评2篇以上",
     {"subject": "每名干部", "item": "撰写书评", "measure": "篇", "value": 2,
      "per": "年"},
     {"metric": "essays", "per": "person", "value": 2}),
    ("各單位須徵求意見30條以上",
     {"subject": "各單位", "item": "徵求意見", "measure": "条", "value": 30},
     {"metric": "opinions", "per": "unit"}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "read", "wanted"), CASES, ids=lambda one: str(one)[:20]
)
def test_requirement_becomes_a_metric_an_owner_and_a_threshold(
    raw: str, read: dict[str, object], wanted: dict[str, object]
) -> None:
    (found,) = _mapped(raw, **read).requirements
    assert {name: getattr(found, name) for name in wanted} == wanted
    assert found.raw == raw


@pytest.mark.parametrize(
    ("raw", "read", "reason"),
    [
        ("植树不少于5亩", {"item": "植树", "measure": "亩"}, "不认识的指标"),
        ("学习笔记不少于2本", {"item": "学习笔记", "measure": "本"}, "不能以“本”计"),
        ("群众满意率达到90%", {"item": "满意率", "measure": "%"}, "由测评得出"),
        ("整改率达到100%", {"item": "整改率", "measure": "%"}, "按比例计"),
    ],
)
def test_requirement_that_fits_no_metric_is_listed_with_its_sentence(
    raw: str, read: dict[str, object], reason: str
) -> None:
    draft = _mapped(raw, **read)
    assert draft.requirements == ()
    (left,) = draft.leftovers
    assert (left.kind, left.raw, left.at) == ("unmapped", raw, (0, len(raw)))
    assert reason in left.reason


@pytest.mark.parametrize(
    ("raw", "read", "field", "sureness"),
    [
        ("网格员集中学习2次", {"subject": "网格员"}, "per", "unread"),
        ("集中学习不少于2次", {}, "per", "unsure"),
        ("党组成员谈心不少于3次", {"subject": "党组成员"}, "tier", "unread"),
        ("每名党员写心得约1篇", {"subject": "每名党员", "measure": "篇",
                           "comparator": "~"}, "comparison", "unsure"),
        ("各单位每日集中学习1次", {"subject": "各单位", "per": "日"}, "per", "unread"),
        ("各单位每月学习1次", {"subject": "各单位", "per": "月"}, "value", "unsure"),
    ],
)  # fmt: skip
def test_field_filled_by_a_weaker_rule_is_in_doubt(
    raw: str, read: dict[str, object], field: str, sureness: str
) -> None:
    draft = _mapped(raw, **read)
    (found,) = draft.requirements
    doubt = draft.anchor("requirement", found.id).doubt(field)
    assert doubt is not None
    assert doubt.sureness == sureness
    assert doubt.reason.endswith("。")


def test_clause_without_a_metric_takes_over_the_one_before() -> None:
    text = "班子成员撰写学习笔记5000字以上,其他党员要达到3000字以上。"
    first = _requirement(
        text, "班子成员撰写学习笔记5000字以上", subject="班子成员", item="学习笔记",
        measure="字", value=5000,
    )  # fmt: skip
    second = _requirement(
        text, "其他党员要达到3000字以上", subject="其他党员", item="其他党员要",
        measure="字", value=3000,
    )  # fmt: skip
    draft = map_plan(_plan(requirements=(first, second)), text, SETTING)
    assert [one.metric for one in draft.requirements] == ["notes_words"] * 2
    assert draft.anchor("requirement", 2).doubt("metric") is not None


def _task(text: str, name: str, **read: object) -> Task:
    at = text.index(name)
    values: dict[str, object] = {
        "phase": None, "name": name, "start": None, "due": None, "raw_date": None,
        "parent": None, "raw": name, "at": (at, at + len(name)),
    }  # fmt: skip
    return Task(**{**values, **read})  # type: ignore[arg-type]  # built by name


@pytest.mark.parametrize(
    ("text", "kinds", "who"),
    [
        ("召开动员大会", ("meeting",), "campaign"),
        ("组织集中学习和自学", ("self_study", "study_session"), "unit"),
        ("撰写心得体会", ("essay",), "unit"),
        ("举办专题辅导讲座", ("lecture",), "unit"),
        ("党支部召开专题组织生活会", ("meeting",), "branch"),
        ("深入开展专题调研", ("research_topic", "research_report"), "unit"),
        ("广泛征求意见", ("opinion",), "unit"),
        ("查摆突出问题", ("problem",), "unit"),
        ("集中解决突出问题", ("rectification",), "unit"),
        ("作出公开承诺", ("pledge",), "unit"),
        ("成立领导小组", (), "campaign"),
    ],
)
def test_task_becomes_record_kinds_by_its_words(
    text: str, kinds: tuple[str, ...], who: str
) -> None:
    draft = map_plan(_plan(tasks=(_task(text, text),)), text, SETTING)
    (found,) = draft.tasks
    assert (found.kinds, found.who) == (kinds, who)
    assert (draft.anchor("task", 1).doubt("kinds") is None) == bool(kinds)


def test_kinds_read_from_the_body_alone_are_in_doubt() -> None:
    text = "营造氛围。各单位要召开座谈会。"
    draft = map_plan(_plan(tasks=(_task(text, "营造氛围"),)), text, SETTING)
    assert draft.tasks[0].kinds == ("meeting",)
    doubt = draft.anchor("task", 1).doubt("kinds")
    assert doubt is not None
    assert doubt.sureness == "unsure"


def _phase(name: str, start: str | None, end: str | None, at: int = 0) -> Phase:
    return Phase(name, start, end, None, None, name, (at, at + len(name)))


@pytest.mark.parametrize(
    ("span", "written", "day"),
    [
        (("2026-03-01", "2026-06-30"), "--05-01", date(2026, 5, 1)),
        (("2026-11-01", "2027-02-28"), "--12-01", date(2026, 12, 1)),
        (("2026-11-01", "2027-02-28"), "--01-15", date(2027, 1, 15)),
        (("--11-01", "--02-28"), "--01-15", date(2027, 1, 15)),
        (("2026-03-01", None), "--05-01", date(2026, 5, 1)),
        (("2026-03-01", "2026-06-30"), "--02-30", None),
    ],
)
def test_day_without_a_year_takes_it_from_the_span(
    span: tuple[str, str | None], written: str, day: date | None
) -> None:
    text = "第一阶段"
    plan = _plan(span=span, phases=(_phase(text, written, written),))
    draft = map_plan(plan, text, SETTING)
    assert draft.phases[0].start_on == day
    assert (draft.anchor("phase", 1).doubt("start_on") is None) == (
        day is not None and not (span[0] or "").startswith("--")
    )


def test_plan_without_any_day_leaves_the_campaign_open() -> None:
    draft = map_plan(_plan(span=(None, None)), "", SETTING)
    assert (draft.start_on, draft.end_on) == (None, None)
    assert draft.anchor("campaign").sureness == "unread"


def test_requirement_is_due_with_its_task_else_with_its_phase() -> None:
    text = "学习阶段 动员会 各单位学习2次 各单位培训1次"
    plan = _plan(
        phases=(_phase("学习阶段", "2026-03-01", "2026-04-30"),),
        tasks=(_task(text, "动员会", phase="学习阶段", due="2026-03-10"),),
        requirements=(
            _requirement(text, "各单位学习2次", phase="学习阶段", task="动员会"),
            _requirement(text, "各单位培训1次", phase="学习阶段"),
        ),
    )
    first, second = map_plan(plan, text, SETTING).requirements
    assert (first.window_start, first.window_end) == (
        date(2026, 3, 1),
        date(2026, 3, 10),
    )
    assert second.window_end == date(2026, 4, 30)
    assert (first.task_id, second.task_id) == (1, None)


def test_two_tasks_of_one_name_keep_their_own_requirements() -> None:
    text = "甲 学习 各单位学习1次 乙 学习 各单位学习2次"
    second_at = text.rindex(" 学习 各") + 1
    plan = _plan(
        tasks=(_task(text, "学习"), _task(text, "学习", at=(second_at, second_at + 2))),
        requirements=(
            _requirement(text, "各单位学习1次", task="学习"),
            _requirement(text, "各单位学习2次", task="学习"),
        ),
    )
    found = map_plan(plan, text, SETTING).requirements
    assert [one.task_id for one in found] == [1, 2]


def test_unread_sentences_of_the_reading_are_all_kept() -> None:
    text = "要抓紧。必须落实。"
    quotes = (Quote("要抓紧。", (0, 4)), Quote("必须落实。", (4, 9)))
    draft = map_plan(_plan(unread=quotes), text, SETTING)
    assert [one.raw for one in draft.leftovers] == ["要抓紧。", "必须落实。"]
    assert [one.id for one in draft.leftovers] == [1, 2]


@pytest.mark.skipif(not FIVE.exists(), reason="the five plans are not at hand")
@pytest.mark.parametrize("name", ["p0", "p1", "p2", "p3", "p4"])
def test_real_plan_maps_wholly(name: str) -> None:
    text = (FIVE / f"{name}.txt").read_text(encoding="utf-8")
    plan = read_plan_text(text)
    draft = map_plan(plan, text, SETTING)
    unmapped = [one for one in draft.leftovers if one.kind == "unmapped"]
    assert len(draft.phases) == len(plan.phases)
    assert len(draft.tasks) == len(plan.tasks)
    assert len(draft.requirements) + len(unmapped) == len(plan.requirements)
    for one in draft.requirements:
        known = metric_of(one.metric)
        assert known is not None
        assert counted_measure(one.metric, one.measure) in known.measures
    for anchor in draft.anchors:
        if anchor.at:
            assert text[slice(*anchor.at)] == anchor.raw
    assert load(dump(draft)) == draft


@pytest.mark.skipif(not FIVE.exists(), reason="the five plans are not at hand")
def test_office_plan_asks_for_study_notes_and_essays() -> None:
    text = (FIVE / "p2.txt").read_text(encoding="utf-8")
    draft = map_plan(read_plan_text(text), text, SETTING)
    wanted = {
        ("group_study", 5, "工作日", "党员"),
        ("notes_words", 10000, "字", "党员"),
        ("essays", 1, "篇", "党员"),
        ("essays_or_reports", 1, "篇", "副科级以上"),
    }
    found = {
        (one.metric, one.value, one.measure, one.tier) for one in draft.requirements
    }
    assert wanted <= found
