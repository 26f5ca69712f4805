"""Stages in odd structures: tables, prose, nested marks, unnumbered lines."""

import pytest

from domain.plans.reader import read_plan

HEAD = "某局2015年活动方案\n三、实施步骤\n"
SPRING = ("宣传发动", "2015-03-01", "2015-03-20")
SUMMER = ("集中整治", "2015-03-21", "2015-05-31")

STRUCTURES = [
    "阶段\t时间\t内容\n宣传发动\t3月1日-3月20日\t开会\n集中整治\t3月21日-5月31日\t自查",
    "活动分两步走:第一步,3月1日-3月20日,宣传发动;第二步,3月21日-5月31日,集中整治。",
    "一)宣传发动(3月1日-3月20日)\n二)集中整治(3月21日-5月31日)",
    "### (一)宣传发动阶段(3月1日-3月20日)\n### (二)集中整治阶段(3月21日-5月31日)",
    "3月1日至3月20日为宣传发动阶段。开会。\n3月21日至5月31日为集中整治阶段。自查。",
    "3月1日—3月20日:宣传发动。开会。\n3月21日—5月31日:集中整治。自查。",
    "宣传发动阶段自3月1日至3月20日,开会。\n集中整治阶段自3月21日至5月31日,自查。",
    (
        "(一)宣传发动。时间:3月1日至3月20日。内容:1.开会。\n"
        "(二)集中整治。时间:3月21日至5月31日。内容:1.自查。"
    ),
    (
        "第一阶段(宣传发动阶段):3月1日至3月20日。\n"
        "第二阶段(集中整治阶段):3月21日至5月31日。"
    ),
    (
        "第一阶段。\n宣传发动(3月1日至3月20日)。开会。\n"
        "第二阶段。\n集中整治(3月21日至5月31日)。自查。"
    ),
    "宣传发动\n3月1日至3月20日\n开会。\n集中整治\n3月21日至5月31日\n自查。",
    (
        "第一阶段:宣传发动\n时间:3月1日至3月20日\n任务:\n1.开会。\n"
        "第二阶段:集中整治\n时间:3月21日至5月31日\n任务:\n1.自查。"
    ),
    "【宣传发动】3月1日至3月20日\n召开会议。\n【集中整治】3月21日至5月31日\n逐项自查。",
    "(3月1日至3月20日)宣传发动阶段\n开会。\n(3月21日至5月31日)集中整治阶段\n自查。",
    "3月1日至3月20日\n宣传发动阶段\n开会。\n3月21日至5月31日\n集中整治阶段\n自查。",
    "宣传发动。时间为3月1日至3月20日,开会。\n集中整治。时间为3月21日至5月31日,自查。",
    (
        "(一)宣传发动阶段。开会动员,广泛宣传。此阶段3月1日至3月20日。\n"
        "(二)集中整治阶段。逐项自查,立查立改。此阶段3月21日至5月31日。"
    ),
    (
        "| 阶段 | 时间 |\n|---|---|\n| 宣传发动 | 3月1日至3月20日 |\n"
        "| 集中整治 | 3月21日至5月31日 |"
    ),
]


@pytest.mark.parametrize("body", STRUCTURES)
def test_two_stages_are_found_in_any_structure(body: str) -> None:
    phases = read_plan(f"{HEAD}{body}\n四、工作要求\n加强领导。\n").phases
    found = [(p.name.removesuffix("阶段"), p.start, p.end) for p in phases]
    assert found == [SPRING, SUMMER]


def test_stages_without_days_are_found() -> None:
    phases = read_plan(f"{HEAD}第一阶段动员部署\n开会。\n第二阶段总结\n总结。\n").phases
    assert [(p.name, p.start) for p in phases] == [("动员部署", None), ("总结", None)]


def test_stage_inside_a_stage_names_its_parent() -> None:
    body = (
        "(一)推进阶段(3月至6月)\n第一步 学习(3月至4月)\n第二步 整改(5月至6月)\n"
        "(二)总结阶段(7月)\n"
    )
    phases = read_plan(HEAD + body).phases
    assert [(p.name, p.parent) for p in phases] == [
        ("推进阶段", None),
        ("学习", "推进阶段"),
        ("整改", "推进阶段"),
        ("总结阶段", None),
    ]


def test_stages_over_new_year_take_the_next_year() -> None:
    body = (
        "(一)宣传阶段(2015年11月1日至12月31日)\n(二)整治阶段(1月1日至2月28日)\n"
        "(三)总结阶段(3月1日至3月31日)\n"
    )
    phases = read_plan(HEAD + body).phases
    assert [p.start for p in phases] == ["2015-11-01", "2016-01-01", "2016-03-01"]


THREE = [
    "进度安排:宣传发动(3月1日至31日);集中整治(4月1日至6月30日);总结验收(7月)。",
    "3月:宣传发动。开会。\n4月至6月:集中整治。自查。\n7月:总结验收。通报。",
    "时间\t工作内容\n3月\t宣传发动\n4月至6月\t集中整治\n7月\t总结验收",
    "→宣传发动 3月1日至31日\n→集中整治 4月1日至6月30日\n→总结验收 7月1日至31日",
]


@pytest.mark.parametrize("body", THREE)
def test_three_stages_are_found_in_lists_and_schedules(body: str) -> None:
    phases = read_plan(f"{HEAD}{body}\n四、工作要求\n加强领导。\n").phases
    assert [p.name for p in phases] == ["宣传发动", "集中整治", "总结验收"]
    assert [p.end for p in phases] == ["2015-03-31", "2015-06-30", "2015-07-31"]


def test_runs_of_a_course_are_no_stages() -> None:
    runs = "第一期(3月2日至6日):机关。\n第二期(3月9日至13日):乡镇。"
    assert read_plan(f"某局2015年方案\n二、培训安排\n{runs}").phases == ()
