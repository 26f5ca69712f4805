"""How a campaign is judged: criteria with their word pairs, methods, participants."""

import itertools
import re

from domain.plans.naming import name_place
from domain.plans.sentences import clauses, sentence_starts
from domain.plans.sheet import Sheet

Place = tuple[int, int]

JUDGING = re.compile(
    r"评议|测评|评价|评估|考评|评判|满意度|打分|评查|评说|评定|评审|参评"
)
_EXAMINING = re.compile(rf"{JUDGING.pattern}|考核(?!办法|领导)|验收")
PAIR = re.compile(
    r"(?P<word>[\u4e00-\u9fff]{1,2})[不没](?P=word)"
    r"|(?P<first>[\u4e00-\u9fff])[不没](?P=first)[\u4e00-\u9fff]"
    r"|(?P<verb>[\u4e00-\u9fff])得(?P<how>[\u4e00-\u9fff]{1,2})(?P=verb)不(?P=how)"
    r"|是否|(?<![\u4e00-\u9fff])有无|看有无"
)
_NO_PAIR = re.compile(
    r"(?:一|三|五|四|两|得|在|走)不(?:一|三|五|四|两|得|在|走)(?!能|可)"
)
_SATISFIED = re.compile(
    r"(?:^|[,、:;和及为是括]|主要|测评|评议"
    r"|内容)(?P<item>对(?:(?!对)[^,。;、:]){2,30}?的?满意(?:度|程度))"
)
_LISTED = re.compile(
    r"(?:对|从|就|围绕|针对|按照|根据)(?P<list>[^。;:]{3,90}?)(?:(?:等"
    r"|这)?(?:[一二三四五六七八九十\d]+(?:个|项|大)?)?(?:方面|内容|指标|维度"
    r"|项目)(?:的?(?:情况|内容|表现|问题))?)"
    r"[,]?(?:[^。;,]{0,16}(?:进行|开展|实施|予以|作出"
    r"|给予))?[^。;,]{0,14}?(?:评议|测评|评价|评估|考评|打分|评判|评定|评审)"
)
_OBJECTS = re.compile(
    r"对(?P<list>[^。;:,对]{2,40}?、[^。;:,]{2,60}?)(?:情况)?(?:进行|作出|予以"
    r"|开展)[^。;:,]{0,8}?(?:评议|测评|评价|打分|评判)"
)
_PERSON = re.compile(
    r"党员|群众|代表|干部|职工|对象|居民|企业|师生|家长|委员|第三方|专家|[病证]人"
    r"|患者|家属|客户|[\u4e00-\u9fff]户|村民|人员|人士|[\u4e00-\u9fff]员(?![会工])"
)
_CONTENT = re.compile(
    r"(?:评议|测评|评价|评估|考评|考核)(?:的)?(?:主要)?(?:内容|指标|标准|重点"
    r"|项目)(?:主要)?(?:包括|为|是|分为|有|:|包含)+(?P<list>[^。;]{4,140})"
)
_METHODS = re.compile(
    r"(?:采取|采用|通过|运用|以|实行|按照"
    r"|利用)(?P<list>[^。;:]{2,90}?)(?:[“”\"]?(?:等)?(?:多种|各种|灵活多样的"
    r"|[一二两三四五六]种)?[“”\"]?(?:[四三五二]评)?(?:方式方法|程序|形式|方式"
    r"|办法|方法|途径|渠道)[“”\"]?)"
)
_NAMED_FORMS = re.compile(
    r"(?:评议|测评|评价|考评|评估|考核|验收)(?:的)?(?:主要)?(?:方式|方法|形式|办法)"
    r"(?:有|是|为|包括|主要|:)+(?P<list>[^。;:\n]{2,60})"
)
_SHEET = re.compile(
    r"(?P<item>(?:发放|填写|下发|发出)(?:[^,。;、“]{0,8}“[^”]{2,30}(?:表|卷"
    r"|票)”|[^,。;、“]{0,16}(?:测评表|评议表|问卷|测评票|评价表|意见表)))"
)
_SINGLE = re.compile(
    r"(?:(?:进行|实行|采取)(?=民主)|(?:进行|开展|组织|实行"
    r"|采取)(?!民主))(?P<item>民主评议|民主测评|问卷调查|无记名投票|无记名测评"
    r"|电话(?:回访|访问|调查)|网上(?:评议|测评|投票)|第三方评估|现场打分"
    r"|书面测评|述职评议|随机抽查|明察暗访)"
)
_HEADED = re.compile(r"(?:评议|测评|评价|考评|评估)(?:的)?(?:内容|标准|指标|重点)")
_FORMS = re.compile(r"(?:评议|测评|评价|考评|评估)(?:的)?(?:方式|方法|形式|办法|途径)")
_LONE = 8
_VAGUE = re.compile(r"适当|灵活|多种|各种|不同|有效|合理|一定|其他|相应|这种")
_SPLIT = re.compile(r"[、,;]|(?:以及|和|及|与)(?=[^、,;。]{2,})")
_WHO = re.compile(
    r"(?P<item>(?:参评人(?:员)?|参评对象|参评范围|参加(?:评议|测评"
    r"|评价)(?:的)?(?:人员|对象|人)?|评议(?:人员|主体|代表)|测评(?:人员|主体)"
    r"|评委)(?:,?(?:原则上|主要|是|为|由|包括|:|,))+[^。;]{2,120})"
)
_INVITED = re.compile(
    r"(?P<item>邀请[^。;]{2,90}?(?:代表|负责人|人士|监督员|委员|群众|对象|专家"
    r"|家长|居民|企业)(?:等)?(?:,)?(?:参加|参与|进行|对|列席|担任|评议|开展"
    r"|打分)?)"
)
_REPRESENTED = re.compile(r"(?P<item>向[^。;,]{2,60}?代表征求意见)")
_ORGANISED = re.compile(
    r"(?P<item>(?:组织(?!评定)|由|发动|面向|(?<!邀)请|委托|引入|抽取)[^。;\n]{2,90}?(?:进行"
    r"|予以|参加|组成|开展|担任)[^。;,]{0,14}?(?:评议|测评|评价|打分|征求意见"
    r"|评估)[团会组]?)"
)
_PRESENT = re.compile(r"(?P<item>[^,。;:\n]{2,16}对[^,。;]{2,40}进行民主(?:评议|测评))")
_ASKED = re.compile(
    r"(?P<item>(?:广泛)?(?:征求|听取)(?:[^。;,]{1,30})?(?:党员|群众|对象|代表"
    r"|各界)[^。;,]{0,14}的?(?:意见|评价)|向[^。;,]{2,60}?代表征求意见)"
)


