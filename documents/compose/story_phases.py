"""主要做法 of a 总结报告: what was done in each phase."""

from collections.abc import Iterator
from datetime import date

from documents.compose.story import Story
from documents.contexts import Block, Figure, Heading, Paragraph, Text, day
from store.queries.statistics import RecordCount, count_by_unit

MENTIONED = (
    ("study_session", "集中学习", "次"),
    ("lecture", "报告会讲座", "次"),
    ("meeting", "会议", "次"),
    ("essay", "心得体会、征文", "篇"),
    ("research_report", "调研报告", "篇"),
    ("opinion", "征求意见", "条"),
    ("rectification", "整改项目", "项"),
)


def phases(story: Story) -> Iterator[Block]:
    """A heading and a paragraph for each phase that has begun or has a day."""
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
