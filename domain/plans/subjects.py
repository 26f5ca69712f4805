"""Who must do it: the people or bodies a clause opens with, or the one before it."""

import re

from domain.plans.sentences import clauses
from domain.plans.words import ADVERBS, PEOPLE, VERBS

Place = tuple[int, int]

_REACH = 34
_BACK = 300
_OPENING = re.compile(
    r"(?:[\s、“(]|同时|并且|并|其中|另外|还要|还|此外|要求|同样|由|请|凡"
    r"|(?:\d{1,2}|[一二三四五六七八九十]{1,2})[.、]"
    r"|\([一二三四五六七八九十\d]{1,2}\)|[①-⑳●•■◆]|[一二三四五六]是"
    r"|每(?:年|月|季度|周|天|日|半年|场|次|期|篇|堂|趟|件)"
    r"|原则上|年内|全年|期间|\d{1,2}月(?:底|\d{1,2}日)?(?:前|以前)?,?|委托|对|为|要)+"
)
_VERB_FIRST = re.compile(
    rf"(?:随机|{ADVERBS})*(?:{VERBS}|邀请|派驻|派出|抽取|召集|吸收|聘请|发动|包保)"
    r"(?![部组局办处科室员站队所会中机委股厅院者领]|单位|负责)"
    r"|[向给把将到在以从按]"
)
_NUMBER = re.compile(r"\d|[一二三四五六七八九十两][次篇份个名件条户人场]")
_NOBODY = re.compile(r"人均|每人")
_AREAS = re.compile(r"\([市区县旗、乡镇街道社居]{1,6}\)")
_AGENT = re.compile(
    rf"(?:{PEOPLE.pattern}|扑火队|[\u4e00-\u9fff](?<![排分])队|[\u4e00-\u9fff]科"
    r"|(?<![全干])部|处(?![理置罚分])|站|厅|段(?!时)|室|院|店|库|热线|平台|农民|工人|旅客|人)"
)
_STRONG = re.compile(
    r"(?:要|应|须|必须|需|务必|每[年月季周天日半小两]|至少|不少于|不得|不低于"
    r"|不超过|原则上|人均|分别|均|都|也|累计|全年|年内|年均|年度|在?\d|于\d"
    r"|[一二三四五六七八九十两]{1,3}[次篇份个名件条]|每人|每次"
    r"|每[\u4e00-\u9fff]|[（(])"
)
_WEAK = re.compile(
    rf"(?:{ADVERBS}|集体|相互|个人|带头|全部|{VERBS}|会同|联合|牵头|接到|收到|接通知"
    r"|家访|参[评训会]|领办|[上讲作做写交读填在对将把按设撰更接抽摸挂悬驻蹲包送巡与向同下])"
)
_EACH = re.compile(r"每|各|全体|所有|同一|其他")
_COUNTED = re.compile(r"每(?:年|月|季|周|天|日|半|场|次|期|篇|堂|趟|件)")


def _candidate(text: str, start: int, end: int) -> Place | None:
    """The people a clause opens with: the first that a verb or a mark follows."""
    opening = _OPENING.match(text, start, end)
    first = opening.end() if opening else start
    if _VERB_FIRST.match(text, first, end) or _COUNTED.match(text, first):
        return None
    each = _EACH.match(text, first) is not None
    for match in _AGENT.finditer(text, first, min(end, first + _REACH)):
        areas = _AREAS.match(text, match.end())
        stop = areas.end() if areas else match.end()
        if stop - first > 1 and _stands(text, stop, end, each=each):
            return first, stop
    return None


def _stands(text: str, stop: int, end: int, *, each: bool) -> bool:
    """Whether a name ends here: a mark or a verb follows, not more of the name."""
    if stop == end or _STRONG.match(text, stop):
        return True
    weak = _WEAK.match(text, stop)
    if weak:
        return not _AGENT.match(text, weak.end())
    return each and not any(_AGENT.match(text, at) for at in range(stop, stop + 3))


def find_subject(text: str, sentence: Place, at: int) -> Place | None:
    """The nearest subject before a number, in its clause or the clauses before it.

    Args:
        text: The cleaned text.
        sentence: Place of the sentence around the number.
        at: Where the number begins.
    """
    start = max(sentence[0], at - _BACK)
    anybody: Place | None = None
    for first, last in reversed(clauses(text, start, at)):
        piece = text.rfind("、", first, last)
        found = None
        counted = piece > first and _NUMBER.search(text, first, piece)
        if counted and _EACH.match(text, piece + 1):
            found = _candidate(text, piece + 1, last)
        if found is None or found[1] == last:
            found = _candidate(text, first, last)
        if found and not _NOBODY.fullmatch(text, *found):
            return found
        anybody = anybody or found
    return anybody
