"""Stages of a plan: marked blocks, siblings that follow each other, rows, sentences."""

import re
from dataclasses import dataclass

from domain.plans.chains import chain
from domain.plans.dates import Mention, resolve
from domain.plans.naming import phase_name
from domain.plans.outline import Block
from domain.plans.sheet import Sheet
from domain.plans.tables import Table
from domain.plans.words import STAGE_WORDS, STEP_SECTION, VERBS

_STAGE_END = re.compile(
    r"^(?!.*(?:各|每|[两三四五六])个?阶段)[^,。;:]{1,20}(?:阶段|环节|时段)$"
)
_GENERIC = re.compile(rf"^(?:{STAGE_WORDS})+$")
_THEMED = re.compile(r"(?:周|主题月|宣传月|整治月|攻坚月)$")
_EVENT = re.compile(rf"^(?:{VERBS}).{{3,}}|(?:会|日|赛|班|演练|讲座|征文)$")
_TASKS_PARENT = re.compile(r"任务|内容|措施|要求|目标|原则|领导|保障|重点|举措|项目")
_LABEL = re.compile(
    r"(?:活动|工作|具体|实施|阶段|起止)?(?:时间|日期"
    r"|时限)(?:安排)?\s?[:为是]?\s?(?:从|自)?"
)
_ENOUGH = 2
_WEAK_STAGE = re.compile(r"专题|周|批次|(?<!阶)段$")
_NOT_STAGE = re.compile(
    r"^(?:指导思想|总体要求|基本原则|工作目标|目标|组织领导|工作要求|保障措施"
    r"|活动时间|时间安排|实施步骤|方法步骤|工作步骤)"
)


@dataclass(frozen=True)
class Stage:
    """A stage found in the text.

    Attributes:
        block: Its block, or None for a table row or a sentence.
        name: Place of its name.
        mention: Its days as written, or None.
        days: First and last day, ISO, None where not given.
        span: The text it covers, for what lies inside it.
        parent: The stage around it.
    """

    block: Block | None
    name: tuple[int, int]
    mention: Mention | None
    days: tuple[str | None, str | None]
    span: tuple[int, int]
    parent: "Stage | None" = None


def dates_of_heading(sheet: Sheet, block: Block) -> Mention | None:
    """The days of a stage: in its heading, just after it, or labelled 时间."""
    start, end = block.head
    in_head = [m for m in sheet.mentions_in(start, end) if m.kind != "recurring"]
    if in_head:
        return in_head[0]
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


def _alone(text: str, end: int, mention: Mention) -> bool:
    """Whether a single day after a heading stands for the whole stage."""
    lead = text[end : mention.start]
    closed = text[mention.end : mention.end + 1] in ("", ")", "。", ";", "\n", ",")
    long = mention.moments[0].form in ("month", "period", "part")
    return "(" in lead or ((":" in lead or long) and closed)


