"""简报, 督查通报, 回头看, 函 and 阶段验收清单, from the lights and what is owed."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from documents.compose.ground import Ground, ground, listed
from documents.compose.plan import WHO
from documents.compose.summary import MENTIONED
from documents.contexts import (
    Block,
    Cell,
    Column,
    Figure,
    Heading,
    Office,
    Paragraph,
    Table,
    Text,
    day,
)
from documents.official import Annex, OfficialContext, Roll, SheetContext
from domain.assessment.standings import STATE_LABELS
from domain.campaigns import Phase
from domain.tasks import shown_tasks
from domain.wording import short_name
from services.gaps import Gap, gaps
from services.overview import View

BULLETIN_DAYS = 30
NEXT_STEPS = (
    "有逾期事项的单位要查明原因、明确责任人，尽快补齐并填报；"
    "临近时限的事项要提前安排，不得再出现新的逾期。"
)
TITLES_MAX = 5
OWED_MAX = 2000
OWED_COLUMNS = (
    Column("序号", share=1),
    Column("单位", "left", 4),
    Column("对象", "left", 2.4),
    Column("要求", "left", 5),
    Column("现状", "left", 5),
    Column("完成时限", share=3),
    Column("状态", share=1.8),
)
UNIT_COLUMNS = (
    Column("序号", share=1),
    Column("单位", "left", 6),
    Column("未完成项", "right", 2),
    Column("其中逾期", "right", 2),
)
GATE_COLUMNS = (
    Column("序号", share=1),
    Column("应有材料（任务）", "left", 7),
    Column("完成主体", share=2.2),
    Column("应有", share=1.3),
    Column("已有", share=1.3),
    Column("所缺", share=1.3),
    Column("所缺单位", "left", 7),
    Column("核验结论", share=2.4),
)


def compose_bulletin(campaign_id: int, unit_id: int, on: date) -> OfficialContext:
    """One issue: what the last thirty days brought, and how far the campaign is."""
    base = ground(campaign_id, unit_id, on)
    first = max(base.campaign.start_on, on - timedelta(days=BULLETIN_DAYS - 1))
    blocks: tuple[Block, ...] = (
        Paragraph(_recent(base, first)),
        *(Paragraph((text,)) for text in _titles(base, first)),
        Paragraph(_progress(base)),
    )
    unit = base.unit_name
    return base.paper(
        f"{base.name}近期进展",
        form="bulletin",
        office=Office(f"{unit}办公室", f"{base.name}简报", ""),
        addressees=(),
        blocks=blocks,
        rolls=(Roll("报", (base.superior,)), Roll("发", ("各单位",))),
        imprint=None,
    )


def compose_supervision_notice(
    campaign_id: int, unit_id: int, on: date
) -> OfficialContext:
    """How far all are, who is late with what, and what is asked next."""
    base, owed = _owed(campaign_id, unit_id, on)
    late = [one for one in owed if one.state == "overdue"]
    return base.paper(
        f"关于{base.name}进展情况的督查通报",
        addressees=("各单位",),
        blocks=tuple(_notice(base, owed, late)),
    )


def compose_look_back(campaign_id: int, unit_id: int, on: date) -> OfficialContext:
    """回头看: everything unmet, with who owes what by when in an annex."""
    base, owed = _owed(campaign_id, unit_id, on)
    shown = owed[:OWED_MAX]
    table = Table("", OWED_COLUMNS, tuple(_owed_rows(shown)), base.source("gaps"))
    annexes = (Annex("补课清单", (table,), is_wide=True),) if owed else ()
    return base.paper(
        f"关于{base.name}“回头看”情况的报告",
        blocks=tuple(_look_back(base, owed)),
        attachments=annexes,
    )


def compose_letter(campaign_id: int, unit_id: int, on: date) -> OfficialContext:
    """函 to the office above with the figures of the day."""
    base = ground(campaign_id, unit_id, on)
    unit = base.unit_name
    return base.paper(
        f"关于报送{base.name}进展情况的函",
        form="letter",
        office=Office(unit, unit, f"{unit}函"),
        blocks=(
            Paragraph((f"现将截至{day(on)}我单位{base.name}进展情况函报如下。",)),
            Paragraph(_progress(base)),
            Paragraph(("专此函达，请予审阅。",)),
        ),
        imprint=None,
    )


def compose_gate_evidence(campaign_id: int, unit_id: int, on: date) -> SheetContext:
    """By phase what must be there, what is, what is missing, and room to sign."""
    base = ground(campaign_id, unit_id, on)
    tables = tuple(_gate(base, phase) for phase in base.phases)
    return SheetContext(
        title=f"{base.name}阶段验收材料清单",
        reporting_unit=base.unit_name,
        period=f"截至{day(on)}",
        tables=tables or (Table("", GATE_COLUMNS, (), base.source("tasks")),),
        reported_on=on,
        signatures=("核验人（签名）", "验收组组长（签名）", "验收日期"),
        notes=("已有指该任务已达标或已有审核通过的记录；核验结论由验收人手填。",),
    )


def _owed(campaign_id: int, unit_id: int, on: date) -> tuple[Ground, list[Gap]]:
    base = ground(campaign_id, unit_id, on)
    found = gaps(campaign_id, View(unit_id=unit_id, on=on))
    return base, [one for one in found if one.state != "not_due"]


def _recent(base: Ground, first: date) -> Text:
    text: list[str | Figure] = [f"{day(first)}至{day(base.on)}，"]
    for kind, name, measure in MENTIONED:
        count = len(base.records(kind, first))
        if count:
            text += [name, base.counted(count, kind, first), f"{measure}，"]
    if len(text) == 1:
        return (f"{text[0]}各单位没有新通过审核的记录。",)
    return (*text[:-1], f"{str(text[-1]).removesuffix('，')}。")


def _titles(base: Ground, first: date) -> Iterator[str]:
    rows = [one for kind, *_ in MENTIONED for one in base.records(kind, first)]
    rows.sort(key=lambda one: (one.day or first, one.id))
    for one in rows[-TITLES_MAX:]:
        unit = base.unit_names.get(one.unit_id, "")
        yield f"{day(one.day or first)}，{unit}：{one.title.rstrip('。')}。"


def _progress(base: Ground) -> Text:
    cells = [
        one for (_, unit_id), one in base.seen.board.tasks.items()
        if unit_id in base.unit_names
    ]  # fmt: skip
    states = Counter(one.state for one in cells)
    return (
        "任务共",
        base.figure(len(cells), "cells"),
        "项次，已完成",
        base.figure(states["met"], "done"),
        "项次，逾期",
        base.figure(states["overdue"], "overdue"),
        "项次，其余按计划推进。",
    )


def _notice(base: Ground, owed: list[Gap], late: list[Gap]) -> Iterator[Block]:
    behind = {one.line.id for one in late}
    good = [name for key, name in base.unit_names.items() if key not in behind]
    yield Heading("总体情况")
    yield Paragraph(_progress(base))
    if good:
        yield Paragraph((f"没有逾期事项的单位有：{listed(good)}。",))
    yield Heading("存在问题")
    if not late:
        yield Paragraph(("截至通报日没有逾期事项。",))
    else:
        text = ("逾期事项共", base.figure(len(late), "overdue"), "项，按单位列表如下。")
        yield Paragraph(text)
        yield _by_unit(base, owed, "逾期事项统计表", only_late=True)
    yield Heading("下步要求")
    yield Paragraph((NEXT_STEPS,))


def _look_back(base: Ground, owed: list[Gap]) -> Iterator[Block]:
    yield Heading("基本情况")
    yield Paragraph(_progress(base))
    yield Heading("未达标情况")
    if not owed:
        yield Paragraph(("已到期和进行中的要求均已达标，没有需要补课的事项。",))
        return
    text: list[str | Figure] = ["尚未达标的事项共", base.figure(len(owed), "gaps")]
    states = Counter(one.state for one in owed)
    words = "，".join(f"{STATE_LABELS[key]}{count}项" for key, count in states.items())
    text.append(f"项，其中{words}。谁欠什么、何时补齐，逐项见附件。")
    yield Paragraph(tuple(text))
    if len(owed) > OWED_MAX:
        yield Paragraph((f"附件只列时限最早的{OWED_MAX}项，其余请在系统中查看。",))
    yield _by_unit(base, owed, "未达标事项统计表")
    yield Heading("补课要求")
    yield Paragraph(
        ("各单位按附件逐项补齐，补齐一项、审核一项；逾期事项从本报告之日起优先补齐。",)
    )


def _by_unit(
    base: Ground, owed: list[Gap], caption: str, *, only_late: bool = False
) -> Table:
    every = Counter(one.line.id for one in owed)
    late = Counter(one.line.id for one in owed if one.state == "overdue")
    shown = late if only_late else every
    found = [(key, name) for key, name in base.unit_names.items() if shown[key]]
    rows = tuple(
        (number, name, every[key], late[key])
        for number, (key, name) in enumerate(found, start=1)
    )
    totals = ("", "合计", sum(r[2] for r in rows), sum(r[3] for r in rows))
    return Table(caption, UNIT_COLUMNS, rows, base.source("gaps"), totals)


def _owed_rows(owed: list[Gap]) -> Iterator[tuple[Cell, ...]]:
    for number, one in enumerate(owed, start=1):
        subject = (
            one.subject.name if one.subject_kind in {"person", "body"} else "本单位"
        )
        asked = short_name(one.requirement) if one.requirement else one.what
        due = day(one.due_on)
        yield (
            number, one.line.name, subject, asked, one.sentence, due,
            STATE_LABELS[one.state],
        )  # fmt: skip


def _gate(base: Ground, phase: Phase) -> Table:
    tasks = base.seen.board.tasks
    rows: list[tuple[Cell, ...]] = []
    for task in shown_tasks(base.campaign):
        if task.phase_id != phase.id:
            continue
        cells = {
            unit_id: one for (task_id, unit_id), one in tasks.items()
            if task_id == task.id and unit_id in base.unit_names
        }  # fmt: skip
        lacking = [key for key, one in cells.items() if one.state != "met"]
        names = [name for key, name in base.unit_names.items() if key in lacking]
        rows.append(
            (len(rows) + 1, task.name, WHO[task.who], len(cells),
             len(cells) - len(lacking), len(lacking), listed(names), "")
        )  # fmt: skip
    if not rows:
        rows = [("", "本阶段没有可核验的任务", *[""] * (len(GATE_COLUMNS) - 2))]
    source = base.source(f"phase:{phase.id}/tasks")
    return Table(phase.name, GATE_COLUMNS, tuple(rows), source)
