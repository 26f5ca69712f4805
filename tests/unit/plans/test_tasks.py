"""Tasks by their headings and the days they carry."""

import pytest

from domain.plans.reader import read_plan

HEAD = "某县2015年整治方案\n三、实施步骤\n第一阶段:宣传发动(3月1日至3月31日)\n"
NONE = (None, None)

TASKS = [
    ("1.召开动员会。3月5日召开全县动员大会。", "召开动员会", ("2015-03-05",) * 2),
    ("1、制定方案(3月10日前)。各单位制定方案。", "制定方案", (None, "2015-03-10")),
    ("(1)制定方案,3月10日前完成。", "制定方案", (None, "2015-03-10")),
    ("①广泛宣传。利用报刊广泛宣传。", "广泛宣传", NONE),
    ("1.3月5日召开动员会。", "召开动员会", ("2015-03-05",) * 2),
    ("1.3月10日前,制定实施方案。", "制定实施方案", (None, "2015-03-10")),
    ("1.各镇要在3月10日前召开动员会,层层发动。", "召开动员会", (None, "2015-03-10")),
    ("1.摸底调查:3月上旬至中旬,对辖区摸底。", "摸底调查", ("2015-03-01", "2015-03-20")),
    (
        "1.摸底调查\n时间:3月1日至10日\n对辖区摸底。",
        "摸底调查",
        ("2015-03-01", "2015-03-10"),
    ),
    ("1.建立台账。对照去年3月的检查情况建立台账。", "建立台账", NONE),
    ("1.集中学习。每周五下午集中学习。", "集中学习", NONE),
    ("1.情况报送。每月25日前报送情况。", "情况报送", NONE),
    (
        "1.自查自纠。各单位自查,于3月20日前将自查报告报县安委办。",
        "自查自纠",
        (None, "2015-03-20"),
    ),
    ("1.修缮库房。铺设货架十二组,3月底竣工。", "修缮库房", (None, "2015-03-31")),
    ("1)组织培训(3月12日—13日)", "组织培训", ("2015-03-12", "2015-03-13")),
    ("● 组织培训。对骨干进行培训。", "组织培训", NONE),
    ("1.“大走访”活动。干部走访群众。", "“大走访”活动", NONE),
]


@pytest.mark.parametrize(("body", "name", "days"), TASKS)
def test_task_in_a_stage_gives_name_and_days(
    body: str, name: str, days: tuple[str | None, str | None]
) -> None:
    tasks = read_plan(HEAD + body).tasks
    assert len(tasks) == 1
    assert name in tasks[0].name
    assert (tasks[0].start, tasks[0].due) == days
    assert tasks[0].phase == "宣传发动"


TITLE = "某局2018年安全生产工作方案\n"

LOOSE = [
    (
        "一、指导思想\n坚持。\n二、重点任务\n(一)开展大检查。\n(二)加强培训。",
        ["开展大检查", "加强培训"],
    ),
    (
        "一、主要任务\n1、健全制度。\n2、组织演练。\n二、工作要求\n1、加强领导。",
        ["健全制度", "组织演练"],
    ),
    (
        "一、开展宣传咨询日活动(6月16日)。\n二、举办知识竞赛(6月20日)。",
        ["开展宣传咨询日活动", "举办知识竞赛"],
    ),
    (
        "一、活动内容\n(一)举办讲座\n(二)张贴标语\n二、组织领导\n(一)成立机构",
        ["举办讲座", "张贴标语"],
    ),
]


@pytest.mark.parametrize(("body", "names"), LOOSE)
def test_plan_without_stages_gives_actions(body: str, names: list[str]) -> None:
    plan = read_plan(TITLE + body)
    assert plan.phases == ()
    assert [task.name for task in plan.tasks] == names


ROWS = (
    ("序号", "工作任务", "责任单位", "完成时限"),
    ("1", "修订预案", "办公室", "5月底前"),
    ("2", "组织演练", "安监科", "6月20日"),
)
TABLES = [
    "\n".join("\t".join(row) for row in ROWS),
    "\n".join(f"| {' | '.join(row)} |" for row in ROWS),
    "\n".join(cell for row in ROWS for cell in row),
    "\n".join(" ".join(row) for row in ROWS),
    "\n".join("  ".join(row) for row in ROWS),
]


@pytest.mark.parametrize("table", TABLES)
def test_rows_of_a_table_in_any_shape_become_tasks(table: str) -> None:
    plan = read_plan(f"{TITLE}一、工作要求\n加强领导。\n附件:任务分解表\n{table}")
    assert [(task.name, task.due) for task in plan.tasks] == [
        ("修订预案", "2018-05-31"),
        ("组织演练", "2018-06-20"),
    ]


@pytest.mark.parametrize(
    ("text", "tasks"),
    [
        (
            "三、怎么做\n(一)建清单。逐户登记。\n(二)改旧貌。整修门面。",
            ["建清单", "改旧貌"],
        ),
        (
            "一、逐条对照查\n查问题。\n二、真刀真枪改\n改作风。",
            ["逐条对照查", "真刀真枪改"],
        ),
        (
            "一、活动安排\n△组织培训。办班。\n△走访慰问。入户。",
            ["组织培训", "走访慰问"],
        ),
        ("评议办法:\n6月20日—6月30日,组织回访。\n报送要求:\n按时报送。", []),
    ],
)
def test_headings_that_act_are_tasks_and_labels_are_none(
    text: str, tasks: list[str]
) -> None:
    plan = read_plan("某局2021年活动方案\n" + text)
    assert [task.name for task in plan.tasks] == tasks


def test_guarantees_beside_stages_are_no_tasks() -> None:
    text = (
        "四、几点措施\n(一)落实责任。包片。\n(二)保障经费。列支。\n(三)畅通信息。值班。"
    )
    plan = read_plan(
        HEAD + "1.召开动员会。\n第二阶段:整改(4月1日至30日)\n整改。\n" + text
    )
    assert [task.name for task in plan.tasks] == ["召开动员会"]
