"""Stages told by rows of a table, by sentences, or day by day."""

import re
from dataclasses import replace

from domain.plans.chains import chain
from domain.plans.naming import phase_name
from domain.plans.sheet import Sheet
from domain.plans.stage_days import Calendar
from domain.plans.stages import Stage
from domain.plans.tables import Table
from domain.plans.words import COUNTED, EVENT, ROSTER, STAGE_WORDS

_NAMED_AFTER = re.compile(
    r"[,、::)]?\s?(?:(?:为|是)|(?<=[,:、]))(?P<name>[^,。;:\n()“]{2,14}?(?:阶段|环节|(?<![日汛火假学])期(?=[,。;:])))"
)
_NAMED_BEFORE = re.compile(
    r"(?:第[一二三四五六七八九十]+(?:个)?阶段[:、,]?(?:为|是)?|[,。;:、\n]"
    r"|[一二三四五]是|^)"
    r"(?P<name>[^,。;:、\n()“”]{2,14}(?:阶段|环节))[(,::]?\s?(?:时间|安排)?(?:为|是|从"
    r"|自|在)?[::]?\s?$"
)
_COUNTED_NAME = re.compile(
    r"(?:[一二三四五六]是(?P<name>[\u4e00-\u9fff]{2,8})[,:(]"
    r"|(?:^|[:;。,、\n]|分[为成])(?:[\u4e00-\u9fff]{0,2}用\S{2,4}[月周天])?"
    r"(?P<listed>[\u4e00-\u9fff]{2,8})\()\s?(?:从|自)?$"
)
_GENERIC = re.compile(rf"(?:{STAGE_WORDS}){{1,6}}$")
_REACH = 20
_SHORT_NAME = re.compile(
    r"[,:]?(?:[为是])?(?:进行)?(?P<name>(?![前后止内的]|起(?!步))[\u4e00-\u9fff]{2,8})(?=[,。;(])"
)


def told_stages(sheet: Sheet) -> list[Stage]:
    """Stages no block shows: of a table, else of sentences, else of days in a row."""
    found = _from_tables(sheet) or _from_sentences(sheet)
    return found if len(found) > 1 else _from_days(sheet)


def _from_tables(sheet: Sheet) -> list[Stage]:
    calendar = Calendar(sheet.year)
    found: list[Stage] = []
    for table in sheet.tables:
        column = table.column(r"阶段|步骤")
        if column is not None:
            found += _rows(sheet, table, column, calendar)
    return found or _from_schedules(sheet)


def _from_schedules(sheet: Sheet) -> list[Stage]:
    """Rows named as stages are that pass the days on from one to the next."""
    for table in sheet.tables:
        column = table.column(r"内容|任务|工作|名称")
        if column is None or table.column(r"单位|部门|责任") is not None:
            continue
        rows = _rows(sheet, table, column, Calendar(sheet.year))
        named = all(_GENERIC.match(sheet.text[slice(*row.name)]) for row in rows)
        linked = chain([row.days for row in rows])
        if named and len(rows) > 2 and len(linked) == len(rows):
            return rows
    return []


def _rows(sheet: Sheet, table: Table, column: int, calendar: Calendar) -> list[Stage]:
    found = []
    when = table.column(r"时间|日期|时限|进度")
    for row in table.rows:
        if column >= len(row):
            continue
        cell = row[column]
        name = phase_name(sheet, cell.start, cell.end)
        if name[0] >= name[1]:
            name = (cell.start, cell.end)
        dates = sheet.mentions_in(cell.start, cell.end)
        if not dates and when is not None and when < len(row):
            dates = sheet.mentions_in(row[when].start, row[when].end)
        mention = dates[0] if dates else None
        span = (row[0].start, row[-1].end)
        found.append(Stage(None, name, mention, calendar.days(mention), span))
    return found


def _from_sentences(sheet: Sheet) -> list[Stage]:
    """Stages told in running text: 3月1日至10日为动员阶段, 自查阶段(4月)."""
    calendar = Calendar(sheet.year)
    found: list[Stage] = []
    text = sheet.text
    for mention in sheet.mentions:
        if sheet.is_quoted(mention.start):
            continue
        match = _NAMED_AFTER.match(text, mention.end)
        if not match:
            lead = max(0, mention.start - 40)
            before = _NAMED_BEFORE.search(text[lead : mention.start])
            offset = lead
            match = before
        else:
            offset = 0
        if not match:
            continue
        name = (offset + match.start("name"), offset + match.end("name"))
        span = (min(name[0], mention.start), max(name[1], mention.end))
        if found and found[-1].span[1] > span[0]:
            continue
        found.append(Stage(None, name, mention, calendar.days(mention), span))
    return _extended(found, text)


def _from_days(sheet: Sheet) -> list[Stage]:
    """Stages no word calls so, told day by day in running text.

    3月1日至10日摸底,…。3月11日至30日整改, or 一是摸底,3月。二是整改,4月.
    """
    calendar = Calendar(sheet.year)
    found: list[Stage] = []
    for mention in sheet.mentions:
        name = _short_name(sheet.text, mention.start, mention.end)
        if name and mention.kind in ("range", "single", "before"):
            place = (min(name[0], mention.start), max(name[1], mention.end))
            found.append(Stage(None, name, mention, calendar.days(mention), place))
    linked = [found[index] for index in chain([stage.days for stage in found])]
    names = [sheet.text[slice(*stage.name)] for stage in linked]
    events = [n for n in names if EVENT.search(n) and not _GENERIC.match(n)]
    if len(events) * 2 > len(names) or _rostered(sheet, linked):
        return []
    return _extended(linked, sheet.text) if len(linked) > 2 else []


def _rostered(sheet: Sheet, stages: list[Stage]) -> bool:
    """Whether the section around says who does something by turns."""
    at = stages[0].span[0] if stages else 0
    around = (b for b in sheet.root.children if b.start <= at < b.end)
    section = next(around, None)
    return bool(section and ROSTER.search(sheet.text[slice(*section.head)]))


def _short_name(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The short name right behind a date, or right before it and counted off."""
    after = _SHORT_NAME.match(text, end)
    if after:
        return after.span("name")
    before = _COUNTED_NAME.search(text[max(0, start - _REACH) : start])
    if before is None:
        return None
    name = before.span("name" if before["name"] else "listed")
    lead = max(0, start - _REACH)
    behind = _SHORT_NAME.match(text, end + 1) if text[end : end + 1] == ")" else None
    if behind and COUNTED.fullmatch(before["name"] or before["listed"]):
        return behind.span("name")
    return lead + name[0], lead + name[1]


def _extended(stages: list[Stage], text: str) -> list[Stage]:
    """Each such stage reaches to the next one or the end of its line."""
    result = []
    for index, stage in enumerate(stages):
        line = text.find("\n", stage.span[1])
        stop = line if line >= 0 else len(text)
        if index + 1 < len(stages):
            stop = min(stop, stages[index + 1].span[0])
        result.append(replace(stage, span=(stage.span[0], stop)))
    return result
