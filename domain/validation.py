"""One validation for pages, commands and Excel: hard problems block, soft ones ask.

Reading (domain/reading.py) turns text into values; here whole records are checked.
A draft may be saved with any readable values; only submitting asks for all of them.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from domain.fields import Field, Kind
from domain.reading import Value
from domain.rules import RULES

WORDS_ODD = 30_000
HOURS_OF_DAY = 24
ATTENDANCE = "attendance"


@dataclass(frozen=True)
class Problem:
    """Something wrong with a record.

    Attributes:
        field: Name of the field at fault; ``attendance``, or empty for the whole.
        message: The sentence shown beside the field.
        is_hard: Blocks submitting; a soft problem passes with a written 说明.
    """

    field: str
    message: str
    is_hard: bool = True


@dataclass(frozen=True)
class Surroundings:
    """What a record is checked against, read beforehand by the caller.

    Attributes:
        campaign_days: First and last day of the campaign.
        task_days: First and last day of the task, each None where the plan gives
            none.
        has_twin: Another living record of the unit has the same title, day and
            person.
        hours_elsewhere: Hours of the same person on the same day in other records.
    """

    today: date
    campaign_days: tuple[date, date]
    task_days: tuple[date | None, date | None] = (None, None)
    has_twin: bool = False
    hours_elsewhere: float = 0.0


def check(
    kind: Kind,
    values: Mapping[str, Value],
    present: Collection[int],
    around: Surroundings,
) -> list[Problem]:
    """Every problem that stands in the way of submitting, hard ones first.

    present holds the ids of the persons listed as present.
    """
    problems = [
        *_missing(kind, values),
        *(
            Problem(*broken)
            for rule in RULES.get(kind.key, ())
            for broken in rule(values, present)
        ),
        *_odd_day(kind, values, around),
        *_odd_amounts(kind, values, around),
        *_twin(kind, around),
    ]
    return sorted(problems, key=lambda one: not one.is_hard)


def hard(problems: Collection[Problem]) -> dict[str, str]:
    """The first blocking sentence of each field, by field name."""
    found: dict[str, str] = {}
    for one in problems:
        if one.is_hard:
            found.setdefault(one.field, one.message)
    return found


def soft(problems: Collection[Problem]) -> list[Problem]:
    """Those that pass with a written 说明."""
    return [one for one in problems if not one.is_hard]


def _missing(kind: Kind, values: Mapping[str, Value]) -> list[Problem]:
    return [
        Problem(one.name, f"{one.label}未填，上报前须{_verb(one)}。")
        for one in kind.fields
        if one.required and values.get(one.name) in (None, "")
    ]


def _verb(one: Field) -> str:
    return "选择" if one.input in {"choice", "person", "unit", "yes_no"} else "填写"


def _odd_day(
    kind: Kind, values: Mapping[str, Value], around: Surroundings
) -> list[Problem]:
    day = values.get(kind.day)
    if not isinstance(day, date):
        return []
    found = []
    if day > around.today:
        found.append(f"{chinese_day(day)}还没有到，请核对日期。")
    start, end = around.task_days
    if start or end:
        if not _within(day, start, end):
            found.append(f"日期不在任务规定的时间内（{_span(start, end)}）。")
    elif not _within(day, *around.campaign_days):
        found.append(f"日期不在活动时间内（{_span(*around.campaign_days)}）。")
    return [Problem(kind.day, message, is_hard=False) for message in found]


def _within(day: date, start: date | None, end: date | None) -> bool:
    return (start is None or start <= day) and (end is None or day <= end)


def _span(start: date | None, end: date | None) -> str:
    first = chinese_day(start) if start else "不限"
    return f"{first}至{chinese_day(end) if end else '不限'}"


def _odd_amounts(
    kind: Kind, values: Mapping[str, Value], around: Surroundings
) -> list[Problem]:
    found = []
    for one in kind.fields:
        value = values.get(one.name)
        if not isinstance(value, int | float):
            continue
        if one.unit == "字" and value > WORDS_ODD:
            found.append((one.name, f"一次填报{value:g}字，超过{WORDS_ODD}字。"))
        elif one.unit == "小时" and value + around.hours_elsewhere > HOURS_OF_DAY:
            total = value + around.hours_elsewhere
            found.append((one.name, f"同一天累计{total:g}小时，超过24小时。"))
    return [Problem(name, message, is_hard=False) for name, message in found]


def _twin(kind: Kind, around: Surroundings) -> list[Problem]:
    if not around.has_twin:
        return []
    message = "本单位已有一条同日、同标题的记录，请核对是否重复填报。"
    return [Problem(kind.title, message, is_hard=False)]


def chinese_day(day: date) -> str:
    """A day as papers write it: 2009年3月30日."""
    return f"{day.year}年{day.month}月{day.day}日"
