"""Stages by lines that share the time, whatever their names; and lengths of time."""

import pytest

from domain.plans.dates import mentions, resolve
from domain.plans.reader import read_plan

HEAD = "某县2021年活动实施方案\n一、目标\n提升水平。\n"
TAIL = "\n四、要求\n加强领导。\n"
NAMES = ["亮承诺", "强担当", "晒成绩"]
LINES = [
    "{a} {n}\n开会。",
    "{a}{n}。逐户登记。",
    "{a}:{n}。逐户登记。",
    "[{a}] {n}\n开会。",
    "{a},主要是{n}。逐户登记。",
    "{n} {a}\n开会。",
    "{n}({a})\n开会。",
    "{n}\n({a})\n开会。",
    "{n}\n时间:{a}\n开会。",
    "{n},{a}。逐户登记。",
    "{n}——{a}。逐户登记。",
    "{n}。{a},逐户登记。",
    "【{n} {a}】\n开会。",
]
SPANS = [
    ("3月1日至3月20日", "3月21日至6月20日", "6月21日至7月20日"),
    ("3.1—3.20", "3.21—6.20", "6.21—7.20"),
    ("2021.3.1-3.20", "2021.3.21-6.20", "2021.6.21-7.20"),
]


@pytest.mark.parametrize("spans", SPANS)
@pytest.mark.parametrize("line", LINES)
def test_lines_whose_days_pass_on_are_stages(line: str, spans: tuple[str, ...]) -> None:
    lines = [line.format(a=a, n=n) for a, n in zip(spans, NAMES, strict=True)]
    phases = read_plan(HEAD + "三、推进\n" + "\n".join(lines) + TAIL).phases
    assert [(p.name, p.start, p.end) for p in phases] == [
        ("亮承诺", "2021-03-01", "2021-03-20"),
        ("强担当", "2021-03-21", "2021-06-20"),
        ("晒成绩", "2021-06-21", "2021-07-20"),
    ]


STAGES = [
    (
        (
            "三、工作步骤\n实施阶段 | 起止时间 | 主要任务 | 责任单位\n"
            "宣传动员 | 3月 | 开会 | 办公室\n组织实施 | 4月—8月 | 检查 | 各科室\n"
            "总结评估 | 9月 | 总结 | 办公室"
        ),
        ["宣传动员", "组织实施", "总结评估"],
    ),
    (
        "三、工作步骤\n3月:启动月;4月至8月:攻坚月;9月:验收月。",
        ["启动月", "攻坚月", "验收月"],
    ),
    (
        "三、步骤\n首先,3月份进行动员。\n其次,4月至8月进行实施。\n最后,9月进行总结。",
        ["动员", "实施", "总结"],
    ),
    ("三、职责分工\n办公室:3月至9月负责协调。\n业务科:3月至9月负责检查。", []),
    ("三、收费时间\n春季学期:2月20日至3月10日。\n秋季学期:9月1日至9月20日。", []),
    (
        (
            "三、步骤安排\n第一季度(1月至3月):启动季。\n开会。\n"
            "第二季度(4月至6月):教育季。\n上课。"
        ),
        ["启动季", "教育季"],
    ),
    (
        (
            "三、活动安排\n第一周:学习周。学法规。\n第二周:排查周。查隐患。\n"
            "第三周:演练周。演练。"
        ),
        ["学习周", "排查周", "演练周"],
    ),
    (
        "三、活动安排\n4月——宣传动员\n开会。\n5月——岗位练兵\n练兵。",
        ["宣传动员", "岗位练兵"],
    ),
    (
        (
            "【问需板块 3月22日至4月20日】\n走访。\n"
            "【办理板块 4月21日至10月31日】\n办。\n"
            "【回访板块 11月1日至12月10日】\n访。"
        ),
        ["问需", "办理", "回访"],
    ),
    (
        (
            "二、专题安排\n专题一:打基础(3月至4月)。读书。\n"
            "专题二:重实践(5月至10月)。走访。\n三、评估总结(11月至12月)\n评。"
        ),
        ["打基础", "重实践", "评估总结"],
    ),
    (
        (
            "三、步骤\n(一)抓学习,统一认识\n时间:4月5日至4月25日\n读书。\n"
            "(二)抓整改,建章立制\n时间:4月26日至5月31日\n整改。"
        ),
        ["抓学习,统一认识", "抓整改,建章立制"],
    ),
    (
        (
            "三、工作安排\n第一步走:摸清家底(3月1日至3月20日)。登记。\n"
            "第二步走:动手改造(3月21日至6月20日)。施工。"
        ),
        ["摸清家底", "动手改造"],
    ),
    (
        (
            "三、工作安排\n时间 阶段 要求\n3月1日至15日 摸清家底 登记\n"
            "3月16日至5月15日 动手改造 施工"
        ),
        ["摸清家底", "动手改造"],
    ),
    ("三、活动安排\n3月5日,学雷锋。\n4月5日,祭扫。\n5月4日,座谈会。", []),
    ("三、活动安排\n3月,开展学雷锋活动。\n6月,开展慰问儿童活动。", []),
    (
        (
            "三、值班安排\n6月1日至6月10日:一组值班。\n6月11日至6月20日:二组值班。\n"
            "6月21日至6月30日:三组值班。"
        ),
        [],
    ),
    (
        (
            "三、安排\n3月,制定方案,召开会议。\n4月至9月,各单位对照标准整理。\n"
            "10月至12月,组织考评,通报结果。"
        ),
        [],
    ),
    (
        (
            "三、主要任务\n(一)开展普查登记(3月底前)。登记。\n"
            "(二)改造管网(3月至6月)。施工。\n(三)建设泵房(4月至9月)。施工。"
        ),
        [],
    ),
    ("三、材料报送\n(一)3月20日前,报方案。\n(二)4月20日前,报进展。", []),
    (
        (
            "二、专题安排\n专题一:打基础(3月至4月)。读书。\n"
            "专题二:重实践(5月至10月)。走访。\n三、表彰(12月31日)\n表彰先进。"
        ),
        ["打基础", "重实践"],
    ),
]


