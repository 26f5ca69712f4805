"""Reads of filings and of the work asked for them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from store.db import db
from store.tables.filings import Filing, FilingRequest


@dataclass(frozen=True)
class FilingRow:
    """A finished filing as lists show it."""

    id: int
    kind: str
    campaign_id: int
    unit_id: int
    title: str
    figures_on: date
    version: int
    sha256: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True)
class RequestRow:
    """Work asked for; state is waiting, rendering, ready or failed."""

    id: int
    kind: str
    campaign_id: int
    unit_id: int
    figures_on: date
    asked_by: str
    state: str
    message: str
    filing_id: int | None


_FILING: tuple[Any, ...] = (
    Filing.id,
    Filing.kind,
    Filing.campaign_id,
    Filing.unit_id,
    Filing.title,
    Filing.figures_on,
    Filing.version,
    Filing.sha256,
    Filing.made_by,
    Filing.made_at,
)
REQUEST_COLUMNS: tuple[Any, ...] = (
    FilingRequest.id,
    FilingRequest.kind,
    FilingRequest.campaign_id,
    FilingRequest.unit_id,
    FilingRequest.figures_on,
    FilingRequest.asked_by,
    FilingRequest.state,
    FilingRequest.message,
    FilingRequest.filing_id,
)


def filings_in_scope() -> list[FilingRow]:
    """Finished filings the actor may see, newest first, at most 200."""
    statement = select(*_FILING).order_by(Filing.id.desc()).limit(200)
    return [FilingRow(*row) for row in db.session.execute(statement)]


def filing(filing_id: int) -> FilingRow | None:
    """One finished filing within scope."""
    row = db.session.execute(select(*_FILING).where(Filing.id == filing_id)).first()
    return FilingRow(*row) if row else None


def frozen_of(filing_id: int) -> str:
    """The figures of a filing within scope as JSON, as filed; empty when unseen."""
    statement = select(Filing.frozen).where(Filing.id == filing_id)
    return db.session.scalar(statement) or ""


def request(request_id: int) -> RequestRow | None:
    """The work asked for under that number, whoever asked."""
    row = db.session.execute(
        select(*REQUEST_COLUMNS).where(FilingRequest.id == request_id)
    ).first()
    return RequestRow(*row) if row else None


def version_count(request: RequestRow) -> int:
    """How many versions of this filing there are already."""
    statement = select(func.count(Filing.id)).where(
        Filing.kind == request.kind,
        Filing.campaign_id == request.campaign_id,
        Filing.unit_id == request.unit_id,
    )
    return db.session.scalar(statement) or 0


def series_number(request: RequestRow) -> int:
    """Number in the series of the unit and year of the figures, from 1.

    Versions of one filing share a number; a request that failed keeps its own, so that
    no number is ever given twice on this node.
    """
    year = request.figures_on.year
    first = func.min(FilingRequest.id).label("first")
    firsts = (
        select(FilingRequest.kind, FilingRequest.campaign_id, first)
        .where(
            FilingRequest.unit_id == request.unit_id,
            FilingRequest.figures_on.between(date(year, 1, 1), date(year, 12, 31)),
        )
        .group_by(FilingRequest.kind, FilingRequest.campaign_id)
        .order_by(first)
    )
    found = [(kind, campaign) for kind, campaign, _ in db.session.execute(firsts)]
    return 1 + found.index((request.kind, request.campaign_id))


def open_requests(unit_ids: frozenset[int]) -> list[RequestRow]:
    """Requests of these units that are not ready, newest first, at most 50."""
    statement = (
        select(*REQUEST_COLUMNS)
        .where(FilingRequest.state != "ready", FilingRequest.unit_id.in_(unit_ids))
        .order_by(FilingRequest.id.desc())
        .limit(50)
    )
    return [RequestRow(*row) for row in db.session.execute(statement)]


def requests_waiting_since(before: datetime) -> list[int]:
    """Requests neither ready nor failed that nothing happened to since then."""
    statement = select(FilingRequest.id).where(
        FilingRequest.state.in_(("waiting", "rendering")),
        FilingRequest.changed_at < before,
    )
    return list(db.session.scalars(statement))
