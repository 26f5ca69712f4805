"""Taking a piece of work exactly once, whoever else wants it."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, update

from store.db import db
from store.tables.filings import FilingRequest


def claim_filing_request(request_id: int, stale_before: datetime, at: datetime) -> bool:
    """Whether the request is now ours; call inside store.db.write().

    A request that another worker took and left unfinished before stale_before is
    taken over.
    """
    statement = (
        update(FilingRequest)
        .where(
            FilingRequest.id == request_id,
            (FilingRequest.state == "waiting")
            | (
                (FilingRequest.state == "rendering")
                & (FilingRequest.changed_at < stale_before)
            ),
        )
        .values(state="rendering", changed_at=at)
    )
    result = cast("CursorResult[Any]", db.session.execute(statement))
    return result.rowcount == 1
