"""Filings: a document handed to somebody, with who, to whom and by when."""

import re
from dataclasses import dataclass, replace

from domain.plans.dates import Mention
from domain.plans.filing_words import (
    ADVERB,
    ASIDE,
    CUT,
    DOCUMENT,
    HAND,
    LEAD,
    MADE,
    NEEDS_RECIPIENT,
    PHRASE,
    PUBLIC,
    RELATIVE,
    TELL,
    TO_AFTER,
    TO_BEFORE,
)
from domain.plans.numerals import NUMBER
from domain.plans.phases import Stage, resolved
from domain.plans.sentences import clauses, sentence_at, sentence_starts
from domain.plans.sheet import Sheet
from domain.plans.words import DEPARTMENT, PEOPLE

_PASSED_ON = re.compile(r"(?:汇总|审核|整理|研究|综合)后")
_SHORT_HEADING = re.compile(r"([\u4e00-\u9fff]{4,12})[。:]\s*$")
_COPIES = re.compile(rf"{NUMBER}[\u4e00-\u9fff]{{1,4}}?(?:至|到|给)")
_MARKS = " 0123456789一二三四五六七八九十、.()①②③④⑤⑥"
_DONE = re.compile(
    r"(?:提炼|选|评选|推荐|筛选|遴选|征集|归纳|研究|商定|拟订|测算|核定|统计)"
    r"(?:出|产生)?(?P<what>[^,。;]{2,40}?)(?:,?(?:及时|并|统一))*$"
)


@dataclass(frozen=True)
class Handover:
    """A filing found in the text; places are of the cleaned text."""

    what: tuple[int, int]
    to: tuple[int, int] | None
    by: tuple[int, int] | None
    due: Mention | str | None
    due_raw: tuple[int, int] | None
    raw: tuple[int, int]


def find_handovers(sheet: Sheet, stages: list[Stage]) -> list[Handover]:
    """Every filing in reading order, one for each verb that hands over."""
    text = sheet.text
    starts = sentence_starts(text)
    found: list[Handover] = []
    done = -1
    spots: list[tuple[int, int, re.Match[str] | None]] = [
        (match.start(), match.end(), None) for match in HAND.finditer(text)
    ]
    spots += [(m.start("verb"), m.end("verb"), m) for m in TELL.finditer(text)]
    for start, end, told in sorted(spots, key=lambda spot: spot[0]):
        if start < done or sheet.is_quoted(start):
            continue
        sentence = sentence_at(starts, text, start)
        handover = (
            _told(sheet, sentence, told)
            if told
            else _handed(sheet, sentence, start, end)
        )
        if handover:
            if found and found[-1].to is None and found[-1].what == handover.what:
                found.pop()
            found.append(_dated(sheet, _own_due(text, handover, done), stages))
            done = handover.raw[1]
    return found


def _own_due(text: str, handover: Handover, done: int) -> Handover:
    """The filing without a day that belongs to the filing before it."""
    if not isinstance(handover.due, Mention) or handover.due.start >= done:
        return handover
    relative = RELATIVE.search(text, done, handover.raw[1])
    if relative is None:
        passed_on = _PASSED_ON.search(text, done, handover.raw[1])
        return replace(handover, due=None, due_raw=None) if passed_on else handover
    return replace(handover, due=None, due_raw=relative.span())


def _dated(sheet: Sheet, handover: Handover, stages: list[Stage]) -> Handover:
    """The filing with its day, the year taken from the stage around it."""
    if not isinstance(handover.due, Mention):
        return handover
    days = resolved(handover.due, stages, handover.raw[0], sheet.year)
    return replace(handover, due=days[1])


def _clause_index(places: list[tuple[int, int]], at: int) -> int:
    for index, (start, end) in enumerate(places):
        if start <= at < end:
            return index
    return 0


def _told(
    sheet: Sheet, sentence: tuple[int, int], match: re.Match[str]
) -> Handover | None:
    """向X报告/推荐: what stands after the verb, else before 向."""
    if PUBLIC.search(match["to"]):
        return None
    text = sheet.text
    after = PHRASE.match(text, match.start("what"), match.end("what"))
    what = after.span() if after and after.end() > after.start() else None
    places = clauses(text, *sentence)
    index = _clause_index(places, match.start())
    if what is None:
        if match["verb"] in ("推荐", "通报"):
            return None
        what = _what_before(text, places, index, match.start())
    if what is None and not re.match(rf"{NUMBER}|每", match["what"]):
        what = _rest(text, *match.span("what"))
    if what is None:
        what = _said_before(text, places[index][0] if places else 0, match.start())
    if what is None:
        return None
    raw = (min(what[0], match.start()), max(what[1], match.end("verb")))
    return _made(sheet, places, index, what, (match.span("to"), raw))


