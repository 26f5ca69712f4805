"""Passages of a plan that judge, and the lists in them."""

import itertools
import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.plans.judging_words import ACT, ASKED, LABELLED, VERDICT
from domain.plans.outline import Block
from domain.plans.sentences import sentence_starts
from domain.plans.sheet import Sheet

Place = tuple[int, int]

_REACH = 500
_HALF = 3
_CLAUSE = re.compile(r"[,;:。!?\n]")
_NEUTRAL = re.compile(
    r"(?:的|来|要|将|均|应|逐[\u4e00-\u9fff]|分别|综合|现场|集中|统一|全面|认真|客观"
    r"|公正|量化|公开|相结合|为主|主要|具体)*(?:进行|开展|实施|组织实施|组织|予以|完成"
    r"|产生)?(?:的)?"
)
_EXAMINES = re.compile(
    r"(?:全面|深入|逐[\u4e00-\u9fff])*(?:了解|检查|核实|核查|复核|考察|检验|查验|收集|采集|得出)"
)
_SIDES = re.compile(
    rf"{LABELLED}(?:工作)?的?(?:主要|具体)?(?:内容|标准|指标|重点|要点|项目|方式|方法|形式"
    rf"|办法|手段|途径|程序|主体|对象|人员|范围|什么)|{ASKED}"
)
_LABEL = re.compile(rf"\s*(?:[(]?[一二三四五六七八九十\d]+[.、)])?{_SIDES.pattern}")
_STAGE = re.compile(r"阶段|总结|步|\d月")
_AND = re.compile(
    r"以及|(?<![参给赋授])与(?![会众否])|和(?![谐睦平解气])|(?<![普以涉])及(?![时格早其])"
    r"|(?<![增参添附])加(?![强大快入班])"
)
_LEAD = re.compile(
    r"(?:\s|:|\(?[一二三四五六七八九十\d]+[.、)]|[①-⑳]|[一二三四五六七八][是看查]|凡(?!是)|[先再]是|最后是|结合"
    r"|主要|重点(?!任务|项目|工作|领域|企业|人)|着重|分别|包括|就是|其中|范围[为是])+"
)
_TAIL = re.compile(r"(?:\([^()]*\)|\d+项|占?\d+(?:分|%)|等|\s)+$")


@dataclass(frozen=True)
class Passage:
    """A sentence in which something is judged.

    Attributes:
        start: Where the sentence begins.
        end: Where it ends.
        acts: Whether the sentence itself says that something is judged;
            otherwise its heading or the sentence before it does.
        headed: Whether it stands under a heading that judges.
    """

    start: int
    end: int
    acts: bool
    headed: bool