def _sentences(sheet: Sheet) -> list[Place]:
    """Sentences that judge, and those right after them in the same block."""
    text = sheet.text
    starts = [*sentence_starts(text), len(text)]
    under = [
        (block.start, min(block.end, block.start + 1500))
        for block in sheet.root.walk()
        if block.parent and _HEADED.search(text[slice(*block.head)])
    ]
    return [
        (start, end)
        for start, end in itertools.pairwise(starts)
        if _EXAMINING.search(text, start, end)
        or any(first <= start < last for first, last in under)
    ]


def _headed_forms(sheet: Sheet) -> list[Place]:
    """Headings under a heading such as 评议方式."""
    return [
        name_place(sheet, *child.head)
        for block in sheet.root.walk()
        if block.parent and _FORMS.search(sheet.text[slice(*block.head)])
        for child in block.children
        if child.head[1] - child.head[0] <= 16
    ]


def _unique(places: list[Place], text: str) -> list[Place]:
    seen: set[str] = set()
    found = []
    for place in sorted(places):
        words = text[slice(*place)]
        if words and words not in seen:
            seen.add(words)
            found.append(place)
    return found


_ITEM_LEAD = re.compile(
    r"^(?:着重|主要|重点|分别|考核|评[^,]{2,8},看|从|围绕|就|针对|看|考察|包括"
    r"|是|为|[一二三四五六]看|评议|内容|参加评议人员着重从|\s|:)+"
)


def _pair_items(text: str, start: int, end: int) -> list[Place]:
    found = []
    at = start
    for match in [
        *re.finditer(r"[、,;:。\n]|和(?=[^、,;。]{2,14}不)", text[start:end]),
        None,
    ]:
        stop = start + match.start() if match else end
        piece = text[at:stop]
        pair = PAIR.search(piece)
        aim = pair and re.match(r"[^,]{0,4}[把将以]", piece)
        if pair and not aim and not _NO_PAIR.search(pair.group()):
            lead = _ITEM_LEAD.match(piece)
            who = re.match(
                r"^.{0,12}?(?:着重从|主要从|重点从|从|围绕)(?=领导班子|.{4,})", piece
            )
            skip = max(lead.end() if lead else 0, who.end() if who else 0)
            body = re.match(r"领导班子(?=对)", piece[skip:])
            skip += body.end() if body else 0
            tail = re.search(
                r"(?:等|[一二两三四五六]个?方面).{0,8}$", piece[pair.end() :]
            )
            last = at + pair.end() + (tail.start() if tail else len(piece) - pair.end())
            found.append((at + skip, last))
        at = start + match.end() if match else end
    return found