def _said_before(text: str, start: int, at: int) -> tuple[int, int] | None:
    """What is told, named by no document word: the last noun before 向."""
    said = re.search(
        rf"(?P<what>[\u4e00-\u9fff]{{2,12}}?)(?:{ADVERB}|要|应|须|必须|,)*$",
        text[start:at],
    )
    if not said:
        return None
    cut = re.match(r".*(?:的|有|如|将|把|对|遇到|发现)(?=.{2})", said["what"])
    first = start + said.start("what") + (cut.end() if cut else 0)
    return first, start + said.end("what")


def _handed(
    sheet: Sheet, sentence: tuple[int, int], start: int, end: int
) -> Handover | None:
    """The filing of one verb: recipient first, then the document, then its place."""
    text = sheet.text
    places = clauses(text, *sentence)
    index = _clause_index(places, start)
    clause = places[index] if places else sentence
    to = _recipient(text, clause, start, end)
    if not _hands_over(text, clause, (start, end), to):
        return None
    what = None
    if to is None or to[0] < start:
        what = _what_after(text, end, clause[1])
    if to is None and what is not None:
        to = _recipient_after(text, what[1], clause[1])
    what = what or _what_before(text, places, index, start)
    if what is None and to is not None:
        what = _done_before(text, places, index, start) or _titled(text, sentence[0])
    if what is None and to is None and text[clause[0] : start].endswith("前"):
        what = _rest(text, end, clause[1])
    pushed = to is not None or _pushed(text, clause, start)
    bare = not text[clause[0] : start].strip(_MARKS)
    alone = to is None and what is not None and bare and what[1] == clause[1]
    if what is None or alone or (what[0] < start and not pushed):
        return None
    raw = _whole(text, clause, (start, end), what, to)
    return _made(sheet, places, index, what, (to, raw))


