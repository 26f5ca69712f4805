"""Tasks: headings that name an action, with the days they themselves carry."""

import re
from dataclasses import dataclass

from domain.plans.dates import Mention
from domain.plans.naming import name_place
from domain.plans.outline import Block
from domain.plans.pairs import PAIR
from domain.plans.run_ins import ACTION, record_places, run_in_blocks
from domain.plans.sheet import Sheet
from domain.plans.stages import Stage
from domain.plans.tables import Table
from domain.plans.task_days import (
    dates_of_task,
    days_of_row,
    days_of_task,
    is_usable,
)
from domain.plans.words import (
    HOLDER_LABEL,
    LABEL,
    NO_TASK_SECTION,
    STEP_SECTION,
    TASK_SECTION,
)

_BACKING = re.compile(
    r"领导|责任|经费|资金|保障|纪律|信息|督查|督导|考核|追究|问责|协作|合力|氛围"
)
_PAPERS = re.compile(r"[^。:\n]{0,10}(?:材料|资料|报表)[^。:\n]{0,6}:")
_LISTS = ("计划", "名额", "分解", "清单", "一览表")
_MANNER = re.compile(r"^(?:要|必须|应|一定要|务必|确保|对于|凡)")


@dataclass(frozen=True)
class Job:
    """A task found in the text; `days` are (start, due)."""

    block: Block | None
    name: tuple[int, int]
    mention: Mention | None
    days: tuple[str | None, str | None]
    stage: Stage | None
    parent: "Job | None" = None


def _heading(sheet: Sheet, block: Block) -> tuple[int, int]:
    """Place of a block's name; a long first sentence gives its first clause."""
    start, end = name_place(sheet, *block.head)
    if end - start > 40:
        comma = re.search(r"[,:]", sheet.text[start:end])
        if comma and comma.start() >= 4:
            end = start + comma.start()
    return start, end


def _job(sheet: Sheet, block: Block, stage: Stage | None, parent: Job | None) -> Job:
    dated = dates_of_task(sheet, block)
    return Job(
        block, _heading(sheet, block), dated[0] if dated else None,
        days_of_task(sheet, dated, stage), stage, parent,
    )  # fmt: skip


def _label(sheet: Sheet, block: Block) -> str | None:
    words = sheet.text[slice(*name_place(sheet, *block.head))]
    return words if LABEL.match(words) else None


def _under(
    sheet: Sheet, block: Block, stage: Stage | None, inner: set[int]
) -> list[Job]:
    """Tasks among a block's children, labels opened, stages left alone."""
    found: list[Job] = []
    for child in block.children:
        if child.start in inner:
            continue
        label = _label(sheet, child)
        if label is not None:
            if HOLDER_LABEL.search(label):
                found += _under(sheet, child, stage, inner)
            continue
        if sheet.in_table(child.start) or _lists_papers(sheet.text, child):
            continue
        same = stage is not None and _heading(sheet, child) == stage.name
        if same or not _named(sheet, child):
            found += _under(sheet, child, stage, inner)
            continue
        job = _job(sheet, child, stage, None)
        found.append(job)
        found += _dated_children(sheet, child, stage, job)
        if stage is None:
            found += _acting_children(sheet, child, job)
    return found


def _lists_papers(text: str, block: Block) -> bool:
    """Whether a mark inside a line counts off papers, as in 有关材料:①…②…."""
    line = text.rfind("\n", 0, block.start) + 1
    return not block.line and _PAPERS.match(text, line, block.start) is not None


def _named(sheet: Sheet, block: Block) -> bool:
    """Whether a heading names something; what is judged (快不快) is no task."""
    start, end = _heading(sheet, block)
    pair = PAIR.search(sheet.text, start, end)
    judged = pair and (pair.end() == end or "," in sheet.text[start:end])
    return end - start >= 2 and not judged


def _dated_children(
    sheet: Sheet, block: Block, stage: Stage | None, parent: Job
) -> list[Job]:
    """Sub-headings that carry their own day in the heading."""
    found = []
    for child in block.walk()[1:]:
        head = [m for m in sheet.mentions_in(*child.head) if is_usable(sheet, m)]
        if head and _label(sheet, child) is None and _named(sheet, child):
            found.append(_job(sheet, child, stage, parent))
    return found


