"""How a campaign is judged: criteria, methods and who judges, in many wordings."""

import pytest

from domain.plans.reader import read_plan

HEAD = "某局2019年活动方案\n三、工作内容\n1.组织评价。"
TAIL = "\n四、要求\n抓落实。\n"

JUDGED: list[tuple[str, list[str], list[str]]] = [
    (
        (
            "年底考核各所,采取听介绍、翻资料、问职工的方法,着重考核态度热不热情、"
            "流程顺不顺畅、窗口亮不亮。"
        ),
        ["态度热不热情", "流程顺不顺畅", "窗口亮不亮"],
        ["听介绍", "翻资料", "问职工"],
    ),
    (
        (
            "组织客户评议,以打分和留言两种方式进行,主要看价格是否公道、送货是否及"
            "时、有无强买强卖。"
        ),
        ["价格是否公道", "送货是否及时", "有无强买强卖"],
        ["打分", "留言"],
    ),
    (
        (
            "召开评议会,从工作做没做、账目清没清、村民满不满意等方面,以投豆的方式"
            "进行评议。"
        ),
        ["工作做没做", "账目清没清", "村民满不满意"],
        ["投豆"],
    ),
    (
        "镇里组织验收,采用实地查看、入户访谈、翻阅档案等方法逐项验收。",
        [],
        ["实地查看", "入户访谈", "翻阅档案"],
    ),
    (
        "督查组采取随机抽查、座谈了解、明查暗访相结合的办法开展检查。",
        [],
        [],
    ),
    (
        "请旅客、商户对候车环境、问询服务、检票秩序、餐饮价格进行测评。",
        ["候车环境", "问询服务", "检票秩序", "餐饮价格"],
        [],
    ),
    (
        "评议主要看有没有推诿扯皮、能不能按时办结。",
        ["有没有推诿扯皮", "能不能按时办结"],
        [],
    ),
    (
        "评议采取集中座谈和上门征询两种形式,由退休职工、合同户对各站服务情况进行评议。",
        [],
        ["集中座谈", "上门征询"],
    ),
    (
        (
            "考核内容包括制度执行、台账管理、应急处置三个方面,通过查看现场、询问"
            "人员的方式考核。"
        ),
        ["制度执行", "台账管理", "应急处置"],
        ["查看现场", "询问人员"],
    ),
    (
        "通过座谈会、意见箱等方式广泛征求意见。",
        [],
        [],
    ),
    (
        "通过广播、板报等形式开展宣传,营造氛围。",
        [],
        [],
    ),
    (
        "考核方法:现场抽考、查阅记录、座谈了解。",
        [],
        ["现场抽考", "查阅记录", "座谈了解"],
    ),
]


@pytest.mark.parametrize(("text", "criteria", "methods"), JUDGED)
def test_criteria_and_methods_are_quoted(
    text: str, criteria: list[str], methods: list[str]
) -> None:
    found = read_plan(HEAD + text + TAIL).evaluation
    assert [quote.raw for quote in found.criteria] == criteria
    assert [quote.raw for quote in found.methods] == methods
