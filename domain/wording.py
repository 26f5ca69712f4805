"""Requirements in words: comparison, threshold, and in what they are measured."""

from collections.abc import Mapping

from domain.campaigns import Requirement
from domain.metrics import label_of

PER_LABELS: Mapping[str, str] = {
    "person": "每人",
    "unit": "每个单位",
    "branch": "每个党支部",
    "body": "每个机构",
    "campaign": "全活动",
    "person_per_week": "每人每周",
    "unit_per_phase": "每单位每阶段",
    "person_per_phase": "每人每阶段",
}
COMPARISON_LABELS: Mapping[str, str] = {
    "at_least": "不少于",
    "at_most": "不超过",
    "exactly": "等于",
    "between": "介于",
    "coverage": "覆盖",
    "cadence": "每周",
    "event": "发生即办",
}


def short_name(requirement: Requirement) -> str:
    """Metric, threshold and tier: 学习笔记 ≥5000字（班子成员）."""
    tier = f"（{requirement.tier}）" if requirement.tier else ""
    return f"{label_of(requirement.metric)} {threshold(requirement)}{tier}"


def threshold(requirement: Requirement) -> str:
    """The comparison with its value: ≥5000字, 1–2个, 覆盖100%."""
    signs = {"at_most": "≤", "exactly": "=", "coverage": "覆盖", "between": ""}
    return signs.get(requirement.comparison, "≥") + amount(requirement)


def amount(requirement: Requirement) -> str:
    """The value alone: 5000字, 1–2个, 100%."""
    if requirement.comparison == "coverage":
        return f"{requirement.value:.0%}"
    upper = f"–{requirement.value_to:g}" if requirement.value_to is not None else ""
    return f"{requirement.value:g}{upper}{requirement.measure}"


def measured_in(requirement: Requirement) -> str:
    """What attained and needed count: the measure, or weeks or phases met."""
    if requirement.per == "person_per_week" or requirement.comparison == "cadence":
        return "周"
    return "个阶段" if requirement.per.endswith("_phase") else requirement.measure