def _acting_children(sheet: Sheet, block: Block, parent: Job) -> list[Job]:
    """Sub-headings on lines of their own that name an action, outside stages."""
    return [
        _job(sheet, child, None, parent)
        for child in block.children
        if child.line
        and child.head[1] - child.head[0] > 3
        and _label(sheet, child) is None
        and _titled(sheet, child)
        and _acts(sheet, child)
    ]


def _titled(sheet: Sheet, block: Block) -> bool:
    """Whether a block has a heading of its own, not just a first sentence."""
    start, end = block.head
    stop = sheet.text[end : end + 1]
    return 2 <= end - start <= 30 and (
        stop in ("\n", "", ":") or (stop == "。" and end < block.own_end - 2)
    )


def _acts(sheet: Sheet, block: Block) -> bool:
    words = sheet.text[slice(*_heading(sheet, block))]
    return bool(ACTION.search(words)) and not _MANNER.match(words)


def _sections(sheet: Sheet, stages: list[Stage]) -> list[Job]:
    """Tasks outside the stages: under 重点任务 and the like."""
    inside = {stage.block.start for stage in stages if stage.block}
    holders = _holders(sheet, stages)
    found: list[list[Job]] = []
    for section in sheet.root.children:
        if section.start in inside | holders or sheet.in_table(section.start):
            continue
        heading = sheet.text[slice(*section.head)]
        wanted = TASK_SECTION.search(heading) and not _forbidden(heading)
        if wanted or (not stages and STEP_SECTION.search(heading)):
            jobs = _under(sheet, section, None, inside)
            if not stages:
                jobs = jobs or _run_in(sheet, section, None)
            found.append(_mostly_acting(sheet, jobs, staged=bool(stages)))
    if any(found) or stages:
        return [job for jobs in _scheduled(found) for job in jobs]
    return _loose(sheet)


def _holders(sheet: Sheet, stages: list[Stage]) -> set[int]:
    """Blocks around stages; themes inside one task make no holder of its section."""
    found: set[int] = set()
    for stage in stages:
        around = stage.block.ancestors() if stage.block else []
        themes = len(around) > 1 and _acts(sheet, around[0])
        if not themes or STEP_SECTION.search(sheet.text[slice(*around[0].head)]):
            found |= {block.start for block in around}
    return found


def _scheduled(sections: list[list[Job]]) -> list[list[Job]]:
    """The sections; beside one that dates its tasks, undated ones only say how."""
    dated = [sum(any(job.days) for job in jobs) for jobs in sections]
    most = any(
        count > 2 and count * 5 >= len(jobs) * 4
        for count, jobs in zip(dated, sections, strict=True)
    )
    return [
        jobs for count, jobs in zip(dated, sections, strict=True) if count or not most
    ]


def _run_in(sheet: Sheet, block: Block, stage: Stage | None) -> list[Job]:
    return [_job(sheet, child, stage, None) for child in run_in_blocks(sheet, block)]


def _forbidden(heading: str) -> bool:
    task = re.search(
        r"任务|内容|活动安排|重点工作|工作重点|项目|行动|举措|主要措施|工作措施",
        heading,
    )
    return bool(NO_TASK_SECTION.search(heading)) and not task


def _mostly_acting(sheet: Sheet, jobs: list[Job], *, staged: bool) -> list[Job]:
    """The jobs that act; where most of them do, the headings beside them as well.

    Beside stages, points that guarantee (责任, 经费) or state facts are no tasks.
    """
    kept = [job for job in jobs if _kept(sheet, job)]
    if staged:
        backing = sum(_backs(sheet, job) for job in jobs)
        doing = len(kept) * 2 > len(jobs) and backing * 2 < len(jobs)
        return jobs if doing else [job for job in kept if any(job.days)]
    titled = all(job.block is None or _titled(sheet, job.block) for job in jobs)
    return jobs if len(kept) * (3 if titled else 2) > len(jobs) - titled else kept


