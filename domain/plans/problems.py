"""What a careful reader would query, each with its place and a whole sentence."""

import itertools
import re

from domain.plans.day_problems import find_day_problems
from domain.plans.filings import Handover
from domain.plans.model import Problem
from domain.plans.numerals import number
from domain.plans.outline import Block
from domain.plans.queries import query
from domain.plans.requirements import Duty
from domain.plans.sheet import Sheet
from domain.plans.stages import Stage
from domain.plans.tasks import Job
from domain.plans.years import signed_on


def find_problems(
    sheet: Sheet,
    stages: list[Stage],
    jobs: list[Job],
    duties: list[Duty],
    handovers: list[Handover],
) -> list[Problem]:
    """Every finding, in the order of the text."""
    found = [
        *_counts(sheet, stages),
        *_stage_order(sheet, stages),
        *_outside(sheet, jobs),
        *_before_document(sheet, stages, jobs),
        *_numbers(sheet),
        *_doubled(sheet),
        *_impossible(sheet, duties),
        *_set_phrases(sheet),
        *_names(sheet),
        *_years(sheet),
        *find_day_problems(sheet, jobs, handovers),
    ]
    return sorted(found, key=lambda problem: problem.at)


_DECLARED = re.compile(
    r"(?P<count>[一二两三四五六七八九十]|\d{1,2})个(?P<noun>环节|阶段|步骤)"
)


def _counts(sheet: Sheet, stages: list[Stage]) -> list[Problem]:
    """A declared count of stages or steps against what follows."""
    found = []
    outer = [stage for stage in stages if stage.parent is None and stage.block]
    for match in _DECLARED.finditer(sheet.text):
        declared = number(match["count"])
        inside = next(
            (s for s in outer if s.span[0] <= match.start() < s.span[1]), None
        )
        actual = None
        if inside is not None and inside.block and match["noun"] != "阶段":
            near = match.start() < inside.block.own_end
            actual = len(inside.block.children) if near else None
        elif inside is None and match["noun"] == "阶段" and outer:
            ahead = 0 < outer[0].span[0] - match.start() < 1500
            actual = len(outer) if ahead else None
        if actual and declared and actual != declared:
            message = (
                f"文中写明“{match.group()}”,实际列出{actual}个,请核对是否有遗漏或多出。"
            )
            found.append(query(sheet, "count_differs", message, match.span()))
    return found


def _stage_order(sheet: Sheet, stages: list[Stage]) -> list[Problem]:
    found = []
    outer = [stage for stage in stages if stage.parent is None]
    for before, after in itertools.pairwise(outer):
        first, last = after.days[0], before.days[1]
        if not first or not last or not after.mention:
            continue
        name, previous = sheet.name(*after.name), sheet.name(*before.name)
        place = (after.mention.start, after.mention.end)
        if first < (before.days[0] or first):
            message = f"“{name}”的开始日期早于前一阶段“{previous}”,请核对日期。"
            found.append(query(sheet, "phases_out_of_order", message, place))
        elif first <= last:
            message = f"“{name}”与前一阶段“{previous}”的日期重叠,请核对日期。"
            found.append(query(sheet, "phases_overlap", message, place))
    for stage in stages:
        start, end = stage.days
        if start and end and start > end and stage.mention and start[0] != "-":
            place = (stage.mention.start, stage.mention.end)
            message = "开始日期晚于结束日期,请核对。"
            found.append(query(sheet, "dates_reversed", message, place))
    return found


def _outside(sheet: Sheet, jobs: list[Job]) -> list[Problem]:
    found = []
    for job in jobs:
        if not job.stage or not job.mention:
            continue
        begin, close = job.stage.days
        start, due = job.days
        early = start and begin and start < begin
        late = due and close and due > close
        if early or late:
            message = (
                f"任务“{sheet.name(*job.name)}”的日期不在阶段"
                f"“{sheet.name(*job.stage.name)}”之内,请核对。"
            )
            place = (job.mention.start, job.mention.end)
            found.append(query(sheet, "date_outside_phase", message, place))
    return found


