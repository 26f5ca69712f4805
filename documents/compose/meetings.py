"""讨论情况报告 and 纪要, from accepted meeting records."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from documents.compose.ground import (
    UNKNOWN,
    DataMissing,
    Ground,
    Persons,
    ground,
    text_of,
)
from documents.contexts import (
    Block,
    Cell,
    Column,
    Figure,
    Heading,
    Imprint,
    Office,
    Paragraph,
    Table,
)
from documents.official import OfficialContext, Roll
from store.describe import KIND_BY_KEY
from store.queries.record_detail import attendance_of
from store.queries.records import RecordRow

MEETING = "meeting"
TOLD_MAX = 12
COLUMNS = (
    Column("序号", share=1),
    Column("日期", share=2.6),
    Column("会议", "left", 4),
    Column("类型", share=2),
    Column("主持人", share=1.6),
    Column("到会", share=1.1),
)


def compose_meeting_report(campaign_id: int, unit_id: int, on: date) -> OfficialContext:
    """How often the units met, about what, and what was said.

    Raises:
        DataMissing: No meeting has been accepted.
    """
    base = ground(campaign_id, unit_id, on)
    meetings = _meetings(base)
    return base.paper(
        f"关于{base.name}会议和讨论情况的报告", blocks=tuple(_blocks(base, meetings))
    )


def compose_minutes(campaign_id: int, unit_id: int, on: date) -> OfficialContext:
    """纪要 of the latest meeting.

    Raises:
        DataMissing: No meeting has been accepted.
    """
    base = ground(campaign_id, unit_id, on)
    latest = _meetings(base)[-1]
    present = attendance_of(KIND_BY_KEY[MEETING], [latest.id]).get(latest.id, ())
    people = base.persons([*present, latest.values.get("chair")])
    unit = base.unit_name
    return base.paper(
        f"{latest.title}纪要",
        form="minutes",
        office=Office(unit, f"{unit}会议纪要", ""),
        addressees=(),
        blocks=tuple(_told(latest, people)),
        rolls=tuple(_rolls(latest, [people.of(one) for one in present])),
        imprint=Imprint((), f"{unit}办公室", on),
    )


def _meetings(base: Ground) -> list[RecordRow]:
    found = base.records(MEETING)
    if not found:
        message = (
            f"还没有已通过的会议记录（截至{base.on}），没有内容可写，未制作。"
            "请先填报会议并通过审核。"
        )
        raise DataMissing(message)
    return found


def _blocks(base: Ground, meetings: list[RecordRow]) -> Iterator[Block]:
    forms = Counter(text_of(one, "form") for one in meetings)
    present = attendance_of(KIND_BY_KEY[MEETING], [one.id for one in meetings])
    people = base.persons(one.values.get("chair") for one in meetings)
    text: list[str | Figure] = ["各单位共召开会议"]
    text += [base.counted(len(meetings), MEETING), "次，其中"]
    text.append("、".join(f"{form}{count}次" for form, count in forms.items()) + "；")
    total = sum(len(one) for one in present.values())
    text += [
        "到会",
        base.figure(total, f"records:{MEETING}/attendance"),
        "人次。逐次情况见下表。",
    ]
    yield Heading("会议开展情况")
    yield Paragraph(tuple(text))
    rows: list[tuple[Cell, ...]] = [
        (
            number,
            text_of(one, "held_on"),
            one.title,
            text_of(one, "form"),
            people.of(one.values.get("chair")),
            len(present.get(one.id, ())),
        )
        for number, one in enumerate(meetings, start=1)
    ]
    yield Table("会议情况表", COLUMNS, tuple(rows), base.source(f"records:{MEETING}"))
    yield Heading("会议的主要内容")
    for one in meetings[-TOLD_MAX:]:
        yield Heading(f"{one.title}（{text_of(one, 'held_on')}）", 2)
        yield from _paragraphs(text_of(one, "minutes"))


def _told(meeting: RecordRow, people: Persons) -> Iterator[Block]:
    words = f"{text_of(meeting, 'held_on')}，"
    chair, place = people.of(meeting.values.get("chair")), text_of(meeting, "place")
    words += f"{chair}主持召开{meeting.title}" if chair != UNKNOWN else "召开会议"
    yield Paragraph((f"{words}（地点：{place}）。纪要如下：",))
    yield from _paragraphs(text_of(meeting, "minutes"))


def _paragraphs(text: str) -> Iterator[Paragraph]:
    yield from (Paragraph((line.strip(),)) for line in text.splitlines() if line)


def _rolls(meeting: RecordRow, present: list[str]) -> Iterator[Roll]:
    if present:
        yield Roll("出席", tuple(present))
    observers = text_of(meeting, "observers")
    if observers != UNKNOWN:
        yield Roll("列席", (observers.rstrip("。"),))
