"""Requirements: each number that obliges, with who, what, and per what."""

import re
from dataclasses import dataclass, replace

from domain.plans.dates import Mention
from domain.plans.duties import carries_on, obliges
from domain.plans.duty_words import HEADS, MUST, TIME
from domain.plans.quantities import Quantity, quantities
from domain.plans.sentences import clauses, sentence_at, sentence_starts
from domain.plans.sheet import Sheet
from domain.plans.subjects import find_subject

_QUOTED = re.compile(
    r"[“\"][^”\"\n]{1,30}[”\"]|《[^》\n]{1,80}》|〔[^〕\n]{1,8}〕\d*号?"
)
_GOALS = re.compile(r"指导思想|总体要求|基本原则|原则|意义|认识|背景|现状|目标")
_SCOPE = re.compile(r"(?:范围|对象)$")
_SILENT = re.compile(
    r"奖励(?!扶助)|奖项|评分|计分|考核奖惩|奖惩|考核评分|分值|设奖|责任追究|(?<!首)问责"
    r"|基本情况|背景"
)
_TITLE = 16
_PER = re.compile(
    r"每(?:一)?(?:个|名|位|支|所|家)?(?P<unit>半年|季度|半月|学期|工作日|季|月"
    r"|周|年|日|天|星期|人|单位|支部|部门|科室|阶段|次|篇|村|社区|乡镇|镇|街道"
    r"|企业|学校|班子成员|党员"
    r"|[\u4e00-\u9fff]{1,4})|(?P<each>人均)"
)
_PERIODS = {"季": "季度", "天": "日", "星期": "周"}


@dataclass(frozen=True)
class Duty:
    """A requirement found in the text; places are of the cleaned text."""

    quantity: Quantity
    subject: tuple[int, int] | None
    item: tuple[int, int]
    per: str | None
    raw: tuple[int, int]


