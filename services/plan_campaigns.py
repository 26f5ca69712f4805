"""Use cases of plans made campaigns: read and map a text, create with its anchors."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from domain.errors import Invalid, NotFound
from domain.plan_mapping.editing import as_campaign
from domain.plan_mapping.mapping import Setting, map_plan
from domain.plan_mapping.model import WHOLE, Anchor, PlanDraft
from services import audit
from services.campaign_writing import save
from services.campaigns import OPERATOR
from services.plan_files import ReadPlan, read_plan_file, simplified_characters
from store import clock
from store.db import write
from store.queries import people
from store.queries.campaigns import campaign
from store.queries.units import unit_tree
from store.scope import EVERYTHING, acting_in
from store.tables import campaigns as tables
from store.tables.plans import PlanAnchor

FROM_PLAN = "plan"
UNREADABLE = "file_unreadable"


@dataclass(frozen=True)
class MappedPlan:
    """A plan's text and the campaign draft it maps to."""

    text: str
    draft: PlanDraft


def map_file(data: bytes) -> MappedPlan:
    """Read and map the bytes of a TXT, DOCX or PDF plan.

    Raises:
        Invalid: Nothing could be read from the file.
    """
    read = read_plan_file(data)
    _must_be_readable(read)
    with acting_in(EVERYTHING):
        tiers = people.tier_names()
    setting = Setting(clock.today().year, tiers, simplified_characters())
    return MappedPlan(read.text, map_plan(read.plan, read.text, setting))


def create_from_draft(mapped: MappedPlan, unit_id: int, by: str = OPERATOR) -> int:
    """A draft campaign of that unit with the plan's text and anchors; its id.

    Raises:
        NotFound: No such unit.
        Invalid: The draft does not say from when to when.
    """
    if unit_id not in unit_tree().by_id:
        message = "没有这个单位，未建立活动。请先在单位管理中登记主办单位。"
        raise NotFound(message)
    stated = as_campaign(mapped.draft)
    with write(by) as session, acting_in(EVERYTHING):
        campaign_id = save(stated, unit_id, FROM_PLAN)
        session.get_one(tables.Campaign, campaign_id).plan_text = mapped.text
        session.flush()
        session.add_all(
            PlanAnchor(campaign_id=campaign_id, unit_id=unit_id, **values)
            for values in _anchors(mapped.draft, campaign_id)
        )
        audit.record(
            "campaign:campaign:create",
            by,
            unit_id,
            str(campaign_id),
            {"from": FROM_PLAN, "characters": len(mapped.text)},
        )
    return campaign_id


def not_mapped(draft: PlanDraft) -> list[str]:
    """One line for each sentence and field of the plan that found no place."""
    lines = [
        f"未列入：{one.raw}（{one.reason}）"
        for one in draft.leftovers
        if one.kind == "unmapped" and not one.handled
    ]
    lines += [
        f"未读出：{anchor.raw or draft.name}（{doubt.reason}）"
        for anchor in draft.anchors
        for doubt in anchor.doubts
        if doubt.sureness == "unread"
    ]
    unread = sum(one.kind == "unread" and not one.handled for one in draft.leftovers)
    if unread:
        lines.append(
            f"另有{unread}句含数字、日期或“要、应、必须”，没有列入，请核对原文。"
        )
    return lines


def _must_be_readable(read: ReadPlan) -> None:
    if read.text.strip():
        return
    said = next(
        (one.message for one in read.plan.problems if one.code == UNREADABLE),
        "方案里没有文字，请核对后重新上传或粘贴。",
    )
    raise Invalid(said, {"file": said})


def _anchors(draft: PlanDraft, campaign_id: int) -> Iterator[dict[str, object]]:
    """Rows of plan_anchor, with the ids the parts were stored under."""
    stored = campaign(campaign_id)
    assert stored is not None
    stated = as_campaign(draft)
    ids: dict[tuple[str, int], int] = {("campaign", WHOLE): campaign_id}
    ids |= _paired("phase", stated.phases, stored.phases)
    ids |= _paired("task", stated.tasks, stored.tasks)
    ids |= _paired("requirement", stated.requirements, stored.requirements)
    for anchor in draft.anchors:
        part_id = ids[anchor.part, anchor.id]
        for values in _rows(anchor):
            yield {"part": anchor.part, "part_id": part_id, **values}


def _paired(
    part: str, stated: Sequence[Any], stored: Sequence[Any]
) -> dict[tuple[str, int], int]:
    pairs = zip(stated, stored, strict=True)
    return {(part, draft.id): kept.id for draft, kept in pairs}


def _rows(anchor: Anchor) -> Iterator[dict[str, object]]:
    start, end = anchor.at or (None, None)
    place = {"text_start": start, "text_end": end}
    yield {**place, "field": "", "sureness": anchor.sureness, "reason": ""}
    if anchor.date_at:
        start, end = anchor.date_at
        yield {"field": "raw_date", "text_start": start, "text_end": end}
    for doubt in anchor.doubts:
        found = {"sureness": doubt.sureness, "reason": doubt.reason}
        yield {**place, "field": doubt.field, **found}
