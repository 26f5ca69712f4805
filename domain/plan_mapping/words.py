"""Which words of plans mean which record kind, metric, person or owner.

Declared tables: the first row that fits wins, so the specific stand first. Rows are
about the language of plans, never about one plan.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.campaigns import Per, Who

_RESIDUE = re.compile(r"[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,8}[)）]")
_SET_PHRASES = re.compile(
    r"学习实践(?:科学发展观)?(?:活动)?|学习教育(?:活动)?|学习调研阶段|党的群众路线教育"
    r"|实践活动|学习型|学习强国|意见》|承诺函件"
)

KIND_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"调研报告", ("research_report",)),
    (r"课题|调研题目", ("research_topic",)),
    (r"专题调研|调查研究|大调研|调研走访|蹲点", ("research_topic", "research_report")),
    (r"自学", ("self_study",)),
    (r"笔记", ("study_note",)),
    (r"心得|体会|征文|论文|感想|观后感|书评", ("essay",)),
    (r"辅导|讲座|党课|报告会|宣讲|讲师", ("lecture",)),
    ((r"动员|座谈|民主生活会|组织生活会|大讨论|讨论会|研讨|推进会|协调会|部署会"
      r"|调度会|总结会|总结大会|例会|述职|交流会|恳谈|听证会"), ("meeting",)),
    ((r"集中学习|集体学习|中心组|学习培训|专题培训|理论学习|学习理论|专题学习|培训"
      r"|读书班|轮训|组织学习|学习讨论|学习"), ("study_session",)),
    (r"征求意见|征集|意见箱|建言献策|听取意见|意见建议|金点子|问卷", ("opinion",)),
    (r"(?<!解决)突出问题|查摆|查找|排查|问题清单|自查|对照检查", ("problem",)),
    (r"整改|整治|治理|销号|立行立改|补短板|解决.{0,8}问题", ("rectification",)),
    (r"承诺", ("pledge",)),
)  # fmt: skip

METRIC_WORDS: tuple[tuple[str, str], ...] = (
    (r"心得.{0,4}(?:或|和|、).{0,4}调研报告|调研报告.{0,4}或.{0,4}心得",
     "essays_or_reports"),
    (r"推荐.{0,12}调研报告|优秀调研报告", "recommended_reports"),
    (r"调研报告|调研文章", "research_reports"),
    (r"调研课题|课题|调研题目", "research_topics"),
    (r"调研组|调研小组", "research_teams"),
    (r"笔记", "notes_words"),
    (r"征文.{0,4}主题", "essay_themes"),
    (r"征文|论文", "essay_contest"),
    (r"征文|论文|心得|体会|文章", "essay_contest_words"),
    (r"心得|体会|感想|读后感|观后感|书评|研讨材料", "essays"),
    (r"中心组.{0,14}发言|集中讨论发言", "center_group_speeches"),
    (r"中心组", "center_group_sessions"),
    (r"自学", "self_study"),
    (r"通读|阅读|读书|精读|必读", "books_read"),
    (r"报告会|辅导|讲座|党课|宣讲|讲坛|专题课", "lectures"),
    (r"动员", "mobilisation"),
    (r"讨论情况报告", "discussion_report"),
    (r"大讨论", "discussion"),
    (r"座谈会?.{0,6}代表|代表.{0,16}座谈", "symposium_delegates"),
    (r"座谈", "symposia"),
    (r"代表", "symposium_delegates"),
    (r"征求.{0,8}意见|意见.{0,2}建议|建议|金点子", "opinions"),
    (r"生活会.{0,4}报告", "democratic_life_reports"),
    (r"民主生活会", "democratic_life"),
    (r"组织生活会", "org_life"),
    (r"列席", "observers"),
    (r"谈心|谈话", "talks"),
    (r"分析检查报告|剖析材料", "analysis_report"),
    (r"满意度|测评", "satisfaction"),
    (r"评议", "appraisal"),
    (r"突出问题.{0,6}突破口|领办|认领", "owned_problems"),
    (r"问题清单|整改清单|隐患清单", "problem_list"),
    (r"销号|整改完成", "rect_closed"),
    (r"整改", "rect_items"),
    (r"突出问题|查摆|查找|排查|问题|隐患", "problems"),
    (r"制度", "rules_register"),
    (r"创新", "innovation"),
    (r"承诺", "pledge"),
    (r"实事|好事", "good_deeds"),
    (r"警语|标语", "slogans"),
    (r"典型|先进|标兵|示范", "exemplars"),
    (r"知识测试|知识竞赛|考试|答题|闭卷|测试", "knowledge_test"),
    (r"结对|帮扶|联系户|联系.{0,4}户", "paired_help"),
    (r"督查|检查|走访|巡查|督导|暗访", "supervision_visits"),
    (r"回头看", "lookback"),
    (r"信息|简报|报道|稿件|刊稿|宣传", "publicity"),
    (r"总结", "summary"),
    (r"情况报告|工作报告|汇报", "status_report"),
    (r"支部.{0,10}(?:集中)?学习", "branch_study_sessions"),
    (r"学习|培训|研讨|读书班", "group_study"),
)  # fmt: skip

SHARE_WORDS = re.compile(r"参学率|参与率|参加率|到会率|出勤率|参训率|培训率|覆盖")
SURVEYED = re.compile(r"满意|支持率|知晓率|测评|评议")

MEASURE_DEFAULTS: dict[str, str] = {
    "字": "notes_words",
    "学时": "group_study",
    "工作日": "group_study",
    "小时": "group_study",
}
MEASURE_WORDS: dict[str, str] = {
    "课时": "学时",
    "天": "工作日",
    "日": "工作日",
    "场次": "次",
    "批次": "次",
    "人次": "次",
    "項": "项",
    "個": "个",
}


@dataclass(frozen=True)
class Subject:
    """Who owes it: per what it is counted, and which tier.

    Attributes:
        is_guess: A weaker rule; the person at the screen should look.
    """

    per: Per
    tier: str | None = None
    tier_except: str | None = None
    body_kind: str | None = None
    is_guess: bool = False


SUBJECT_WORDS: tuple[tuple[str, Subject], ...] = (
    (r"(?<!参加)中心组", Subject("body", body_kind="中心组")),
    (r"其他党员|其余党员|普通党员|一般党员", Subject("person", "党员", "班子成员")),
    (r"班子成员.{0,4}(?:和|及|、).{0,8}负责人",
     Subject("person", "班子成员、单位主要负责人", is_guess=True)),
    (r"党组成员", Subject("person", "党组成员")),
    (r"班子成员|党委(?:成员|委员)|[局处乡镇]领导|县级领导|校级干部",
     Subject("person", "班子成员")),
    (r"副科级?以上", Subject("person", "副科级以上")),
    (r"(?:区|县处|处|县|科)级以上", Subject("person", "副科级以上", is_guess=True)),
    (r"领导干部|负责人|书记", Subject("person", "班子成员", is_guess=True)),
    (r"离退休党员", Subject("person", "离退休党员")),
    (r"流动党员", Subject("person", "流动党员")),
    (r"党员干部", Subject("person", "党员", is_guess=True)),
    (r"支部.{0,4}组织.{0,4}党员", Subject("branch")),
    (r"党员", Subject("person", "党员")),
    (r"党支部|支部|党总支", Subject("branch")),
    (r"职工|干部|人员|每人|个人|每位|教师|民警|工人|师生|员工", Subject("person")),
    ((r"各.{0,8}(?:单位|部门|中队|科室|股室|乡镇|镇|村|街道|社区|企业|学校|医院|派出所"
      r"|县|区|处|班|公司|站|所|党组|党委)|每个|每家|责任单位|成员单位|下属|基层"),
     Subject("unit")),
    (r"中队|科室|股室|单位|部门|乡镇|村|街道|社区|企业|学校|医院|派出所|党组|党委",
     Subject("unit", is_guess=True)),
    (r"领导小组|活动办|办公室|机关|全[市县区局处镇乡院校办]|[局处市县区]$|集团",
     Subject("campaign", is_guess=True)),
)  # fmt: skip

PER_WORDS: dict[str, Per] = {
    "人": "person",
    "名": "person",
    "党员": "person",
    "班子成员": "person",
    "支部": "branch",
}
UNIT_WORDS = frozenset(
    {"单位", "部门", "科室", "股室", "村", "社区", "乡镇", "镇", "街道", "企业", "学校",
     "班", "中队", "派出所", "县", "县区", "县局"}
)  # fmt: skip
WEEKLY = frozenset({"周"})
DAYS_IN: dict[str, float] = {
    "半月": 365.25 / 24,
    "月": 365.25 / 12,
    "季度": 365.25 / 4,
    "半年": 365.25 / 2,
}
ONE_PER_THING = frozenset({"次", "篇", "期", "份", "项", "个", "年", "场", "本"})
PERSONAL_METRICS = frozenset(
    {"notes_words", "self_study", "essays", "books_read", "essays_or_reports"}
)

WHO_WORDS: tuple[tuple[str, Who], ...] = (
    (r"组织生活会|党支部|支部", "branch"),
    ((r"各(?:单位|部门|中队|科室|股室|乡镇|村|街道|社区|企业|学校|站所|党委|党组)"
      r"|下属单位"), "unit"),
    ((r"动员|部署会|成立|工作机构|领导小组|实施方案|满意度|民主测评|群众评议|评议"
      r"|分析检查报告|剖析材料|班子.{0,6}生活会|专题民主生活会|整改落实方案|整改方案"
      r"|督查|督导|检查组|表彰|总结|回头看|制度|机制|网站|专栏|简报"), "campaign"),
)  # fmt: skip


def plain(text: str, simplified: dict[int, str] | None = None) -> str:
    """The text as the tables spell it: simplified, without pinyin residue."""
    return _RESIDUE.sub("", text.translate(simplified or {}))


def kinds_in(text: str) -> tuple[str, ...]:
    """Record kinds the words of a plain text name, in the order of the table."""
    spoken = _SET_PHRASES.sub("　", text)
    found: dict[str, None] = {}
    for pattern, kinds in KIND_WORDS:
        if re.search(pattern, spoken):
            found.update(dict.fromkeys(kinds))
    return tuple(found)


def metrics_in(text: str) -> Iterator[str]:
    """Metrics the words of a plain text name, the most specific first."""
    for pattern, metric in METRIC_WORDS:
        if re.search(pattern, text):
            yield metric


def subject_in(text: str) -> Subject | None:
    """Who is named in a plain text, or None."""
    return next(
        (found for pattern, found in SUBJECT_WORDS if re.search(pattern, text)), None
    )


def who_in(text: str) -> Who | None:
    """Who does a task of that name, or None."""
    return next((who for pattern, who in WHO_WORDS if re.search(pattern, text)), None)
