"""Lines that open with a short name and its days, in either order.

One alone may tell of anything; where the days of such lines pass on from one to the
next, the lines are headings.
"""

import re
from dataclasses import dataclass

from domain.plans.chains import chain
from domain.plans.dates import Mention, mentions, resolve
from domain.plans.lines import Line
from domain.plans.words import COUNTED

_REACH = 56
_LONGEST_DAYS = 48
_NEAR = re.compile(r".{0,28}?(?:[年月季旬]|\d[./]\d)")
_ANY_YEAR = 2001
_NAME = (
    r"(?!\S{0,4}(?:时间|日期|时限|期限|地点|电话))(?!各|每|全体|由|的)"
    r"[\u4e00-\u9fff“”、·]{1,16}?"
)
_BEFORE = re.compile(
    rf"[\[【(]?\s?(?P<name>{_NAME})\s?[:,。】]?(?:—{{1,2}})?\s?[(\[]?\s?"
    r"(?:(?:活动|工作|起止)?(?:时间|日期)(?:安排)?\s?[:为是]?)?\s?(?:自|从|于|在)?\s?$"
)
_LEAD = re.compile(r"[\[【(]?\s?(?:自|从)?$")
_BETWEEN = re.compile(
    r"(?:起|止|期间|前)?\s?[\])】]?\s?(?:[:,。为是]|—{1,2})?\s?"
    rf"(?:主要(?:是|为))?(?P<name>{_NAME})\s?(?=[。:;】(\[]|\s|$)"
)
_AFTER = re.compile(r"(?:起|止|前)?\s?(?:[\])】]|[。:,;]|$|\s)")
_ONLY_DAYS = re.compile(
    r"[(\[]?\s?(?:(?:活动|工作|起止)?(?:时间|日期)(?:安排)?\s?[:为是]?)?\s?(?:自|从)?$"
)
_SHORT = re.compile(r"[\u4e00-\u9fff“”、·]{1,14}$")
_IS_DAY = re.compile(r"[日天晚上中下早午月年号旬第]")


@dataclass(frozen=True)
class DatedLine:
    """A line that may be a heading.

    Attributes:
        line: The line.
        head: Name and days: start and end.
        days: First and last day, of any year.
    """

    line: Line
    head: tuple[int, int]
    days: tuple[str | None, str | None]


def dated_line(line: Line, following: Line | None = None) -> DatedLine | None:
    """A line read as a name with its days, or None.

    Args:
        line: The line.
        following: The line below, whose days may be those of a bare name.
    """
    words = line.words[:_REACH]
    near = _NEAR.match(words)
    found = mentions(words) if near else []
    days = next((m for m in found if m.has_month or _in_brackets(words, m)), None)
    if days is None:
        return _above(line, following)
    if _LEAD.fullmatch(words[: days.start]):
        return _days_first(line, words, days)
    return _name_first(line, words, days)


def _in_brackets(words: str, days: Mention) -> bool:
    return (
        words[days.start - 1 : days.start] == "("
        and words[days.end : days.end + 1] == ")"
    )


def _days_first(line: Line, words: str, days: Mention) -> DatedLine | None:
    days = _outer(words, days)
    named = _BETWEEN.match(words, days.end)
    told = named and not _IS_DAY.match(named["name"])
    return _made(line, named.end(), days) if named and told else None


def _name_first(line: Line, words: str, days: Mention) -> DatedLine | None:
    before = _BEFORE.fullmatch(words[: days.start])
    if not before or not _AFTER.match(words, days.end):
        return None
    behind = _BETWEEN.match(words, days.end)
    if behind and COUNTED.fullmatch(before["name"]):
        return _made(line, behind.end(), days)
    closed = words[days.end : days.end + 1] in (")", "】", "]")
    return _made(line, days.end + closed, days)


def _outer(words: str, days: Mention) -> Mention:
    """The days told more closely in brackets behind: 第一季度(1月至3月)."""
    bracket = re.match(r"\s?\(", words[days.end :])
    closer = mentions(words, days.end, len(words)) if bracket else []
    inside = closer and closer[0].start == days.end + (bracket.end() if bracket else 0)
    return closer[0] if inside else days


def _made(line: Line, end: int, days: Mention) -> DatedLine:
    return DatedLine(
        line, (line.start, line.start + end), resolve(days, _ANY_YEAR)
    )  # fmt: skip


def _above(line: Line, following: Line | None) -> DatedLine | None:
    """A short line over a line that holds nothing but days."""
    below = following.words if following else ""
    if len(below) > _LONGEST_DAYS or not _SHORT.fullmatch(line.words):
        return None
    days = next(iter(mentions(below)), None)
    if days is None or not _ONLY_DAYS.fullmatch(below[: days.start]):
        return None
    alone = not below[days.end :].strip(")]。 止")
    return _made(line, len(line.words), days) if alone else None


def dated_headings(lines: list[Line]) -> list[DatedLine]:
    """The lines that share the time between them, in order."""
    found: list[DatedLine] = []
    for index, line in enumerate(lines):
        one = dated_line(line, lines[index + 1] if index + 1 < len(lines) else None)
        if one:
            found.append(one)
    return [found[index] for index in chain([one.days for one in found])]
