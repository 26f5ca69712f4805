"""Reads of filings and of the work asked for them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

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
    number: str | None
    code: str | None


@dataclass(frozen=True)
class RequestRow:
    """Work asked for; state is waiting, rendering, ready or failed.

    Attributes:
        serial: Its number in a series; none until it is taken up.
        is_sealed: A seal is wanted on papers that have a place for one.
    """

    id: int
    kind: str
    campaign_id: int
    unit_id: int
    figures_on: date
    asked_by: str
    state: str
    message: str
    filing_id: int | None
    serial: int | None
    is_sealed: int


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
    Filing.number,
    Filing.code,
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
    FilingRequest.serial,
    FilingRequest.is_sealed,
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


def serial_of(request: RequestRow, block: range) -> int | None:
    """The number that an earlier version of the filing has in that block, if any."""
    statement = select(func.min(FilingRequest.serial)).where(
        FilingRequest.kind == request.kind,
        FilingRequest.campaign_id == request.campaign_id,
        *_of_series(FilingRequest, request, block),
    )
    return db.session.scalar(statement)


def last_serial(request: RequestRow, block: range) -> int | None:
    """The highest number of that block given in the series of the unit and year.

    Numbers of other nodes count as far as their filings have come here; reads beyond
    the scope, so call it with everything in scope.
    """
    found = (
        db.session.scalar(
            select(func.max(table.serial)).where(*_of_series(table, request, block))
        )
        for table in (FilingRequest, Filing)
    )
    return max((one for one in found if one is not None), default=None)


def _of_series(
    table: type[Filing | FilingRequest], request: RequestRow, block: range
) -> tuple[ColumnElement[bool], ...]:
    year = request.figures_on.year
    return (
        table.unit_id == request.unit_id,
        table.figures_on.between(date(year, 1, 1), date(year, 12, 31)),
        table.serial.between(block.start, block.stop - 1),
    )


def filings_of_code(code: str) -> list[FilingRow]:
    """Filings within scope whose paper shows that code; nearly always one or none."""
    statement = select(*_FILING).where(Filing.code == code).order_by(Filing.id)
    return [FilingRow(*row) for row in db.session.execute(statement)]


def newest_version(found: FilingRow) -> int:
    """The highest version there is of that filing within scope."""
    statement = select(func.max(Filing.version)).where(
        Filing.kind == found.kind,
        Filing.campaign_id == found.campaign_id,
        Filing.unit_id == found.unit_id,
    )
    return db.session.scalar(statement) or found.version


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
