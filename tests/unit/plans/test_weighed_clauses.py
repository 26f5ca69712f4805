"""Clauses weighed one by one: what each rule gives, and a near miss without it."""

import pytest

from domain.plans.reader import read_plan

Reading = tuple[list[str], list[str]]

ASSESSED = "某局档案室年度考评办法\n{}\n"
"""A plan that is an assessment as a whole."""

PLAIN = "某局2019年活动方案\n一、总体要求\n抓落实。\n{}\n三、其他要求\n抓落实。\n"
"""A plan in which something is judged, or is not."""

GIVEN: dict[str, tuple[str, str, Reading]] = {
    "label_of_ways": (
        ASSESSED,
        "考评程序:库管员先行报数,信息科导出借阅流水,最后由分管局长现场拆盒核对。",
        ([], ["信息科导出借阅流水", "分管局长现场拆盒核对"]),
    ),
    "label_of_sides": (
        ASSESSED,
        "考评项目:装订整齐;编目清楚;库房整洁。",
        (["装订整齐", "编目清楚", "库房整洁"], []),
    ),
    "arrows": (
        ASSESSED,
        "考评流程:笔试→盲抽试岗→馆员问辩。",
        ([], ["笔试", "盲抽试岗", "馆员问辩"]),
    ),
    "clauses_that_look": (
        PLAIN,
        "二、验收\n验收组进库后,抽看卷皮目录,清点缺失页码,再到阅览室询问借阅人。",
        ([], ["抽看卷皮目录", "清点缺失页码", "询问借阅人"]),
    ),
    "series_of_sides": (
        ASSESSED,
        "考评内容:比整理速度,比修复质量,比查档效率。",
        (["比整理速度", "比修复质量", "比查档效率"], []),
    ),
    "told_by_a_number": (
        ASSESSED,
        "考评着重以下三项:收集齐、保管好、利用多。",
        (["收集齐", "保管好", "利用多"], []),
    ),
    "named_standard": (
        ASSESSED,
        "考评标准为爱岗敬业好、遵章守纪好、团结协作好。",
        (["爱岗敬业好", "遵章守纪好", "团结协作好"], []),
    ),
    "satisfied_with": (
        ASSESSED,
        "由办公室询问用户对查档速度、接待态度、复印质量是否满意。",
        (["查档速度", "接待态度", "复印质量"], []),
    ),
    "step_as_heading": (
        PLAIN,
        "二、考评\n(一)班组自评\n各班组写出材料。\n(二)科室互评\n科室之间交流。",
        ([], ["班组自评", "科室互评"]),
    ),
    "columns_of_single_spaces": (
        ASSESSED,
        "考评点 占比 看法\n卷宗齐全率 60% 翻柜抽数\n库温达标率 40% 调取仪表曲线",
        (["卷宗齐全率", "库温达标率"], ["翻柜抽数", "调取仪表曲线"]),
    ),
    "shares": (
        ASSESSED,
        "考评方法:馆员自评占20%,借阅者评价占80%。",
        ([], ["馆员自评", "借阅者评价"]),
    ),
    "sheet_filled_in": (
        PLAIN,
        "二、测评\n测评时,由借阅者当面填写满意度测评表。",
        ([], ["填写满意度测评表"]),
    ),
    "scored_lines": (
        ASSESSED,
        "1 归档及时率 60\n2 借阅差错率 40",
        (["归档及时率", "借阅差错率"], []),
    ),
}

NOT_GIVEN: dict[str, tuple[str, str]] = {
    "duties_under_a_label": (
        ASSESSED,
        "考评要求:各科室统一认识,按时上报,不得弄虚作假。",
    ),
    "objects": (ASSESSED, "考评对象:收发室;文印室;各科室内勤。"),
    "shares_of_money": (PLAIN, "二、经费\n县级承担占20%,乡镇承担占80%。"),
    "other_sheet_filled_in": (PLAIN, "二、报名\n报名时,由本人当面填写登记表。"),
    "sides_worked_on": (
        PLAIN,
        "二、接受评议\n接受群众评议,努力提升服务质量、管理水平、工作效率。",
    ),
    "meetings_of_the_party": (
        PLAIN,
        "二、专题会议\n召开组织生活会,精心组织民主评议,撰写材料。",
    ),
    "arrows_of_work": (PLAIN, "二、流程\n办文流程:登记→拟办→承办。"),
    "one_clause_alone": (PLAIN, "二、验收\n验收组于月底前清点缺失页码。"),
    "clauses_that_learn": (
        PLAIN,
        "二、验收\n验收之前,组织学习条例,邀请专家辅导,观看警示宣传片。",
    ),
    "objects_of_a_check": (
        PLAIN,
        "二、检查\n对库房、阅览室、文印室进行检查。",
    ),
    "who_judges": (ASSESSED, "由档案科、保密办、离退休老同志组成。"),
    "no_longer_so": (ASSESSED, "考评改变以往翻材料、看台账的做法。"),
    "aim": (ASSESSED, "为进一步提升服务质量、管理水平和工作效率,制定本办法。"),
    "act_of_office": (
        PLAIN,
        "二、验收\n镇里组织验收,县局对各镇进行考核,市局开展专项检查。",
    ),
    "columns_of_other_things": (
        ASSESSED,
        "姓名 科室 电话\n王某 档案科 8801\n李某 文印室 8802",
    ),
}


def _read(plan: str, text: str) -> Reading:
    found = read_plan(plan.format(text)).evaluation
    return [quote.raw for quote in found.criteria], [
        quote.raw for quote in found.methods
    ]


@pytest.mark.parametrize("rule", sorted(GIVEN))
def test_clause_when_it_tells_a_way_or_a_side_gives_it(rule: str) -> None:
    plan, text, reading = GIVEN[rule]
    assert _read(plan, text) == reading


@pytest.mark.parametrize("rule", sorted(NOT_GIVEN))
def test_clause_when_it_only_looks_alike_gives_nothing(rule: str) -> None:
    assert _read(*NOT_GIVEN[rule]) == ([], [])
