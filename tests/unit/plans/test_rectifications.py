"""Rectification schemes: problem, measure, who answers, by when."""

import pytest

from domain.plans.reader import read_plan

HEAD = "某局2022年巡察整改方案\n二、整改任务\n"
Entry = tuple[str | None, str, str | None, str | None]

SCHEMES: list[tuple[str, list[Entry]]] = [
    (
        (
            "问题一:学习走过场。\n整改措施:修订学习制度\n"
            "责任领导:王建业  责任部门:党办  完成时限:2022年5月底\n"
            "问题二:凭证不齐全。\n整改措施:清理凭证\n责任人:孙梅  完成时限:长期坚持\n"
        ),
        [
            ("学习走过场", "修订学习制度", "王建业", "2022-05-31"),
            ("凭证不齐全", "清理凭证", "孙梅", None),
        ],
    ),
    (
        (
            "1.台账更新不及时。整改措施:一是专人负责;二是按月核对。责任单位:后勤科。"
            "整改时限:6月20日前。\n2.值班不规范。整改措施:严格点名。责任单位:办公室。"
            "整改时限:立行立改。\n"
        ),
        [
            ("台账更新不及时", "一是专人负责;二是按月核对", "后勤科", "2022-06-20"),
            ("值班不规范", "严格点名", "办公室", None),
        ],
    ),
    (
        (
            "序号\t存在问题\t整改措施\t责任单位\t完成时限\n"
            "1\t公示不全\t补充公示\t财务科\t7月底前\n"
        ),
        [("公示不全", "补充公示", "财务科", "2022-07-31")],
    ),
]


@pytest.mark.parametrize(("body", "entries"), SCHEMES)
def test_scheme_gives_problem_measure_and_limit(
    body: str, entries: list[Entry]
) -> None:
    text = HEAD + body
    found = read_plan(text).rectifications
    assert [(r.problem, r.measure, r.responsible, r.due) for r in found] == entries
    assert all(text[r.at[0] : r.at[1]] == r.raw for r in found)


def test_measure_without_who_or_when_is_no_entry() -> None:
    assert read_plan(HEAD + "制定整改措施:逐条落实。").rectifications == ()
