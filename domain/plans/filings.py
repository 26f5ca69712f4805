"""Filings: a document handed to somebody, with who, to whom and by when."""

import re
from dataclasses import dataclass, replace

from domain.plans.dates import Mention
from domain.plans.duty_words import LIMIT_WORK
from domain.plans.filing_dues import find_due, is_timed
from domain.plans.filing_words import (
    APPLIED,
    HAND,
    MADE_FOR,
    NEEDS_RECIPIENT,
    PHRASE,
    PUBLIC,
    RECIPIENT,
    RELATIVE,
    TAIL,
    TELL,
)
from domain.plans.handed_documents import (
    document_before,
    document_behind,
    done_before,
    said_before,
    titled,
    topic_of,
    words_behind,
)
from domain.plans.handed_nothing import is_slogan, moves_no_paper, moves_people
from domain.plans.numerals import NUMBER
from domain.plans.recipients import find_recipient, recipient_behind
from domain.plans.sentences import clauses, sentence_at, sentence_starts
from domain.plans.sheet import Sheet
from domain.plans.stages import Stage, resolved
from domain.plans.words import PEOPLE

Place = tuple[int, int]
_PASSED_ON = re.compile(
    r"(?:汇总|审核|整理|研究|综合|审定|审议|通过|签发)后|择优|遴选|筛选"
)
_MARKS = " 0123456789一二三四五六七八九十、.()①②③④⑤⑥"
_ALL_OF_IT = re.compile(
    r"(?:以上|上述|前述|各项|[两三四]样)[^,。;]{0,6}(?:均|都|一律)$"
)
_NOUN_BEFORE = re.compile(r"(?:做好|抓好|加强|规范|强化|完善|严格|落实)[^,。;]{0,6}$")
_MEANS_BEFORE = re.compile(r"(?:采取|采用|通过|以)[^,。;]{0,12}$")
_MEANS_AFTER = re.compile(r"[^,。;]{0,16}(?:方式|形式|途径|渠道)")
_ANY_PAPER = re.compile(r"(?:有关|相关)?(?:材料|资料|信息|情况)")
_AT_ONCE = re.compile(r"[\d一二三四五六七八九十两](?:个)?(?:小时|分钟)")
_MAIL = re.compile(r"[至到]?(?:电子)?(?:邮箱|信箱)?[:\s]?[\w.-]{1,40}@")
_OPENING_DAY = re.compile(r"[日底旬末]前$")
_LEAVE = re.compile(r"批准|审批|同意|处理")
_ALSO_KEPT = re.compile(
    rf"[,、](?P<to>[\u4e00-\u9fff]{{1,16}}?{RECIPIENT})(?:备案|备查|存档)(?=[,。;\n]|$)"
)
_PROSE = 400


@dataclass(frozen=True)
class Handover:
    """A filing found in the text; places are of the cleaned text."""

    what: Place
    to: Place | None
    by: Place | None
    due: Mention | str | None
    due_raw: Place | None
    raw: Place


def find_handovers(sheet: Sheet, stages: list[Stage]) -> list[Handover]:
    """Every filing in reading order, one for each verb that hands over."""
    text = sheet.text
    starts = sentence_starts(text)
    found: list[Handover] = []
    done = -1
    spots: list[tuple[int, int, re.Match[str] | None]] = [
        (match.start(), match.end(), None) for match in HAND.finditer(text)
    ]
    spots += [
        (m.start("verb"), m.end("verb"), m)
        for told in (TELL, APPLIED)
        for m in told.finditer(text)
    ]
    for start, end, told in sorted(spots, key=lambda spot: spot[0]):
        if start < done or sheet.is_quoted(start):
            continue
        sentence = sentence_at(starts, text, start)
        handover = (
            _told_or_applied(sheet, sentence, told)
            if told
            else _handed(sheet, sentence, start, end)
        )
        if handover is None:
            continue
        if _ALL_OF_IT.search(text, sentence[0], start) and found:
            found = _completed(text, found, handover)
            continue
        if found and _goes_on(text, sentence, found[-1], handover):
            found.pop()
        one = _own_due(text, handover, done)
        handover = _dated(sheet, _first_day(sheet, one), stages)
        found += [handover, *_also_kept(text, handover)]
        done = found[-1].raw[1]
    return found


def _goes_on(text: str, sentence: Place, before: Handover, after: Handover) -> bool:
    """Whether a filing tells where that of the same sentence goes: 报进度,进度表送X."""
    between = text[before.raw[1] : after.raw[1]]
    apart = re.search(r";|(?:汇总|审核|审定)后", between) or (
        isinstance(before.due, str | Mention)
        and isinstance(after.due, Mention)
        and before.due_raw != after.due_raw
    )
    if before.to is not None or before.raw[0] < sentence[0] or apart:
        return False
    return text[slice(*before.what)] in text[slice(*after.what)]


