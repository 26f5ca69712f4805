"""How a campaign is judged: the forms named where judging is spoken of."""

import re

from domain.plans.judging import (
    Passage,
    Place,
    governed,
    headed,
    joined,
    judges,
    passages,
    told,
    touches,
    unique,
)
from domain.plans.judging_words import (
    ASKED,
    EXAMINING,
    FORMS,
    LABELLED,
    NUMBER,
)
from domain.plans.naming import name_place
from domain.plans.outline import Block
from domain.plans.score_sheets import column, score_rows
from domain.plans.sheet import Sheet
from domain.plans.ways import BY, NO_FORM, PLAIN, find_ways, forms, named
from domain.plans.weighed import Weighed

_KIND = rf"(?:为主要?|多种|各种|灵活多样的|{NUMBER}[种条类项个]|{NUMBER}评)?"
_FORMED = re.compile(
    rf"{BY}(?P<list>(?:[^。;:,、\n]{{2,30}}相结合、){{0,4}}[^。;:,\n]{{2,90}}?)(?:等)?的?"
    rf"[“”\"]?{_KIND}[“”\"]?(?P<form>{FORMS}|{NUMBER}步(?:工作)?法|(?<=[个道项一二三四五六七八九十])环节)(?:的?(?:{FORMS}))?[“”\"]?"
)
_NAMED = re.compile(
    rf"(?:{LABELLED}(?:工作)?的?(?:主要|具体)?|(?<=[,。;\n\s])(?:主要|具体)?)"
    r"(?:方式方法|方式|方法|形式|办法|手段|途径)(?:主要|分别|,)*"
    r"(?:有|是|为|包括|采取|采用|:)+"
    r"(?P<list>[^。;:\n]{2,80}(?:;[^。;:\n]{2,60})*)"
)
_LABEL = re.compile(
    r"(?:对象|范围|指标|方式|方法|形式|办法|等次|时间|标准|内容|主体|人员|程序|结果|反馈|公示|备案|动员|申请|原则"
    r"|重点)(?:$|:)|奖|总分"
)
_ASKS = re.compile(
    r"(?:[^,。;]{0,10}|,[广认充主][\u4e00-\u9fff])(?:征求|听取|收集(?![。,;])|征集)"
)
_VAGUE = re.compile(
    r"线上线下|适当|灵活|多种|各种|不同|有效|合理|一定|其他|相应|这种|^[的是]|要求|规定"
    rf"|原则|^“?(?:{NUMBER}[\u4e00-\u9fff]){{2}}”?$"
)
_SAYS = re.compile(r"由|[要应须将]|每|统一|组织|抽调|组成|成立|邀请")
_NO_LONGER = re.compile(r"改变|避免|杜绝|不再|摒弃")
_HEADING = 16


def find_methods(sheet: Sheet, weighed: Weighed) -> list[Place]:
    """How it is judged: forms named in a passage that judges.

    民主评议 and 民主测评 count only where nothing more telling is named.
    """
    text = sheet.text
    found: list[Place] = []
    plain: list[Place] = []
    for block in headed(sheet, FORMS, ASKED):
        found += _under(sheet, block)
    examined = [row[1] for row in score_rows(text) if EXAMINING.search(text, *row[1])]
    for cell in column(text, FORMS) + examined:
        found += forms(text, *cell)
    for passage in passages(sheet):
        found += _formed(text, passage)
        found += _labelled(text, passage)
        found += find_ways(text, passage)
        plain += named(text, passage, PLAIN) if passage.acts else []
    aims = joined(weighed.aims)
    found = [place for place in found if not touches(aims, place)]
    known = joined(found)
    found += [place for place in weighed.ways if not touches(known, place)]
    return unique(found or plain, text)


def _under(sheet: Sheet, block: Block) -> list[Place]:
    """What stands under a heading such as 评议方式: headings, or a list."""
    text = sheet.text
    found = [
        name_place(sheet, *child.head)
        for child in block.children
        if child.head[1] - child.head[0] <= _HEADING
        and not _LABEL.search(text, *child.head)
    ]
    items = [text[slice(*place)] for place in told(sheet, block)]
    plain = items and not re.search(BY, items[0])
    fits = all(
        len(item) <= _HEADING and not NO_FORM.search(item) and not _SAYS.search(item)
        for item in items
    )
    return found + told(sheet, block) if len(items) >= 2 and plain and fits else found


def _formed(text: str, passage: Passage) -> list[Place]:
    """Lists closed by 方式 and the like."""
    found: list[Place] = []
    for match in _FORMED.finditer(text, passage.start, passage.end):
        if _NO_LONGER.search(text, max(0, match.start() - _HEADING), match.start() + 2):
            continue
        joined = len("相结合") * (match["form"] == "相结合")
        places = forms(text, match.start("list"), match.end("list") + joined)
        if len(places) == 1 and not _telling(text, match, places[0]):
            continue
        if _ASKS.match(text, match.end(), match.end() + 16):
            found += places if all(judges(text, *place) for place in places) else []
        elif governed(text, passage, *match.span()):
            found += places
    return found


def _telling(text: str, match: re.Match[str], place: Place) -> bool:
    """Whether a form that stands alone says how; one before a colon is spelt out."""
    words = text[slice(*place)]
    short = len(words) <= _HEADING and not _VAGUE.search(words)
    return short and not text.startswith(":", match.end())


def _labelled(text: str, passage: Passage) -> list[Place]:
    """Lists after 评议方式为 and the like."""
    found: list[Place] = []
    for match in _NAMED.finditer(text, passage.start, passage.end):
        places = forms(text, *match.span("list"))
        found += places if len(places) > 1 or passage.acts else []
    return found
