"""What a careful reader would query."""

import pytest

from domain.plans.reader import read_plan

TITLE = "某县2015年整治方案\n"
STAGES = "三、实施步骤\n第一阶段:宣传(3月1日至3月31日)\n{}\n第二阶段:整治({})\n"

CASES = [
    (
        "count_differs",
        STAGES.format("本阶段抓好2个环节。\n1.甲事。\n2.乙事。\n3.丙事。", "4月"),
    ),
    ("count_differs", "活动分四个阶段进行。\n" + STAGES.format("", "4月")),
    ("date_outside_phase", STAGES.format("1.召开会议(5月3日)", "4月1日至4月30日")),
    ("phases_out_of_order", STAGES.format("", "2月1日至2月20日")),
    ("phases_overlap", STAGES.format("", "3月20日至4月30日")),
    ("number_doubled", "一、甲\n内容。\n二、乙\n内容。\n二、丙\n内容。\n"),
    ("number_missing", "一、甲\n内容。\n二、乙\n内容。\n四、丙\n内容。\n"),
    (
        "paragraph_doubled",
        "各单位要按照实施方案的要求认真组织开展学习讨论和对照检查活动。\n" * 2,
    ),
    ("phrase_undefined", "全体党员要认真做好七个文章学习。\n"),
    ("name_differs", "围绕四大难题开展调研。\n切实破解五大难题。\n"),
    ("requirement_impossible", "参会率要达到120%以上。\n"),
    ("weekday_differs", "3月3日(星期三)召开动员会,4月10日,周六总结。\n"),
    ("due_on_holiday", "各单位于5月1日前将总结报县安委办。\n"),
    ("due_on_holiday", STAGES.format("1.制定方案(10月2日前)", "10月")),
    ("year_masked", "20**年3月1日至5月1日开展活动。20**年6月总结。\n"),
    (
        "date_before_document",
        "3月1日前制定方案。\n"
        + STAGES.format("", "4月")
        + "某县人民政府\n2015年6月1日\n",
    ),
]


@pytest.mark.parametrize(("code", "body"), CASES)
def test_defect_is_found_with_its_place(code: str, body: str) -> None:
    text = TITLE + body
    found = [p for p in read_plan(text).problems if p.code == code]
    assert found
    start, end = found[0].at
    assert text[start:end] == found[0].raw
    assert found[0].message.endswith("。")


def test_sound_plan_has_no_problems() -> None:
    text = TITLE + STAGES.format("1.召开会议(3月3日)\n2.组织学习", "4月1日至4月30日")
    assert read_plan(text).problems == ()


RIGHT_WEEKDAYS = [
    "3月3日(星期二)召开动员会。\n",
    "3月3日周二晚召开动员会,每周三学习。\n",
    "3月上旬,周三学习。3月3日,周一至周五值班。\n",
]


@pytest.mark.parametrize("body", RIGHT_WEEKDAYS)
def test_right_weekday_is_no_problem(body: str) -> None:
    codes = [problem.code for problem in read_plan(TITLE + body).problems]
    assert "weekday_differs" not in codes


BODY = (
    "成立某局整治工作领导小组。组长:王建国,副组长:李明、张小红,成员:各科室负责人。"
    "领导小组下设办公室,由李明同志兼任办公室主任,赵刚、钱伟为办公室成员。"
)


def test_bodies_give_members_and_posts_one_person_in_two() -> None:
    bodies = read_plan(TITLE + BODY).bodies
    found = {b.name: [(m.person, m.post) for m in b.members] for b in bodies}
    assert found == {
        "某局整治工作领导小组": [
            ("王建国", "组长"),
            ("李明", "副组长"),
            ("张小红", "副组长"),
        ],
        "办公室": [
            ("李明", "办公室主任"),
            ("赵刚", "办公室成员"),
            ("钱伟", "办公室成员"),
        ],
    }


SOUND_DAYS = [
    "各单位于4月30日前将总结报县安委办。\n",
    "五一期间慰问,5月1日走访环卫站。\n",
    "各单位于5月2日前将总结报县安委办。\n",
    "各单位于4月底前将总结报县安委办。\n",
]


@pytest.mark.parametrize("body", SOUND_DAYS)
def test_day_due_that_is_no_holiday_is_not_queried(body: str) -> None:
    codes = [problem.code for problem in read_plan(TITLE + body).problems]
    assert "due_on_holiday" not in codes