def _completed(text: str, found: list[Handover], last: Handover) -> list[Handover]:
    """The filings of the same line, which a closing sentence gives a recipient."""
    line = text.rfind("\n", 0, last.raw[0])
    return [
        replace(one, to=last.to) if one.to is None and one.raw[0] > line else one
        for one in found
    ]


def _first_day(sheet: Sheet, handover: Handover) -> Handover:
    """The filing with the first of its days, and the wording of all: 6月底、11月底."""
    due, raw = handover.due, handover.due_raw
    while isinstance(due, Mention) and raw:
        near = sheet.mentions_in(max(due.start - 16, 0), due.start)
        if not near or sheet.text[near[-1].end : due.start] not in ("、", "和", "及"):
            break
        due, raw = near[-1], (near[-1].start, raw[1])
    return replace(handover, due=due, due_raw=raw)


def _also_kept(text: str, handover: Handover) -> list[Handover]:
    """The second office of 报X审定,Y备案."""
    kept = _ALSO_KEPT.match(text, handover.raw[1])
    if kept is None:
        return []
    return [replace(handover, to=kept.span("to"), raw=(kept.start("to"), kept.end()))]


def limits_of(sheet: Sheet, handovers: list[Handover]) -> list[Place]:
    """Places of days a report is due; work done by then is a duty as well."""
    return [
        found.due_raw
        for found in handovers
        if found.due_raw
        and not LIMIT_WORK.match(sheet.text, found.due_raw[1])
        and not _AT_ONCE.search(sheet.text, *found.due_raw)
    ]


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


def _clause_index(places: list[Place], at: int) -> int:
    for index, (start, end) in enumerate(places):
        if start <= at < end:
            return index
    return 0


def _is_endless(clause: Place) -> bool:
    """Whether a clause is longer than prose has; reading on would cost its square."""
    return clause[1] - clause[0] > _PROSE


def _told(sheet: Sheet, sentence: Place, match: re.Match[str]) -> Handover | None:
    """向X报告/推荐: what stands after the verb, else before 向, else the report."""
    if PUBLIC.search(match["to"]):
        return None
    text = sheet.text
    after = PHRASE.match(text, match.start("what"), match.end("what"))
    what = after.span() if after and after.end() > after.start() else None
    places = clauses(text, *sentence)
    index = _clause_index(places, match.start())
    if what is None:
        if match["verb"] in MADE_FOR or match["verb"] in ("推荐", "通报"):
            return None
        what = document_before(text, places, index, match.start())
    counted = re.match(rf"{NUMBER}|每", match["what"])
    if what is None and not counted:
        what = words_behind(text, *match.span("what"))
    if what is None and counted:
        what = match.span("verb")
    if what is None:
        what = said_before(text, places[index][0] if places else 0, match.start())
    if what is None:
        return None
    raw = (min(what[0], match.start()), max(what[1], match.end("verb")))
    return _made(sheet, places, index, what, (match.span("to"), raw))


def _told_or_applied(
    sheet: Sheet, sentence: Place, match: re.Match[str]
) -> Handover | None:
    places = clauses(sheet.text, *sentence) or [sentence]
    if _is_endless(places[_clause_index(places, match.start())]):
        return None
    if match.re is APPLIED:
        return _applied(sheet, sentence, match)
    return _told(sheet, sentence, match)


def _applied(sheet: Sheet, sentence: Place, match: re.Match[str]) -> Handover:
    """向X申报,填写Y: what is filled in goes where one applies."""
    places = clauses(sheet.text, *sentence)
    index = _clause_index(places, match.start())
    ends = match.span("to"), (match.start(), match.end("what"))
    return _made(sheet, places, index, match.span("what"), ends)


def _handed(sheet: Sheet, sentence: Place, start: int, end: int) -> Handover | None:
    """The filing of one verb, unless it moves people, cases or nothing at all."""
    text = sheet.text
    places = clauses(text, *sentence) or [sentence]
    index = _clause_index(places, start)
    if _is_endless(places[index]) or moves_no_paper(text, places[index], (start, end)):
        return None
    handover = _given(sheet, sentence, (places, index), (start, end))
    if handover is None or moves_people(text[start:end], text[slice(*handover.what)]):
        return None
    return handover