def judges(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] speaks of judging as something to be done."""
    return any(match["act"] for match in ACT.finditer(text, start, end))


def passages(sheet: Sheet) -> list[Passage]:
    """Sentences that judge, stand under a heading that does, or follow one."""
    text = sheet.text
    starts = [*sentence_starts(text), len(text)]
    under, staged = _under(sheet)
    graded = _graded(sheet)
    found: list[Passage] = []
    before = False
    for start, end in itertools.pairwise(starts):
        acts = judges(text, start, end)
        labelled = _LABEL.match(text, start, end)
        headed = bool(labelled) or within(under, start) or within(graded, start)
        if acts or before or headed or within(staged, start):
            found.append(Passage(start, min(end, start + 4 * _REACH), acts, headed))
        before = (acts or before) and not text[start:end].endswith("\n")
    return found


def _graded(sheet: Sheet) -> list[Place]:
    """Paragraphs that end in grades, up to the sentence that names them."""
    text = sheet.text
    opens = {block.start for block in sheet.root.walk()}
    opens |= {match.end() for match in re.finditer("\n", text)}
    ordered = sorted(opens)
    found: list[Place] = []
    for match in VERDICT.finditer(text):
        index = bisect_right(ordered, match.start())
        start = ordered[index - 1] if index else 0
        found.append((max(start, match.start() - _REACH), match.end()))
    return _apart(found)


def within(places: list[Place], at: int) -> bool:
    """Whether an offset lies in one of the places, which are in order and apart."""
    index = bisect_right(places, (at, sys.maxsize)) - 1
    return index >= 0 and at < places[index][1]


def joined(places: Iterable[Place]) -> list[Place]:
    """Places in order, overlapping ones joined, to be asked by within and touches."""
    return _apart(sorted(places))


def touches(places: list[Place], place: Place) -> bool:
    """Whether a place overlaps one of the places, which are in order and apart."""
    index = bisect_right(places, (place[1] - 1, sys.maxsize)) - 1
    return index >= 0 and place[0] < places[index][1]


def _apart(places: list[Place]) -> list[Place]:
    """Places in order of their beginnings, overlapping ones joined."""
    joined: list[Place] = []
    for start, end in places:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _under(sheet: Sheet) -> tuple[list[Place], list[Place]]:
    """What stands under headings that judge, and under stages named by judging.

    Of a stage only its own words count: what stands under it has its own headings.
    """
    text = sheet.text
    under: list[Place] = []
    staged: list[Place] = []
    for block in sheet.root.walk():
        start, end = block.head
        sides = _SIDES.search(text, start, end)
        if block.parent is None or end - start > 30:
            continue
        if not sides and not judges(text, start, end):
            continue
        if sides or not _STAGE.search(text, start, end):
            under.append((block.start, min(block.end, block.start + 3 * _REACH)))
        else:
            staged.append((block.start, min(block.own_end, block.start + 3 * _REACH)))
    return _apart(under), _apart(staged)


def headed(sheet: Sheet, sides: str, asked: str) -> Iterator[Block]:
    """Blocks whose heading says, or asks, that one side of judging follows."""
    pattern = re.compile(
        rf"{LABELLED}(?:工作)?的?(?:主要|具体)?(?:{sides})(?![\u4e00-\u9fff])|{asked}"
    )
    for block in sheet.root.walk():
        if block.parent and pattern.search(sheet.text, *block.head):
            yield block


def told(sheet: Sheet, block: Block) -> list[Place]:
    """The list that a block without headings of its own begins with."""
    start = block.head[1]
    while start < block.own_end and sheet.text[start] in "。:?! \n":
        start += 1
    stop = re.compile(r"[。\n]").search(sheet.text, start, block.own_end)
    end = stop.start() if stop else block.own_end
    if block.children or end - start > 160:
        return []
    return listed(sheet.text, start, end)


def governed(text: str, passage: Passage, first: int, last: int) -> bool:
    """Whether what text[first:last] names is part of an act of judging.

    The rest of its clause decides; where that says nothing of its own, the next
    two clauses, what went before in the sentence, or what the passage stands under.
    """
    stops = _stops(text, last, passage.end)
    if judges(text, last, stops[0]):
        return True
    if _EXAMINES.match(text, last):
        return True
    if not _NEUTRAL.fullmatch(text, last, stops[0]):
        return False
    before = text.rfind(";", passage.start, first) + 1 or passage.start
    return (
        judges(text, stops[0], stops[-1])
        or judges(text, max(before, first - _REACH), first)
        or (text.find("结合", first, last) > 0 and judges(text, first, last))
        or (passage.headed and len(stops) == 1)
        or not passage.acts
    )


def _stops(text: str, start: int, end: int) -> list[int]:
    """Where the clause around start and up to two more of its half-sentence end."""
    stops = []
    for match in _CLAUSE.finditer(text, start, end):
        stops.append(match.start())
        if len(stops) == 3 or match.group() != ",":
            break
    return stops or [end]


def listed(text: str, start: int, end: int) -> list[Place]:
    """The items of an enumeration; of half-sentences each its first clause.

    和 and its like divide only the last piece.
    """
    halves = re.finditer(r"(?:^|;)([^;,]+)", text[start:end])
    pieces: list[Place] = [
        (start + half.start(1), start + half.end(1)) for half in halves
    ]
    if not pieces:
        return []
    if len(pieces) < 2 or "、" in text[slice(*pieces[0])]:
        end = pieces[0][1] if "、" in text[slice(*pieces[0])] else end
        marks = [start + m.start() for m in re.finditer(r"[、,]", text[start:end])]
        at = marks[-1] + 1 if marks else start
        pieces = list(zip([start, *(m + 1 for m in marks)], marks, strict=False))
        pieces += _halves(
            text,
            at,
            end,
            first=marks[-2] if len(marks) > 1 else start,
            repeated="结合" in text[start:at],
        )
    trimmed = (_trimmed(text, *piece) for piece in pieces)
    return [(first, last) for first, last in trimmed if last > first]


def _halves(
    text: str, start: int, end: int, *, first: int, repeated: bool
) -> list[Place]:
    """The last piece, divided at its first 和; whole in a list of 甲和乙相结合."""
    joined = re.search(r"相?结合的?$", text[start:end])
    if joined and repeated:
        return [(start, end)]
    if joined:
        end = start + joined.start()
    match = _AND.search(text, start + 1, end)
    if match is None or match.end() >= end:
        return [(start, end)]
    if min(match.start() - start, end - match.end()) < _HALF < start - first - 2:
        return [(start, end)]
    return [(start, match.start()), (match.end(), end)]


def _trimmed(text: str, start: int, end: int) -> Place:
    """An item without its number, its share of the marks, and a quote left open."""
    lead = _LEAD.match(text, start, end)
    start = lead.end() if lead else start
    tail = _TAIL.search(text[start:end])
    end = start + tail.start() if tail else end
    words = text[start:end]
    opened, closed = words.count("“"), words.count("”")
    start += opened > closed and words.startswith("“")
    end -= closed > opened and words.endswith("”")
    return start, end


def unique(places: Iterable[Place], text: str) -> list[Place]:
    """Places in order, each wording once, of overlapping ones the first."""
    seen: set[str] = set()
    found: list[Place] = []
    for place in sorted(places):
        words = text[slice(*place)]
        if words and words not in seen and (not found or place[0] >= found[-1][1]):
            seen.add(words)
            found.append(place)
    return found