def _listed(text: str, start: int, end: int) -> list[Place]:
    """The items of text[start:end], split where a list splits."""
    found = []
    at = start
    for match in [*_SPLIT.finditer(text, start, end), None]:
        stop = match.start() if match else end
        piece = text[at:stop].strip()
        if piece:
            first = text.index(piece, at)
            found.append((first, first + len(piece)))
        at = match.end() if match else end
    return found


def find_criteria(sheet: Sheet) -> list[Place]:
    """What is judged: 深不深 items, satisfaction with something, listed aspects."""
    text = sheet.text
    found: list[Place] = []
    for start, end in _sentences(sheet):
        pairs = _pair_items(text, start, end)
        found += pairs
        found += [m.span("item") for m in _SATISFIED.finditer(text, start, end)]
        if pairs:
            continue
        for pattern in (_LISTED, _CONTENT, _OBJECTS):
            match = pattern.search(text, start, end)
            if match and pattern is _OBJECTS and _PERSON.search(match["list"]):
                continue
            if match and ("、" in match["list"] or "和" in match["list"]):
                found += _aspects(text, *match.span("list"))
                break
    return _unique(found, text)


def _aspects(text: str, start: int, end: int) -> list[Place]:
    words = text[start:end]
    tail = re.search(
        r"等(?:[一二三四五六七八九十\d]*个?(?:方面|内容).*)?$"
        r"|[一二三四五六七八九十\d]+个?方面.*$",
        words,
    )
    end = start + tail.start() if tail else end
    last = max(words.rfind("对"), words.rfind("从"))
    if 0 <= last < words.find("、"):
        start += last + 1
    items = _listed(text, start, end)
    return [place for place in items if 2 <= place[1] - place[0] <= 30]


def find_methods(sheet: Sheet) -> list[Place]:
    """How it is judged: forms named in a sentence that judges."""
    text = sheet.text
    found = _headed_forms(sheet)
    sentences = _sentences(sheet)
    for start, end in sentences:
        for pattern in (_METHODS, _NAMED_FORMS):
            for match in pattern.finditer(text, start, end):
                found += _forms(text, (start, end), match)
        found += [m.span("item") for m in _SHEET.finditer(text, start, end)]
        if JUDGING.search(text, start, end):
            found += [m.span("item") for m in _SINGLE.finditer(text, start, end)]
    special = [place for place in found if text[slice(*place)] != "民主评议"]
    return _apart(_unique(special or found, text))


def _forms(text: str, sentence: Place, match: re.Match[str]) -> list[Place]:
    """The forms of one list; a lone short form counts, what is asked or judged not."""
    start, end = sentence
    near = text[max(start, match.start() - 40) : min(end, match.end() + 40)]
    asks = re.match(
        r"[^,。;]{0,10}(?:征求|听取|收集|征集)", text[match.end() : match.end() + 16]
    )
    if asks or not _EXAMINING.search(near):
        return []
    first, last = match.span("list")
    last -= text[last - 1] == "的"
    places = [
        place
        for place in _listed(text, first, last)
        if place[1] - place[0] <= 24 and not PAIR.search(text[slice(*place)])
    ]
    if match.group().endswith("程序") and not all(
        re.search(r"评|测", text[slice(*place)]) for place in places
    ):
        return []
    lone = len(places) == 1 and "相结合" not in near
    vague = last - first > _LONE or _VAGUE.search(text, first, last)
    return [] if lone and vague else places


def find_participants(sheet: Sheet) -> list[Place]:
    """Who judges: the clauses that name them."""
    text = sheet.text
    found: list[Place] = []
    for start, end in _sentences(sheet):
        for pattern in (_WHO, _INVITED, _ORGANISED, _PRESENT, _REPRESENTED):
            found += [
                m.span("item")
                for m in pattern.finditer(text, start, end)
                if pattern is not _ORGANISED or _PERSON.search(m["item"])
            ]
    if not found:
        for start, end in _sentences(sheet):
            if re.search(r"评议|测评", text[start:end]):
                found += [m.span("item") for m in _ASKED.finditer(text, start, end)]
    return _apart(_unique(found, text))


def _apart(places: list[Place]) -> list[Place]:
    """The places, of overlapping ones the first."""
    apart: list[Place] = []
    for place in places:
        if not apart or place[0] >= apart[-1][1]:
            apart.append(place)
    return apart


def clause_of(sheet: Sheet, place: Place) -> Place:
    """The clause around a place, for showing it in its words."""
    for start, end in clauses(sheet.text, max(0, place[0] - 200), len(sheet.text)):
        if start <= place[0] < end:
            return start, end
    return place
