"""Render one requested filing: compose, print, keep. Slow work holds no lock."""

import json
import logging
from dataclasses import asdict, replace

from documents.compose import compose
from documents.content_key import content_key
from documents.official import OfficialContext
from documents.proof import Facts, Signer
from documents.render import Context
from domain.errors import DomainError
from jobs import press
from services import filings, kept_filings, standings
from store import clock
from store.queries.filings import RequestRow, series_number, version_count
from store.scope import EVERYTHING, acting_in

log = logging.getLogger(__name__)


def produce(request_id: int) -> int | None:
    """Id of the finished filing; None when it failed or another worker has it.

    Idempotent: a request that is ready or being rendered is left alone.
    """
    request = filings.claim(request_id)
    if request is None:
        return None
    try:
        standings.refresh_if_stale()
        with acting_in(EVERYTHING):
            document = compose(
                request.kind, request.campaign_id, request.unit_id, request.figures_on
            )
        return _kept_or_printed(request, document)
    except DomainError as error:
        filings.fail(request_id, error.message)
        return None
    except Exception:
        log.exception("filing request %s failed", request_id)
        filings.fail(request_id, "制作时程序出错，未生成文件。请稍后重试。")
        return None


def _kept_or_printed(request: RequestRow, document: Context) -> int:
    """Id of the filing with these pages: the one that is there, or a new version."""
    document, number = _numbered(request, document)
    own = filings.own_signing()
    key = content_key(document, own[0] if own else "")
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
    progress = kept_filings.progress_path(request.id)
    pdf = press.printed(document, facts, Signer(*own) if own else None, progress)
    frozen = json.dumps(asdict(document), ensure_ascii=False, default=str)
    made = filings.finish(request, document.title, frozen, pdf)
    kept_filings.remember(key, made)
    return made


def _numbered(request: RequestRow, document: Context) -> tuple[Context, str]:
    """The document with its number in the series, and that number in words."""
    count = series_number(request)
    number = f"{document.unit_name}{request.figures_on.year}年第{count}号"
    if isinstance(document, OfficialContext):
        document = replace(document, number=count)
        number = document.reference if document.office.number_word else number
    return document, number


def overdue() -> list[int]:
    """Requests to call again; see services.filings.overdue."""
    return filings.overdue()
