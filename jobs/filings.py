"""Render one requested filing: compose, print, keep. Slow work holds no lock."""

import json
import logging
from dataclasses import asdict, replace

from documents.compose import compose
from documents.official import OfficialContext
from documents.proof import Facts, Signer, print_proved
from documents.render import Context
from domain.errors import DomainError
from services import filings, standings
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
        document, pdf = _printed(request, document)
    except DomainError as error:
        filings.fail(request_id, error.message)
        return None
    except Exception:
        log.exception("filing request %s failed", request_id)
        filings.fail(request_id, "制作时程序出错，未生成文件。请稍后重试。")
        return None
    frozen = json.dumps(asdict(document), ensure_ascii=False, default=str)
    return filings.finish(request, document.title, frozen, pdf)


def _printed(request: RequestRow, document: Context) -> tuple[Context, bytes]:
    """The document with its number in the series, and its signed PDF."""
    count = series_number(request)
    number = f"{document.unit_name}{request.figures_on.year}年第{count}号"
    if isinstance(document, OfficialContext):
        document = replace(document, number=count)
        number = document.reference if document.office.number_word else number
    facts = Facts(
        kind=request.kind,
        number=number,
        unit=document.unit_name,
        version=1 + version_count(request),
        made_at=clock.now_utc().replace(microsecond=0),
    )
    own = filings.own_signing()
    return document, print_proved(document, facts, Signer(*own) if own else None)


def overdue() -> list[int]:
    """Requests to call again; see services.filings.overdue."""
    return filings.overdue()
