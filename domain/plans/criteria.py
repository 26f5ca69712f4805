"""By what a campaign is judged: word pairs, satisfaction, listed sides of the work."""

import re
from collections.abc import Callable

from domain.plans.judging import (
    Passage,
    Place,
    governed,
    headed,
    joined,
    listed,
    passages,
    told,
    touches,
    unique,
    within,
)
from domain.plans.judging_words import (
    ACTS,
    ASPECT,
    BODY,
    GRADE,
    LABELLED,
    NUMBER,
)
from domain.plans.pairs import listed_pairs, pairs_in
from domain.plans.score_sheets import column, score_rows
from domain.plans.sheet import Sheet
from domain.plans.way_words import way
from domain.plans.ways import looks, rows
from domain.plans.weighed import Weighed

_SATISFIED = re.compile(
    r"(?:^|[,、:;和及为是括]|主要|测评|评议"
    r"|内容)(?P<item>对(?:(?!对)[^,。;、:]){2,30}?的?满意(?:度|程度))"
)
_SERIES = r"(?P<list>[^。;:,、\n的中后前时对][^。;:,、\n]{0,30}、[^。;:,\n]{1,60}?)"
_COUNT = rf"(?:等|这|各)*(?:{NUMBER}(?:个|项|大|类|条)?)?"
_ITEMS_TAIL = re.compile(
    r"等?各个?(?:方面|侧面)$|等?(?:栏目|各栏|栏)$|"
    rf"等?{NUMBER}(?:个|项)?(?:方面|内容|指标|部分|维度|科目|层面|环节).*$|等(?:方面.*)?$|[构组]成$"
    rf"|{NUMBER}(?:个|项|条|类|种|点|栏|部分|方面)$"
)
_ASKED = rf"(?:{ACTS}|[评看考])什么"
_LIST = r"(?P<list>[^。;:,、\n的中后前时][^。;:,\n]{1,90}?)"
_HEADS = "内容|标准|指标|重点|要点|项目|维度|(?<=[评考查验测])[核分查收议]?点"
_KINDS = r"(?:依据|内容|指标|标准|重点|要点|项目|维度|要素|事项|体系)"
_EXAMINES = (
    "测算|确认|反映|考察|考量|了解|衡量|核实|核查|检查|查验|检验|评定|评判|评价|掌握"
)
_WORK = re.compile(r"(?:情况|表现|方面|状况)$")
_LOOKS = re.compile(r"[看听问查访测翻]")
_QUOTE = re.compile(r"“([^”\n]{2,14})”")
_QUOTES = re.compile(
    rf"(?:“[^”\n]{{2,14}}”[、,和]?){{3,}}等?{NUMBER}(?:个|大)?(?:项|方面|指标|栏|维度)"
)
_SERVED = re.compile(
    r"以[\u4e00-\u9fff]{2,6}(?:了解|检验|核实|衡量|评判|反映|印证)(?P<item>[\u4e00-\u9fff]{2,8})(?=[,。;])"
)
_LONGEST = 30
_END = r"(?=[,。;\n]|$)"


def _aspects(items: list[str]) -> bool:
    """Whether items that no frame vouches for read as sides of the work."""
    if any(BODY.search(words) or words.startswith("不") for words in items):
        return False
    if sum(bool(way(words)) for words in items) * 2 > len(items):
        return False
    plainly = sum(bool(ASPECT.search(words)) for words in items)
    return plainly * 2 >= len(items) or {len(words) for words in items} == {4}


def _open(items: list[str]) -> bool:
    """Whether most items of a certain frame are neither bodies nor ways to judge."""
    if all(len(words) == 1 and not ASPECT.search(words) for words in items):
        return False
    if sum(bool(way(words)) for words in items) * 2 > len(items):
        return False
    return sum(bool(BODY.search(words)) for words in items) * 2 < len(items)


def _qualities(items: list[str]) -> bool:
    """Whether items after 看 are what one looks for, not what one looks at or does."""
    return all(len(item) > 3 and not _LOOKS.match(item) for item in items)


