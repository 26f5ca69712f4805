"""Titles a plan tells people to read, apart from those it goes by."""

import pytest

from domain.plans.reader import read_plan

SENTENCES = [
    ("认真学习《党章》《条例》和《准则》。", ["《党章》", "《条例》", "《准则》"]),
    ("根据《通知》要求,组织研读《论述选编》。", ["《论述选编》"]),
    ("学习后,按照《实施细则》开展检查,填写《登记表》。", []),
    ("必读书目:《史记选》。再读《史记选》。", ["《史记选》"]),
]


@pytest.mark.parametrize(("sentence", "titles"), SENTENCES)
def test_reading_list_holds_what_is_studied(sentence: str, titles: list[str]) -> None:
    plan = read_plan(f"某局2022年读书方案\n一、学习内容\n{sentence}")
    assert [quote.raw for quote in plan.reading_list] == titles