def _backs(sheet: Sheet, job: Job) -> bool:
    """Whether a heading names a guarantee of the work instead of work."""
    return _BACKING.search(sheet.text, *job.name) is not None


def _kept(sheet: Sheet, job: Job) -> bool:
    return job.block is not None and (
        _acts(sheet, job.block) or any(job.days) or job.parent is not None
    )


def _loose(sheet: Sheet) -> list[Job]:
    """Tasks of a plan without stages or task sections: headings that are actions."""
    groups: list[list[Job]] = []
    alone: list[Job] = []
    for section in sheet.root.children:
        if not _may_act(sheet, section):
            continue
        below = _under(sheet, section, None, set())
        long = section.head[1] - section.head[0] > 3
        if not below and long and _named(sheet, section):
            alone.append(_job(sheet, section, None, None))
            groups.append(alone[-1:])
        else:
            groups.append(_mostly_acting(sheet, below, staged=False))
    idle = {job.name for job in alone}
    idle -= {job.name for job in _mostly_acting(sheet, alone, staged=False)}
    return [job for jobs in groups for job in jobs if job.name not in idle]


def _may_act(sheet: Sheet, section: Block) -> bool:
    """Whether a section is neither a table nor one that never holds tasks."""
    heading = sheet.text[slice(*section.head)]
    planned = heading.endswith(_LISTS) and not ACTION.search(heading)
    addressed = section.style == "plain" and heading.startswith("各")
    named = NO_TASK_SECTION.search(heading) or LABEL.match(heading)
    never = named or addressed or planned
    return not never and not sheet.in_table(section.start)


def _table_rows(sheet: Sheet, table: Table) -> list[Job]:
    what = table.column(r"任务|事项|内容|措施|项目|活动名称|名称|活动|主题|问题")
    when = table.column(r"时限|期限|时间|日期|节点|进度")
    if what is None or table.column(r"^阶段|步骤") is not None:
        return []
    found = []
    for row in table.rows:
        if what >= len(row):
            continue
        cell = row[what]
        dates: list[Mention] = []
        if when is not None and when < len(row):
            dates = sheet.mentions_in(row[when].start, row[when].end)
        mention = dates[0] if dates else None
        days = days_of_row(sheet, mention)
        place = name_place(sheet, cell.start, cell.end)
        found.append(Job(None, place, mention, days, None))
    return found


def find_tasks(sheet: Sheet, stages: list[Stage]) -> list[Job]:
    """Every task: in the stages, in task sections, in rows of appended tables."""
    inner = {stage.block.start for stage in stages if stage.block}
    found: list[Job] = []
    for stage in stages:
        if stage.block is not None:
            found += _run_in(sheet, stage.block, stage)
            found += _under(sheet, stage.block, stage, inner)
    found += _sections(sheet, stages)
    for table in sheet.tables:
        found += _table_rows(sheet, table)
    records = [
        Job(None, place, mention, days_of_row(sheet, mention), None)
        for place, mention in record_places(sheet)
    ]
    found = _settled(found, records)
    return list({job.name: job for job in reversed(found)}.values())[::-1]


def _settled(found: list[Job], records: list[Job]) -> list[Job]:
    """Tasks and records; a record that alone fills a numbered task tells how.

    A heading that stands over or among several records gives way to them.
    """
    own = [_inside(job, records) for job in found]
    how = {
        inside[0].name
        for job, inside in zip(found, own, strict=True)
        if len(inside) == 1 and job.block and job.block.number
        if not job.block.children
    }
    tasks = [
        job
        for job, inside in zip(found, own, strict=True)
        if not inside or inside[0].name in how
    ]
    return tasks + [record for record in records if record.name not in how]


def _inside(job: Job, records: list[Job]) -> list[Job]:
    """The records in a task's block, or around a line of one."""
    block = job.block
    if block is not None and block.style == "run":
        block = block.parent
    if block is None:
        return []
    return [one for one in records if block.start <= one.name[0] < block.end]
