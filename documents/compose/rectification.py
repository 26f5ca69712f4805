"""整改落实方案 and 整改台账, from accepted rectification records."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from documents.compose.ground import UNKNOWN, DataMissing, Ground, ground, text_of
from documents.contexts import Block, Cell, Column, Figure, Heading, Paragraph, Table
from documents.official import Annex, OfficialContext, SheetContext
from store.queries.records import RecordRow
from store.queries.units import unit_tree

RECTIFICATION = "rectification"
DUTIES = (
    "各责任领导和牵头单位按附件逐项落实，按时更新进展；完成一项、审核一项、销号一项。"
)
COLUMNS = (
    Column("序号", share=1.5),
    Column("整改项目", "left", 4),
    Column("整改目标", "left", 4),
    Column("整改措施", "left", 5.5),
    Column("时限类别", share=1.8),
    Column("整改\n时限", share=3),
    Column("责任\n领导", share=1.7),
    Column("牵头单位", "left", 2.7),
    Column("协办单位", "left", 2.7),
    Column("进展情况", "left", 4),
    Column("完成\n日期", share=3),
    Column("是否\n完成", share=1.5),
)
NOTHING = ("", "尚无整改项目", *[""] * (len(COLUMNS) - 2))


def compose_rectification_plan(
    campaign_id: int, unit_id: int, on: date
) -> OfficialContext:
    """What is to be put right, by whom and when, with the table of all items.

    Raises:
        DataMissing: No item has been accepted.
    """
    base = ground(campaign_id, unit_id, on)
    items = base.records(RECTIFICATION)
    if not items:
        message = (
            f"还没有已通过的整改项目（截至{on}），没有内容可写，未制作。"
            "请先填报整改项目并通过审核。"
        )
        raise DataMissing(message)
    return base.paper(
        f"关于{base.name}整改落实方案的报告",
        blocks=tuple(_blocks(base, items)),
        attachments=(Annex("整改任务分解表", (_table(base, items),), is_wide=True),),
    )


def compose_rectification_ledger(
    campaign_id: int, unit_id: int, on: date
) -> SheetContext:
    """The ledger; without items it says so."""
    base = ground(campaign_id, unit_id, on)
    items = base.records(RECTIFICATION)
    bands = "，".join(f"{band}{count}项" for band, count in _bands(items))
    done = sum(1 for one in items if one.values.get("finished_on"))
    counted = f"共{len(items)}项，已完成{done}项" + (f"；{bands}" if bands else "")
    return SheetContext(
        title=f"{base.name}整改台账",
        reporting_unit=base.unit_name,
        period=counted,
        tables=(_table(base, items),),
        reported_on=on,
        notes=("本表由系统按截止日已审核通过的整改项目生成，按立项日期排列。",),
    )


def _blocks(base: Ground, items: list[RecordRow]) -> Iterator[Block]:
    text: list[str | Figure] = ["按照“四明确”的要求，共确定整改项目"]
    text += [base.counted(len(items), RECTIFICATION), "项，其中"]
    text.append("，".join(f"{band}{count}项" for band, count in _bands(items)) + "。")
    yield Heading("整改任务")
    yield Paragraph(tuple(text))
    leaders = base.persons(one.values.get("leader_id") for one in items)
    for band, _ in _bands(items):
        yield Heading(band, 2)
        inside = [one for one in items if text_of(one, "horizon") == band]
        for number, one in enumerate(inside, start=1):
            leader = leaders.of(one.values.get("leader_id"))
            due = text_of(one, "due_on")
            words = f"{number}.{one.title}。责任领导{leader}，{due}前完成。"
            yield Paragraph((words,))
    yield Heading("组织落实")
    yield Paragraph((DUTIES,))


def _bands(items: list[RecordRow]) -> list[tuple[str, int]]:
    return list(Counter(text_of(one, "horizon") for one in items).items())


def _table(base: Ground, items: list[RecordRow]) -> Table:
    leaders = base.persons(one.values.get("leader_id") for one in items)
    units = {one.id: one.name for one in unit_tree().by_id.values()}
    rows: list[tuple[Cell, ...]] = []
    for number, one in enumerate(items, start=1):
        lead = one.values.get("lead_unit_id")
        fields = [_plain(one, name) for name in ("goal", "measures", "horizon")]
        due, progress = _plain(one, "due_on"), _plain(one, "progress")
        leader = leaders.of(one.values.get("leader_id"))
        led_by = units.get(int(str(lead)), UNKNOWN) if lead else UNKNOWN
        finished = _plain(one, "finished_on")
        rows.append(
            (number, one.title, *fields, due, leader, led_by, _plain(one, "assisting"),
             progress, finished, "是" if finished else "否")
        )  # fmt: skip
    source = base.source(f"records:{RECTIFICATION}")
    return Table("", COLUMNS, tuple(rows) or (NOTHING,), source)


def _plain(record: RecordRow, name: str) -> str:
    """A cell: days short, empty ones empty."""
    value = record.values.get(name)
    if isinstance(value, date):
        return f"{value.year}.{value.month}.{value.day}"
    return str(value) if value is not None else ""
