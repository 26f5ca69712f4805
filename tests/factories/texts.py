"""Varied running text: the same seed gives the same text."""

from collections.abc import Iterator
from random import Random

WORDS = (
    "学习", "实践", "科学发展观", "活动", "领导小组", "办公室", "环卫处",
    "机械化清扫大队", "整改", "落实", "方案", "群众", "满意度", "测评", "问题", "原因",
    "措施", "时限", "责任", "单位", "党员", "干部", "调研", "座谈会", "征求", "意见",
    "建议", "分析", "检查", "报告", "按期", "完成", "逾期", "销号", "垃圾", "清运",
    "道路", "保洁", "噪声", "扰民", "更换", "扫刷", "喆堃", "祎旻", "昉玥", "赟", "的",
    "和", "在", "对", "把", "已", "要",
)  # fmt: skip
LATIN = (
    "5000", "96.4%", "2009-08-31", "PM2.5", "GB/T 9704-2012", "A4", "3.5", "12:30",
    "No.17", "km/h", "office@example.cn", "ISO 9001", "x", "7", "WeasyPrint 70.0",
)  # fmt: skip
PAIRS = ("《》", "“”", "‘’", "（）", "〔〕", "【】", "()", "〈〉")
STOPS = ("，", "、", "；", "：", "，", "，")
ENDS = ("。", "。", "。", "！", "？", "……", "。”", "）。")
ASIDES = ("——", "…", "·", "—", "℃", "％", "￥", "”，", "）、")


def paragraphs(seed: int, characters: int) -> Iterator[str]:
    """Paragraphs of 40 to 600 characters until that many were given."""
    random = Random(seed)
    given = 0
    while given < characters:
        text = _paragraph(random, random.randint(40, 600))
        given += len(text)
        yield text


def _paragraph(random: Random, length: int) -> str:
    text = ""
    while len(text) < length:
        text += _clause(random)
        text += random.choice(STOPS if random.random() < 0.7 else ENDS)
    return f"{text.rstrip('，、；：')}。"


def _clause(random: Random) -> str:
    words = [_word(random) for _ in range(random.randint(1, 7))]
    if random.random() < 0.35:
        place, pair = random.randrange(len(words)), random.choice(PAIRS)
        words[place] = pair[0] + words[place] + pair[1]
    if random.random() < 0.15:
        words.insert(random.randint(1, len(words)), random.choice(ASIDES))
    return "".join(words)


def _word(random: Random) -> str:
    return random.choice(LATIN if random.random() < 0.12 else WORDS)
