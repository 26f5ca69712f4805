"""Reads of campaigns: as their plans state them, and whom they were frozen for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from domain.assessment import Notice
from domain.campaigns import Campaign, Phase, Requirement, Task
from domain.workdays import WorkCalendar
from store.db import db
from store.tables import campaigns as tables
from store.tables import units


@dataclass(frozen=True)
class CampaignRow:
    """A campaign in a list.

    Attributes:
        status: draft, published or closed.
        unit_count: Expected units today; 0 before publication.
    """

    id: int
    name: str
    unit_id: int
    unit_code: str
    unit_name: str
    template: str
    start_on: date
    end_on: date
    status: str
    unit_count: int


@dataclass(frozen=True)
class CampaignName:
    """A campaign as the top bar needs it; status is published or closed."""

    id: int
    name: str
    status: str
    start_on: date


def campaign_rows(campaign_id: int | None = None) -> list[CampaignRow]:
    """Campaigns held here, the latest start first; one of them when its id is given."""
    one, unit, expected = tables.Campaign, units.Unit, tables.ExpectedUnit
    count = (
        select(func.count(func.distinct(expected.unit_id)))
        .where(
            expected.campaign_id == one.id,
            expected.to_on.is_(None),
            expected.is_deleted == 0,
        )
        .scalar_subquery()
    )
    statement = (
        select(
            one.id,
            one.name,
            one.unit_id,
            func.coalesce(unit.code, ""),
            func.coalesce(unit.name, ""),
            one.template,
            one.start_on,
            one.end_on,
            one.status,
            count,
        )
        .outerjoin(unit, unit.id == one.unit_id)
        .order_by(one.start_on.desc(), one.id)
    )
    if campaign_id is not None:
        statement = statement.where(one.id == campaign_id)
    return [CampaignRow(*row) for row in db.session.execute(statement)]


def campaign_row(campaign_id: int) -> CampaignRow | None:
    """The campaign as lists show it, or None."""
    return next(iter(campaign_rows(campaign_id)), None)


def campaign(campaign_id: int) -> Campaign | None:
    """The campaign with everything its plan states, in the plan's order, or None."""
    found = db.session.get(tables.Campaign, campaign_id)
    if found is None or found.is_deleted:
        return None
    return Campaign(
        found.id,
        found.name,
        found.start_on,
        found.end_on,
        tuple(_phase(row) for row in _parts(tables.CampaignPhase, campaign_id)),
        tuple(_task(row) for row in _parts(tables.CampaignTask, campaign_id)),
        tuple(
            _requirement(row) for row in _parts(tables.CampaignRequirement, campaign_id)
        ),
    )


def notice() -> Notice:
    """The warning rule with the holiday table of this node."""
    statement = select(tables.Holiday.day, tables.Holiday.kind)
    days = db.session.execute(statement).all()
    return Notice(
        WorkCalendar(
            holidays=frozenset(day for day, kind in days if kind != "workday"),
            workdays=frozenset(day for day, kind in days if kind == "workday"),
        )
    )


def _parts(part: Any, campaign_id: int) -> list[Any]:
    statement = (
        select(part)
        .where(part.campaign_id == campaign_id)
        .order_by(part.position, part.id)
    )
    return list(db.session.scalars(statement))


def _phase(row: tables.CampaignPhase) -> Phase:
    return Phase(
        row.id,
        row.name,
        row.start_on,
        row.end_on,
        row.raw_date,
        row.parent_id,
        row.position,
    )


def _task(row: tables.CampaignTask) -> Task:
    return Task(
        row.id,
        row.phase_id,
        row.parent_id,
        row.name,
        row.start_on,
        row.due_on,
        row.raw_date,
        _listed(row.kinds),
        row.who,  # type: ignore[arg-type]  # written from domain.campaigns.Who
        row.position,
    )


def _requirement(row: tables.CampaignRequirement) -> Requirement:
    return Requirement(
        id=row.id,
        phase_id=row.phase_id,
        task_id=row.task_id,
        position=row.position,
        metric=row.metric,
        comparison=row.comparison,  # type: ignore[arg-type]  # from Comparison
        value=row.value,
        value_to=row.value_to,
        measure=row.measure,
        per=row.per,  # type: ignore[arg-type]  # from Per
        tier=row.tier,
        tier_except=row.tier_except,
        body_kind=row.body_kind,
        window_start=row.window_start,
        window_end=row.window_end,
        weekday=row.weekday,
        evidence=_listed(row.evidence),
        raw=row.raw,
        note=row.note,
        windows=tuple(_stretch(one) for one in _listed(row.windows)),
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(one for one in text.split(",") if one)


def _stretch(text: str) -> tuple[date, date]:
    first, _, last = text.partition("..")
    return date.fromisoformat(first), date.fromisoformat(last)


def campaign_names(unit_ids: Collection[int]) -> list[CampaignName]:
    """Campaigns past their draft that these units own: open first, newest start."""
    one = tables.Campaign
    statement = (
        select(one.id, one.name, one.status, one.start_on)
        .where(one.status != "draft", one.unit_id.in_(sorted(unit_ids)))
        .order_by(one.status != "published", one.start_on.desc(), one.id)
    )
    return [CampaignName(*row) for row in db.session.execute(statement)]
