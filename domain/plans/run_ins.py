"""Tasks without numbers: lines that open with a name, and records of labelled lines."""

import re

from domain.plans.dates import Mention
from domain.plans.lines import Line, lines_of
from domain.plans.naming import name_place
from domain.plans.outline import Block
from domain.plans.sheet import Sheet
from domain.plans.words import ACTION_NOUNS, ADVERBS, LABEL, VERBS

Place = tuple[int, int]

ACTION = re.compile(
    rf"^(?:{ADVERBS}|地)*(?:{VERBS})|(?:{ACTION_NOUNS})$|^(?:以|把|将|对|向|为"
    rf"|在).{{2,}}|^.{{3,7}}[学查改讲评建干]$|^[建改聚强促树抓查访讲亮办装修清治化送补暖联定晒].{{2}}$"
)
_COLON = re.compile(r"(?P<head>[\u4e00-\u9fff“”]{2,14}):(?=.{8,})")
_STOP = re.compile(r"(?P<head>[\u4e00-\u9fff“”、]{4,14})。(?=.{6,})")
_NO_NAME = re.compile(r"时间|任务|要求|目标|单位|结果|比例|分[两二三四五六]")
_MANY = 2
_ALIKE = 1
_UNNUMBERED = ("dated", "run", "plain")
_WHAT = re.compile(
    r"(?:\d{1,2}[.、]|\([一二三四五六七八九十\d]{1,2}\)|[①-⑳])?\s?"
    r"(?:整改|工作|重点|具体|主要|落实|活动)?(?:措施|任务|事项|内容|项目|举措)"
    r"(?:名称)?[一二三四五六七八九十\d]?\s?:\s?(?P<name>[^\n。;]{4,60})"
)
_LIMIT = re.compile(
    r"(?:完成|整改|办结|落实|解决|销号)?(?:时限|期限|(?<=完成)时间|(?<=整改)时间)\s?:\s?"
)


def run_in_blocks(sheet: Sheet, block: Block) -> list[Block]:
    """Blocks for the lines of a block that open with a name and run on.

    A name before a full stop counts where it or most beside it act and most
    lines are built so; beside numbered children nothing counts.
    """
    below = block.children
    if below and below[0].style not in _UNNUMBERED:
        return []
    lines = lines_of(sheet.text, block.head[1], block.own_end)
    for pattern in (_COLON, _STOP):
        heads = [
            (line.start, line.start + match.end("head"))
            for line in lines
            if (match := pattern.match(line.words))
            and not LABEL.match(match["head"])
            and not _NO_NAME.search(match["head"])
        ]
        alone = 2 if not below or pattern is _COLON else 1
        if len(heads) >= alone and (pattern is _COLON or _trusted(sheet, heads, lines)):
            bounds = [*(start for start, _ in heads), block.own_end][1:]
            return [
                Block("run", None, head[0], head, end, parent=block)
                for head, end in zip(heads, bounds, strict=True)
            ]
    return []


def _trusted(sheet: Sheet, heads: list[Place], lines: list[Line]) -> bool:
    """Whether names before a full stop are headings: they act, or are built alike."""
    sizes = {end - start for start, end in heads}
    if len(heads) == len(lines) > _MANY and max(sizes) - min(sizes) <= _ALIKE:
        return True
    acting = sum(bool(ACTION.search(sheet.text[slice(*head)])) for head in heads)
    return acting * 2 >= len(heads) and len(heads) * 5 >= len(lines) * 3


def record_places(sheet: Sheet) -> list[tuple[Place, Mention | None]]:
    """Name and time limit of each record: 整改措施:X, 责任单位:Y, 完成时限:Z.

    One record alone is a remark of its paragraph and gives nothing.
    """
    text = sheet.text
    names = [
        (line.start + match.start("name"), line.start + match.end("name"))
        for line in lines_of(text)
        if (match := _WHAT.match(line.words))
    ]
    found: list[tuple[Place, Mention | None]] = []
    bounds = [*(start for start, _ in names), len(text)][1:]
    for (start, end), bound in zip(names, bounds, strict=True):
        limit = _LIMIT.search(text, end, min(bound, end + 160))
        if limit is None:
            continue
        days = sheet.mentions_in(limit.end(), limit.end() + 3)
        comma = text.find(",", start + 4, end)
        place = name_place(sheet, start, comma if comma >= 0 else end)
        found.append((place, days[0] if days else None))
    return found if len(found) > 1 else []