def _labelled(sheet: Sheet, block: Block) -> Mention | None:
    """Days behind a label 时间: in the body or in the first child."""
    for match in re.finditer(
        r"(?:时间|时限|日期)(?:安排|要求)?\s?[:为]\s?(?:从|自)?|时间(?:从|自)",
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
        score = 0.5
    if _STAGE_END.match(words):
        score += 3
    mention = dates_of_heading(sheet, block)
    if mention:
        score += 1 if mention.kind in ("range", "before", "after", "blank") else 0.5
        score += 1.5 if _THEMED.search(words) else 0
    if _GENERIC.match(words) and len(words) <= 14:
        score += 1
    elif _EVENT.search(words) and not block.stage:
        score -= 1.5
    return score


def _group(sheet: Sheet, parent: Block) -> tuple[list[Block], bool]:
    """The children of a block that are stages, and whether marks make that sure."""
    scored = [(block, _score(sheet, block)) for block in parent.children]
    certain = [block for block, score in scored if score >= 3]
    heading = sheet.text[slice(*parent.head)] if parent.parent else ""
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
    linked = [scored[index] for index in _linked(sheet, parent)]
    if linked and _mean(linked) + bonus + len(linked) / 2 >= _ENOUGH:
        return [block for block, _ in linked]
    known = parent.parent or bonus or _dated(sheet, parent)
    if len(scored) < 2 or not known or _mean(scored) + bonus < _ENOUGH:
        return []
    return [block for block, score in scored if score >= 0.5]


def _mean(scored: list[tuple[Block, float]]) -> float:
    return sum(score for _, score in scored) / len(scored)


def _linked(sheet: Sheet, parent: Block) -> list[int]:
    """Which named children divide the time between them."""
    calendar = _Calendar(sheet.year)
    days = [
        calendar.days(dates_of_heading(sheet, block)) if _is_named(sheet, block)
        else (None, None)
        for block in parent.children
    ]  # fmt: skip
    return chain(days)


def _is_named(sheet: Sheet, block: Block) -> bool:
    start, end = phase_name(sheet, *block.head)
    return bool(sheet.name(start, end).strip("】"))


def _dated(sheet: Sheet, parent: Block) -> bool:
    """Whether three and more siblings carry days."""
    dated = [dates_of_heading(sheet, block) for block in parent.children]
    return sum(bool(mention) for mention in dated) >= 3


def _blocks(sheet: Sheet) -> list[Block]:
    found: dict[int, Block] = {}
    for parent in sheet.root.walk():
        group, certain = _group(sheet, parent) if parent.children else ([], False)
        nested = parent.start in found or any(
            block.start in found for block in parent.ancestors()
        )
        if certain or not nested:
            found |= {block.start: block for block in group}
    return [found[start] for start in sorted(found)]


class _Calendar:
    """Years along the stages: a day without a year follows the last one."""

    def __init__(self, year: int | None) -> None:
        self.year = year
        self.last: str | None = None
        self.passed = False

    def days(self, mention: Mention | None) -> tuple[str | None, str | None]:
        if mention is None:
            return None, None
        if mention.year:
            self.year = mention.year
        start, end = resolve(mention, self.year)
        key = start or end
        backwards = key and self.last and key[4:] < self.last[4:]
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


def _name(sheet: Sheet, block: Block) -> tuple[int, int]:
    """Place of a stage's name; a stage without one is called by its mark."""
    start, end = phase_name(sheet, *block.head)
    if start < end:
        return start, end
    named = block.children and block.children[0].style == "dated"
    if named:
        return phase_name(sheet, *block.children[0].head)
    return block.start, block.head[0]


def find_stages(sheet: Sheet) -> list[Stage]:
    """Every stage in reading order; days without a year take it from before."""
    blocks = _blocks(sheet)
    if not blocks:
        found = _from_tables(sheet) or _from_sentences(sheet)
        return found if len(found) > 1 else _from_days(sheet)
    calendar = _Calendar(sheet.year)
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


def _within(
    mention: Mention | None, outer: Stage, year: int | None
) -> tuple[str | None, str | None]:
    begin = outer.days[0] or outer.days[1]
    if begin and not begin.startswith("-"):
        year = int(begin[:4])
    return resolve(mention, year) if mention else (None, None)


def resolved(
    mention: Mention, stages: list[Stage], at: int, year: int | None
) -> tuple[str | None, str | None]:
    """Days of a mention at a place; in a stage over new year, the year that fits."""
    basis = year_at(stages, at, year)
    days = resolve(mention, basis)
    stage = next((s for s in reversed(stages) if s.span[0] <= at < s.span[1]), None)
    if stage is None or not basis or not days[1] or mention.year:
        return days
    start, end = stage.days
    early = start and end and start[:4] < end[:4] and days[1] < start
    return resolve(mention, basis + 1) if early else days


def year_at(stages: list[Stage], at: int, year: int | None) -> int | None:
    """The year for a day without one at a place: that of the stage around it."""
    for stage in reversed(stages):
        day = stage.days[0] or stage.days[1]
        if day and stage.span[0] <= at < stage.span[1] and not day.startswith("-"):
            return int(day[:4])
    return year


def _from_tables(sheet: Sheet) -> list[Stage]:
    calendar = _Calendar(sheet.year)
    found: list[Stage] = []
    for table in sheet.tables:
        column = table.column(r"阶段|步骤")
        if column is None:
            continue
        found += _rows(sheet, table, column, calendar)
    return found


def _rows(sheet: Sheet, table: Table, column: int, calendar: _Calendar) -> list[Stage]:
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


_NAMED_AFTER = re.compile(
    r"[,、::)]?\s?(?:(?:为|是)|(?<=[,:、]))(?P<name>[^,。;:\n()“]{2,14}?阶段)"
)
_NAMED_BEFORE = re.compile(
    r"(?:第[一二三四五六七八九十]+(?:个)?阶段[:、,]?(?:为|是)?|[,。;:、\n]"
    r"|[一二三四五]是|^)"
    r"(?P<name>[^,。;:、\n()“”]{2,14}阶段)[(,::]?\s?(?:时间|安排)?(?:为|是|从"
    r"|自|在)?[::]?\s?$"
)


def _from_sentences(sheet: Sheet) -> list[Stage]:
    """Stages told in running text: 3月1日至10日为动员阶段, 自查阶段(4月)."""
    calendar = _Calendar(sheet.year)
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


_SHORT_NAME = re.compile(r",?(?P<name>(?![前后起止内])[\u4e00-\u9fff]{2,8})(?=[,。;(])")


def _from_days(sheet: Sheet) -> list[Stage]:
    """Stages no word calls so: 3月1日至10日摸底,…。3月11日至30日整改, day by day."""
    calendar = _Calendar(sheet.year)
    found: list[Stage] = []
    for mention in sheet.mentions:
        match = _SHORT_NAME.match(sheet.text, mention.end)
        if match and mention.kind in ("range", "single", "before"):
            place = (mention.start, match.end("name"))
            days = calendar.days(mention)
            found.append(Stage(None, match.span("name"), mention, days, place))
    linked = [found[index] for index in chain([stage.days for stage in found])]
    return _extended(linked, sheet.text) if len(linked) > 2 else []


def _extended(stages: list[Stage], text: str) -> list[Stage]:
    """Each such stage reaches to the next one or the end of its line."""
    result = []
    for index, stage in enumerate(stages):
        line = text.find("\n", stage.span[1])
        stop = line if line >= 0 else len(text)
        if index + 1 < len(stages):
            stop = min(stop, stages[index + 1].span[0])
        result.append(
            Stage(None, stage.name, stage.mention, stage.days, (stage.span[0], stop))
        )
    return result
