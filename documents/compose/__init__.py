"""Filings composed from the data: every figure is counted, none is typed."""

from collections.abc import Callable
from datetime import date
from typing import NoReturn

from documents.compose.gate import compose_gate_evidence
from documents.compose.ground import DataMissing
from documents.compose.meetings import compose_meeting_report, compose_minutes
from documents.compose.owed import compose_look_back, compose_supervision_notice
from documents.compose.plan import compose_order, compose_plan
from documents.compose.progress import compose_bulletin, compose_letter
from documents.compose.rectification import (
    compose_rectification_ledger,
    compose_rectification_plan,
)
from documents.compose.study_statistics import compose_study_statistics
from documents.compose.summary import compose_summary
from documents.render import Context
from domain.errors import NotFound
from domain.filings import KIND_BY_KEY, KINDS, FilingKind

Composer = Callable[[int, int, date], Context]


def _waits_for(needed: str) -> Composer:
    """Refuses in a sentence: the paper is ready, the data do not exist yet."""

    def refuse(campaign_id: int, unit_id: int, figures_on: date) -> NoReturn:
        del campaign_id, unit_id
        message = (
            f"截至{figures_on}还没有{needed}，没有内容可写，未制作。"
            f"请在{needed}产生之后再制作。"
        )
        raise DataMissing(message)

    return refuse


COMPOSERS: dict[str, Composer] = {
    "plan": compose_plan,
    "study-statistics": compose_study_statistics,
    "meeting-report": compose_meeting_report,
    "analysis-report": _waits_for("分析检查的结果"),
    "evaluation-result": _waits_for("评议汇总结果"),
    "rectification-plan": compose_rectification_plan,
    "rectification-ledger": compose_rectification_ledger,
    "satisfaction-result": _waits_for("满意度测评结果"),
    "summary": compose_summary,
    "bulletin": compose_bulletin,
    "supervision-notice": compose_supervision_notice,
    "gate-evidence": compose_gate_evidence,
    "look-back": compose_look_back,
    "letter": compose_letter,
    "minutes": compose_minutes,
    "order": compose_order,
}


def compose(kind: str, campaign_id: int, unit_id: int, figures_on: date) -> Context:
    """The typed context of a filing; reads with the scope it is called in.

    Raises:
        NotFound: No such kind, campaign or unit.
        DataMissing: The kind exists, but there is nothing to write yet.
    """
    if kind not in COMPOSERS:
        message = f"没有“{kind}”这种材料。现有文种：{'、'.join(KIND_BY_KEY)}。"
        raise NotFound(message)
    return COMPOSERS[kind](campaign_id, unit_id, figures_on)


__all__ = ["COMPOSERS", "KINDS", "FilingKind", "compose"]
