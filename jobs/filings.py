"""Render one requested filing: compose, print, keep. Slow work holds no lock."""

import json
import logging
from dataclasses import asdict

from documents.compose import compose
from documents.render import render
from domain.errors import DomainError
from services import filings, standings
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
        pdf = render(request.kind, document)
    except DomainError as error:
        filings.fail(request_id, error.message)
        return None
    except Exception:
        log.exception("filing request %s failed", request_id)
        filings.fail(request_id, "制作时程序出错，未生成文件。请稍后重试。")
        return None
    frozen = json.dumps(asdict(document), ensure_ascii=False, default=str)
    return filings.finish(request, document.title, frozen, pdf)


def overdue() -> list[int]:
    """Requests to call again; see services.filings.overdue."""
    return filings.overdue()
