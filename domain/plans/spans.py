"""The days of the whole campaign: as stated, else from first to last stage."""

import re

from domain.plans.dates import Mention, resolve
from domain.plans.model import Span
from domain.plans.sheet import Sheet
from domain.plans.stages import Stage

_WHOLE = re.compile(
    r"(?:活动|工作|行动|整治|整个活动|教育|评议|月|年|创建|竞赛"
    r"|专项)?(?:的)?(?:起止|总体|活动|实施|整治|开展|行动|集中|工作|竞赛"
    r"|评议)?(?:时间|时限|日期|期限|周期)(?:和范围|安排|及范围|与安排)?"
    r"\s?(?:[:为是]|\n)*\s?(?:从|自|定于|安排在|为)?\s?$"
)
_RUNNING = re.compile(r"(?:从|自|于)\s?$")


def find_span(sheet: Sheet, stages: list[Stage]) -> Span:
    """The campaign's days; a stated range outside the stages wins."""
    stated = _stated(sheet, stages)
    if stated:
        start, end = resolve(stated, sheet.year)
        place = sheet.page.place(stated.start, stated.end)
        return Span(start, end, sheet.page.raw(stated.start, stated.end), place)
    outer = [stage.days for stage in stages if stage.parent is None]
    starts = [days[0] for days in outer if days[0]]
    ends = [days[1] for days in outer if days[1]]
    return Span(starts[0] if starts else None, ends[-1] if ends else None, None, None)


def _covers(sheet: Sheet, stages: list[Stage], mention: Mention) -> bool:
    """Whether a range holds every stage, so that it can be the campaign's."""
    start, end = resolve(mention, sheet.year)
    days = [day for stage in stages for day in stage.days if day]
    return not days or bool(start and end and start <= min(days) and end >= max(days))


def _stated(sheet: Sheet, stages: list[Stage]) -> Mention | None:
    taken = {stage.mention.start for stage in stages if stage.mention}
    weak = None
    for mention in sheet.mentions:
        if mention.kind not in ("range", "before") or mention.start in taken:
            continue
        if sheet.is_quoted(mention.start) or sheet.in_table(mention.start):
            continue
        if any(s.block and s.span[0] <= mention.start < s.span[1] for s in stages):
            continue
        lead = sheet.text[max(0, mention.start - 24) : mention.start]
        today = (
            mention.kind == "before" and "起" in sheet.text[mention.start : mention.end]
        )
        if today or (mention.kind == "range" and _WHOLE.search(lead)):
            return mention
        running = _RUNNING.search(lead) or mention.end < 1500
        around = _RUNNING.search(lead) or _covers(sheet, stages, mention)
        if mention.kind == "range" and running and around and weak is None:
            weak = mention
    return weak
