"""Parts of a draft as forms: their fields, what stands in them, reading them back."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from hashlib import blake2b
from typing import Any

from domain.campaigns import Phase, Requirement, Task
from domain.fields import Field
from domain.metrics import counted_measure, label_of, metric_of
from domain.plan_mapping.model import Leftover, Part, PartName
from domain.plan_mapping.words import kinds_in, metrics_in
from domain.reading import Directory, Unreadable, clean, read

MANY = frozenset({"kinds", "evidence"})
NUMBERS = frozenset({"phase_id", "parent_id", "task_id", "weekday"})
NULLABLE = frozenset({"tier", "tier_except", "body_kind"})
_NAME_MAX = 200
_TEXT_MAX = 2000
_SHARE = "coverage"

_PHASE = Field("phase_id", "所属阶段", "choice", help="不属于某个阶段时留空。")
FIELDS: Mapping[PartName, tuple[Field, ...]] = {
    "campaign": (
        Field("name", "活动名称", "text", required=True, size_max=_NAME_MAX),
        Field("start_on", "开始日期", "date", required=True),
        Field("end_on", "结束日期", "date", required=True),
    ),
    "phase": (
        Field("name", "阶段名称", "text", required=True, size_max=_NAME_MAX),
        Field("start_on", "开始日期", "date"),
        Field("end_on", "结束日期", "date"),
        Field("parent_id", "上级阶段", "choice", help="阶段中的小阶段才选。"),
    ),
    "task": (
        Field("name", "任务名称", "text", required=True, size_max=_NAME_MAX),
        _PHASE,
        Field("parent_id", "上级任务", "choice", help="任务中的小项才选。"),
        Field("start_on", "开始日期", "date"),
        Field("due_on", "截止日期", "date", help="不填则这项任务本身不计到期。"),
        Field("kinds", "台账类别", "choice", help="单位用这些台账填报，可以多选。"),
        Field("who", "由谁完成", "choice", required=True),
    ),
    "requirement": (
        Field("metric", "指标", "choice", required=True),
        Field("comparison", "比较", "choice", required=True),
        Field(
            "value", "数值", "decimal", required=True, help="覆盖率填百分数，如 95。"
        ),
        Field("value_to", "上限", "decimal", help="只有“介于”要填。"),
        Field(
            "measure", "计量单位", "text", required=True, help="如 次、篇、字、学时。"
        ),
        Field("per", "计算对象", "choice", required=True),
        Field("tier", "适用层次", "choice", help="不分层次时留空。"),
        Field(
            "tier_except", "除外层次", "choice", help="如“其他党员”是党员除去班子成员。"
        ),
        Field("window_start", "起算日期", "date", help="不填则从活动开始日算起。"),
        Field("window_end", "截止日期", "date", help="不填则到活动结束日。"),
        Field("weekday", "星期", "choice", help="只有每周一次的要求才选。"),
        Field("evidence", "佐证台账", "choice", help="不选则按指标的全部台账计。"),
        _PHASE,
        Field("task_id", "所属任务", "choice", help="不属于某项任务时留空。"),
        Field("raw", "方案原文", "long_text", required=True, size_max=_TEXT_MAX),
        Field("note", "说明", "text", size_max=_NAME_MAX),
    ),
}
BLANK_PHASE = Phase(0, "", None, None, "", None, 0)
BLANK_TASK = Task(0, None, None, "", None, None, "", (), "unit", 0)
BLANK_REQUIREMENT = Requirement(
    0, None, None, 0, "group_study", "at_least", 1, None, "次", "unit", None, None,
    None, None, None, None, (), "",
)  # fmt: skip
BLANK: Mapping[PartName, Part] = {
    "phase": BLANK_PHASE,
    "task": BLANK_TASK,
    "requirement": BLANK_REQUIREMENT,
}


@dataclass(frozen=True)
class Filled:
    """A form read back: the values by field name, and a reason by faulty field."""

    values: dict[str, Any]
    errors: dict[str, str]


def typed_of(part: Part) -> dict[str, str]:
    """What the fields of a form for the part show; several keys joined by commas."""
    is_share = isinstance(part, Requirement) and part.comparison == _SHARE
    return {
        one.name: _shown(getattr(part, one.name), is_share and one.name == "value")
        for one in fields(part)
    }


def fill(
    part: PartName, typed: Mapping[str, str], choices: Mapping[str, Collection[str]]
) -> Filled:
    """Read a form.

    Args:
        part: Whose form.
        typed: What was typed by field name; several keys joined by commas. A field
            that is missing was not on the form and is left out of the values.
        choices: Keys that may be chosen, by field name.
    """
    filled = Filled({}, {})
    for one in FIELDS[part]:
        if one.name not in typed:
            continue
        text = clean(typed[one.name])
        if one.required and not text:
            filled.errors[one.name] = f"请填写{one.label}。"
            continue
        try:
            filled.values[one.name] = _value(one, text, choices.get(one.name))
        except Unreadable as error:
            filled.errors[one.name] = str(error)
    for name, reason in _across(part, filled.values).items():
        filled.errors.setdefault(name, reason)
    return filled


def put_in(part: Part, values: Mapping[str, Any]) -> Part:
    """The part with the values of a form; a share was typed in per cent."""
    changed = replace(part, **values)
    if isinstance(changed, Requirement) and changed.comparison == _SHARE:
        return replace(changed, value=round(float(values["value"]) / 100, 4))
    return changed


def suggested(part: PartName, leftover: Leftover | None) -> Part:
    """A part to begin with: blank, or what the words of a sentence suggest."""
    blank = BLANK[part]
    if leftover is None:
        return blank
    if isinstance(blank, Requirement):
        metric = next(metrics_in(leftover.raw), blank.metric)
        known = metric_of(metric)
        number = re.search(r"\d+(?:\.\d)?", leftover.raw)
        return replace(
            blank,
            metric=metric,
            measure=known.measures[0] if known else "",
            value=float(number[0]) if number else 1,
            evidence=known.evidence if known else (),
            raw=leftover.raw,
        )
    name = re.split(r"[，。；：,;:]", leftover.raw, maxsplit=1)[0][:_NAME_MAX]
    if isinstance(blank, Task):
        return replace(blank, name=name, kinds=kinds_in(leftover.raw))
    return replace(blank, name=name)


def fingerprint(part: object) -> str:
    """A short word for the state of a part, to notice that somebody else changed it."""
    return blake2b(repr(part).encode(), digest_size=8).hexdigest()


def _shown(value: object, is_share: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ",".join(str(one) for one in value)
    if isinstance(value, float | int):
        return f"{value * 100 if is_share else value:.10g}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _value(one: Field, text: str, choices: Collection[str] | None) -> object:
    if one.name in MANY:
        return tuple(key for key in text.split(",") if key in (choices or ()))
    if one.input == "choice":
        return _key(one, text, choices or ())
    found = read(one, text, Directory())
    return "" if found is None and one.input in ("text", "long_text") else found


def _key(one: Field, text: str, choices: Collection[str]) -> str | int | None:
    if text and text not in choices:
        message = f"{one.label}请在列表中选择。"
        raise Unreadable(message)
    if one.name in NUMBERS:
        return int(text) if text else None
    return text or (None if one.name in NULLABLE else "")


def _across(part: PartName, values: Mapping[str, Any]) -> dict[str, str]:
    """Rules across fields; values that could not be read are missing."""
    ends = {"phase": "end_on", "campaign": "end_on", "task": "due_on"}
    names = ("start_on", ends[part]) if part in ends else ("window_start", "window_end")
    first, last = (values.get(name) for name in names)
    faults = {}
    if first and last and last < first:
        faults[names[1]] = "结束或截止日期早于开始日期，请改正。"
    if part == "requirement":
        faults |= _of_requirement(values)
    return faults


def _of_requirement(values: Mapping[str, Any]) -> dict[str, str]:
    metric, measure = values.get("metric", ""), values.get("measure", "")
    known, comparison = metric_of(metric), values.get("comparison")
    faults = {}
    if known and measure and counted_measure(metric, measure) not in known.measures:
        may = "、".join(known.measures)
        faults["measure"] = f"“{label_of(metric)}”不能以“{measure}”计，只能用：{may}。"
    value, upper = values.get("value"), values.get("value_to")
    if comparison == "between" and (upper is None or upper < (value or 0)):
        faults["value_to"] = "“介于”要填不小于数值的上限。"
    if comparison == _SHARE and value is not None and not 0 < value <= 100:
        faults["value"] = "覆盖率应大于0、不大于100。"
    return faults
