"""Stages of a plan in reading order, with their names, days and parents."""

import re

from domain.plans.dates import Mention, resolve
from domain.plans.naming import phase_name
from domain.plans.outline import Block
from domain.plans.sheet import Sheet
from domain.plans.stage_blocks import stage_blocks
from domain.plans.stage_days import Calendar, Days, dates_of_heading
from domain.plans.stages import Stage
from domain.plans.told_stages import told_stages
from domain.plans.words import STAGE_WORDS

_BELOW = re.compile(
    rf"[)\s]*\n\s?(?P<name>(?:{STAGE_WORDS}){{2,6}}(?:阶段)?)(?=[。:\n])"
)


def find_stages(sheet: Sheet) -> list[Stage]:
    """Every stage in reading order; days without a year take it from before."""
    blocks = stage_blocks(sheet)
    if not blocks:
        return told_stages(sheet)
    calendar = Calendar(sheet.year)
    found = []
    by_block: dict[int, Stage] = {}
    inner = {block.parent.start for block in blocks if block.parent}
    for block in blocks:
        name = _name(sheet, block)
        if name[0] < block.head[0] and block.start in inner:
            continue
        outer = next(
            (by_block[a.start] for a in block.ancestors() if a.start in by_block), None
        )
        mention = dates_of_heading(sheet, block)
        days = _within(mention, outer, sheet.year) if outer else calendar.days(mention)
        stage = Stage(
            block, name, mention, days,
            (block.start, block.end), outer,
        )  # fmt: skip
        by_block[block.start] = stage
        found.append(stage)
    return found


def _name(sheet: Sheet, block: Block) -> tuple[int, int]:
    """Place of a stage's name; a stage without one is called by its mark."""
    start, end = phase_name(sheet, *block.head)
    if start < end:
        return start, end
    named = block.children and block.children[0].style == "dated"
    if named:
        return phase_name(sheet, *block.children[0].head)
    return _named_below(sheet, block) or (block.start, block.head[0])


def _named_below(sheet: Sheet, block: Block) -> tuple[int, int] | None:
    """The name of a stage whose heading holds only its days, on the line below."""
    below = _BELOW.match(sheet.text, block.head[1], block.own_end)
    return below.span("name") if below else None


def _within(mention: Mention | None, outer: Stage, year: int | None) -> Days:
    begin = outer.days[0] or outer.days[1]
    if begin and not begin.startswith("-"):
        year = int(begin[:4])
    return resolve(mention, year) if mention else (None, None)
