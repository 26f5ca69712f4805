"""Filings composed from the data: every figure is counted, none is typed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from documents.compose.study_statistics import compose_study_statistics
from documents.compose.summary import compose_summary
from documents.render import Context
from domain.errors import NotFound

_COMPOSERS: dict[str, Callable[[int, int, date], Context]] = {
    "summary": compose_summary,
    "study-statistics": compose_study_statistics,
}


@dataclass(frozen=True)
class FilingKind:
    """A kind of filing that can be composed."""

    key: str
    label: str
    help: str


KINDS = (
    FilingKind(
        "summary", "总结报告", "红头文件，文字中的数字由记录算出，附要求完成情况表。"
    ),
    FilingKind(
        "study-statistics", "学习情况统计表", "按单位逐行统计学习情况，有合计。"
    ),
)


def compose(kind: str, campaign_id: int, unit_id: int, figures_on: date) -> Context:
    """The typed context of a filing; reads with the scope it is called in.

    Raises:
        NotFound: No such kind, campaign or unit.
    """
    if kind not in _COMPOSERS:
        message = f"没有“{kind}”这种材料。现有文种：{'、'.join(_COMPOSERS)}。"
        raise NotFound(message)
    return _COMPOSERS[kind](campaign_id, unit_id, figures_on)
