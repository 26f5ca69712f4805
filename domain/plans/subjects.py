"""Who must do it: the people or bodies a clause opens with, or the one before it."""

import re

from domain.plans.sentences import clauses
from domain.plans.words import ADVERBS, PEOPLE, VERBS

Place = tuple[int, int]

_OPENING = re.compile(
    r"(?:[\s、“(]|同时|并且|并|其中|另外|还要|还|此外|要求|同样|由|请|凡"
    r"|(?:\d{1,2}|[一二三四五六七八九十]{1,2})[.、]"
    r"|\([一二三四五六七八九十\d]{1,2}\)|[①-⑳●•■◆]|[一二三四五六]是"
    r"|每(?:年|月|季度|周|天|日|半年)|原则上|年内|全年|期间|\d{1,2}月(?:底"
    r"|\d{1,2}日)?(?:前|以前)?,?|组织|委托|对|为|要)+"
)
_STRONG = re.compile(
    r"(?:要|应|须|必须|需|务必|每[年月季周天日半小]|至少|不少于|不得|不低于"
    r"|不超过|原则上|人均|分别|均|都|也|累计|全年|年内|年均|在?\d|于\d"
    r"|[一二三四五六七八九十两]{1,3}[次篇份个名件条]|每人|每次"
    r"|每[\u4e00-\u9fff]|[（(])"
)
_WEAK = re.compile(
    rf"(?:{ADVERBS}|集体|相互|个人|带头|全部|{VERBS}|上|讲|作|做|写|交|读|填"
    rf"|在|对|将|把|按|制作|设立|部门|写|撰写|更换)"
)
_EACH = re.compile(
    r"(?:每(?:个|名|位|家|所|支)?|各级?|全体|所有"
    r"|其他)[\u4e00-\u9fff()、]{1,14}?(?=要|应|须|每|至少|不|\d"
    r"|[一二两三四五六七八九十]|于|在)|每人|每班|每村|每户|各班|各村"
)


def _candidate(text: str, start: int, end: int) -> Place | None:
    """The people a clause opens with; a strong mark after them beats a verb."""
    opening = _OPENING.match(text, start, end)
    first = opening.end() if opening else start
    weak = None
    for match in PEOPLE.finditer(text, first, min(end, first + 34)):
        stop = match.end()
        if _STRONG.match(text, stop) or stop == end:
            return first, stop
        if weak is None and _WEAK.match(text, stop) and not _inside(text, stop):
            weak = (first, stop)
    if weak:
        return weak
    each = _EACH.match(text, first, end)
    return each.span() if each else None


def _inside(text: str, stop: int) -> bool:
    """Whether the words after a name still belong to a longer name."""
    return bool(PEOPLE.match(text, stop + 2) or PEOPLE.match(text, stop + 1))


def find_subject(text: str, sentence: Place, at: int) -> Place | None:
    """The nearest subject before a number, in its clause or the clauses before it.

    Args:
        text: The cleaned text.
        sentence: Place of the sentence around the number.
        at: Where the number begins.
    """
    start = max(sentence[0], at - 300)
    for first, last in reversed(clauses(text, start, at)):
        found = _candidate(text, first, last)
        if found and 2 <= found[1] - found[0] <= 34:
            return found
        piece = text.rfind("、", first, last)
        if piece > first:
            found = _candidate(text, piece + 1, last)
            if found and found[1] < last and re.match("每|各", text[found[0] :]):
                return found
    return None
