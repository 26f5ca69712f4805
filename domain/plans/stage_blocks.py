"""Blocks that are stages: marked ones, dated siblings, siblings that follow on."""

import re

from domain.plans.chains import chain
from domain.plans.naming import phase_name
from domain.plans.outline import Block
from domain.plans.sheet import Sheet
from domain.plans.stage_days import Calendar, dates_of_heading
from domain.plans.words import EVENT, ROSTER, STAGE_WORDS, STEP_SECTION

_STAGE_END = re.compile(
    r"^(?!.*(?:各|每|[两三四五六])个?阶段)[^,。;:]{1,20}(?:阶段|环节|时段)$"
)
_GENERIC = re.compile(rf"^(?:{STAGE_WORDS})+$")
_THEMED = re.compile(r"(?:周|主题月|宣传月|整治月|攻坚月)$")
_TASKS_PARENT = re.compile(r"任务|内容|措施|要求|目标|原则|领导|保障|重点|举措|项目")
_BESIDE = re.compile(r"要求|目标|原则|领导|保障")
_THEME_OF_TIME = re.compile(r"[周月季]$")
_ENOUGH = 2
_WEAK_STAGE = re.compile(r"专题|周|批次|(?<!阶)段$")
_NOT_STAGE = re.compile(
    r"^(?:指导思想|总体要求|基本原则|工作目标|目标|组织领导|工作要求|保障措施"
    r"|活动时间|时间安排|(?:工作|活动|具体|主要)+(?:步骤|环节|阶段|时段)$)"
)


def _score(sheet: Sheet, block: Block) -> float:
    """How much a block looks like a stage; 3 and more is certain."""
    start, end = phase_name(sheet, *block.head)
    words = sheet.text[start:end]
    if _NOT_STAGE.match(words):
        return -2
    score = 3.0 if block.stage else 0.0
    if _WEAK_STAGE.search(sheet.text, block.start, start) and not dates_of_heading(
        sheet, block
    ):
        score = 2.0 if _THEME_OF_TIME.search(words) else 0.5
    if _STAGE_END.match(words):
        score += 3
    mention = dates_of_heading(sheet, block)
    if mention:
        score += 1 if mention.kind in ("range", "before", "after", "blank") else 0.5
        score += 1.5 if _THEMED.search(words) else 0
    if _GENERIC.match(words) and len(words) <= 14:
        score += 1
    elif EVENT.search(words) and not block.stage:
        score -= 1.5
    return score


def _group(sheet: Sheet, parent: Block) -> tuple[list[Block], bool]:
    """The children of a block that are stages, and whether marks make that sure."""
    scored = [
        (block, _score(sheet, block))
        for block in parent.children
        if not sheet.in_table(block.start)
    ]
    heading = sheet.text[slice(*parent.head)] if parent.parent else ""
    if ROSTER.search(heading):
        return [], False
    certain = [block for block, score in scored if score >= 3]
    if certain:
        styles = {block.style for block in certain}
        enough = 1.0 if len(certain) > 1 else 1.5
        return [
            block
            for block, score in scored
            if score >= 3 or (score >= enough and block.style in styles)
        ], True
    return _weighed(sheet, parent, scored, heading), False


def _weighed(
    sheet: Sheet, parent: Block, scored: list[tuple[Block, float]], heading: str
) -> list[Block]:
    """Stages among siblings no mark makes certain: by days, names and heading."""
    bonus = 1.0 if STEP_SECTION.search(heading) else 0.0
    bonus -= 1.0 if _TASKS_PARENT.search(heading) and not bonus else 0.0
    linked = [scored[index] for index in _linked(sheet, scored)]
    doubt = 0.0 if _BESIDE.search(heading) else bonus
    if linked and _mean(linked) + doubt + len(linked) / 2 >= _ENOUGH:
        return _with_last(sheet, scored, linked[-1][0], [b for b, _ in linked])
    known = parent.parent or bonus or _dated(sheet, parent)
    if len(scored) < 2 or not known or _mean(scored) + bonus < _ENOUGH:
        return []
    return [block for block, score in scored if score >= 0.5]


def _with_last(
    sheet: Sheet, scored: list[tuple[Block, float]], last: Block, stages: list[Block]
) -> list[Block]:
    """The stages, and the sibling behind them that is named as stages are: 总结."""
    for block, _ in scored:
        name = sheet.text[slice(*phase_name(sheet, *block.head))]
        follows = block.start == last.end and block.style == last.style
        if follows and block.number and _GENERIC.match(name):
            return [*stages, block]
    return stages


def _mean(scored: list[tuple[Block, float]]) -> float:
    return sum(score for _, score in scored) / len(scored)


def _linked(sheet: Sheet, scored: list[tuple[Block, float]]) -> list[int]:
    """Which named children divide the time between them."""
    calendar = Calendar(sheet.year)
    days = [
        calendar.days(dates_of_heading(sheet, block)) if _is_named(sheet, block)
        else (None, None)
        for block, _ in scored
    ]  # fmt: skip
    return chain(days)


def _is_named(sheet: Sheet, block: Block) -> bool:
    start, end = phase_name(sheet, *block.head)
    return bool(sheet.name(start, end).strip("】"))


def _dated(sheet: Sheet, parent: Block) -> bool:
    """Whether three and more siblings carry days."""
    dated = [dates_of_heading(sheet, block) for block in parent.children]
    return sum(bool(mention) for mention in dated) >= 3


def _beside(sheet: Sheet, stages: list[Block]) -> list[Block]:
    """Chapters whose own days follow those of the stages in the chapter before."""
    parent = stages[-1].parent if stages else None
    if parent is None or parent.parent is None:
        return []
    following = [b for b in parent.parent.children if b.start >= parent.end][:1]
    calendar = Calendar(sheet.year)
    days = [calendar.days(dates_of_heading(sheet, block)) for block in stages]
    found = []
    for block in following:
        heading = sheet.mentions_in(*block.head)
        if not heading or not _is_named(sheet, block):
            continue
        days.append(calendar.days(heading[0]))
        if len(days) - 1 in chain(days):
            found.append(block)
    return found


def stage_blocks(sheet: Sheet) -> list[Block]:
    """The blocks that are stages, in reading order, stages inside stages included."""
    found: dict[int, Block] = {}
    for parent in sheet.root.walk():
        group, certain = _group(sheet, parent) if parent.children else ([], False)
        nested = parent.start in found or any(
            block.start in found for block in parent.ancestors()
        )
        if certain or not nested:
            found |= {block.start: block for block in group}
    found |= {block.start: block for block in _beside(sheet, list(found.values()))}
    return [found[start] for start in sorted(found)]
