"""Filings: ask for one, freeze its figures, keep its PDF."""

import hashlib
import os
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from domain.errors import Forbidden, NotFound
from domain.filings import KIND_BY_KEY
from domain.policy import Actor
from services import audit
from services.exchange import this_node
from store import clock
from store.claims import claim_filing_request
from store.db import home_path, write
from store.queries import filings as queries
from store.scope import EVERYTHING, acting_in
from store.tables.filings import Filing, FilingRequest
from sync.node import KEY_FILES
from sync.seal import sign
from sync.sites import all_sites

RENDER_MINUTES_MAX = 5


def ask(
    actor: Actor, kind: str, campaign_id: int, unit_id: int, figures_on: date
) -> int:
    """Number of a new request; the job worker, or produce() at once, fulfils it.

    Raises:
        NotFound: No such kind of filing.
        Forbidden: The actor makes no filings for that unit.
    """
    if kind not in KIND_BY_KEY:
        known = "、".join(KIND_BY_KEY)
        message = f"没有“{kind}”这种材料，未制作。现有文种：{known}。"
        raise NotFound(message)
    if not actor.may("filings.make", unit_id):
        message = "您不能为该单位制作材料。请由该单位或其上级的有权人员制作。"
        raise Forbidden(message)
    now = clock.now_utc()
    with write(actor.account_name) as session:
        request = FilingRequest(
            kind=kind,
            campaign_id=campaign_id,
            unit_id=unit_id,
            figures_on=figures_on,
            asked_by=actor.account_name,
            asked_at=now,
            changed_at=now,
            state="waiting",
        )
        session.add(request)
        session.flush()
        return request.id


def claim(request_id: int) -> queries.RequestRow | None:
    """The request, now ours to render; None when somebody else has it or had it."""
    now = clock.now_utc()
    with write():
        stale_before = now - timedelta(minutes=RENDER_MINUTES_MAX)
        if not claim_filing_request(request_id, stale_before, now):
            return None
    return queries.request(request_id)


def overdue() -> list[int]:
    """Requests whose wake-up call or worker was lost."""
    minutes = timedelta(minutes=RENDER_MINUTES_MAX)
    return queries.requests_waiting_since(clock.now_utc() - minutes)


def finish(request: queries.RequestRow, title: str, frozen: str, pdf: bytes) -> int:
    """Id of the filing; its PDF is on the disk before its row is in the database."""
    sha256 = hashlib.sha256(pdf).hexdigest()
    keep(pdf, pdf_path(sha256))
    now = clock.now_utc()
    with write(request.asked_by) as session, acting_in(EVERYTHING):
        filing = Filing(
            kind=request.kind,
            campaign_id=request.campaign_id,
            unit_id=request.unit_id,
            title=title,
            figures_on=request.figures_on,
            version=1 + queries.version_count(request),
            frozen=frozen,
            sha256=sha256,
            made_by=request.asked_by,
            made_at=now,
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


def own_signing() -> tuple[str, Callable[[bytes], bytes]] | None:
    """Public key, hex, of this node and what signs with it; None before it has keys."""
    node = this_node()
    if not (node.home / "keys" / KEY_FILES[0]).exists():
        return None
    return node.public_keys()[0].hex(), partial(sign, private_sign_key=node.sign_key())


def signer_names() -> dict[str, str]:
    """Names of the nodes whose signatures count here, by public key, hex."""
    node = this_node()
    with node.open() as connection:
        sites = all_sites(connection).values()
    names = {one.sign_key.hex(): one.name for one in sites if one.sign_key}
    own = own_signing()
    if own is not None:
        names[own[0]] = next((s.name for s in sites if s.relation == "self"), "本机")
    return names


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