def _blocked(sheet: Sheet, dues: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places where no number is read: titles, quotes, days, silent sections."""
    text = sheet.text
    places = [match.span() for match in _QUOTED.finditer(text)] + dues
    places += [(m.start, m.end) for m in sheet.mentions if _is_day(text, m)]
    for block in sheet.root.walk():
        heading = text[slice(*block.head)]
        silent = _SILENT.search(heading) and "目标" not in heading
        if block.parent and len(heading) <= _TITLE and silent:
            places.append((block.start, block.end))
    return sorted(places)


def _is_day(text: str, mention: Mention) -> bool:
    return mention.kind != "recurring" or text[mention.end - 1] in "日号前月"


def _merged(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in places:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _free(text: str, places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches of the text between blocked places."""
    found = []
    at = 0
    for start, end in [*_merged(places), (len(text), len(text))]:
        if start > at:
            found.append((at, start))
        at = max(at, end)
    return found


def _places_under(sheet: Sheet, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    """Places of the top sections whose heading fits, up to a dated heading in them."""
    return [
        (
            block.start,
            next((c.start for c in block.children if c.style == "dated"), block.end),
        )
        for block in sheet.root.children
        if pattern.search(sheet.text[slice(*block.head)][:20])
    ]


def _described(
    text: str,
    clause: tuple[int, int],
    quantity: Quantity,
    places: tuple[list[tuple[int, int]], list[tuple[int, int]]],
) -> bool:
    """Whether an unbounded number only tells aims (Han numerals) or who there is.

    Args:
        text: The cleaned text.
        clause: The clause of the number.
        quantity: The number.
        places: Sections that tell aims, and sections that tell who takes part.
    """
    goals, scopes = places
    if quantity.bound or MUST.search(text, clause[0], quantity.at):
        return False
    told = scopes * (quantity.measure in HEADS) + goals * (not quantity.arabic)
    return any(start <= quantity.at < end for start, end in told)


def find_duties(sheet: Sheet, dues: list[tuple[int, int]]) -> list[Duty]:
    """Every number somebody must reach, in reading order, repeated text once.

    Args:
        sheet: The plan.
        dues: Places of the limits of filings, which are no duties of their own.
    """
    text = sheet.text
    starts = sentence_starts(text)
    told = (_places_under(sheet, _GOALS), _places_under(sheet, _SCOPE))
    found: list[Duty] = []
    carried: tuple[int, int] | None = None
    seen: set[tuple[str, int]] = set()
    for start, end in _free(text, _blocked(sheet, dues)):
        for found_quantity in quantities(text, start, end):
            sentence = sentence_at(starts, text, found_quantity.at)
            clause = _clause(text, sentence, found_quantity)
            quantity = _bounded(text, clause, found_quantity)
            if _described(text, clause, quantity, told):
                continue
            places = (clause, sentence)
            owed = obliges(text, places, quantity, sheet.year) or (
                sentence == carried and carries_on(text, places, quantity, sheet.year)
            )
            if not owed:
                continue
            carried = sentence
            duty = _duty(sheet, sentence, clause, quantity)
            key = (text[slice(*clause)], quantity.at - clause[0])
            if key not in seen:
                seen.add(key)
                found.append(duty)
    return found


_FAR = re.compile(
    r"(?P<least>至少|不少于|不得少于|不低于|不得低于|最少)|(?P<most>不超过"
    r"|不得超过|最多|控制在)"
)

_SAT_AGAIN = re.compile(
    r"(?<=[分%]以下)的?[^,。;]{0,8}(?:补考|重考|补测|补训|补课|重新(?:考试|培训|测试))"
)


def _bounded(text: str, clause: tuple[int, int], quantity: Quantity) -> Quantity:
    """The number with a bound that a verb keeps apart from it: 至少联系2户."""
    if _SAT_AGAIN.match(text, quantity.end, clause[1]):
        return replace(quantity, comparator=">=", short=True)
    if quantity.bound or quantity.comparator == "range":
        return quantity
    lead = text[max(clause[0], quantity.start - 14) : quantity.start]
    bounds = list(_FAR.finditer(lead))
    counted = r"\d|[一二三四五六七八九十两]{1,3}[次篇份个名件条]"
    if not bounds or re.search(counted, lead[bounds[-1].end() :]):
        return quantity
    far = bounds[-1]
    return replace(quantity, comparator=">=" if far["least"] else "<=", bound=True)


def _clause(
    text: str, sentence: tuple[int, int], quantity: Quantity
) -> tuple[int, int]:
    for start, end in clauses(text, *sentence):
        if start <= quantity.at < end:
            return start, end
    return sentence


def _piece(text: str, clause: tuple[int, int], quantity: Quantity) -> tuple[int, int]:
    """The part of a clause between 、 that holds the number, when others do too."""
    start = text.rfind("、", clause[0], quantity.start) + 1
    stop = text.find("、", quantity.end, clause[1])
    begin = start if start and quantities(text, clause[0], start) else clause[0]
    end = stop if stop >= 0 and quantities(text, stop, clause[1]) else clause[1]
    return begin, end


def _duty(
    sheet: Sheet, sentence: tuple[int, int], clause: tuple[int, int], quantity: Quantity
) -> Duty:
    text = sheet.text
    raw = _stripped(text, _piece(text, clause, quantity))
    subject = find_subject(text, sentence, quantity.start)
    if quantity.measure in TIME and quantity.comparator == "<=" and subject:
        subject = subject if subject[0] >= clause[0] else None
    return Duty(
        quantity,
        subject,
        _item(text, clause, quantity),
        _per(text, clause, quantity),
        raw,
    )


def _stripped(text: str, place: tuple[int, int]) -> tuple[int, int]:
    start, end = place
    while start < end and text[start] in " \t、":
        start += 1
    while end > start and text[end - 1] in " \t、":
        end -= 1
    return start, end


def _item(text: str, clause: tuple[int, int], quantity: Quantity) -> tuple[int, int]:
    """What is counted: the words after the number, else those before it."""
    after = re.match(
        r"(?:的|以上|以内|左右)*([^,。;:、\n]{2,20})", text[quantity.end : clause[1]]
    )
    if after and not re.match(r"(?:的)?(?:要|应|，|$)", after[0]):
        return quantity.end + after.start(1), quantity.end + after.end(1)
    start = max(clause[0], quantity.start - 16)
    return (
        (start, quantity.start)
        if start < quantity.start
        else (quantity.at, quantity.end)
    )


def _per(text: str, clause: tuple[int, int], quantity: Quantity) -> str | None:
    found = None
    for match in _PER.finditer(text, clause[0], quantity.end):
        found = "人" if match["each"] else match["unit"]
    if found is None:
        return None
    for noun in ("人", "党员", "干部", "成员", "教师", "职工", "学生"):
        if found.startswith(noun):
            return "人"
    return _PERIODS.get(found, found)
