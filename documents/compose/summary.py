"""总结报告: a deterministic draft whose every figure leads back to its records."""

from collections.abc import Iterator
from datetime import date

from documents.compose.story import Story, story_of
from documents.compose.story_figures import requirement_table, threshold, unit_chart
from documents.compose.story_phases import phases
from documents.contexts import (
    Block,
    Figure,
    Heading,
    Imprint,
    Office,
    Paragraph,
    Text,
    day,
)
from documents.official import OfficialContext
from domain.metrics import label_of
from store.queries.units import unit_tree

SUPERIOR = "上级主管部门"
OUTLOOK = (
    "对照方案开展“回头看”，把未达标的要求逐项列入补课清单，明确责任单位、责任人和完成"
    "时限，逐项补齐、逐项销号；对活动中行之有效的做法，及时固定为制度。"
)


def compose_summary(
    campaign_id: int, unit_id: int, figures_on: date
) -> OfficialContext:
    """The report of the unit over everything below it, as of the day."""
    story = story_of(campaign_id, unit_id, figures_on)
    name = story.unit_name
    above = unit_tree().ancestors(unit_id)
    return OfficialContext(
        office=Office(name, f"{name}文件", f"{name}发"),
        year=figures_on.year,
        number=1,
        title=f"关于{story.seen.row.name}的总结报告",
        addressees=(above[0].name if above else SUPERIOR,),
        blocks=tuple(_blocks(story)),
        issued_on=figures_on,
        imprint=Imprint((), f"{name}办公室", figures_on),
    )


def _blocks(story: Story) -> Iterator[Block]:
    yield Heading("基本情况")
    yield Paragraph(_opening(story))
    yield Heading("主要做法")
    yield from phases(story)
    yield Heading("要求完成情况")
    yield Paragraph(_completion(story))
    yield requirement_table(story)
    chart = unit_chart(story)
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
