"""Any text gives a plan whose places hold; LUOSHI_PLAN_SAMPLES sets how many."""

import os
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.plans.contract import as_contract
from domain.plans.reader import read_plan

SAMPLES = int(os.environ.get("LUOSHI_PLAN_SAMPLES", "1600"))
CORPUS = sorted((Path(__file__).parents[2] / "corpus/plans/dev").glob("*.txt"))
PIECES = [
    "一、",
    "二、",
    "(一)",
    "（二）",
    "1.",
    "2、",
    "①",
    "第一阶段",
    "第二步",
    "阶段一",
    "一是",
    "3月1日",
    "至",
    "—",
    "2009年",
    "20**年",
    "上旬",
    "月底前",
    "每月25日前",
    "不少于",
    "以上",
    "3次",
    "两篇",
    "百分之九十",
    "1万字",
    "%",
    "各单位",
    "党员干部",
    "报送",
    "报",
    "向",
    "将",
    "总结",
    "县办公室",
    "评议",
    "深不深",
    "方案",
    "《",
    "》",
    "“",
    "”",
    "(",
    ")",
    "。",
    ",",
    ";",
    ":",
    "、",
    "\n",
    "\t",
    "\r\n",
    "\u3000",
    " ",
    "發(fā)展",
    "&nbsp;",
    "<br>",
    "\\n",
    "Р",
    "\x00",
    "\ufeff",
    "👍",
    "é",
    "٣",
    "Ⅳ",
    "⑳",
    "㈠",
    "零",
    "十",
    "亿",
    "年",
    "月",
    "日",
    "前",
    "序号",
    "任务",
    "完成时限",
    "上一篇",
    "导语:",
    "第1页",
]


def _check(text: str) -> None:
    found = as_contract(read_plan(text))
    for key in ("phases", "tasks", "requirements", "filings", "bodies", "problems"):
        for item in found[key]:  # type: ignore[attr-defined]  # lists by contract
            start, end = item["at"]
            assert text[start:end] == item["raw"]


@settings(
    max_examples=SAMPLES // 2, deadline=None, suppress_health_check=list(HealthCheck)
)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_pieces_of_plans_in_any_order_are_read(text: str) -> None:
    _check(text)


@settings(
    max_examples=SAMPLES // 8, deadline=None, suppress_health_check=list(HealthCheck)
)
@given(st.text(max_size=300))
def test_arbitrary_characters_are_read(text: str) -> None:
    _check(text)


def _damaged(text: str, chance: random.Random) -> str:
    """A stretch of a plan with some characters lost, doubled, swapped or foreign."""
    start = chance.randrange(max(1, len(text) - 700))
    letters = list(text[start : start + 700])
    for _ in range(chance.randrange(1, 40)):
        at = chance.randrange(len(letters))
        letters[at] = chance.choice(
            [
                "",
                letters[at] * 2,
                chance.choice(PIECES),
                chr(chance.randrange(0x20, 0xFFFF)),
            ]
        )
    return "".join(letters)


@pytest.mark.parametrize("seed", range(8))
def test_damaged_plans_are_read(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(max(1, SAMPLES * 3 // 64)):
        path = chance.choice(CORPUS)
        _check(_damaged(path.read_text(encoding="utf-8"), chance))


HOSTILE = {
    "brackets": "(" * 20_000,
    "quotes": "“《" * 10_000,
    "digits": "1" * 30_000,
    "han digits": "一" * 30_000,
    "marks": "1、" * 10_000,
    "nested marks": "一、(一)1.(1)①" * 3_000,
    "dates": "3月1日至" * 8_000,
    "reports": "将总结报县" * 6_000,
    "spaces": " " * 50_000,
    "tabs": "序号\t任务\t完成时限\n" + "1\t报\t3月\n" * 5_000,
    "lines": "\n" * 50_000,
    "stages": "第一阶段:" * 8_000,
    "one clause": "各单位要认真组织" * 6_000,
    "commas": "各单位,报" * 10_000,
    "lists": "党员、干部、" * 8_000,
    "satisfied": "对" * 20_000 + "满意度",
    "towards": "向县委组织部" * 6_000,
    "handing over": "报送县局" * 25_000,
    "asking to call": "提请县局召开" * 10_000,
    "tags": "<p" * 20_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_read(text: str) -> None:
    _check(text)