@pytest.mark.parametrize(("body", "names"), STAGES)
def test_siblings_in_time_are_stages_and_events_are_none(
    body: str, names: list[str]
) -> None:
    assert [phase.name for phase in read_plan(HEAD + body + TAIL).phases] == names


LAPSES = [
    ("从3月1日起,用半个月时间", ("2021-03-01", "2021-03-15")),
    ("3月16日起,用两个月时间", ("2021-03-16", "2021-05-15")),
    ("5月16日开始,用一个半月的时间", ("2021-05-16", "2021-06-30")),
    ("6月1日起,利用20天左右时间", ("2021-06-01", "2021-06-20")),
    ("6月1日起,为期两周", ("2021-06-01", "2021-06-14")),
    ("从3月起,用两个月时间", ("2021-03-01", "2021-04-30")),
    ("12月1日起,用三个月时间", ("2021-12-01", "2022-02-28")),
    ("6月1日起,用3次课", ("2021-06-01", None)),
    ("6月1日起,集中整治", ("2021-06-01", None)),
]


@pytest.mark.parametrize(("words", "days"), LAPSES)
def test_length_of_time_behind_a_day_gives_the_last_day(
    words: str, days: tuple[str | None, str | None]
) -> None:
    assert [resolve(m, 2021) for m in mentions(f"{words},开会。")] == [days]


YEARS = [
    ("12月17日至2019年1月11日", "2018-09-03"),
    ("12月17日至12月31日", "2018-09-03"),
]


@pytest.mark.parametrize(("last", "first"), YEARS)
def test_range_that_writes_its_last_year_only_began_the_year_before(
    last: str, first: str
) -> None:
    text = (
        "某校师德整治方案\n根据某局通知(某教〔2018〕37号)要求,制定本方案。\n"
        f"第一阶段 学习(9月3日至9月30日)\n学。\n第二阶段 考核({last})\n考。\n"
    )
    assert read_plan(text).phases[0].start == first


def test_stage_after_one_that_ends_next_year_stays_in_that_year() -> None:
    text = (
        "某矿2019年冬防方案\n第一步 部署(11月15日至11月30日)。开会。\n"
        "第二步 实施(12月1日至2020年3月15日)。查。\n"
        "第三步 总结(3月16日至3月31日)。总结。\n"
    )
    assert read_plan(text).phases[-1].end == "2020-03-31"


SPANNED = [
    ("从3月中旬开始集中开展教育活动,到9月上旬基本结束。", ("2021-03-11", "2021-09-10")),
    ("3月1日起征,6月30日结束。", ("2021-03-01", "2021-06-30")),
    ("3月1日开始排查隐患,4月底完成整改任务。", (None, None)),
]


@pytest.mark.parametrize(("words", "days"), SPANNED)
def test_span_told_by_beginning_and_end_is_one_range(
    words: str, days: tuple[str | None, str | None]
) -> None:
    span = read_plan(f"某县2021年活动方案\n一、目标\n活动{words}\n").span
    assert (span.start, span.end) == days


ISSUERS = [
    (
        "某社区活动方案\n各小组:\n请落实。\n桃源社区居民委员会\n20**年**月**日\n",
        "桃源社区居民委员会",
    ),
    ("某县纪委监委机关\n整治专项行动工作方案\n一、任务\n整治。\n", "某县纪委监委机关"),
    ("河口县攻坚行动方案\n(县政务服务局)\n一、任务\n攻坚。\n", "县政务服务局"),
    (
        "望江县整治方案 为整治,制定本方案。抓落实。望江县政府办公室2016年9月7日",
        "望江县政府办公室",
    ),
    ("青溪市第三中学整治方案\n一、任务\n整治。\n", "青溪市第三中学"),
    ("关于开展活动的方案\n(讨论稿)\n一、任务\n抓好落实。\n", None),
]


@pytest.mark.parametrize(("text", "issuer"), ISSUERS)
def test_issuer_is_found_where_a_plan_names_it(text: str, issuer: str | None) -> None:
    assert read_plan(text).issuer == issuer
