"""Reads of the same filing asked for many units."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from store.db import db
from store.queries.filings import REQUEST_COLUMNS, RequestRow
from store.tables.filings import FilingRequest


def newest_requests(
    kind: str, campaign_id: int, figures_on: date, unit_ids: Collection[int]
) -> dict[int, RequestRow]:
    """By unit, what was asked for last, whatever became of it."""
    statement = (
        select(*REQUEST_COLUMNS)
        .where(
            FilingRequest.kind == kind,
            FilingRequest.campaign_id == campaign_id,
            FilingRequest.figures_on == figures_on,
            FilingRequest.unit_id.in_(unit_ids),
        )
        .order_by(FilingRequest.id)
    )
    rows = (RequestRow(*row) for row in db.session.execute(statement))
    return {row.unit_id: row for row in rows}
