"""Ballots and findings as offices of 2009 had them, for papers that wait for data."""

from datetime import date

from documents.results import Analysis, Finding, Tally, Votes
from tests.factories.documents import ISSUED_ON, OFFICE

REVIEW_WORDS = (
    ("认识", ("深", "较深", "一般", "不深")),
    ("问题", ("准", "较准", "一般", "不准")),
    ("原因", ("透", "较透", "一般", "不透")),
    ("思路", ("清楚", "较清楚", "一般", "不清楚")),
    ("措施", ("可行", "较可行", "一般", "不可行")),
)
SATISFACTION = ("满意", "比较满意", "一般", "不满意")


def review(*counts: int) -> Tally:
    """评议 of an analysis report: 32 valid ballots by default."""
    numbers = counts or (20, 9, 3, 0)
    votes = tuple(
        Votes(name, tuple(zip(words, numbers, strict=True)), "evaluation:1")
        for name, words in REVIEW_WORDS
    )
    return Tally(
        "领导班子分析检查报告评议结果表", OFFICE.name, date(2009, 6, 20),
        35, 33, 32, votes, "evaluation:1",
    )  # fmt: skip


def satisfaction(opinion_count: int = 3) -> Tally:
    """满意度测评 of a campaign with written opinions."""
    items = ("总体评价", "解决突出问题的成效", "机扫车噪声扰民的整改")
    votes = tuple(
        Votes(name, tuple(zip(SATISFACTION, (28, 17, 7, 1), strict=True)), "survey:1")
        for name in items
    )
    opinions = tuple(
        f"建议{n}：早晚高峰前完成主干道清扫。" for n in range(1, opinion_count + 1)
    )
    return Tally(
        "群众满意度测评结果表", OFFICE.name, date(2009, 8, 20),
        55, 53, 53, votes, "survey:1", opinions,
    )  # fmt: skip


def analysis(count: int = 3) -> Analysis:
    """分析检查报告 of that many problems with its 评议."""
    one = Finding(
        "机扫车夜间作业噪声扰民。", "设备老旧，作业时间安排不合理。",
        "更换低噪声扫刷，调整作业时间并公布投诉电话。",
    )  # fmt: skip
    return Analysis(
        f"{OFFICE.name}领导班子分析检查报告", OFFICE, "市城市管理局", ISSUED_ON, 126,
        (one,) * count, "campaign:1/unit:1", review(),
    )  # fmt: skip
