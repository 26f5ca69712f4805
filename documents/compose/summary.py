"""总结报告: a deterministic draft whose every figure leads back to its records."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from documents.contexts import (
    Bar,
    Block,
    Cell,
    Chart,
    Column,
    Figure,
    Heading,
    Imprint,
    Office,
    Paragraph,
    Table,
    Text,
    day,
)
from documents.layout import CHART_ROWS_MAX
from documents.official import OfficialContext
from domain.assessment.standings import STATE_LABELS
from domain.campaigns import Requirement
from domain.metrics import label_of
from domain.rollup import Total
from services.overview import Overview, View, overview
from store.queries.expected import subjects
from store.queries.statistics import RecordCount, count_by_unit
from store.queries.units import unit_tree

COMPARISONS = {
    "at_least": "不少于",
    "at_most": "不超过",
    "exactly": "",
    "between": "",
    "coverage": "覆盖",
    "cadence": "每周",
    "event": "",
}
MENTIONED = (
    ("study_session", "集中学习", "次"),
    ("lecture", "报告会讲座", "次"),
    ("meeting", "会议", "次"),
    ("essay", "心得体会、征文", "篇"),
    ("research_report", "调研报告", "篇"),
    ("opinion", "征求意见", "条"),
    ("rectification", "整改项目", "项"),
)
SUPERIOR = "上级主管部门"
OUTLOOK = (
    "对照方案开展“回头看”，把未达标的要求逐项列入补课清单，明确责任单位、责任人和完成"
    "时限，逐项补齐、逐项销号；对活动中行之有效的做法，及时固定为制度。"
)


@dataclass(frozen=True)
class Story:
    """What the report tells, read once."""

    seen: Overview
    unit_id: int
    unit_name: str
    figures_on: date
    totals: dict[int, Total]
    person_count: int

    def figure(self, value: object, about: str) -> Figure:
        """A figure with the key that leads to the records behind it."""
        key = f"campaign:{self.seen.row.id}/unit:{self.unit_id}/{about}"
        return Figure(str(value), f"{key}/on:{self.figures_on.isoformat()}")


def compose_summary(
    campaign_id: int, unit_id: int, figures_on: date
) -> OfficialContext:
    """The report of the unit over everything below it, as of the day."""
    seen = overview(campaign_id, View(unit_id=unit_id, on=figures_on))
    tree = unit_tree()
    unit_name = tree.by_id[unit_id].name
    above = tree.ancestors(unit_id)
    unit_ids = {line.id for line in seen.lines}
    people = [
        one for one in subjects(campaign_id, figures_on).persons
        if one.unit_id in unit_ids
    ]  # fmt: skip
    story = Story(seen, unit_id, unit_name, figures_on, _totals(seen), len(people))
    return OfficialContext(
        office=Office(unit_name, f"{unit_name}文件", f"{unit_name}发"),
        year=figures_on.year,
        number=1,
        title=f"关于{seen.row.name}的总结报告",
        addressees=(above[0].name if above else SUPERIOR,),
        blocks=tuple(_blocks(story)),
        issued_on=figures_on,
        imprint=Imprint((), f"{unit_name}办公室", figures_on),
    )


def _totals(seen: Overview) -> dict[int, Total]:
    totals: dict[int, Total] = {}
    for unit_id in seen.top_ids:
        for number, total in seen.below.get(unit_id, {}).items():
            totals.setdefault(number, Total(number)).add(total)
    return totals


def _blocks(story: Story) -> Iterator[Block]:
    yield Heading("基本情况")
    yield Paragraph(_opening(story))
    yield Heading("主要做法")
    yield from _phases(story)
    yield Heading("要求完成情况")
    yield Paragraph(_completion(story))
    yield _requirement_table(story)
    chart = _chart(story)
    if chart is not None:
        yield chart
    yield Heading("存在的差距")
    yield from (Paragraph(text) for text in _gaps(story))
    yield Heading("下一步打算")
    yield Paragraph(_outlook(story))


def _opening(story: Story) -> Text:
    row = story.seen.row
    return (
        f"{row.name}自{day(row.start_on)}开始，至{day(row.end_on)}结束，共分",
        story.figure(len(story.seen.rule.campaign.phases), "phases"),
        "个阶段。活动覆盖",
        story.figure(len(story.seen.lines), "units"),
        "个单位、",
        story.figure(story.person_count, "persons"),
        f"名人员。截至{day(story.figures_on)}，主要情况如下。",
    )


def _phases(story: Story) -> Iterator[Block]:
    campaign = story.seen.rule.campaign
    for phase in campaign.phases:
        if phase.parent_id is not None or phase.start_on is None:
            continue
        yield Heading(phase.name, 2)
        last = min(phase.end_on or story.figures_on, story.figures_on)
        yield Paragraph(_phase(story, phase.id, phase.start_on, last))


def _phase(story: Story, phase_id: int, first: date, last: date) -> Text:
    if first > story.figures_on:
        return (f"本阶段自{day(first)}开始，截至本报告数据日尚未开始。",)
    tasks = {
        one.id for one in story.seen.rule.campaign.tasks if one.phase_id == phase_id
    }
    shown = {line.id for line in story.seen.lines}
    cells = [
        standing
        for (task_id, unit_id), standing in story.seen.board.tasks.items()
        if task_id in tasks and unit_id in shown
    ]
    done = sum(1 for one in cells if one.state == "met")
    text: list[str | Figure] = [
        f"{day(first)}至{day(last)}，本阶段安排任务",
        story.figure(len(tasks), f"phase:{phase_id}/tasks"),
        "项，各单位应完成",
        story.figure(len(cells), f"phase:{phase_id}/cells"),
        "项次，已完成",
        story.figure(done, f"phase:{phase_id}/done"),
        "项次。",
    ]
    counted = list(_counted(story, first, last))
    if counted:
        text.append("其间，")
        text.extend(part for mention in counted for part in mention)
        text[-1] = f"{text[-1]}".removesuffix("，") + "。"
    return tuple(text)


def _counted(story: Story, first: date, last: date) -> Iterator[list[str | Figure]]:
    shown = {line.id for line in story.seen.lines}
    for kind, name, measure in MENTIONED:
        found = count_by_unit(story.seen.row.id, RecordCount(kind, {}), (first, last))
        number = int(sum(value for unit_id, value in found.items() if unit_id in shown))
        if number:
            about = f"records:{kind}/from:{first.isoformat()}/to:{last.isoformat()}"
            yield [name, story.figure(number, about), f"{measure}，"]


def _completion(story: Story) -> Text:
    owed = [total for total in story.totals.values() if total.subjects]
    met = sum(1 for total in owed if total.subjects_met == total.subjects)
    return (
        "方案提出可计量的要求",
        story.figure(len(owed), "requirements"),
        "项，全部对象达标的",
        story.figure(met, "requirements/met"),
        "项。逐项情况见下表。",
    )


def _requirement_table(story: Story) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for one in story.seen.rule.campaign.requirements:
        total = story.totals.get(one.id)
        if total is None or not total.subjects:
            continue
        rows.append(
            (
                len(rows) + 1,
                f"{label_of(one.metric)}（{one.tier or '各单位'}）"
                if one.per == "person"
                else label_of(one.metric),
                threshold(one),
                total.subjects,
                total.subjects_met,
                _percent(total),
                STATE_LABELS[total.state],
            )
        )
    columns = (
        Column("序号", share=1),
        Column("要求", "left", 4),
        Column("标准", share=3),
        Column("对象数", share=1.4),
        Column("达标数", share=1.4),
        Column("达标率", share=1.6),
        Column("状态", share=1.6),
    )
    source = f"campaign:{story.seen.row.id}/unit:{story.unit_id}/requirements"
    return Table("要求完成情况表", columns, tuple(rows), source)


def threshold(one: Requirement) -> str:
    """What the plan asks, short: 不少于5000字, 1至2个, 覆盖100%."""
    if one.comparison == "coverage":
        return f"覆盖{one.value:.0%}"
    if one.comparison == "between" and one.value_to is not None:
        return f"{one.value:g}至{one.value_to:g}{one.measure}"
    return f"{COMPARISONS[one.comparison]}{one.value:g}{one.measure}"


def _percent(total: Total) -> str:
    return f"{100 * total.subjects_met / total.subjects:.1f}%"


def _chart(story: Story) -> Chart | None:
    bars = []
    for line in story.seen.lines:
        totals = story.seen.board.own.get(line.id, {}).values()
        needed = sum(total.subjects for total in totals)
        if needed:
            share = Decimal(100 * sum(total.subjects_met for total in totals)) / needed
            bars.append(Bar(line.name, share, f"{share:.1f}"))
    lowest = sorted(bars, key=lambda bar: bar.value)[:CHART_ROWS_MAX]
    if not lowest:
        return None
    kept = tuple(bar for bar in bars if bar in lowest)
    full = sum(1 for bar in bars if bar.value == 100)
    return Chart(
        key="units",
        title=f"{len(bars)}个单位中{full}个全部达标",
        label_head="单位",
        value_head="达标率（%）",
        bars=kept[:CHART_ROWS_MAX],
        source=f"campaign:{story.seen.row.id}/unit:{story.unit_id}/units",
    )


def _gaps(story: Story) -> Iterator[Text]:
    unmet = [
        (one, total)
        for one in story.seen.rule.campaign.requirements
        if (total := story.totals.get(one.id)) and total.subjects_met < total.subjects
    ]
    if not unmet:
        yield ("各项可计量的要求均已达标。",)
        return
    text: list[str | Figure] = ["尚未全部达标的要求有"]
    text += [story.figure(len(unmet), "gaps"), "项："]
    for one, total in unmet:
        text += [
            f"{label_of(one.metric)}（{threshold(one)}）还有",
            story.figure(
                total.subjects - total.subjects_met, f"requirement:{one.id}/gap"
            ),
            "个对象未达标；",
        ]
    text[-1] = str(text[-1]).removesuffix("；") + "。"
    yield tuple(text)


def _outlook(story: Story) -> Text:
    if all(total.subjects_met == total.subjects for total in story.totals.values()):
        return ("巩固活动成果，把活动中形成的做法固定为制度，长期坚持。",)
    return (OUTLOOK,)
