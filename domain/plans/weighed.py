"""Clauses of an assessment, each weighed as ways, as sides, or as neither."""

import re
from dataclasses import dataclass, field

from domain.plans.assessing import Zone, zones
from domain.plans.judging import Place, joined, listed, touches
from domain.plans.judging_words import ACTS, NUMBER
from domain.plans.pairs import PAIR, pairs_in
from domain.plans.sheet import Sheet
from domain.plans.weighed_lists import SIDE_TAIL, cut, enumeration
from domain.plans.weighing import (
    excluded,
    is_lone_way,
    is_side,
    is_way,
    opens_with_verb,
    stripped,
)

_SERIES = re.compile(
    rf"(?:[一二三四五六七先再后]|最后|重点|主要|评选|着重"
    rf"|{ACTS})?(?P<verb>[比看查问考评])(?!一)"
)
_SIDE_WORDS = re.compile(r"内容|标准|指标|重点|要点|项目|要素|什么|维度|事项")
_SKIP_WORDS = re.compile(r"[的了通到]$|^[第共]|\d月|不[得少]|由")
_NOT_SO = re.compile(
    r"改变|杜绝|避免|不再|开展[^,。;:]*活动|^\s*为(?:了|进一步|验证|切实|提|深|巩|推"
    r"|落|加|促)"
)
_INTRO = re.compile(
    rf"(?:(?:着重|重点|看|主要|评|考|从|围绕|针对)[^,。;:、]{{0,8}}(?:以下|下列"
    rf"|如下)?{NUMBER}(?:项|个|点|条|样|方面)[^,。;:、]{{0,6}}"
    r"|[评考看问测比查]的是|(?:以下|如下"
    r"|下列)[^,。;:、]{0,8}):(?P<list>[^。:\n]{4,120})"
)
_STEP = re.compile(
    r"(?:(?:组织|开展)(?=民主评议))?(?P<item>(?![开组进认全])[\u4e00-\u9fff]{0,4}(?:自评|互评|互查|民主评议|明[察查]暗访))(?=$|党员|[。:,(\s])"
)
_MARKED = re.compile(
    r"填写[^,。;、:“《]{0,14}(?:测评|评议|评价|满意|评分|体验|考评)"
    r"[^,。;、:]{0,6}[表票卡卷]$|(?:逐[村户家人校条]|量化)打分$"
)
_DOING = re.compile(
    r"\s*[\u4e00-\u9fff]{0,4}?(?:努力|积极|加强|加快|推进|推动|建立|提高|提升|解决|完善"
    r"|促进|查摆|增强|优化|创新|创建(?!标准)|形成|切实|营造|深化|承诺|转变|剖析|贯彻|总结)"
)
_RULES = re.compile(r"评|考核|测|验|检查|打分|抽查|督查|满意|[查看问比]")
_STOP = re.compile(r"[,。;\n]")
_COLUMN = re.compile(r"要点|指标|[评考查验测][核分查收议]?(?:点|内容|项目)")
_WAY_COLUMN = re.compile(r"看法|方式|方法|办法|手段|查法|验法")
_ROW = re.compile(
    r"(?m)^\d{1,2}[ \t|]+(?P<item>[^\s\d|]{2,16})[ \t|]+\d{1,3}分?[ \t]*$"
)
_LABELLED = 18


@dataclass
class Weighed:
    """The ways and the sides found.

    Attributes:
        ways: How it is judged.
        sides: What is judged.
        aims: Of the sides those behind a verb of looking, which are no ways.
        lone: Ways of the sentence at hand that stand alone in their clause.
    """

    ways: list[Place] = field(default_factory=list)
    sides: list[Place] = field(default_factory=list)
    aims: list[Place] = field(default_factory=list)
    lone: list[Place] = field(default_factory=list)


def weigh(sheet: Sheet) -> Weighed:
    """Weigh every clause of every zone."""
    text = sheet.text
    found = Weighed()
    heads = _heads(sheet)
    for zone in zones(sheet):
        items = _told(text, zone, heads)
        if items:
            found.sides += items
            continue
        for start, end in cut(text, zone.start, zone.end, ";。!?\n"):
            clauses = [
                clause
                for clause in cut(text, start, end, ",:")
                if not touches(heads, clause)
            ]
            _half(text, clauses, zone, found)
        if zone.kind == "way" or len(found.lone) > 1:
            found.ways += found.lone
        found.lone = []
        if zone.whole:
            rows = _ROW.finditer(text, zone.start, zone.end)
            found.sides += [row.span("item") for row in rows]
    _columns(text, found)
    found.ways += _steps(sheet)
    return found


def _told(text: str, zone: Zone, heads: list[Place]) -> list[Place]:
    """What a label such as 评议内容 or a clause such as 着重以下四项 announces."""
    paired = zone.known and PAIR.search(text, zone.start, zone.end)
    if zone.kind == "side" and (paired or touches(heads, (zone.start, zone.end))):
        return []
    if zone.kind == "side":
        halves = cut(text, zone.start, zone.end, ";。!?\n")
        clauses = [part for half in halves for part in cut(text, *half, ",:")]
        return [] if _series(text, clauses) else _announced(text, clauses)
    match = _INTRO.search(text, zone.start, zone.end)
    if not (match and zone.strong and zone.kind != "way"):
        return []
    return _announced(text, cut(text, *match.span("list"), ";,"))


