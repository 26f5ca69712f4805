"""From the text somebody typed to a typed value, the same from form, CLI or Excel.

Numbers, days and choices are read after NFKC, so full-width digits and brackets of any
width do; text stays as typed. Names, places and units come in as looked-up tables.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.fields import Field, Input, Kind

Value = str | int | float | date | None

_DAY = re.compile(
    r"(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})[日号]?)", re.ASCII
)
_DAY_SOLID = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d+)?", re.ASCII)
_YES_NO = {"是": 1, "1": 1, "有": 1, "否": 0, "0": 0, "无": 0}
_BRACKETS = str.maketrans("〔〕[]【】〈〉", "()()()()")
_UNWRITABLE = dict.fromkeys(
    [*(code for code in range(32) if chr(code) not in "\n\t"), 127, 0xFFFE, 0xFFFF]
)
YEARS = (1900, 2199)
ROW_NUMBER_MAX = (1 << 63) - 1


class Unreadable(Exception):
    """The text is no value of this field; says the sentence shown beside it."""


@dataclass(frozen=True)
class Directory:
    """What people and units may be called here: code or id, to id.

    above holds the leaders whom only a field ``from_above`` may name.
    """

    people: Mapping[str, int] = field(default_factory=dict)
    units: Mapping[str, int] = field(default_factory=dict)
    above: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """Values by field name, and a sentence for each field that could not be read."""

    values: dict[str, Value]
    problems: dict[str, str]


def read_fields(kind: Kind, texts: Mapping[str, str], directory: Directory) -> Reading:
    """Read what was given; names that are no field of the kind are left alone."""
    reading = Reading({}, {})
    for one in kind.fields:
        if one.name not in texts:
            continue
        try:
            reading.values[one.name] = read(one, texts[one.name], directory)
        except Unreadable as error:
            reading.problems[one.name] = str(error)
    return reading


def read(wanted: Field, text: str, directory: Directory) -> Value:
    """The value of one field; blank text is None.

    Raises:
        Unreadable: When it is no such value, or breaks the field's own limits.
    """
    cleaned = clean(text)
    if not cleaned:
        return None
    return _READERS[wanted.input](wanted, cleaned, directory)


def read_people(text: str, directory: Directory) -> tuple[int, ...]:
    """Ids of the persons listed, each once, in the order given.

    Raises:
        Unreadable: When a person is not known here.
    """
    names = re.split(r"[,，、;；\s]+", clean(text))
    return tuple(dict.fromkeys(_person(name, directory) for name in names if name))


def row_number(text: str) -> int:
    """The id in an address; ValueError for what can be none."""
    number = int(text)
    if not 0 < number <= ROW_NUMBER_MAX:
        message = f"{text[:30]} is no row number"
        raise ValueError(message)
    return number


def clean(text: str) -> str:
    """Without blanks around, CR line ends, and what no file can hold.

    Those are control characters, halves of characters and U+FFFE, U+FFFF.
    """
    whole = text.encode("utf-8", "ignore").decode()
    lines = whole.replace("\r\n", "\n").replace("\r", "\n")
    return lines.translate(_UNWRITABLE).strip()


def fold(text: str) -> str:
    """As choices are compared: NFKC, one kind of bracket, no blanks."""
    folded = unicodedata.normalize("NFKC", text).translate(_BRACKETS)
    return "".join(folded.split())


def _text(wanted: Field, text: str, _: Directory) -> str:
    if wanted.input == "text":
        text = " ".join(text.split("\n"))
    if wanted.size_max is not None and len(text) > wanted.size_max:
        most, now = wanted.size_max, len(text)
        message = f"{wanted.label}最多{most}字，现有{now}字，请删去{now - most}字。"
        raise Unreadable(message)
    return text


def _whole(wanted: Field, text: str, _: Directory) -> int:
    value = _numeral(wanted, text)
    if value != int(value):
        message = f"{wanted.label}应为整数，不能带小数。"
        raise Unreadable(message)
    return int(value)


def _decimal(wanted: Field, text: str, _: Directory) -> float:
    value = _numeral(wanted, text)
    if round(value, 1) != value:
        message = f"{wanted.label}最多保留一位小数。"
        raise Unreadable(message)
    return value


def _numeral(wanted: Field, text: str) -> float:
    folded = fold(text).replace(",", "").removesuffix(wanted.unit)
    if not _NUMBER.fullmatch(folded):
        message = f"{wanted.label}应为数字，例如 12，现在是“{text[:20]}”。"
        raise Unreadable(message)
    value = float(folded)
    least = wanted.size_min or 0
    if value < least or (wanted.size_max is not None and value > wanted.size_max):
        message = f"{wanted.label}应在{least}至{wanted.size_max}之间。"
        raise Unreadable(message)
    return value


def _day(wanted: Field, text: str, _: Directory) -> date:
    folded = fold(text)
    found = _DAY.fullmatch(folded) or _DAY_SOLID.fullmatch(folded)
    if found is None:
        message = f"{wanted.label}应写成 2009-03-30 或 2009年3月30日。"
        raise Unreadable(message)
    year, month, day_number = (int(part) for part in found.groups() if part)
    if not YEARS[0] <= year <= YEARS[1]:
        message = f"{wanted.label}的年份应在{YEARS[0]}至{YEARS[1]}之间。"
        raise Unreadable(message)
    try:
        return date(year, month, day_number)
    except ValueError:
        message = f"{wanted.label}有误：没有{year}年{month}月{day_number}日这一天。"
        raise Unreadable(message) from None


def _choice(wanted: Field, text: str, _: Directory) -> str:
    folded = fold(text)
    for choice in wanted.choices:
        if fold(choice) == folded:
            return choice
    message = f"{wanted.label}只能选：{'、'.join(wanted.choices)}。"
    raise Unreadable(message)


def _yes_no(wanted: Field, text: str, _: Directory) -> int:
    value = _YES_NO.get(fold(text))
    if value is None:
        message = f"{wanted.label}只能填“是”或“否”。"
        raise Unreadable(message)
    return value


def _one_person(wanted: Field, text: str, directory: Directory) -> int:
    if wanted.from_above and text in directory.above:
        return directory.above[text]
    return _person(text, directory)


def _person(text: str, directory: Directory) -> int:
    found = directory.people.get(text)
    if found is None:
        message = f"本单位范围内没有“{text[:30]}”，请核对姓名或编号，或重新选择。"
        raise Unreadable(message)
    return found


def _unit(wanted: Field, text: str, directory: Directory) -> int:
    found = directory.units.get(text)
    if found is None:
        message = f"{wanted.label}：没有代码为“{text[:30]}”的单位，请重新选择。"
        raise Unreadable(message)
    return found


_READERS: Mapping[Input, Callable[[Field, str, Directory], Value]] = {
    "text": _text,
    "long_text": _text,
    "number": _whole,
    "decimal": _decimal,
    "date": _day,
    "choice": _choice,
    "yes_no": _yes_no,
    "person": _one_person,
    "unit": _unit,
}
