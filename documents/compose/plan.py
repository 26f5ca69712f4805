"""实施方案 and the 令 that puts it into force, from the campaign as published."""

from collections.abc import Iterator
from datetime import date

from documents.compose.ground import Ground, ground
from documents.contexts import (
    Block,
    Cell,
    Column,
    Heading,
    Office,
    Paragraph,
    Table,
    day,
)
from documents.official import Annex, OfficialContext
from domain.campaigns import Phase, Task
from domain.wording import PER_LABELS, short_name
from store.describe import KIND_BY_KEY

WHO = {"unit": "各单位", "branch": "各党支部", "campaign": "活动办公室"}
TASK_COLUMNS = (
    Column("序号", share=1),
    Column("阶段", "left", 3),
    Column("任务", "left", 6),
    Column("时限", share=3.2),
    Column("完成主体", share=2),
    Column("佐证材料", "left", 3.4),
    Column("量化要求", "left", 4.4),
)
DUTIES = (
    "各单位要对照任务分解表，把每项任务落实到人、明确完成时限，按时填报记录和佐证材料；"
    "主办单位按数据截止日汇总进度，逾期的列入督查。"
)


def compose_plan(campaign_id: int, unit_id: int, on: date) -> OfficialContext:
    """The plan with its 任务分解表."""
    base = ground(campaign_id, unit_id, on)
    table = Table("", TASK_COLUMNS, tuple(_task_rows(base)), base.source("tasks"))
    return base.paper(
        f"关于印发《{base.name}实施方案》的通知",
        addressees=("各单位",),
        blocks=tuple(_blocks(base)),
        attachments=(Annex("任务分解表", (table,), is_wide=True),),
    )


def compose_order(campaign_id: int, unit_id: int, on: date) -> OfficialContext:
    """The 令 that publishes the plan and says from when it holds."""
    base = ground(campaign_id, unit_id, on)
    text = f"现公布《{base.name}实施方案》，自{day(base.campaign.start_on)}起施行。"
    unit = base.unit_name
    return base.paper(
        "",
        form="order",
        office=Office(unit, f"{unit}令", ""),
        addressees=(),
        blocks=(Paragraph((text,)),),
        signed_post="负责人",
        signed_name="　　　",
        imprint=None,
    )


def _blocks(base: Ground) -> Iterator[Block]:
    campaign = base.campaign
    yield Heading("总体安排")
    yield Paragraph(
        (
            f"{base.name}自{day(campaign.start_on)}开始，至{day(campaign.end_on)}结束，分",
            base.figure(len(base.phases), "phases"),
            "个阶段进行，",
            base.figure(len(base.unit_names), "units"),
            "个单位参加。",
        )
    )
    yield Heading("阶段安排")
    for phase in base.phases:
        yield Heading(phase.name, 2)
        yield Paragraph((_phase(base, phase),))
    yield Heading("量化要求")
    yield from _requirements(base)
    yield Heading("组织落实")
    yield Paragraph((DUTIES,))


def _phase(base: Ground, phase: Phase) -> str:
    tasks = [one for one in base.campaign.tasks if one.phase_id == phase.id]
    named = "；".join(f"{one.name}（{_due(one)}）" for one in tasks)
    span = _span(phase)
    return f"时间：{span}。任务：{named}。" if named else f"时间：{span}。"


def _span(phase: Phase) -> str:
    if phase.start_on and phase.end_on:
        return f"{day(phase.start_on)}至{day(phase.end_on)}"
    return phase.raw_date or "按方案进度"


def _due(task: Task) -> str:
    return f"{day(task.due_on)}前" if task.due_on else task.raw_date or "按阶段进度"


def _requirements(base: Ground) -> Iterator[Block]:
    for number, one in enumerate(base.campaign.requirements, start=1):
        yield Paragraph((f"{number}.{PER_LABELS[one.per]}：{short_name(one)}。",))
    if not base.campaign.requirements:
        yield Paragraph(("方案没有提出可计量的要求。",))


def _task_rows(base: Ground) -> Iterator[tuple[Cell, ...]]:
    names = {one.id: one.name for one in base.campaign.phases}
    for number, task in enumerate(base.campaign.tasks, start=1):
        kinds = "、".join(KIND_BY_KEY[k].label for k in task.kinds if k in KIND_BY_KEY)
        asked = [one for one in base.campaign.requirements if one.task_id == task.id]
        wanted = "；".join(short_name(one) for one in asked)
        phase = names.get(task.phase_id or 0, "")
        who = WHO[task.who]
        yield number, phase, task.name, _due(task), who, kinds, wanted
