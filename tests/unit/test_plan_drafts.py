"""Edits, comparisons and the cut text of drafts; all pure."""

from dataclasses import replace
from datetime import date

import pytest

from domain.plan_mapping import editing, forms
from domain.plan_mapping.difference import Change, differences
from domain.plan_mapping.model import Anchor, Doubt, Leftover, PartName, PlanDraft
from domain.plan_mapping.segments import Mark, lines_of

LEFT = Leftover(1, "unread", "各单位要召开座谈会2次。", (5, 17), "未读出。")


def _draft() -> PlanDraft:
    phase = replace(forms.BLANK_PHASE, id=1, name="学习阶段")
    task = replace(forms.BLANK_TASK, id=1, name="学习", phase_id=1)
    inner = replace(task, id=2, name="自学", parent_id=1)
    need = replace(forms.BLANK_REQUIREMENT, id=1, phase_id=1, task_id=1, raw="学2次")
    doubt = Doubt("kinds", "unsure", "推定。")
    return PlanDraft(
        "活动",
        date(2027, 3, 1),
        date(2027, 6, 30),
        (phase,),
        (task, inner),
        (need,),
        (Anchor("phase", 1, (0, 4), raw="学习阶段"),
         Anchor("task", 1, (6, 8), doubts=(doubt,))),
        (LEFT,),
    )  # fmt: skip


def test_correction_clears_the_doubts_of_its_part_only() -> None:
    draft = _draft()
    changed = editing.correct(draft, "task", replace(draft.tasks[0], name="集中学习"))
    assert changed.anchor("task", 1).is_checked
    assert changed.anchor("task", 1).sureness == "sure"
    assert not changed.anchor("phase", 1).is_checked
    assert changed.tasks[0].name == "集中学习"


def test_added_part_takes_the_place_of_its_sentence() -> None:
    new = forms.suggested("requirement", LEFT)
    draft, part_id = editing.add(_draft(), "requirement", new, LEFT.id)
    assert part_id == 2
    assert draft.anchor("requirement", 2).at == LEFT.at
    assert draft.open_leftovers == ()
    assert draft.requirements[-1].metric == "symposia"


def test_removed_task_hands_on_what_hung_on_it() -> None:
    draft = editing.remove(_draft(), "task", 1)
    assert [one.id for one in draft.tasks] == [2]
    assert draft.tasks[0].parent_id is None
    assert draft.requirements[0].task_id is None
    assert [one.kind for one in draft.open_leftovers] == ["unread", "removed"]


def test_campaign_lists_parents_before_what_is_inside_them() -> None:
    draft = _draft()
    turned = replace(draft, tasks=draft.tasks[::-1])
    stated = editing.as_campaign(turned)
    assert [one.id for one in stated.tasks] == [1, 2]
    assert [one.position for one in stated.tasks] == [1, 2]


def test_tasks_in_a_circle_do_not_hang_the_campaign() -> None:
    draft = _draft()
    first, second = draft.tasks
    circle = replace(draft, tasks=(replace(first, parent_id=2), second))
    assert len(editing.as_campaign(circle).tasks) == 2


@pytest.mark.parametrize("part", ["phase", "task", "requirement"])
def test_form_filled_with_what_stands_there_changes_nothing(part: PartName) -> None:
    found = _draft().parts(part)[0]
    keys = {"1", "unit", "at_least", "group_study"}
    choices = dict.fromkeys(
        ("phase_id", "task_id", "parent_id", "who", "metric", "comparison", "per"), keys
    )
    filled = forms.fill(part, forms.typed_of(found), choices)
    assert filled.errors == {}
    assert forms.put_in(found, filled.values) == found


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"value": "多"}, "value"),
        ({"value": ""}, "value"),
        ({"measure": "吨"}, "measure"),
        ({"comparison": "between", "value": "3", "value_to": "2"}, "value_to"),
        ({"comparison": "coverage", "value": "120"}, "value"),
        ({"window_start": "2027-05-01", "window_end": "2027-04-01"}, "window_end"),
        ({"window_end": "2027-02-30"}, "window_end"),
        ({"metric": "weather"}, "metric"),
    ],
)
def test_form_with_a_fault_names_the_field(typed: dict[str, str], field: str) -> None:
    base = forms.typed_of(replace(forms.BLANK_REQUIREMENT, raw="原文", measure="次"))
    choices = {
        "metric": {"group_study"},
        "comparison": {"at_least", "between", "coverage"},
        "per": {"unit"},
    }
    assert set(forms.fill("requirement", base | typed, choices).errors) == {field}


def test_share_is_typed_in_per_cent_and_kept_as_a_share() -> None:
    base = replace(
        forms.BLANK_REQUIREMENT, metric="participation", comparison="coverage",
        value=0.95, measure="次", raw="参学率95%",
    )  # fmt: skip
    assert forms.typed_of(base)["value"] == "95"
    filled = forms.put_in(base, {"value": 87.5})
    assert getattr(filled, "value", None) == 0.875


def _changes(old: PlanDraft, new: PlanDraft) -> list[tuple[str, str, str]]:
    return [(one.kind, one.part, one.title) for one in differences(old, new, {})]


def test_same_reading_has_no_difference() -> None:
    assert differences(_draft(), _draft(), {}) == ()


def test_difference_tells_added_removed_and_changed_by_name() -> None:
    old = _draft()
    renamed = replace(old.phases[0], name="学习动员阶段", end_on=date(2027, 4, 1))
    other = replace(old.tasks[1], name="知识竞赛答题")
    new = replace(old, phases=(renamed,), tasks=(old.tasks[0], other))
    assert ("changed", "phase", "学习动员阶段") in _changes(old, new)
    assert ("added", "task", "知识竞赛答题") in _changes(old, new)
    assert ("removed", "task", "自学") in _changes(old, new)


def test_difference_shows_both_values_of_a_field() -> None:
    old = _draft()
    new = replace(
        old, requirements=(replace(old.requirements[0], value=3, raw="学3次"),)
    )
    (change,) = differences(old, new, {})
    assert isinstance(change, Change)
    assert ("要求", "不少于 1次", "不少于 3次") in {
        (one.label, one.old, one.new) for one in change.fields
    }


@pytest.mark.parametrize("text", ["", "\n", "一\n二二\n\n三", "𠮷野家\n"])
@pytest.mark.parametrize(
    "places", [(), ((0, 1),), ((0, 4), (1, 3)), ((2, 2), (3, 99)), ((0, 4), (0, 4))]
)
def test_cut_text_joins_to_the_text(
    text: str, places: tuple[tuple[int, int], ...]
) -> None:
    marks = [Mark(at, f"m{number}", "sure") for number, at in enumerate(places)]
    lines = lines_of(text, marks)
    joined = "\n".join("".join(one.text for one in line) for line in lines)
    assert joined == text
    begun = [key for line in lines for one in line for key in one.begins]
    inside = [one.key for one in marks if one.at[0] < min(one.at[1], len(text))]
    assert sorted(begun) == sorted(inside)


def test_shortest_mark_is_shown_where_marks_overlap() -> None:
    ((first, second, third),) = lines_of(
        "一二三四", [Mark((0, 4), "long", "sure"), Mark((1, 2), "short", "unsure")]
    )
    shown = [one.mark.key for one in (first, second, third) if one.mark]
    assert shown == ["long", "short", "long"]
