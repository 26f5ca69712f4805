"""The days of a task: in its heading, behind a label, or in its own body."""

import re

from domain.plans.dates import Mention, resolve
from domain.plans.outline import Block
from domain.plans.sheet import Sheet
from domain.plans.stage_days import Days
from domain.plans.stages import Stage

_HANDOVER = re.compile(
    r"(?:[上下]午|下班)?(?:前|以前|之前)?,?(?:统一|汇总后?|及时|分别"
    r"|将\S{2,20})?(?:报|交|上报|报送|提交|送|完成|完工|竣工|交工|建成|投用|截止|结束)"
)
_TIME_LABEL = re.compile(
    r"(?:活动|完成|实施|整改|工作|起止|组织|培训|竞赛|演练|学习|开展"
    r"|检查)?(?:时间|时限|期限|日期)(?:安排|要求)?\s?[:为]\s?"
)


def dates_of_task(sheet: Sheet, block: Block) -> tuple[Mention, bool] | None:
    """The days of a task and whether they limit only its end, or None.

    Taken from the heading, a label, or the body when the body gives one date
    only: a second one in running text belongs to something else.
    """
    head = [m for m in sheet.mentions_in(*block.head) if is_usable(sheet, m)]
    if head:
        return head[0], _limits(sheet, head[0])
    end = min(block.end, block.own_end)
    labelled = _labelled(sheet, block)
    if labelled:
        return labelled, labelled.kind == "before"
    return _in_body(sheet, block, end)


def _body_start(sheet: Sheet, block: Block) -> int:
    at = block.head[1]
    text = sheet.text
    while at < len(text) and text[at] in "。:;,\n ":
        at += 1
    return at


def _in_body(sheet: Sheet, block: Block, end: int) -> tuple[Mention, bool] | None:
    """The date of a task's body when it speaks of the heading's action."""
    start = _body_start(sheet, block)
    body = [m for m in sheet.mentions_in(block.head[1], end) if is_usable(sheet, m)]
    if not body:
        return None
    first = body[0]
    limit = _limits(sheet, first)
    own = first.start - start <= 12 or _own(sheet, start, first, block.head)
    return (first, limit) if own or (limit and len(body) == 1) else None


def _own(
    sheet: Sheet, start: int, mention: Mention, heading_place: tuple[int, int]
) -> bool:
    """Whether a date of the body speaks of the heading's action."""
    before = sheet.text[start : mention.start]
    if "。" not in before and len(before) < 60:
        return True
    heading = sheet.text[slice(*heading_place)]
    clause = re.match(r"[,:]?([^,。;\n]*)", sheet.text[mention.end : mention.end + 80])
    return bool(clause) and _share(heading, clause[1] if clause else "", 3)


def _share(heading: str, words: str, size: int) -> bool:
    """Whether two wordings have a run of `size` characters in common."""
    return any(heading[i : i + size] in words for i in range(len(heading) - size + 1))


def _labelled(sheet: Sheet, block: Block) -> Mention | None:
    for match in _TIME_LABEL.finditer(sheet.text, block.head[0], block.end):
        near = sheet.mentions_in(match.end(), match.end() + 3)
        if near and is_usable(sheet, near[0]):
            return near[0]
    return None


def is_usable(sheet: Sheet, mention: Mention) -> bool:
    """Whether a mention can be a task's day: not past, not recurring, with a month."""
    if mention.kind == "recurring" or not mention.has_month:
        return False
    if any(point.shift == -1 for point in mention.moments):
        return False
    old = mention.year is not None and sheet.year is not None
    if old and (mention.year or 0) < (sheet.year or 0) - 1:
        return False
    after = sheet.text[mention.end : mention.end + 2]
    return not after.startswith(("以来", "以后发")) and mention.kind != "blank"


def _limits(sheet: Sheet, mention: Mention) -> bool:
    if mention.kind == "before":
        return True
    if mention.kind != "single":
        return False
    return bool(_HANDOVER.match(sheet.text, mention.end))


def days_of_task(
    sheet: Sheet, dated: tuple[Mention, bool] | None, stage: Stage | None
) -> Days:
    """First and last day of what dates_of_task found, in the year of its stage."""
    if dated is None:
        return None, None
    mention, limit = dated
    year = sheet.year
    inside = stage.days if stage else (None, None)
    for day in inside:
        if day and not day.startswith("-"):
            year = int(day[:4])
            break
    start, due = resolve(mention, year)
    both = inside[0] and inside[1] and due and not mention.year
    if both and year and str(inside[1])[:4] != str(inside[0])[:4]:
        later = resolve(mention, year + 1)
        if due and due < str(inside[0]):
            start, due = later
    return (None, due) if limit else (start, due)


def days_of_row(sheet: Sheet, mention: Mention | None) -> Days:
    """First and last day of a table row; a single day is the last."""
    if mention is None:
        return None, None
    start, due = resolve(mention, sheet.year)
    return (start, due) if mention.kind == "range" else (None, due)