def _recipient_after(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The office behind the document: 提交自查报告至X."""
    match = re.compile(r"(?:至|到|给)(?=[\u4e00-\u9fff])").match(text, start, end)
    after = TO_AFTER.match(text, match.end(), end + 1) if match else None
    return after.span("to") if after else None


def _rest(text: str, start: int, end: int) -> tuple[int, int] | None:
    """What is reported when no document word names it: 17时前上报客运量."""
    match = re.compile(r"[\u4e00-\u9fff]{2,14}").match(text, start, end)
    return match.span() if match and match.end() == end else None


def _hands_over(
    text: str,
    clause: tuple[int, int],
    verb: tuple[int, int],
    to: tuple[int, int] | None,
) -> bool:
    """Whether the verb hands over to an office, not to the public or in idiom."""
    if to is not None:
        return not PUBLIC.search(text[slice(*to)])
    word = text[slice(*verb)]
    due = word == "报" and text[clause[0] : verb[0]].endswith("前")
    return due or (len(word) > 1 and word not in NEEDS_RECIPIENT)


def _whole(
    text: str,
    clause: tuple[int, int],
    verb: tuple[int, int],
    what: tuple[int, int],
    to: tuple[int, int] | None,
) -> tuple[int, int]:
    """From document or recipient to the last word of the handover, 备案 included."""
    last = max(verb[1], what[1], to[1] if to else 0)
    tail = re.match(r"(?:备案|备查|审核|审定|审批|汇总|存档)", text[last : last + 4])
    last += tail.end() if tail else 0
    first = min(what[0], to[0] if to else what[0], verb[0])
    return clause[0] if first < clause[0] - 60 else first, last


def _pushed(text: str, clause: tuple[int, int], start: int) -> bool:
    """Whether words before the verb make a handover of it: 将…上报, a day, 要."""
    lead = text[clause[0] : start]
    return bool(re.search(r"将|把|前|要|应|须|及时|负责|按时|内", lead))


def _recipient(
    text: str, clause: tuple[int, int], start: int, end: int
) -> tuple[int, int] | None:
    before = TO_BEFORE.search(text[clause[0] : start])
    if before:
        return clause[0] + before.start("to"), clause[0] + before.end("to")
    after = TO_AFTER.match(text, end, min(end + 60, len(text)))
    if not after or re.match(DOCUMENT, after["to"]):
        return None
    if re.search(rf"{DOCUMENT}.*的|^[^、]{{0,6}}(?:情况|工作总结|材料)", after["to"]):
        return None
    copies = _COPIES.match(after["to"])
    begin = after.start("to") + (copies.end() if copies else 0)
    return _joined(text, (begin, after.end("to")))


def _joined(text: str, to: tuple[int, int]) -> tuple[int, int]:
    """Several recipients named in a row are one `to`."""
    more = re.match(
        rf"(?:[、和及]|以及)[\u4e00-\u9fff*×]{{1,20}}?{DEPARTMENT}(?=[,。;\n、备审]|$)",
        text[to[1] : to[1] + 40],
    )
    return (to[0], to[1] + more.end()) if more else to


def _what_after(text: str, start: int, end: int) -> tuple[int, int] | None:
    match = PHRASE.match(text, start, end)
    return match.span() if match and match.end() - match.start() >= 2 else None


def _what_before(
    text: str, places: list[tuple[int, int]], index: int, at: int
) -> tuple[int, int] | None:
    """The document named last before the verb, at most two clauses back."""
    for back in range(min(index, 5) + 1):
        start, end = places[index - back]
        end = min(end, at)
        given = re.search(
            r"(?:将|把)([^,。;]{2,40}?)(?:于[^,。;]{2,16}前?|统一|一并|及时"
            r"|汇总后?|书面|按时|分别|\s)*$",
            text[start:end],
        )
        if given and back == 0:
            return start + given.start(1), start + given.end(1)
        phrases = [
            m for m in PHRASE.finditer(text, start, end) if not ASIDE.search(m[0])
        ]
        if not phrases and back:
            made = MADE.search(text[start:end])
            if made:
                return start + made.start("what"), start + made.end("what")
        if not phrases:
            continue
        return _narrowed(text, start, phrases)
    return None


def _done_before(
    text: str, places: list[tuple[int, int]], index: int, at: int
) -> tuple[int, int] | None:
    """What an office receives when no word names it a document: what was done."""
    for start, end in reversed(places[max(index - 2, 0) : index + 1]):
        done = _DONE.search(text[start : min(end, at)])
        if done:
            return start + done.start("what"), start + done.end("what")
    return None


def _titled(text: str, start: int) -> tuple[int, int] | None:
    """The document named by the short heading right before a sentence."""
    heading = _SHORT_HEADING.search(text, max(0, start - 24), start)
    phrase = PHRASE.search(text, heading.start(1), heading.end(1)) if heading else None
    return _narrowed(text, phrase.start(), [phrase]) if phrase else None


def _narrowed(text: str, start: int, phrases: list[re.Match[str]]) -> tuple[int, int]:
    """The document phrase without the verb and the people before it."""
    last = phrases[-1]
    first = phrases[0].start() if phrases[0].start() == start else last.start()
    first = (
        last.start()
        if len(phrases) > 1 and "、" not in text[phrases[0].end() : last.start()]
        else first
    )
    words = text[first : last.end()]
    cut = CUT.match(words[:-1])
    if cut:
        first += cut.end()
    lead = LEAD.match(text[first : last.end() - 2])
    if lead:
        first += lead.end()
    return first, last.end()


Ends = tuple[tuple[int, int] | None, tuple[int, int]]


def _made(
    sheet: Sheet,
    places: list[tuple[int, int]],
    index: int,
    what: tuple[int, int],
    ends: Ends,
) -> Handover:
    to, raw = ends
    text = sheet.text
    start = places[max(index - 2, 0)][0] if places else raw[0]
    due, due_raw = _due(sheet, start, raw)
    by = None
    head = text[start : raw[1]]
    match = re.match(
        rf"\s*(?:请|由|\d[.、]|\([一二三四五六七八九\d]\)"
        rf"|[一二三四五]是)*(?P<by>[^,。;:\n]{{0,18}}?{PEOPLE.pattern})(?=要"
        rf"|应|须|需|请|于|在|将|把|每|制定|的|必须|务必|统一|分别|,|按|形成"
        rf"|及时|\d|负责)",
        head,
    )
    if match:
        by = (start + match.start("by"), start + match.end("by"))
    return Handover(what, to, by, due, due_raw, raw)


def _due(
    sheet: Sheet, start: int, raw: tuple[int, int]
) -> tuple[Mention | None, tuple[int, int] | None]:
    """The day it is due, or the wording of a day that depends on something else."""
    dates = [m for m in sheet.mentions_in(start, raw[1]) if m.has_month]
    near = list(RELATIVE.finditer(sheet.text, start, raw[1]))
    relative = near[-1].span() if near else None
    if dates:
        mention = dates[-1]
        place = (mention.start, mention.end)
        if (
            relative
            and relative[0] > max(mention.end, raw[0] - 12)
            and re.search("[日时周天]", sheet.text[slice(*relative)])
        ):
            return None, relative
        if mention.kind == "recurring" or _every(sheet, mention):
            return None, relative or place
        return mention, place
    return None, relative


def _every(sheet: Sheet, mention: Mention) -> bool:
    lead = sheet.text[max(0, mention.start - 12) : mention.start]
    return bool(re.search(r"每[年月季周旬][^,。;]{0,8}$|每$", lead))