def _before_document(
    sheet: Sheet, stages: list[Stage], jobs: list[Job]
) -> list[Problem]:
    signed = signed_on(sheet.text, sheet.mentions)
    if signed is None or signed.year is None or not signed.opening:
        return []
    months = signed.opening.months
    if not months:
        return []
    day = f"{signed.year:04d}-{months[0]:02d}-{signed.opening.days[0]:02d}"
    found = []
    dated = [(s.days[1], s.mention) for s in stages]
    dated += [(j.days[1], j.mention) for j in jobs]
    for last, mention in dated:
        if last and mention and not last.startswith("-") and last < day:
            message = f"截止日期{last}早于文件日期{day},发文时已过期,请核对。"
            place = (mention.start, mention.end)
            found.append(query(sheet, "date_before_document", message, place))
    return found


def _numbers(sheet: Sheet) -> list[Problem]:
    """Repeated, skipped and disordered numbers among siblings."""
    found = []
    for block in sheet.root.walk():
        children = [c for c in block.children if c.number and c.line]
        for before, after in itertools.pairwise(children):
            if before.style == after.style:
                found += _number(sheet, before, after)
    return found


def _number(sheet: Sheet, before: Block, after: Block) -> list[Problem]:
    step = (after.number or 0) - (before.number or 0)
    if step == 1:
        return []
    place = (after.start, max(after.head[0], after.start + 1))
    if step == 0:
        message = f"序号{after.number}重复出现,请核对层次和编号。"
        return [query(sheet, "number_doubled", message, place)]
    if step > 1:
        message = f"序号由{before.number}跳到{after.number},请核对是否缺少内容。"
        return [query(sheet, "number_missing", message, place)]
    message = f"序号{before.number}之后出现{after.number},请核对编号。"
    return [query(sheet, "number_disordered", message, place)]


def _doubled(sheet: Sheet) -> list[Problem]:
    """A run of text that stands twice."""
    found = []
    seen: set[str] = set()
    for match in re.finditer(r"[^。\n]{24,}", sheet.text):
        words = match.group().strip()
        if words in seen:
            message = "这一段文字前面已经出现过,请核对是否重复粘贴。"
            found.append(query(sheet, "paragraph_doubled", message, match.span()))
        seen.add(words)
    return found


def _impossible(sheet: Sheet, duties: list[Duty]) -> list[Problem]:
    found = []
    for duty in duties:
        value = duty.quantity.value
        if (
            duty.quantity.measure == "%"
            and not isinstance(value, tuple)
            and value > 100
        ):
            message = f"比例写为{value}%,超过100%,无法达到,请核对。"
            place = (duty.quantity.start, duty.quantity.end)
            found.append(query(sheet, "requirement_impossible", message, place))
    return found


_SET_PHRASE = re.compile(
    r"(?:[“\"](?P<quoted>[两三四五六七八九十]个?[\u4e00-\u9fff]{1,4})[”\"]"
    r"|做好(?P<plain>[两三四五六七八九十]个文章))"
)


def _set_phrases(sheet: Sheet) -> list[Problem]:
    """A set phrase that counts something the text never lists."""
    found = []
    seen: set[str] = set()
    for match in _SET_PHRASE.finditer(sheet.text):
        words = match["quoted"] or match["plain"]
        around = sheet.text[max(0, match.start() - 60) : match.end() + 60]
        listed = re.search(r"即|[::(]|、[^。]*、|一是", around)
        if words in seen or listed or words in sheet.text[: match.start() - 1]:
            continue
        seen.add(words)
        message = f"“{words}”在文中没有展开说明,请补充其具体内容。"
        found.append(query(sheet, "phrase_undefined", message, match.span()))
    return found


_COUNTED = re.compile(
    r"(?P<count>[两三四五六七八九十])(?P<noun>大难题|大任务|大行动|项重点|大工程)"
)


def _names(sheet: Sheet) -> list[Problem]:
    """The same thing counted differently in two places."""
    first: dict[str, str] = {}
    found = []
    for match in _COUNTED.finditer(sheet.text):
        known = first.setdefault(match["noun"], match["count"])
        if known != match["count"]:
            message = (
                f"前文写“{known}{match['noun']}”,此处写“{match.group()}”,"
                "请核对是否同一事项。"
            )
            found.append(query(sheet, "name_differs", message, match.span()))
    return found


def _years(sheet: Sheet) -> list[Problem]:
    masked = [m for m in sheet.mentions if m.masked and m.has_month]
    if masked:
        place = (masked[0].start, masked[0].end)
        return [query(sheet, "year_masked", "年份被隐去,请补上年份。", place)]
    if sheet.year is None and sheet.mentions:
        place = (sheet.mentions[0].start, sheet.mentions[0].end)
        message = "全文没有写明年份,请补上年份。"
        return [query(sheet, "year_missing", message, place)]
    return []
