"""要求完成情况 of a 总结报告: its table and its chart."""

from decimal import Decimal

from documents.compose.story import Story
from documents.contexts import Bar, Cell, Chart, Column, Table
from documents.layout import CHART_ROWS_MAX
from domain.assessment.standings import STATE_LABELS
from domain.campaigns import Requirement
from domain.metrics import label_of
from domain.rollup import Total

COMPARISONS = {
    "at_least": "不少于",
    "at_most": "不超过",
    "exactly": "",
    "between": "",
    "coverage": "覆盖",
    "cadence": "每周",
    "event": "",
}


def requirement_table(story: Story) -> Table:
    """Each requirement that somebody owes, with what was met."""
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


def unit_chart(story: Story) -> Chart | None:
    """Share met by unit, the lowest when there are many; None when nothing is owed."""
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
