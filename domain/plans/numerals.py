"""Numbers as plans write them: Arabic, Han, mixed with 万 and 半."""

import re

DIGITS = {
    **{character: value for value, character in enumerate("零一二三四五六七八九")},
    **{character: value for value, character in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    **dict.fromkeys("○ΟОOo0", 0),
    "两": 2,
    "俩": 2,
}
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MYRIADS = {"万": 10_000, "亿": 100_000_000}
HAN = "零〇○一二三四五六七八九十百千两"
NUMBER = (
    r"(?:半(?=天|日|个?小时|个工作日|个?学时)|\d+(?:,\d{3})+|\d+(?:\.\d+)?"
    rf"|[{HAN}]+(?:点[零一二三四五六七八九]+(?![十百]))?)(?:[百千](?![瓦克伏卡米帕]))?[万亿]?"
)
TENS = {"廿": "二十", "卅": "三十"}
_LONGEST = 40
_ARABIC = re.compile(r"(\d[\d,]*(?:\.\d+)?)([百千])?([万亿])?")


def han_number(word: str) -> int | None:
    """Value of a number in Han characters, or None when it is not one.

    Positional writing (二〇〇九) and counting writing (二千零九, 十二, 廿五)
    both count; 半 and fractions do not.
    """
    for short, long in TENS.items():
        word = word.replace(short, long)
    if (
        not word
        or len(word) > _LONGEST
        or any(c not in DIGITS and c not in UNITS and c not in MYRIADS for c in word)
    ):
        return None
    if all(c in DIGITS for c in word):
        return int("".join(str(DIGITS[c]) for c in word))
    return _counted(word)


def _counted(word: str) -> int:
    total = section = digit = 0
    for character in word:
        if character in DIGITS:
            digit = DIGITS[character]
        elif character in UNITS:
            section += (digit or 1) * UNITS[character]
            digit = 0
        else:
            total += (section + digit or 1) * MYRIADS[character]
            section = digit = 0
    return total + section + digit


def _decimal(word: str) -> float | None:
    """Value of a Han number with a point: 十二点五."""
    whole, _, digits = word.partition("点")
    before = han_number(whole)
    after = "".join(str(DIGITS[c]) for c in digits if c in DIGITS)
    return (
        None
        if before is None or len(after) < len(digits)
        else float(f"{before}.{after}")
    )


def number(word: str) -> float | int | None:
    """Value of a number in any writing (3, 1.5万, 二十, 1,200, 半), or None.

    Whole values come back as int.
    """
    if word == "半":
        return 0.5
    if "点" in word:
        return _decimal(word)
    match = _ARABIC.fullmatch(word)
    if not match:
        return han_number(word)
    digits, unit, myriad = match.groups()
    value = float(digits.replace(",", ""))
    value *= UNITS.get(unit or "", 1) * MYRIADS.get(myriad or "", 1)
    return int(value) if value.is_integer() else round(value, 6)
