"""简报 and 函: what was done lately, and how far the campaign is."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from documents.compose.ground import Ground, ground
from documents.compose.story_phases import MENTIONED
from documents.contexts import Block, Figure, Office, Paragraph, Text, day
from documents.official import OfficialContext, Roll

BULLETIN_DAYS = 30
TITLES_MAX = 5


def compose_bulletin(campaign_id: int, unit_id: int, on: date) -> OfficialContext:
    """One issue: what the last thirty days brought, and how far the campaign is."""
    base = ground(campaign_id, unit_id, on)
    first = max(base.campaign.start_on, on - timedelta(days=BULLETIN_DAYS - 1))
    blocks: tuple[Block, ...] = (
        Paragraph(_recent(base, first)),
        *(Paragraph((text,)) for text in _titles(base, first)),
        Paragraph(progress(base)),
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
            Paragraph(progress(base)),
            Paragraph(("专此函达，请予审阅。",)),
        ),
        imprint=None,
    )


def progress(base: Ground) -> Text:
    """How many tasks there are, are done and are late."""
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
