"""Parts in words: what pages and comparisons show of a phase, task, requirement."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from domain.campaigns import Phase, Requirement, Task
from domain.metrics import label_of
from domain.plan_mapping.model import Part
from domain.wording import COMPARISON_LABELS, PER_LABELS, amount

WHO_LABELS: Mapping[str, str] = {
    "unit": "各单位",
    "branch": "各党支部",
    "campaign": "活动办",
}
WEEKDAYS = "一二三四五六日"
DOUBT_LABELS: Mapping[str, str] = {
    "name": "名称",
    "start_on": "日期",
    "end_on": "日期",
    "due_on": "日期",
    "kinds": "台账",
    "who": "由谁完成",
    "metric": "指标",
    "comparison": "要求",
    "value": "要求",
    "per": "计算对象",
    "tier": "适用层次",
    "evidence": "佐证台账",
}
"""Under which label of describe() a doubtful field is shown."""


class Parts(Protocol):
    """Anything with the parts of a campaign: a draft, or a campaign itself."""

    @property
    def phases(self) -> Sequence[Phase]:
        """In the plan's order."""
        ...

    @property
    def tasks(self) -> Sequence[Task]:
        """In the plan's order."""
        ...

    @property
    def requirements(self) -> Sequence[Requirement]:
        """In the plan's order."""
        ...


def describe(part: Part, whole: Parts, kinds: Mapping[str, str]) -> dict[str, str]:
    """Label to text of each field, in the order shown; empty where nothing is set.

    Args:
        part: A part of whole.
        whole: For the names of what the part hangs on.
        kinds: Label of a record kind by key.
    """
    if isinstance(part, Phase):
        return {
            "名称": part.name,
            "日期": _days(part.start_on, part.end_on),
            "时间原文": part.raw_date,
            "上级阶段": _name(whole.phases, part.parent_id),
        }
    if isinstance(part, Task):
        return {
            "名称": part.name,
            "日期": _days(part.start_on, part.due_on),
            "时间原文": part.raw_date,
            "所属阶段": _name(whole.phases, part.phase_id),
            "上级任务": _name(whole.tasks, part.parent_id),
            "台账": _kinds(part.kinds, kinds),
            "由谁完成": WHO_LABELS[part.who],
        }
    return _requirement(part, whole, kinds)


def title(part: Part) -> str:
    """What a part is called: its name, or its metric and threshold."""
    if isinstance(part, Requirement):
        return f"{label_of(part.metric)}{threshold(part)}"
    return part.name


def threshold(one: Requirement) -> str:
    """The comparison and the amount in words: 不少于 5000字."""
    weekday = f"（周{WEEKDAYS[one.weekday - 1]}）" if one.weekday else ""
    return f"{COMPARISON_LABELS[one.comparison]} {amount(one)}{weekday}"


def _requirement(
    one: Requirement, whole: Parts, kinds: Mapping[str, str]
) -> dict[str, str]:
    left_out = f"（{one.tier_except}除外）" if one.tier_except else ""
    return {
        "指标": label_of(one.metric),
        "要求": threshold(one),
        "计算对象": PER_LABELS[one.per],
        "适用层次": f"{one.tier}{left_out}" if one.tier else "",
        "计算时段": _days(one.window_start, one.window_end),
        "佐证台账": _kinds(one.evidence, kinds),
        "所属阶段": _name(whole.phases, one.phase_id),
        "所属任务": _name(whole.tasks, one.task_id),
        "原文": one.raw,
        "说明": one.note,
    }


def _days(start: date | None, end: date | None) -> str:
    if start is None and end is None:
        return ""
    return f"{start or '……'} 至 {end or '……'}" if start != end else str(start)


def _name(parts: Sequence[Phase] | Sequence[Task], part_id: int | None) -> str:
    return next((one.name for one in parts if one.id == part_id), "")


def _kinds(keys: Sequence[str], labels: Mapping[str, str]) -> str:
    return "、".join(labels.get(key, key) for key in keys)
