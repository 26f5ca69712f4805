"""The days of a stage: where its heading tells them, and the year they lie in."""

import re

from domain.plans.dates import Mention, resolve
from domain.plans.outline import Block
from domain.plans.sheet import Sheet

Days = tuple[str | None, str | None]
_LABEL = re.compile(
    r"(?:活动|工作|具体|实施|阶段|起止)?(?:时间|日期"
    r"|时限)(?:安排)?\s?[:为是]?\s?(?:从|自)?"
)


def dates_of_heading(sheet: Sheet, block: Block) -> Mention | None:
    """The days of a stage: in its heading, just after it, or labelled 时间."""
    start, end = block.head
    in_head = [m for m in sheet.mentions_in(start, end) if m.kind != "recurring"]
    above = _above(sheet, block)
    if in_head or above:
        return in_head[0] if in_head else above
    text = sheet.text
    at = end
    while at < len(text) and text[at] in " \n,:。(、":
        at += 1
    label = _LABEL.match(text, at)
    begin = label.end() if label else at
    near = sheet.mentions_in(begin, min(begin + 8, block.own_end))
    ranged = near and (near[0].kind != "single" or label or _alone(text, end, near[0]))
    if ranged:
        return near[0]
    below = block.children[0] if block.children else None
    if start >= end and below is not None and below.style == "dated":
        return dates_of_heading(sheet, below)
    return _labelled(sheet, block)


def _above(sheet: Sheet, block: Block) -> Mention | None:
    """The days that fill the line above a heading without a number."""
    if block.number or not block.line:
        return None
    stop = sheet.text.rfind("\n", 0, block.start)
    start = sheet.text.rfind("\n", 0, max(stop, 0)) + 1
    days = sheet.mentions_in(start, stop) if stop > start else []
    whole = days and not sheet.text[start : days[0].start].strip(" (")
    closed = days and not sheet.text[days[0].end : stop].strip(" ):")
    return days[0] if whole and closed and days[0].kind == "range" else None


def _alone(text: str, end: int, mention: Mention) -> bool:
    """Whether a single day after a heading stands for the whole stage."""
    lead = text[end : mention.start]
    closed = text[mention.end : mention.end + 1] in ("", ")", "。", ";", "\n", ",", " ")
    long = mention.moments[0].form in ("month", "period", "part")
    return "(" in lead or ((":" in lead or long) and closed)


def _labelled(sheet: Sheet, block: Block) -> Mention | None:
    """Days behind a label 时间: in the body or in the first child."""
    for match in re.finditer(
        r"(?:时间|时限|日期)(?:安排|要求)?\s?[:为]\s?(?:从|自)?|时间(?:从|自)"
        r"|(?:此|本|该|这一)阶段(?:为|从|自)?",
        sheet.text[block.head[1] : min(block.end, block.head[1] + 160)],
    ):
        at = block.head[1] + match.end()
        near = sheet.mentions_in(at, at + 4)
        if near:
            return near[0]
    first = block.children[0] if block.children else None
    if first and re.search(r"时间|时限", sheet.text[slice(*first.head)]):
        near = sheet.mentions_in(first.head[0], min(first.own_end, first.head[1] + 12))
        return near[0] if near else None
    return None


class Calendar:
    """Years along the stages: a day without a year follows the last one."""

    def __init__(self, year: int | None) -> None:
        self.year = year
        self.last: str | None = None
        self.passed = False

    def days(self, mention: Mention | None) -> Days:
        """First and last day of a mention, which follows the mentions before it."""
        if mention is None:
            return None, None
        if mention.year:
            self.year = mention.year
        start, end = resolve(mention, self.year)
        key = start or end
        backwards = key and self.last and key < self.last
        passed = _months_apart(key, self.last) or self.passed
        open_year = not mention.year and not any(p.shift for p in mention.moments)
        if backwards and self.year and open_year and passed:
            self.year += 1
            start, end = resolve(mention, self.year)
        self.last = start or end or self.last
        self.passed = bool(start and end and start[:4] < end[:4])
        if end and self.year and not end.startswith("-"):
            self.year = max(self.year, int((start or end)[:4]))
        return start, end


def _months_apart(key: str | None, last: str | None) -> bool:
    """Whether a day lies so far before the last stage that a new year began."""
    if not key or not last:
        return False
    return int(last[5:7]) - int(key[5:7]) >= 6