Frame = tuple[re.Pattern[str], bool, Callable[[list[str]], bool]]
_RATED = rf"(?:{ACTS}|投票|表决|比较|(?:打|给|评)出(?:星级|分数|等次))"
_FRAMES: tuple[Frame, ...] = (
    (
        re.compile(
            rf"(?:从|就|围绕|按照?|依据){_SERIES}(?:给|为|对|向)[^,。;]{{1,12}}“?(?:{ACTS}|投票)"
        ),
        False,
        _open,
    ),
    (
        re.compile(
            rf"{NUMBER}(?:把尺子|本账|杆秤|道题|件事|大?(?:个|项|条|类|点)?(?:方面|维度|指标|标准|内容|重点|点|条))"
            r"[^,。;:、]{0,4}:(?P<list>[^。;:,\n]{3,80})"
        ),
        True,
        _aspects,
    ),
    (
        re.compile(
            r"(?P<list>(?<![对评])比[^,。;、比较如]{2,10}(?:[、,]比[^,。;、比较如]{2,10}){2,})"
        ),
        False,
        _open,
    ),
    (
        re.compile(
            rf"(?:从|就|围绕|针对|聚焦|着眼于?|紧扣|紧盯|瞄准|突出|抓住|把握|按照|按|依据|根据|对照|对|给){_LIST}(?<!、){_COUNT}"
            rf"(?:方面|侧面|维度|角度|层面|内容(?![、和])|问题|(?:件事|(?<=[二两三四五六七八九十\d])大?(?:[项类条块关点]|板块|模块))"
            r"|(?:[一二]级)?指标|要素|要点|标准|项目|环节)"
            r"(?:的?(?:情况|内容|表现|问题|指标))?"
        ),
        True,
        _open,
    ),
    (
        re.compile(
            rf"{LABELLED}(?:工作)?的?(?:主要|具体|重点)?{_KINDS}(?:体系)?(?:主要|分别|共|,|\s)*"
            rf"(?:包括|为|是|分为|有|涵盖|涉及|包含|设置?|:|围绕|由)+(?:{NUMBER}(?:个|项|条|点|方面)+:)?"
            r"(?P<list>[^。;,\n]{3,140}(?:;[^。;,:\n]{2,20})*)"
        ),
        False,
        _open,
    ),
    (
        re.compile(
            rf"(?:^|[,。;\s]|主要|具体){_KINDS}(?:主要|分别|,)*(?:包括|为|是|有|涵盖"
            r"|包含|:)+(?P<list>[^。;,\n]{3,140}(?:;[^。;,:\n]{2,20})*)"
        ),
        True,
        _aspects,
    ),
    (
        re.compile(
            r"(?P<list>[\u4e00-\u9fff]{2,12}\(?\d+分\)?[、,;](?:[\u4e00-\u9fff]{2,12}\(?\d+分\)?[、,;]?)+)"
        ),
        False,
        _aspects,
    ),
    (
        re.compile(
            r"(?:测评表|评议表|评分表|考核表|评价表|问卷|评议票|测评票|[测考]评卡|评分卡|评议卡|评价卡)(?:分别|共|上)?(?:分?列|印|设置?|包括|分为?)"
            rf"(?:有|出|了)?{_LIST}{_COUNT}(?:栏目|栏)?{_END}"
        ),
        False,
        _open,
    ),
    (
        re.compile(
            rf"(?:以|将|把){_LIST}(?:为|作为|列为|列入|定为)(?:主要|重要|核心|基本|重点|首要)*(?:{ACTS}|评选)?"
            rf"的?(?:主要|重要)?{_KINDS}"
        ),
        True,
        _aspects,
    ),
    (
        re.compile(
            rf"(?:主要|重点|着重)(?:看|{_EXAMINES}){_LIST}{_COUNT}(?:方面|内容|情况)?{_END}"
        ),
        False,
        _aspects,
    ),
    (
        re.compile(
            rf"{ACTS}(?:工作)?(?:主要|重点)?(?:着眼于?|围绕|聚焦|突出|侧重于?|针对|紧扣)"
            rf"{_SERIES}{_COUNT}{_END}"
        ),
        False,
        _open,
    ),
    (
        re.compile(rf"(?<![^,。;:\n])(?:{_EXAMINES})(?!{ACTS}){_SERIES}{_COUNT}{_END}"),
        True,
        _aspects,
    ),
    (
        re.compile(
            rf"(?<![^,。;:\n])(?:主要|具体|内容|{ACTS}?范围)?(?:包括|涵盖|涉及|包含|覆盖|为){_LIST}(?:各个|{_COUNT})"
            rf"(?:方面|侧面|内容|维度|指标|板块|模块|项目)"
        ),
        True,
        _open,
    ),
    (
        re.compile(rf"凡{_SERIES},?(?:即|均|就)?(?:视)?为(?:通过|合格|达标|优秀)"),
        False,
        _open,
    ),
    (
        re.compile(
            rf"凡{_SERIES}{_COUNT}(?:全部|均|都)?(?:达标|合格|符合|到位|过关)的"
        ),
        False,
        _open,
    ),
    (
        re.compile(
            rf"凡{_SERIES},?(?:都|均|一律)?(?:应|要|须)?(?:纳入|列入|作为)(?:{ACTS}|检查)"
            r"(?:范围|视野|内容)"
        ),
        False,
        _open,
    ),
    (
        re.compile(rf"(?<![^,。;:\n]){_SERIES}(?:各占|各计?\d+分)"),
        False,
        _open,
    ),
    (
        re.compile(rf"(?<![\u4e00-\u9fff])看{_SERIES}{_END}"),
        True,
        _qualities,
    ),
    (
        re.compile(
            rf"凡?{_SERIES}的,?(?:一律|可|均|方可)?(?:认定|评定|判定|视|确定|评|定)为“?"
            r"(?:合格|优秀|达标|通过|良好|示范|过关)"
        ),
        False,
        _open,
    ),
    (
        re.compile(
            rf"(?:对|就|围绕|针对){_SERIES}(?:的?情况)?{_COUNT}"
            r"(?:进行|作出|做出|予以|开展|给予|实施|逐[\u4e00-\u9fff]|分别|,?组织)"
            rf"[^。;:,\n]{{0,12}}?(?:{ACTS}|过关|画像|把脉|会诊|过堂)"
        ),
        False,
        _aspects,
    ),
    (
        re.compile(
            rf"(?:从|就|围绕|依据|对|给|为){_SERIES}(?:逐项|分别|逐一|综合|一一|当场|画圈|现场|进行)*{_RATED}"
        ),
        False,
        _aspects,
    ),
    (
        re.compile(rf"(?:就|围绕){_SERIES}{ACTS}"),
        False,
        _open,
    ),
    (
        re.compile(
            rf"(?<![、因以为借过]){ACTS}(?!{ACTS}){_SERIES}(?:情况)?{_COUNT}(?:方面|内容|情况)?{_END}"
        ),
        False,
        _aspects,
    ),
)


