"""Lists of an assessment: whether their items are ways, or sides, of judging."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.plans.assessing import Zone
from domain.plans.judging import Place, listed
from domain.plans.judging_words import ACTS, GRADE, NUMBER
from domain.plans.weighing import (
    excluded,
    is_body,
    is_open,
    is_side,
    is_way,
    stripped,
)

_COUNTED = (
    rf"(?:{NUMBER}|各)(?:个|项|大|类|条|种)?(?:方面|维度|角度|层面|内容|指标|要素"
    rf"|标准|环节|项目|部分"
    r"|要点|板块|块|点|项|类|个|条|样|侧面|性)"
)
_FORM = r"(?:方式方法|方式|方法|形式|办法|做法|途径|渠道|手段|步骤|程序|相结合|环节)"
_FORM_TAIL = re.compile(
    rf"等?的?(?:多种|各种"
    rf"|{NUMBER}[种个道招项])?{_FORM}(?![\u4e00-\u9fff]{{0,2}}[:,、]).*$"
    rf"|(?<=.)为[主辅]$"
)
SIDE_TAIL = re.compile(
    rf"(?:等|这)?(?:{_COUNTED}|方面|等).*$"
    r"|(?<=.)(?:的?情况)?(?:进行|开展|综合|实施|展开|给|评分|打分|评价|为(?:依据"
    r"|主要|重点|基本|内容)"
    r"|作为|组成|确定|决定|是否满意|满不满意|作出|予以|逐项|构成|来衡量|论|的要求"
    r"|的标准).*$"
)
_WAY_LEAD = re.compile(
    r"采取|采用|通过|运用|利用|实行|坚持|按照?|经由?|用好?|以(?![防免])|结合|包括"
    r"|分为|辅以|[为是有:](?!否)|即"
)
_SIDE_LEAD = re.compile(
    rf"(?:主要|重点|着重|侧重|综合|突出|全面)*(?:{ACTS}|检查|检验|考察|考量|衡量"
    rf"|了解|把握|审查|核查|查|看|评|问|比"
    r"|考|验|测)(?:的?(?:重点|内容|指标|标准|依据|要素))?(?:主要|重点|着重)?(?:是|为"
    r"|看|有|包括)?(?!否)"
    r"|从|围绕|就(?!是)|对(?!照)|针对|按照?|依据|以|由|包括|包含|涵盖|(?<!认)为"
    r"|是(?!否)|侧重|聚焦|突出"
    r"|用户|把|将|即|设|反映|体现|涉及|在于|紧扣|注重|看重|兼顾|关注|着眼于?"
    r"|标准[为是]|范围[为是]"
)
_VOUCH = re.compile(
    r"方面|维度|内容|指标|要素|标准|依据|[类点块项条性样]|情况|确定|组成|构成|满意"
    r"|衡量|决定|论|要求"
)
_NAMING = re.compile(
    r"(?:标准|内容|指标|重点|要点|依据|着眼点|尺度|范围|涉及|看重|着眼|紧扣)[^、,]{0,6}"
    r"(?<=[为是有于及扣括含重盖:])$"
)
_JUDGES = re.compile(
    r"(?<!理)由.*(?:组成|担任|参加|评|会同|考核|牵头)|(?:邀请|聘请|抽调|会同"
    r"|(?<![申提])请|吸收).*、|组成|牵头|担任"
)
_SEATED = re.compile(r"组成|牵头|担任|主持|参加|列席")
_LONGEST = 28
_WIDEST = 300
_SURE, _LIKELY, _PLAIN = 0.7, 1.0, 1.3

Choice = tuple[float, str, list[Place]]
_NOTHING: Choice = (0.0, "", [])


@dataclass(frozen=True)
class _Frame:
    """What is asked of a list, and what stands around it.

    Attributes:
        kind: Way or side.
        zone: The sentence the list stands in.
        formed: Whether it ends in 方式 and the like.
        framed: Whether a word such as 通过 or 围绕 leads in.
        told: Whether words such as 内容为 or 等方面 say what it lists.
    """

    kind: str
    zone: Zone
    formed: bool
    framed: bool
    told: bool


def enumeration(text: str, start: int, end: int, zone: Zone) -> tuple[str, list[Place]]:
    """Which kind a list is, by its frame and by most of its items."""
    if end - start > _WIDEST:
        return "", []
    if "→" in text[start:end]:
        steps = cut(text, start, end, "→")
        return ("way", steps) if zone.kind == "way" else ("", [])
    pieces = cut(text, start, end, "、")
    last = text[slice(*pieces[-1])]
    formed = bool(_FORM_TAIL.search(last))
    if len(pieces) < 2 and not formed and not re.search("[和与及]", text[start:end]):
        return "", []
    best = _NOTHING
    for kind in ("way",) if formed else ("way", "side"):
        barred = _SEATED if kind == "way" else _JUDGES
        if barred.search(text, start, end):
            continue
        for lead in _leads(text, pieces[0], kind):
            choice = _choice(text, (start, end), lead, (kind, zone, formed))
            best = max(best, choice, key=lambda entry: entry[0])
    return best[1], best[2]


def cut(text: str, start: int, end: int, marks: str) -> list[Place]:
    """The parts of text[start:end] between marks outside of brackets and titles."""
    parts: list[Place] = []
    depth, first = 0, start
    for at in range(start, end):
        char = text[at]
        if char in "(“《":
            depth += 1
        elif char in ")”》\n":
            depth = max(0, depth - 1)
        if char in marks and (depth == 0 or char == "\n"):
            parts.append((first, at))
            first = at + 1
    parts.append((first, end))
    return [part for part in parts if part[1] > part[0]]


def _leads(text: str, piece: Place, kind: str) -> Iterator[int]:
    """Where the first item may begin: behind each leading word, or at once."""
    pattern = _WAY_LEAD if kind == "way" else _SIDE_LEAD
    for match in pattern.finditer(text, *piece):
        if match.end() < piece[1]:
            yield match.end()
    yield piece[0]


def _choice(
    text: str, place: Place, lead: int, asked: tuple[str, Zone, bool]
) -> Choice:
    """How well a list reads as one kind, and its items."""
    kind, zone, formed = asked
    start, end = place
    tail = (_FORM_TAIL if kind == "way" else SIDE_TAIL).search(text[lead:end])
    closed = tail if tail and tail.start() > 1 else None
    stop = lead + closed.start() if closed else end
    told = bool(closed and _VOUCH.search(closed.group()))
    told = told or bool(_NAMING.search(text, start, lead))
    frame = _Frame(kind, zone, formed, lead > start, told)
    items = [stripped(text, *item) for item in listed(text, lead, stop)]
    words = [text[slice(*item)] for item in items]
    alone = len(items) == 1 and kind == "way" and formed and zone.strong
    if not (len(items) > 1 or alone) or not _can_be(words, frame):
        return _NOTHING
    if kind == "side" and not _listing(text, place, lead):
        return _NOTHING
    weight = _way_weight(words, frame) if kind == "way" else _side_weight(words, frame)
    need = _SURE if zone.strong else _LIKELY if zone.whole else _PLAIN
    return (weight, kind, items) if weight >= need else _NOTHING


def _can_be(words: list[str], frame: _Frame) -> bool:
    """Whether words can be ways or sides: no grades, bodies, publicity, or looks."""
    half = len(words) / 2
    bodies = frame.zone.kind != "side" and sum(map(is_body, words)) >= half
    looks = sum(word.startswith("看") for word in words) > half
    single = max(map(len, words)) < 3 and frame.kind == "way" != frame.zone.kind
    graded = any(map(GRADE.fullmatch, words))
    other = sum(map(excluded, words)) > half or max(map(len, words)) > _LONGEST
    return not (bodies or looks or single or graded or other)


def _listing(text: str, place: Place, lead: int) -> bool:
    """Whether words joined by 和 alone stand in a frame, not behind 查 and the like."""
    behind = text[place[0] : lead]
    return "、" in text[slice(*place)] or not re.search("[查看问考验测评]$", behind)


def _way_weight(words: list[str], frame: _Frame) -> float:
    """Share of ways among the items, with what their frame and label add."""
    fit = sum(map(is_way, words)) / len(words)
    if fit < 0.5 or (fit == 0.5 and not frame.formed):
        return 0.0
    first = frame.framed and is_way(words[0])
    return fit + 0.3 * first + 0.6 * frame.formed + 0.4 * (frame.zone.kind == "way")


def _side_weight(words: list[str], frame: _Frame) -> float:
    """The same for sides, where a frame vouches for items of unknown class."""
    sides = [is_side(word) for word in words]
    ways = [is_way(word) and not side for word, side in zip(words, sides, strict=True)]
    unknown = sum(
        is_open(word) and not side and not way
        for word, side, way in zip(words, sides, ways, strict=True)
    )
    both = frame.framed and frame.told
    vouched = 0.9 * both or 0.4 * (frame.framed or frame.told)
    if (sum(sides) + unknown * both) * 2 < len(words):
        return 0.0
    share = (sum(sides) + vouched * unknown - 0.7 * sum(ways)) / len(words)
    frames = 0.25 * frame.framed + 0.3 * frame.told
    return share + frames - 0.6 * (frame.zone.kind == "way")
