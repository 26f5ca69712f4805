"""Kinds of filings, declared once: what they are called and what paper they take."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Paper = Literal["official", "sheet", "study"]


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs filings; both keys sign the same bytes the same way.

    Attributes:
        public_key: Of the node, hex.
        sign: With the node's private key.
        name: Of the node, as PDF readers show it.
        certificate: Of the key that signs whole files, DER.
        sign_file: With that key.
    """

    public_key: str
    sign: Callable[[bytes], bytes]
    name: str
    certificate: bytes
    sign_file: Callable[[bytes], bytes]


@dataclass(frozen=True)
class FilingKind:
    """A kind of filing.

    Attributes:
        help: What it says and where its figures come from.
        paper: ``official`` upright with a head, ``sheet`` turned tables, ``study``
            the study form.
    """

    key: str
    label: str
    help: str
    paper: Paper = "official"


KINDS = (
    FilingKind("plan", "实施方案", "活动的阶段、任务和要求，附任务分解表。"),
    FilingKind(
        "study-statistics",
        "学习情况统计表",
        "按单位逐行统计学习情况，有合计。",
        "study",
    ),
    FilingKind("meeting-report", "讨论情况报告", "由已通过的会议记录汇成。"),
    FilingKind(
        "analysis-report", "分析检查报告", "问题、原因、思路和措施，附评议结果。"
    ),
    FilingKind(
        "evaluation-result", "评议结果表", "各项标准的票数和前两档比例。", "sheet"
    ),
    FilingKind("rectification-plan", "整改落实方案", "由整改项目汇成，附任务分解表。"),
    FilingKind(
        "rectification-ledger", "整改台账", "逐项列明四明确、进展和销号。", "sheet"
    ),
    FilingKind(
        "satisfaction-result", "满意度测评结果表", "各项内容的票数和满意率。", "sheet"
    ),
    FilingKind(
        "summary", "总结报告", "红头文件，文字中的数字由记录算出，附要求完成情况表。"
    ),
    FilingKind("bulletin", "简报", "一期简报：最近的活动和目前的进度。"),
    FilingKind("supervision-notice", "督查通报", "进度、逾期的单位和下步要求。"),
    FilingKind(
        "gate-evidence", "阶段验收材料清单", "每阶段应有、已有和所缺的材料。", "sheet"
    ),
    FilingKind("look-back", "回头看报告", "未达标的要求，谁欠什么，何时补齐。"),
    FilingKind("letter", "函", "向上级报送活动情况的信函。"),
    FilingKind("minutes", "纪要", "最近一次已通过的会议的纪要。"),
    FilingKind("order", "命令（令）", "公布实施方案并规定施行日期。"),
)
KIND_BY_KEY = {one.key: one for one in KINDS}
OFFICIAL_KINDS = tuple(one.key for one in KINDS if one.paper == "official")
# Forms of official paper that end with the place of a seal.
SEALED_FORMS = frozenset({"document", "letter"})
SHEET_KINDS = tuple(one.key for one in KINDS if one.paper == "sheet")
