"""Damage of every kind gone, and what only looks like damage kept."""

import pytest

from domain.plans.cleaning import clean
from domain.plans.reader import read_plan

TRADITIONAL = {
    ord(a): b
    for a, b in zip(
        "開展階學習實發劃檢單總結們", "开展阶学习实发划检单总结们", strict=True
    )
}

SAME = [
    ("開展學習", "开展学习"),
    ("發(fā)展計劃(huà)", "发展計划"),
    ("ＡＢＣ１２３，（一）：；", "ABC123,(一):;"),
    ("㈠⑴⒈", "(一)(1)1."),
    ("①②", "①②"),
    ("发\u200b展\ufeff\u00ad", "发展"),
    ("实 施 方 案", "实施方案"),
    ("2009 年 3 月 22 日", "2009年3月22日"),
    ("2O09年3月l日", "2009年3月1日"),
    ("a<br/>b&nbsp;c&mdash;d", "a\nb c—d"),
    ("前Р2.后", "前\n2.后"),
    ("前\\n后", "前\n后"),
    ("甲\r\n乙\r丙", "甲\n乙\n丙"),
    ("座談?dòng)们", "座談们"),
    ("「學習」", "“学习”"),
    ("参加KTV(ABC)检查", "参加KTV(ABC)检查"),
    ("党(工)委(党组)", "党(工)委(党组)"),
]


@pytest.mark.parametrize(("source", "wanted"), SAME)
def test_text_is_written_one_way(source: str, wanted: str) -> None:
    assert clean(source, TRADITIONAL).text == wanted


@pytest.mark.parametrize(("source", "_"), SAME)
def test_every_character_knows_its_source(source: str, _: str) -> None:
    page = clean(source, TRADITIONAL)
    assert len(page.starts) == len(page.ends) == len(page.shown) == len(page.text)
    for at in range(len(page.text)):
        first, last = page.place(at, at + 1)
        assert 0 <= first < last <= len(source)


BODY = (
    "一、指导思想\n坚持预防为主。\n二、工作要求\n加强领导。\n三、其他事项\n及时总结。\n"
)

GONE = [
    "时间:2022-11-30 04:58:00",
    "时间:2022-11-30",
    "发布时间:2022年11月30日",
    "更新时间:2022/3/4 10:22:33",
    "导语:某方案一文来源于网友上传,不代表本站观点,欢迎参考。",
    "来源:网络 作者:佚名",
    "首页 > 范文 > 方案",
    "您现在的位置:首页 >> 方案",
    "点击数:1203",
]


@pytest.mark.parametrize("line", GONE)
def test_web_head_is_cut(line: str) -> None:
    text = clean(f"某县整治方案\n{line}\n{BODY}", {}).text
    assert line not in text
    assert "坚持预防为主" in text


KEPT = [
    "活动时间:2019年6月22日—9月29日",
    "时间:2019年6月22日",
    "时间:2019-06-01至2019-06-30",
    "活动主题:强化红线意识",
    "相关信息要及时报送。",
]


@pytest.mark.parametrize("line", KEPT)
def test_line_of_the_plan_is_kept(line: str) -> None:
    for text in (f"某县方案\n{line}\n{BODY}", f"某县方案\n{BODY}{line}\n最后一行。"):
        page = clean(text, {})
        assert line in page.text
        assert page.text.endswith(text[-6:])


TAILS = [
    "- 上一篇:工作计划",
    "下一篇:工作总结",
    "相关阅读:个人总结",
    "〖相关链接〗",
    "【打印本页】",
    "版权所有",
]


@pytest.mark.parametrize("line", TAILS)
def test_web_tail_is_cut_with_all_behind_it(line: str) -> None:
    text = clean(f"某县方案\n{BODY}{line}\n其他网页文字", {}).text
    assert text.rstrip().endswith("及时总结。")


def test_sentence_across_two_pages_is_whole_again() -> None:
    upper = "各乡镇各部门各单位要在规定时间内认真组织开展自"
    text = f"某县方案\n一、要求\n{upper}\n— 3 —\n查自纠工作。\n二、其他\n无。\n"
    assert "开展自查自纠" in clean(text, {}).text


def test_hard_breaks_are_joined_and_headings_kept() -> None:
    words = "各乡镇各部门要高度重视此项工作认真组织精心安排周密部署确保落实"
    body = "".join(f"第{number}项工作由{words}" for number in "甲乙丙丁戊己庚辛") + "。"
    broken = [body[at : at + 24] for at in range(0, len(body), 24)]
    lines = ["一、总体要求", *broken, "二、工作目标"]
    text = clean("\n".join(lines), {}).text
    assert body in text
    assert "\n二、工作目标" in text


def test_masked_names_stay() -> None:
    plan = read_plan("*县20**年整治方案\n一、时间\n20**年3月1日至5月31日。\n")
    assert plan.title == "*县20**年整治方案"
    assert (plan.span.start, plan.span.end) == ("--03-01", "--05-31")