def _given(
    sheet: Sheet, sentence: Place, around: tuple[list[Place], int], verb: Place
) -> Handover | None:
    """What one verb hands over: recipient first, then document, then its place."""
    text = sheet.text
    places, index = around
    start, end = verb
    clause = places[index]
    to = find_recipient(text, clause, start, end)
    behind = _behind(text, clause, (start, end), to)
    if to is None and behind is not None:
        to = recipient_behind(text, behind[1], clause[1])
    opening = (places[max(index - 1, 0)][0], start)
    if not _hands_over(text, opening, (start, end), to, behind):
        return None
    what = behind or document_before(text, places, index, start)
    if what is None and to is not None:
        what = _named_elsewhere(text, sentence, places, index, (start, to))
    if what is None and to is None and text[clause[0] : start].endswith("前"):
        what = words_behind(text, end, clause[1])
    if what is None or _no_handover(text, opening, (start, end), what, to):
        return None
    if to and _LEAVE.match(text, to[1]) and text.endswith("的,", 0, clause[0]):
        return None
    raw = _whole(text, clause, (start, end), what, to)
    return _made(sheet, places, index, what, (to, raw))


def _behind(text: str, clause: Place, verb: Place, to: Place | None) -> Place | None:
    """The document behind the verb, or behind 审议 after the office it goes to."""
    if to is None or to[0] < verb[0]:
        return document_behind(text, verb[1], clause[1])
    weighed = re.compile(TAIL).match(text, to[1], clause[1])
    return document_behind(text, weighed.end(), clause[1]) if weighed else None


def _named_elsewhere(
    text: str, sentence: Place, places: list[Place], index: int, ends: tuple[int, Place]
) -> Place | None:
    """What an office receives when no document is named near the verb."""
    start, to = ends
    what = done_before(text, places, index, start) or titled(text, sentence[0])
    if what is not None:
        return what
    if _LEAVE.match(text, to[1]):
        return None
    sure = re.compile(TAIL).search(text, to[1], to[1] + 8) or is_timed(
        text[sentence[0] : start]
    )
    return topic_of(text, sentence[0], start) if sure else None


def _hands_over(
    text: str, opening: Place, verb: Place, to: Place | None, behind: Place | None
) -> bool:
    """Whether the verb hands over to an office, not to the public or in idiom."""
    if to is not None:
        return not PUBLIC.search(text[slice(*to)])
    word = text[slice(*verb)]
    if len(word) > 1:
        mailed = _MAIL.match(text, verb[1]) is not None
        return mailed or word not in NEEDS_RECIPIENT
    short = behind is not None and behind[1] - behind[0] <= 12 and word != "传"
    due = word == "报" and text[opening[0] : verb[0]].endswith("前")
    return due or (short and is_timed(text[slice(*opening)]))


def _no_handover(
    text: str, opening: Place, verb: Place, what: Place, to: Place | None
) -> bool:
    """Whether words that look like a handover name a habit, a means or a heading."""
    if to is not None:
        return False
    start, end = verb
    lead = text[slice(*opening)]
    means = _MEANS_BEFORE.search(lead) and _MEANS_AFTER.match(text, end)
    slogan = text[end : end + 1] in "。;\n" and is_slogan(lead.lstrip(_MARKS))
    if means or slogan or _NOUN_BEFORE.search(lead):
        return True
    if _ANY_PAPER.fullmatch(text[slice(*what)]) and not is_timed(lead):
        return True
    alone = not lead.strip(_MARKS) and text[what[1] : what[1] + 1] in ",。;:\n"
    return alone or (what[0] < start and not _pushed(lead))


def _whole(
    text: str, clause: Place, verb: Place, what: Place, to: Place | None
) -> Place:
    """From document or recipient to the last word of the handover, 备案 included."""
    last = max(verb[1], what[1], to[1] if to else 0)
    tail = re.compile(TAIL).match(text, last)
    last = tail.end() if tail else last
    first = min(what[0], to[0] if to else what[0], verb[0])
    return clause[0] if first < clause[0] - 60 else first, last


def _pushed(lead: str) -> bool:
    """Whether words before the verb make a handover of it: 将…上报, a day, 要."""
    return is_timed(lead) or bool(re.search(r"将|把|要|应|须|负责|一并", lead))


def _made(
    sheet: Sheet,
    places: list[Place],
    index: int,
    what: Place,
    ends: tuple[Place | None, Place],
) -> Handover:
    to, raw = ends
    text = sheet.text
    start = places[max(index - 2, 0)][0] if places else raw[0]
    here = places[index][0] if places else raw[0]
    since = here if text.endswith("的,", 0, here) else start
    due, due_raw = find_due(sheet, since, raw)
    if due_raw is None and index > 2 and _OPENING_DAY.search(text, *places[0]):
        due, due_raw = find_due(sheet, places[0][0], places[0])
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
