"""Lengths of time told behind a first day: 3月1日起,用半个月时间."""

import re
from calendar import monthrange
from dataclasses import replace

from domain.plans.moments import Moment
from domain.plans.numerals import han_number

_LAPSE = re.compile(
    r"[,、]?\s?(?:利用|用|为期|历时|用时|持续|集中)\s?(?:大约|约)?"
    r"(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,3}|半)(?P<unit>个半月|个月|周|个星期"
    r"|星期|天|日)(?:左右)?(?:的?时间)?"
)
_ANY_YEAR = 2001
_HALF = 15


def lapse(text: str, first: Moment) -> Moment | None:
    """The last day of a length of time told right behind its first day, or None.

    Args:
        text: The text.
        first: The first day; the words 起 or 开始 behind it may stand between.
    """
    opened = re.compile(r"(?:起|开始)?").match(text, first.end)
    match = _LAPSE.match(text, opened.end() if opened else first.end)
    if match is None or first.months is None or first.days[0] < 1:
        return None
    word = match["count"]
    number = int(word) if word.isdigit() else (han_number(word) or 0)
    number = 2 if word == "两" else number
    month, day = first.months[0], first.days[0]
    unit = match["unit"]
    if unit.endswith("月") and word != "半":
        month += number
        day += _HALF if unit == "个半月" else 0
    elif unit.endswith("月"):
        day += _HALF
    else:
        day += number * (7 if unit.endswith(("周", "期")) else 1)
    month, day = _carried(month, day - 1)
    return replace(
        first, end=match.end(), year=None, shift=None,
        months=(month, month), days=(day, day), form="day",
    )  # fmt: skip


def _carried(month: int, day: int) -> tuple[int, int]:
    """Month and day with overflowing days moved to the months after; 0 is the last."""
    month = (month - 1) % 12 + 1
    while day > (length := monthrange(_ANY_YEAR, month)[1]):
        day -= length
        month = month % 12 + 1
    if day == 0:
        month = (month - 2) % 12 + 1
    return month, day