def find_criteria(sheet: Sheet, weighed: Weighed) -> list[Place]:
    """What is judged: 深不深 items, satisfaction with something, listed aspects.

    The grades a judgement ends in and the standard it applies are none.
    """
    text = sheet.text
    found, spent = _headings(sheet)
    found += column(text, _HEADS) + [row[0] for row in score_rows(text)]
    for passage in passages(sheet):
        if within(spent, passage.start):
            continue
        pairs = pairs_in(text, passage.start, passage.end)
        satisfied = _SATISFIED.finditer(text, passage.start, passage.end)
        found += pairs or _framed(text, passage)
        found += _quoted(text, passage)
        served = [
            match.span("item")
            for match in _SERVED.finditer(text, passage.start, passage.end)
        ]
        found += served if len(served) >= 2 else []
        for row in rows(text, passage):
            found += row if looks(text, row) else []
        found += [match.span("item") for match in satisfied]
    found = unique(found + listed_pairs(text), text)
    known = joined(found)
    found += [place for place in weighed.sides if not touches(known, place)]
    return unique(found, text)


def _headings(sheet: Sheet) -> tuple[list[Place], list[Place]]:
    """Headings under 评议内容 and the like, and the places they explain."""
    text = sheet.text
    found: list[Place] = []
    spent: list[Place] = []
    for block in headed(sheet, _HEADS, _ASKED):
        heads = [_head(text, *child.head) for child in block.children]
        if len(heads) >= 2 and all(heads):
            found += [head for head in heads if head]
            spent.append((block.children[0].start, block.end))
        items = told(sheet, block)
        words = [text[slice(*item)] for item in items]
        if len(items) >= 2 and max(map(len, words)) <= 12 and _aspects(words):
            found += items
    return found, spent


def _head(text: str, start: int, end: int) -> Place | None:
    """What a heading names as judged, or None where it says something longer."""
    pairs = pairs_in(text, start, end)
    if pairs:
        return pairs[0]
    return (start, end) if 2 <= end - start <= 16 else None


def _framed(text: str, passage: Passage) -> list[Place]:
    """The items of the first frame that holds at least two sides of the work."""
    found: list[Place] = []
    for pattern, needs_act, plausible in _FRAMES:
        for match in pattern.finditer(text, passage.start, passage.end):
            bound = passage.headed or not needs_act
            if not bound and not governed(text, passage, *match.span()):
                continue
            places = _items(text, *match.span("list"))
            words = [_WORK.sub("", text[slice(*place)]) for place in places]
            short = all(len(item) <= _LONGEST for item in words)
            graded = any(GRADE.fullmatch(item) or item.isdigit() for item in words)
            if len(places) >= 2 and short and plausible(words) and not graded:
                found += places
        if found:
            break
    return found


def _quoted(text: str, passage: Passage) -> list[Place]:
    """Three or more quoted sides of the work in a row that a number sums up."""
    found: list[Place] = []
    for match in _QUOTES.finditer(text, passage.start, passage.end):
        items = [quote.span(1) for quote in _QUOTE.finditer(text, *match.span())]
        words = [text[slice(*item)] for item in items]
        graded = any(GRADE.fullmatch(item) for item in words)
        found += items if not graded and _open(words) else []
    return found


def _items(text: str, start: int, end: int) -> list[Place]:
    """The listed items without 对 and the one whose work it is (某人的)."""
    words = text[start:end]
    tail = _ITEMS_TAIL.search(words)
    places = listed(text, start, start + tail.start() if tail else end)
    if not places:
        return places
    first = text[slice(*places[0])]
    inside = re.match(r".{2,16}(?<!存)在(?=.{2,8}$)", first)
    if inside:
        return [(places[0][0] + inside.end(), places[0][1]), *places[1:]]
    cut = max(first.rfind("对"), first.rfind("从"), first.rfind("的")) + 1
    whole = len(first) - cut < 1
    return places if whole else [(places[0][0] + cut, places[0][1]), *places[1:]]
