"""Reads of derived rows: what is kept, what is stale, what counts for whom."""

from collections.abc import Collection
from dataclasses import fields
from datetime import date

from sqlalchemy import case, func, select, union

from domain.board import Group
from domain.contributions import Contribution
from domain.kept import Kept, records_of
from store.db import db
from store.tables.standings import Contribution as ContributionRow
from store.tables.standings import FactLink, StaleUnit, Standing

# The columns of a kept row but the records, in the order of its fields.
KEPT = tuple(
    getattr(Standing, field.name) == 1
    if field.type is bool
    else getattr(Standing, field.name)
    for field in fields(Kept)
    if field.name != "records"
)


def stale_campaign_ids(on: date) -> list[int]:
    """Campaigns with a unit to be counted anew; two index reads when there is none."""
    due = FactLink.next_on <= on
    statement = union(
        select(StaleUnit.campaign_id), select(FactLink.campaign_id).where(due)
    )
    return sorted(db.session.scalars(statement))


def stale_unit_ids(campaign_id: int, on: date) -> list[int]:
    """Units of the campaign to be counted anew."""
    marked = select(StaleUnit.unit_id).where(StaleUnit.campaign_id == campaign_id)
    due = select(FactLink.from_unit_id).where(
        FactLink.campaign_id == campaign_id, FactLink.next_on <= on
    )
    return sorted(db.session.scalars(union(marked, due)))


def links_from(
    campaign_id: int, unit_ids: Collection[int]
) -> dict[int, dict[int, str]]:
    """By unit, for whose persons its records counted, with the digest then."""
    statement = select(
        FactLink.from_unit_id, FactLink.to_unit_id, FactLink.digest
    ).where(FactLink.campaign_id == campaign_id, FactLink.from_unit_id.in_(unit_ids))
    found: dict[int, dict[int, str]] = {}
    for from_id, to_id, digest in db.session.execute(statement):
        if from_id != to_id:
            found.setdefault(from_id, {})[to_id] = digest
    return found


def sources_of(campaign_id: int, unit_ids: Collection[int]) -> dict[int, list[int]]:
    """By unit, the other units whose records count for its persons."""
    statement = select(FactLink.to_unit_id, FactLink.from_unit_id).where(
        FactLink.campaign_id == campaign_id,
        FactLink.to_unit_id.in_(unit_ids),
        FactLink.to_unit_id != FactLink.from_unit_id,
    )
    found: dict[int, list[int]] = {}
    for to_id, from_id in db.session.execute(statement):
        found.setdefault(to_id, []).append(from_id)
    return found


def contributions(campaign_id: int) -> dict[int, list[Contribution]]:
    """What units add, by requirement; without the records behind it."""
    row = ContributionRow
    statement = (
        select(row.requirement_id, row.amounts, row.late, row.total)
        .where(row.campaign_id == campaign_id)
        .order_by(row.requirement_id, row.unit_id)
    )
    found: dict[int, list[Contribution]] = {}
    for requirement_id, amounts, late, total in db.session.execute(statement):
        numbers = tuple(float(one) for one in amounts.split(",") if one)
        found.setdefault(requirement_id, []).append(Contribution(numbers, late, total))
    return found


def contributed_records(
    campaign_id: int, requirement_id: int | None = None
) -> dict[int, tuple[tuple[str, int], ...]]:
    """Records behind the figures of the campaign as a whole, by requirement."""
    row = ContributionRow
    statement = (
        select(row.requirement_id, row.records)
        .where(row.campaign_id == campaign_id)
        .order_by(row.unit_id)
    )
    if requirement_id is not None:
        statement = statement.where(row.requirement_id == requirement_id)
    found: dict[int, tuple[tuple[str, int], ...]] = {}
    for number, records in db.session.execute(statement):
        found[number] = found.get(number, ()) + records_of(records)
    return found


def kept_rows(
    campaign_id: int,
    unit_ids: Collection[int] | None = None,
    requirement_id: int | None = None,
) -> list[Kept]:
    """Every subject's row, of those units and of that requirement if given.

    **Order:** by unit, requirement and subject.
    """
    row = Standing
    statement = (
        select(*KEPT, row.records)
        .where(row.campaign_id == campaign_id)
        .order_by(row.unit_id, row.requirement_id, row.subject_id)
    )
    if unit_ids is not None:
        statement = statement.where(row.unit_id.in_(unit_ids))
    if requirement_id is not None:
        statement = statement.where(row.requirement_id == requirement_id)
    return [
        Kept(*(*cells, records_of(records)))
        for *cells, records in db.session.execute(statement)
    ]


def groups(
    campaign_id: int,
    bounded_ids: Collection[int],
    unit_ids: Collection[int] | None = None,
) -> list[Group]:
    """Subjects of a unit that are in the same case, counted; one statement.

    Args:
        campaign_id: The campaign.
        bounded_ids: Requirements with an upper bound, told apart by amount.
        unit_ids: Only these units; None is all.
    """
    row = Standing
    amount = case((row.requirement_id.in_(bounded_ids), row.attained), else_=None)
    case_of = (
        row.unit_id,
        row.requirement_id,
        row.subject_kind,
        row.is_met,
        row.due_on,
        row.parts,
        amount,
    )
    statement = select(
        *case_of,
        func.count(),
        func.sum(row.attained),
        func.sum(row.having),
        func.sum(row.total),
    ).where(row.campaign_id == campaign_id)
    if unit_ids is not None:
        statement = statement.where(row.unit_id.in_(unit_ids))
    return [Group(*one) for one in db.session.execute(statement.group_by(*case_of))]