def _heads(sheet: Sheet) -> list[Place]:
    """The title and the short headings, which name and do not tell."""
    text = sheet.text
    heads = [
        (block.start, block.head[1])
        for block in sheet.root.walk()
        if block.parent
        and block.head[1] - block.head[0] <= 24
        and not any(mark in text[slice(*block.head)] for mark in ",。、;")
    ]
    title = len(text) - len(text.lstrip())
    stop = text.find("\n", title)
    return joined([(0, max(0, stop)), *heads])


def _steps(sheet: Sheet) -> list[Place]:
    """Short headings that name a step of judging, such as 科室自评 or 民主评议."""
    return [
        match.span("item")
        for block in sheet.root.walk()
        if block.parent
        and (match := _STEP.match(sheet.text, *block.head))
        and match.end() >= block.head[1] - 3
    ]


def _columns(text: str, found: Weighed) -> None:
    """The cells of columns set off by single spaces, under a line of headings."""
    columns: list[str] = []
    for line in re.finditer(r"[^\n]+", text):
        cells = [cell.span() for cell in re.finditer(r"\S+", line.group())]
        places = [(line.start() + first, line.start() + last) for first, last in cells]
        words = [text[slice(*place)] for place in places]
        if len(words) < 3 or len(words) != (len(columns) or len(words)):
            columns = []
        elif not columns:
            short = all(re.fullmatch(r"[\u4e00-\u9fff]{2,5}", word) for word in words)
            columns = words if short and any(map(_COLUMN.search, words)) else []
        else:
            for name, place in zip(columns, places, strict=True):
                if _COLUMN.search(name):
                    found.sides += listed(text, *place)
                elif _WAY_COLUMN.search(name):
                    found.ways += listed(text, *place)


def _half(text: str, clauses: list[Place], zone: Zone, found: Weighed) -> None:
    """Weigh one half-sentence: as a whole, then clause by clause."""
    series = _series(text, clauses)
    found.sides += series
    found.aims += series
    for start, end in [] if series else clauses:
        known = _looked_for(text, start, end, zone, found)
        if known or _NOT_SO.search(text[start:end]):
            continue
        kind, items = enumeration(text, start, end, zone)
        if kind == "side" and not _ruled(text, start, end, zone):
            continue
        if kind:
            (found.ways if kind == "way" else found.sides).extend(items)
            continue
        place = stripped(text, start, end)
        share = re.search(ACTS + r"占?\d+%$", text[start:end])
        lone = not text.startswith(":", end) and (
            share or is_lone_way(text[place[0] : end], announced=zone.kind == "way")
        )
        marked = _MARKED.search(text[start:end]) if zone.strong else None
        if marked:
            found.ways.append((start + marked.start(), start + marked.end()))
        elif zone.strong and zone.kind != "judge" and lone:
            found.lone.append((place[0] + text.startswith("由", place[0]), place[1]))


def _ruled(text: str, start: int, end: int, zone: Zone) -> bool:
    """Whether a list of sides is judged, not worked on: 考核X、Y, not 加强X、Y.

    In a plan that is no assessment its clause or the next one says so.
    """
    if _DOING.match(text, start, end):
        return False
    stop = _STOP.search(text, min(end + 1, zone.end), zone.end)
    return zone.whole or bool(
        _RULES.search(text, start, stop.start() if stop else zone.end)
    )


def _looked_for(text: str, start: int, end: int, zone: Zone, found: Weighed) -> bool:
    """Whether a clause only says what is looked for; what other rules miss is kept."""
    series = _series(text, cut(text, start, end, "、"))
    found.sides += series
    found.aims += series
    pairs = [] if series else pairs_in(text, start, end)
    several = len(pairs) > 1
    single = bool(pairs) and "、" not in text[start:end]
    if not (several or single) or opens_with_verb(text[start:end]):
        return bool(series)
    trusted = (zone.whole and several) or (zone.strong and zone.kind != "side")
    found.sides += pairs if trusted and not zone.known else []
    return True


def _series(text: str, clauses: list[Place]) -> list[Place]:
    """What three clauses with one verb look for: 比态度,比质量,比纪律."""
    for verb in "比看查考评":
        items = []
        for start, end in clauses:
            match = _SERIES.match(text, start, end)
            if match and match["verb"] == verb:
                items.append((match.end(), end))
        sides = sum(is_side(text[slice(*item)]) for item in items)
        if len(items) >= 3 and sides * 2 > len(items):
            return items
    return []


def _announced(text: str, clauses: list[Place]) -> list[Place]:
    """The items a label such as 评议内容 announces."""
    items: list[Place] = []
    for start, end in clauses:
        for item in listed(text, start, end):
            first, last = stripped(text, *item)
            tail = SIDE_TAIL.search(text[first:last])
            if tail and tail.start() >= 2:
                last = first + tail.start()
            words = text[first:last]
            fits = 1 <= len(words) <= _LABELLED and not _SKIP_WORDS.search(words)
            if fits and not excluded(words) and not _SIDE_WORDS.search(words):
                items.append((first, last))
    all_words = [text[slice(*item)] for item in items]
    sides = sum(map(is_side, all_words))
    ways = sum(map(is_way, all_words))
    known = sides * 2 >= len(all_words) or (
        bool(all_words) and max(map(len, all_words)) <= 8
    )
    return items if len(items) >= 2 and known and ways * 2 <= len(all_words) else []
