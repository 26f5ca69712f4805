"""What may be counted: the metric catalogue, and which measures are the same one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Fold = Literal["sum", "max"]


@dataclass(frozen=True)
class Metric:
    """Something plans ask for in numbers.

    Attributes:
        measures: Measures it may be counted in, the usual one first; two of them
            are never added up.
        evidence: Record kinds that count toward it unless a plan says otherwise.
        fold: ``sum`` adds the amounts; ``max`` takes the largest single one, for
            caps such as 3000字以内 that hold for each record.
        owed: False for wishes (减负, 争先进): counted and shown, never overdue.
    """

    key: str
    label: str
    measures: tuple[str, ...]
    evidence: tuple[str, ...] = ()
    fold: Fold = "sum"
    owed: bool = True
    same: Mapping[str, str] = field(default_factory=dict)


_HELD = {"个": "次", "场": "次", "期": "次", "回": "次", "堂": "次"}
_WRITTEN = {"份": "篇", "件": "篇"}
_PAPER = {"篇": "份", "件": "份", "个": "份"}
_THINGS = {"个": "项", "条": "项", "件": "项"}

METRICS: tuple[Metric, ...] = (
    Metric(
        "center_group_sessions",
        "中心组学习",
        ("次", "学时"),
        ("study_session",),
        same=_HELD,
    ),
    Metric(
        "center_group_speeches",
        "中心组集中讨论发言",
        ("次",),
        ("study_session",),
        same=_HELD,
    ),
    Metric(
        "group_study",
        "集中学习",
        ("次", "学时", "工作日", "小时"),
        ("study_session",),
        same=_HELD,
    ),
    Metric(
        "branch_study_sessions",
        "党支部集中学习",
        ("次",),
        ("study_session",),
        same=_HELD,
    ),
    Metric("self_study", "自学", ("小时", "学时"), ("self_study",)),
    Metric("notes_words", "学习笔记", ("字",), ("study_note",)),
    Metric("books_read", "通读书目", ("本",), ("self_study",), same={"部": "本"}),
    Metric("essays", "心得体会", ("篇",), ("essay",), same=_WRITTEN),
    Metric("essay_contest", "征文论文", ("篇",), ("essay",), same=_WRITTEN),
    Metric("essay_contest_words", "单篇论文字数", ("字",), ("essay",), fold="max"),
    Metric("essay_themes", "征文主题", ("个",)),
    Metric(
        "essays_or_reports",
        "上交的心得或调研报告",
        ("篇",),
        ("essay", "research_report"),
        same=_WRITTEN,
    ),
    Metric("lectures", "报告会辅导讲座", ("次",), ("lecture",), same=_HELD),
    Metric(
        "research_topics",
        "调研课题",
        ("个",),
        ("research_topic",),
        same={"项": "个", "题": "个"},
    ),
    Metric(
        "research_reports", "调研报告", ("篇",), ("research_report",), same=_WRITTEN
    ),
    Metric(
        "recommended_reports",
        "推荐的优秀调研报告",
        ("篇",),
        ("research_report",),
        same=_WRITTEN,
    ),
    Metric("research_teams", "调研组", ("组",), same={"个": "组"}),
    Metric("mobilisation", "动员会", ("次",), ("meeting",), same=_HELD),
    # 用一周时间开展大讨论 is one discussion held.
    Metric(
        "discussion",
        "解放思想大讨论",
        ("次",),
        ("meeting",),
        same={**_HELD, "周": "次"},
    ),
    Metric("discussion_report", "讨论情况报告", ("份",), same=_PAPER),
    Metric("pledge", "公开承诺", ("份",), ("pledge",), same=_PAPER),
    Metric("symposia", "座谈会", ("次",), ("meeting",), same=_HELD),
    Metric("symposium_delegates", "座谈会代表", ("名",), same={"人": "名", "个": "名"}),
    Metric(
        "opinions", "征求意见", ("条",), ("opinion",), same={"个": "条", "件": "条"}
    ),
    Metric("democratic_life", "专题民主生活会", ("次",), ("meeting",), same=_HELD),
    Metric("democratic_life_reports", "民主生活会专题报告", ("份",), same=_PAPER),
    Metric("observers", "列席单位", ("家",), ("meeting",), same={"个": "家"}),
    Metric("org_life", "专题组织生活会", ("次",), ("meeting",), same=_HELD),
    Metric("talks", "谈心谈话", ("次",), same=_HELD),
    Metric("analysis_report", "分析检查报告", ("份",), same=_PAPER),
    Metric("appraisal", "群众评议", ("次",), same=_HELD),
    Metric(
        "owned_problems",
        "领办突出问题",
        ("个",),
        ("problem",),
        same={"项": "个", "件": "个"},
    ),
    Metric("problem_list", "问题清单", ("份",), same=_PAPER),
    Metric(
        "problems", "突出问题", ("个",), ("problem",), same={"项": "个", "条": "个"}
    ),
    Metric("rect_items", "整改项目", ("项",), ("rectification",), same=_THINGS),
    Metric("rect_closed", "已销号整改项目", ("项",), same=_THINGS),
    Metric(
        "rect_not_reopened",
        "多数不满意而未重新整改的项目",
        ("项",),
        same=_THINGS,
    ),
    Metric("rules_register", "制度废改立", ("项",), same=_THINGS),
    Metric("mechanism_plan", "创新体制机制工作方案", ("份",), same=_PAPER),
    Metric("innovation", "创新工作和成果", ("项",), same=_THINGS),
    Metric("good_deeds", "实事好事", ("件",), same={"个": "件", "项": "件"}),
    Metric("slogans", "文化警语", ("条",), same={"句": "条", "个": "条"}),
    Metric("exemplars", "先进典型", ("个",), same={"名": "个"}),
    Metric("publicity", "宣传报道", ("条",), same={"篇": "条", "期": "条"}),
    Metric("knowledge_test", "知识测试", ("次",), same=_HELD),
    Metric("paired_help", "结对帮扶", ("对",), same={"户": "对"}),
    Metric("supervision_visits", "督查走访", ("次",), same=_HELD),
    Metric("lookback", "回头看", ("次",), same=_HELD),
    Metric("satisfaction", "满意度测评", ("次",), same=_HELD),
    Metric("closing_briefing", "活动情况通报", ("次",), ("meeting",), same=_HELD),
    Metric("plan_filing", "实施方案备案", ("份",), same=_PAPER),
    Metric("status_report", "情况报告", ("份",), same={**_PAPER, "次": "份"}),
    Metric("summary", "总结报告", ("份",), same=_PAPER),
    Metric("annual_assessment", "列入年度考核", ("次",), same={"项": "次"}),
    Metric(
        "participation",
        "参与活动",
        ("次",),
        ("study_session", "lecture", "meeting"),
        same=_HELD,
    ),
    Metric("burden", "发文开会(减负)", ("份", "次"), owed=False),
    Metric("award", "争取的奖项", ("项",), owed=False, same={"个": "项"}),
)

_BY_KEY = {one.key: one for one in METRICS}


def metric_of(key: str) -> Metric | None:
    """The metric of that key, or None."""
    return _BY_KEY.get(key)


def label_of(key: str) -> str:
    """Its Chinese name; the key itself when the catalogue does not know it."""
    found = _BY_KEY.get(key)
    return found.label if found else key


def counted_measure(key: str, measure: str) -> str:
    """The measure in which facts of the metric must stand to count.

    A rate loses its period (小时/周 is counted in 小时, week by week), and another
    word for the same thing becomes the usual one (两个座谈会 are 2 次). Measures of
    different things stay apart: 学时, 工作日 and 小时 are never each other.
    """
    base = measure.partition("/")[0]
    found = _BY_KEY.get(key)
    if found is None or base in found.measures:
        return base
    return found.same.get(base, base)
