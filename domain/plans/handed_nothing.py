"""Where a verb that hands over moves no document: cases, people, lighter burdens."""

import re

from domain.plans.filing_words import ACT_ASKED, CASE_VERBS, DOCUMENT, PHRASE

Place = tuple[int, int]
_SPARED = re.compile(
    r"(?:不再|不得|不准|不许|不应|不能|无需|无须|不必|不用|免予|免于|免除|严禁|禁止|避免|杜绝"
    r"|防止)[^,。;:]{0,14}$"
    r"|(?:清理|精简|压减|压缩|简化|减少|归并|合并|取消|核减|删减)[^,。;:《》“”将把于]{0,6}$"
)
_LIGHTENED = re.compile(
    r"[\u4e00-\u9fff]{2,10}?(?:精简|压减|压缩|缩减|减少|简化|归并|合并|取消|核减)"
    r"(?![^,。;]{0,6}(?:情况|报告|方案|清单|台账|总结))"
)
_NAMED_RIGHT_BEFORE = re.compile(rf"(?:将|把)[^。;]{{2,}},$|{DOCUMENT},$")
_SLOGAN = re.compile(
    r"(?:(?!将|把)[\u4e00-\u9fff、,]{2,24}[、,])?"
    r"(?!形成|建立|填写|填报|撰写|起草|编制|整理|汇总|制定)[\u4e00-\u9fff]{4}[,、]"
    r"(?:及时|按时|准时|按期|如实|准确|逐级|定期|迅速|快速)"
)
_PEOPLE = re.compile(r"(?:老人|儿童|学生|人员|患者|病人|伤员|群众|家属)$")
_NEAR = 20


def moves_no_paper(text: str, clause: Place, verb: Place) -> bool:
    """Whether a verb forbids or lightens handing in, passes on a case, or asks to act.

    Args:
        text: The cleaned text.
        clause: The clause of the verb.
        verb: The verb: 不再要求重复[报送], 涉嫌犯罪的[移送]公安机关, [提请]X召开会议.
    """
    start, end = verb
    lead, word = text[clause[0] : start], text[start:end]
    if _SPARED.search(lead) or _LIGHTENED.match(text, end, clause[1]):
        return True
    if word in CASE_VERBS:
        near = text[max(0, clause[0] - _NEAR) : clause[0]]
        paper = PHRASE.search(text[clause[0] : clause[1]].replace(word, ",", 1))
        named = paper or _NAMED_RIGHT_BEFORE.search(near)
        return lead.endswith("的") or named is None
    asked = word in ("提请", "报请") and not PHRASE.search(lead)
    return asked and ACT_ASKED.match(text, end, clause[1]) is not None


def is_slogan(lead: str) -> bool:
    """Whether words up to a last verb are a row of four: 反应迅速,及时[上报]."""
    return _SLOGAN.fullmatch(lead) is not None


def moves_people(word: str, what: str) -> bool:
    """Whether those brought to somebody are people: 把走失老人送交家属."""
    moving = word in CASE_VERBS or word in ("送交", "送")
    return moving and _PEOPLE.search(what) is not None
