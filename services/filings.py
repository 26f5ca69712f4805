"""Filings: ask for one, freeze its figures, keep its PDF."""

import hashlib
import os
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from domain.errors import Forbidden, Invalid, NotFound
from domain.filing_series import block_of
from domain.filings import KIND_BY_KEY
from domain.policy import Actor
from services import audit
from services.exchange import this_node
from store import clock
from store.claims import claim_filing_request
from store.db import home_path, write
from store.queries import filings as queries
from store.queries.units import unit_tree
from store.scope import EVERYTHING, acting_in
from store.tables.filings import Filing, FilingRequest
from sync.sites import all_sites

RENDER_MINUTES_MAX = 5


@dataclass(frozen=True)
class Wanted:
    """What is asked for.

    Attributes:
        is_sealed: A seal is wanted on papers that have a place for one.
    """

    kind: str
    campaign_id: int
    unit_id: int
    figures_on: date
    is_sealed: bool = False


@dataclass(frozen=True)
class Made:
    """A rendered filing.

    Attributes:
        frozen: Its context as JSON.
        number: As printed.
        code: As printed below its QR code; empty when it is not signed.
    """

    title: str
    frozen: str
    number: str
    code: str
    pdf: bytes


@dataclass(frozen=True)
class Registered:
    """What the register tells anybody who holds the code of a filing.

    Attributes:
        newest: The highest version there is.
    """

    number: str
    title: str
    unit: str
    figures_on: date
    made_at: datetime
    version: int
    newest: int


def ask(actor: Actor, wanted: Wanted) -> int:
    """Number of a new request; the job worker, or produce() at once, fulfils it.

    Raises:
        NotFound: No such kind of filing.
        Forbidden: The actor makes no filings for that unit.
    """
    if wanted.kind not in KIND_BY_KEY:
        known = "、".join(KIND_BY_KEY)
        message = f"没有“{wanted.kind}”这种材料，未制作。现有文种：{known}。"
        raise NotFound(message)
    if not actor.may("filings.make", wanted.unit_id):
        message = "您不能为该单位制作材料。请由该单位或其上级的有权人员制作。"
        raise Forbidden(message)
    now = clock.now_utc()
    with write(actor.account_name) as session:
        request = FilingRequest(
            kind=wanted.kind,
            campaign_id=wanted.campaign_id,
            unit_id=wanted.unit_id,
            figures_on=wanted.figures_on,
            is_sealed=int(wanted.is_sealed),
            asked_by=actor.account_name,
            asked_at=now,
            changed_at=now,
            state="waiting",
        )
        session.add(request)
        session.flush()
        return request.id


def claim(request_id: int) -> queries.RequestRow | None:
    """The request, now ours to render; None when somebody else has it or had it.

    It has its number from now on, even when rendering fails: a number that may stand
    on paper is given once.
    """
    now = clock.now_utc()
    with write() as session:
        stale_before = now - timedelta(minutes=RENDER_MINUTES_MAX)
        if not claim_filing_request(request_id, stale_before, now):
            return None
        request = queries.request(request_id)
        assert request is not None
        if request.serial is None:
            row = session.get_one(FilingRequest, request_id)
            row.serial = _serial(request)
    return queries.request(request_id)


def _serial(request: queries.RequestRow) -> int:
    """That of earlier versions, else the next one of this node's block."""
    tree = unit_tree()
    above = tree.ancestors(request.unit_id)
    units = [one.code for one in (tree.by_id[request.unit_id], *above)]
    with this_node().open() as connection:
        sites = all_sites(connection).values()
    own = next((one.site for one in sites if one.relation == "self"), 0)
    block = block_of(own, units, {(one.site, one.unit) for one in sites})
    with acting_in(EVERYTHING):
        known = queries.serial_of(request, block)
        serial = known or 1 + (queries.last_serial(request, block) or block.start - 1)
    if serial not in block:
        message = (
            f"该单位{request.figures_on.year}年的编号已用完（{block.start} 至 "
            f"{block.stop - 1}），未制作。请由上级节点制作。"
        )
        raise Invalid(message)
    return serial


def overdue() -> list[int]:
    """Requests whose wake-up call or worker was lost."""
    minutes = timedelta(minutes=RENDER_MINUTES_MAX)
    return queries.requests_waiting_since(clock.now_utc() - minutes)


def finish(request: queries.RequestRow, made: Made) -> int:
    """Id of the filing; its PDF is on the disk before its row is in the database."""
    sha256 = hashlib.sha256(made.pdf).hexdigest()
    keep(made.pdf, pdf_path(sha256))
    now = clock.now_utc()
    with write(request.asked_by) as session, acting_in(EVERYTHING):
        filing = Filing(
            kind=request.kind,
            campaign_id=request.campaign_id,
            unit_id=request.unit_id,
            title=made.title,
            figures_on=request.figures_on,
            version=1 + queries.version_count(request),
            frozen=made.frozen,
            sha256=sha256,
            made_by=request.asked_by,
            made_at=now,
            serial=request.serial,
            number=made.number,
            code=made.code,
        )
        session.add(filing)
        session.flush()
        row = session.get_one(FilingRequest, request.id)
        row.state, row.filing_id, row.changed_at = "ready", filing.id, now
        audit.record(
            "filing:made",
            request.asked_by,
            request.unit_id,
            str(filing.id),
            {"kind": request.kind, "sha256": sha256},
        )
        return filing.id


def fail(request_id: int, message: str) -> None:
    """Mark the request as failed, with the sentence its author will read."""
    with write() as session:
        row = session.get_one(FilingRequest, request_id)
        row.state, row.message, row.changed_at = "failed", message, clock.now_utc()


def registered(code: str) -> tuple[Registered, ...]:
    """Filings of that code, whoever asks; no figures, which the paper itself shows."""
    tree = unit_tree()
    with acting_in(EVERYTHING):
        return tuple(
            Registered(
                number=one.number or "",
                title=one.title,
                unit=tree.by_id[one.unit_id].name if one.unit_id in tree.by_id else "",
                figures_on=one.figures_on,
                made_at=one.made_at,
                version=one.version,
                newest=queries.newest_version(one),
            )
            for one in queries.filings_of_code(code)
        )


def note_download(actor: Actor, filing: queries.FilingRow) -> None:
    """Keep in the audit log that somebody read the PDF."""
    name, subject = actor.account_name, str(filing.id)
    detail = {"sha256": filing.sha256}
    audit.record("filing:downloaded", name, filing.unit_id, subject, detail)


def pdf_path(sha256: str) -> Path:
    """Where the PDF of that hash lies."""
    return home_path() / "filings" / f"{sha256}.pdf"


def keep(pdf: bytes, path: Path) -> None:
    """Put the bytes where they belong, whole or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        file.write(pdf)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
