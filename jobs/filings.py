"""Render one requested filing: compose, print, keep. Slow work holds no lock."""

import json
import logging
from dataclasses import asdict, replace

from documents.compose import compose
from documents.content_key import content_key
from documents.fonts import printing_with
from documents.official import OfficialContext
from documents.own_fonts import set_of
from documents.proof import Facts, Proof
from documents.render import Context
from domain.errors import DomainError
from domain.filings import SEALED_FORMS
from jobs import press
from services import filings, kept_filings, signers, standings
from store import clock
from store.db import home_path
from store.queries.filings import RequestRow, version_count
from store.scope import EVERYTHING, acting_in

log = logging.getLogger(__name__)


def produce(request_id: int) -> int | None:
    """Id of the finished filing; None when it failed or another worker has it.

    Idempotent: a request that is ready or being rendered is left alone.
    """
    try:
        request = filings.claim(request_id)
        if request is None:
            return None
        standings.refresh_if_stale()
        with acting_in(EVERYTHING):
            document = compose(
                request.kind, request.campaign_id, request.unit_id, request.figures_on
            )
        with printing_with(set_of(home_path())):
            return _kept_or_printed(request, document)
    except DomainError as error:
        message = error.message
    except Exception:
        log.exception("filing request %s failed", request_id)
        message = "制作时程序出错，未生成文件。请稍后重试。"
    filings.fail(request_id, message)
    return None


def _kept_or_printed(request: RequestRow, document: Context) -> int:
    """Id of the filing with these pages: the one that is there, or a new version."""
    document, number = _numbered(request, document)
    signer = signers.own_signer()
    key = content_key(document, signer)
    kept = kept_filings.kept_under(key, request)
    if kept is not None:
        return kept_filings.serve(request.id, kept)
    facts = Facts(
        kind=request.kind,
        number=number,
        unit=document.unit_name,
        version=1 + version_count(request),
        made_at=clock.now_utc().replace(microsecond=0),
    )
    made = filings.Made(
        title=document.title,
        frozen=json.dumps(asdict(document), ensure_ascii=False, default=str),
        number=number,
        code=Proof(document, facts, signer).code if signer else "",
        pdf=press.printed(
            document, facts, signer, kept_filings.progress_path(request.id)
        ),
    )
    filing_id = filings.finish(request, made)
    kept_filings.remember(key, filing_id)
    return filing_id


def _numbered(request: RequestRow, document: Context) -> tuple[Context, str]:
    """The document with its number in the series, sealed if asked; and the number."""
    assert request.serial is not None
    number = f"{document.unit_name}{request.figures_on.year}年第{request.serial}号"
    if not isinstance(document, OfficialContext):
        return document, number
    is_sealed = bool(request.is_sealed) and document.form in SEALED_FORMS
    document = replace(document, number=request.serial, is_sealed=is_sealed)
    has_reference = bool(document.office.number_word)
    return document, document.reference if has_reference else number


def overdue() -> list[int]:
    """Requests to call again; see services.filings.overdue."""
    return filings.overdue()
