"""Reads of zero reports."""

from sqlalchemy import select

from store.db import db
from store.tables.records import ZeroReport


def zero_reports(campaign_id: int) -> dict[int, ZeroReport]:
    """Standing zero reports of the campaign within scope, the newest by unit."""
    statement = (
        select(ZeroReport)
        .where(ZeroReport.campaign_id == campaign_id)
        .order_by(ZeroReport.declared_at, ZeroReport.id)
    )
    return {row.unit_id: row for row in db.session.scalars(statement)}
