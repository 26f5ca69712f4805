"""Reads of plans: drafts in work, and where a campaign's parts stand in its text."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from domain.plan_mapping.codec import load
from domain.plan_mapping.model import PlanDraft
from store.db import db
from store.tables import plans as tables
from store.tables.campaigns import Campaign


@dataclass(frozen=True)
class DraftRow:
    """A reading in a list.

    Attributes:
        name: Of the campaign as the draft has it.
        version: Counts the changes, from 1.
        campaign_id: The campaign it became, or None.
    """

    id: int
    unit_id: int
    account_name: str
    file_name: str
    name: str
    version: int
    campaign_id: int | None
    changed_at: datetime


@dataclass(frozen=True)
class KeptDraft:
    """A reading with its text.

    Attributes:
        against: What it amends, ``campaign-ID`` or ``draft-ID``; empty for none.
    """

    row: DraftRow
    text: str
    draft: PlanDraft
    against: str


@dataclass(frozen=True)
class AnchorRow:
    """Where a part of a campaign, or one field of it, stands in the plan."""

    part: str
    part_id: int
    field: str
    text_start: int | None
    text_end: int | None
    sureness: str
    reason: str


def draft_rows(unit_ids: Collection[int]) -> list[DraftRow]:
    """Readings of these units, the last changed first."""
    one = tables.PlanDraft
    statement = (
        select(
            one.id,
            one.unit_id,
            one.account_name,
            one.file_name,
            func.json_extract(one.draft, "$.name"),
            one.version,
            one.campaign_id,
            one.changed_at,
        )
        .where(one.unit_id.in_(unit_ids))
        .order_by(one.changed_at.desc(), one.id.desc())
    )
    return [DraftRow(*row) for row in db.session.execute(statement)]


def kept_draft(draft_id: int) -> KeptDraft | None:
    """The reading of that id, or None."""
    row = db.session.get(tables.PlanDraft, draft_id)
    if row is None:
        return None
    draft = load(row.draft)
    line = DraftRow(
        row.id,
        row.unit_id,
        row.account_name,
        row.file_name,
        draft.name,
        row.version,
        row.campaign_id,
        row.changed_at,
    )
    return KeptDraft(line, row.text, draft, row.against)


def plan_text(campaign_id: int) -> str:
    """The plan a campaign was read from; empty when it was not."""
    statement = select(Campaign.plan_text).where(Campaign.id == campaign_id)
    return db.session.scalars(statement).first() or ""


def anchors(campaign_id: int) -> list[AnchorRow]:
    """Every anchor of a campaign, in the order of the text; hand-made parts last."""
    one = tables.PlanAnchor
    statement = (
        select(
            one.part,
            one.part_id,
            one.field,
            one.text_start,
            one.text_end,
            one.sureness,
            one.reason,
        )
        .where(one.campaign_id == campaign_id)
        .order_by(one.text_start.is_(None), one.text_start, one.id)
    )
    return [AnchorRow(*row) for row in db.session.execute(statement)]
