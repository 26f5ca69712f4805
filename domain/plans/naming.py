"""Names of phases and tasks: a heading without its number, date and full stop."""

import re

from domain.plans.dates import Mention
from domain.plans.sheet import Sheet
from domain.plans.words import COUNTED, PEOPLE

_LEAD = re.compile(
    r"(?:第?[一二三四五六七八九十壹贰叁肆伍陆柒捌\d]{1,3}(?:个)?(?:阶段|步骤"
    r"|步|环节)|[一二三四五六七八九十]是)[:、,. —-]*(?:[为是](?=.{2,14}(?:阶段"
    r"|期)))?"
    r"|(?:首先|其次|再次|然后|最后)(?:[为是]|进入|,)?(?=[^,。]{2,14}(?:阶段|期))"
    r"|[为是](?=[^,。]{1,14}(?:阶段|环节|时段|[期周月季](?:$|[(,。:\s])))|[:、,.\s—*【】★-]+|\((?=[^()]{2,16}阶段\))"
)
_LONGEST = 24
_TRAIL = re.compile(
    r"[\s:,、。;(】★*|—·-]*(?:时间|时限|时间安排|日期|活动时间|完成时间|完成时限"
    r"|起止时间)?(?:[:为是])?(?:从|自|在|于|定于|安排在)?[\s:,、(—-]*$"
)
_AFTER_DATE = re.compile(
    r"^(?:(?:期间|前|以前|之前|起|开始|止|完成(?=[\s,:、。)]|$)|左右)*\)?"
    r"[\])】\s,:、为是—-]*(?:主要[是为])?)"
)


def _leads(text: str, start: int, mention: Mention) -> bool:
    """Whether a year opens a heading and its name follows: 2015年:打基础."""
    return mention.start == start and text[mention.end : mention.end + 1] in (":", ",")


def _bracket_before(text: str, start: int, at: int) -> int:
    """Where the bracket around a date opens, or the date itself."""
    opened = text.rfind("(", start, at)
    closed = text.rfind(")", start, at)
    return opened if opened > closed else at


def name_place(sheet: Sheet, start: int, end: int) -> tuple[int, int]:
    """Place of the name within a heading; a heading that is only a date is empty."""
    text = sheet.text
    lead = _LEAD.match(text, start, end)
    while lead and lead.end() > start:
        start = lead.end()
        lead = _LEAD.match(text, start, end)
    dates = [
        m
        for m in sheet.mentions_in(start, end)
        if m.has_month
        or m.kind == "blank"
        or _leads(text, start, m)
        or text[m.start - 1 : m.end + 1] == f"({text[m.start : m.end]})"
    ]
    if not dates:
        return _trimmed(text, start, end)
    first = dates[0]
    cut = _bracket_before(text, start, first.start)
    bare = cut == first.start and _only_who(text[start:cut])
    named = cut - start > (cut == first.start)
    if named and not bare and not _only_lead(text[start:cut]):
        behind = _after(sheet, end, dates)
        counted = COUNTED.fullmatch(text[start:cut].strip())
        told = counted and behind[0] < behind[1]
        return behind if told else _trimmed(text, start, cut)
    return _after(sheet, end, dates)


def _only_who(words: str) -> bool:
    """Whether words name only who acts, so that the action follows the date."""
    return bool(
        re.fullmatch(
            rf"各[\u4e00-\u9fff]{{1,8}}(?:于|在)?"
            rf"|[^,]{{0,20}}?{PEOPLE.pattern}(?:要|应|须|需|请|务必)?(?:于|在"
            rf"|从|自)?",
            words,
        )
    )


def _only_lead(words: str) -> bool:
    return bool(re.fullmatch(r"[(\s从自在于定:]*|(?:时间|活动时间)[:为]?", words))


def _after(sheet: Sheet, end: int, dates: list[Mention]) -> tuple[int, int]:
    """The name when the date comes first: what follows the date."""
    text = sheet.text
    begin = dates[0].end
    match = _AFTER_DATE.match(text[begin:end])
    begin += match.end() if match else 0
    closer = next((m for m in dates[1:] if m.start == begin + 1), None)
    if closer and text[begin] == "(" and text[closer.end : closer.end + 1] == ")":
        return _after(sheet, end, dates[dates.index(closer) :])
    later = [m.start for m in dates[1:] if m.start > begin + 2]
    stop = _bracket_before(text, begin, later[0]) if later else end
    return _trimmed(text, begin, stop)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    trail = _TRAIL.search(text[start:end])
    end = start + trail.start() if trail else end
    if text[end - 1 : end] == ")" and "(" not in text[start:end]:
        end -= 1
    if text.count("(", start, end) > text.count(")", start, end):
        end = text.rfind("(", start, end)
    return start, max(start, end)


def phase_name(sheet: Sheet, start: int, end: int) -> tuple[int, int]:
    """The name of a stage: the first clause, up to 阶段 where that word ends it."""
    first, last = name_place(sheet, start, end)
    words = sheet.text[first:last]
    stage = re.match(r"[^,。;:(]{1,20}?阶段(?![划安步的性内和任工目要部])", words)
    if stage:
        return first, first + stage.end()
    panel = re.fullmatch(r"([^,。;:(]{2,3})板块", words)
    if panel:
        return first, first + panel.end(1)
    bracket = sheet.text[last : last + 1] in "(\n" and len(words) <= _LONGEST
    clause = re.match(r"[^。;:(]{2,}" if bracket else r"[^,。;:(]{2,}", words)
    return (first, first + clause.end()) if clause else (first, last)
