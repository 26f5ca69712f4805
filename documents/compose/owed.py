"""督查通报 and 回头看: who owes what, counted from the gaps of the day."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from documents.compose.ground import Ground, ground, listed
from documents.compose.progress import progress
from documents.contexts import (
    Block,
    Cell,
    Column,
    Figure,
    Heading,
    Paragraph,
    Table,
    day,
)
from documents.official import Annex, OfficialContext
from domain.assessment.standings import STATE_LABELS
from domain.wording import short_name
from services.gaps import Gap, gaps
from services.overview import View

NEXT_STEPS = (
    "有逾期事项的单位要查明原因、明确责任人，尽快补齐并填报；"
    "临近时限的事项要提前安排，不得再出现新的逾期。"
)
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


def _owed(campaign_id: int, unit_id: int, on: date) -> tuple[Ground, list[Gap]]:
    base = ground(campaign_id, unit_id, on)
    found = gaps(campaign_id, View(unit_id=unit_id, on=on))
    return base, [one for one in found if one.state != "not_due"]


def _notice(base: Ground, owed: list[Gap], late: list[Gap]) -> Iterator[Block]:
    behind = {one.line.id for one in late}
    good = [name for key, name in base.unit_names.items() if key not in behind]
    yield Heading("总体情况")
    yield Paragraph(progress(base))
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
    yield Paragraph(progress(base))
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
