"""Who owes a number, in clauses that open with somebody and in those that do not."""

import pytest

from domain.plans.reader import read_plan

HEAD = "某局2019年活动方案\n三、工作内容\n1.第一项。"

OWED = [
    ("药剂科每月抽查处方80张。", "药剂科"),
    ("每位教师手写心得两篇。", "每位教师"),
    ("各县(市、区)每季度开展一次检查。", "各县(市、区)"),
    ("消防队每周集中训练两次。", "消防队"),
    ("班主任利用双休日走访家庭,每周不少于5户。", "班主任"),
    ("各税务所、各科室要深入一线,走访企业不少于50户。", "各税务所、各科室"),
    ("每场邀请企业代表不少于8人。", None),
    ("局领导带头,人均培训时间不少于32学时。", "局领导"),
    ("每支服务队驻点,每周到企业不少于2趟。", "每支服务队"),
    ("党委组织部每季度通报一次。", "党委组织部"),
    ("学习时间不少于30学时。", None),
]


@pytest.mark.parametrize(("sentence", "subject"), OWED)
def test_subject_is_the_one_a_clause_opens_with(
    sentence: str, subject: str | None
) -> None:
    requirements = read_plan(HEAD + sentence).requirements
    assert [requirement.subject for requirement in requirements] == [subject]
