"""What is handed over: the document named before or behind the verb."""

import re

from domain.plans.filing_words import ADVERB, ASIDE, CUT, LEAD, MADE, PHRASE

Place = tuple[int, int]
_SHORT_HEADING = re.compile(r"([\u4e00-\u9fff]{4,12})[。:]\s*$")
_ABOUT_IT = re.compile(r"附|并附|字数|篇幅|内容")
_COUNTED = re.compile(
    r"(?:\d{1,2}|[一二三两四五])(?:次|份|篇|条|项|件|个)(?:以上)?(?=.)"
)
_DONE = re.compile(
    r"(?:提炼|选|评选|推荐|筛选|遴选|征集|归纳|研究|商定|拟订|测算|核定|统计)"
    r"(?:出|产生)?(?P<what>[^,。;]{2,40}?)(?:,?(?:及时|并|统一))*$"
)


def document_behind(text: str, start: int, end: int) -> Place | None:
    """The document right behind a verb; how many or how often is no part of it."""
    counted = _COUNTED.match(text, start, end)
    match = PHRASE.match(text, counted.end() if counted else start, end)
    if match is None or text[match.end() : match.end() + 1] in tuple(
        "处科股室部办局馆"
    ):
        return None
    return match.span() if match.end() - match.start() >= 2 else None


def words_behind(text: str, start: int, end: int) -> Place | None:
    """What is reported when no document word names it: 17时前上报客运量."""
    match = re.compile(r"[\u4e00-\u9fff]{2,14}").match(text, start, end)
    return match.span() if match and match.end() == end else None


_NEAR = 160


def document_before(
    text: str, places: list[Place], index: int, at: int
) -> Place | None:
    """The document named last before the verb, at most two clauses back."""
    for back in range(min(index, 5) + 1):
        start, end = places[index - back]
        end = min(end, at)
        start = max(start, end - _NEAR)
        given = re.search(
            r"(?:将|把)([^,。;]{2,40}?)(?:于[^,。;]{2,16}前?|统一|一并|及时"
            r"|汇总后?|书面|按时|分别|以[^,。;]{2,8}(?:文件|形式|方式)"
            r"|[报交送经][^,。;]{2,12}?(?:汇总|审[核定批]|签字|盖章|同意)后|\s)*$",
            text[start:end],
        )
        if given and back == 0:
            return start + given.start(1), start + given.end(1)
        if back and _ABOUT_IT.match(text, start, end):
            continue
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


def done_before(text: str, places: list[Place], index: int, at: int) -> Place | None:
    """What an office receives when no word names it a document: what was done."""
    for start, end in reversed(places[max(index - 2, 0) : index + 1]):
        done = _DONE.search(text[start : min(end, at)])
        if done:
            return start + done.start("what"), start + done.end("what")
    return None


def said_before(text: str, start: int, at: int) -> Place | None:
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


def titled(text: str, start: int) -> Place | None:
    """The document named by the short heading right before a sentence."""
    heading = _SHORT_HEADING.search(text, max(0, start - 24), start)
    phrase = PHRASE.search(text, heading.start(1), heading.end(1)) if heading else None
    return _narrowed(text, phrase.start(), [phrase]) if phrase else None


def _narrowed(text: str, start: int, phrases: list[re.Match[str]]) -> Place:
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


_TOPIC = re.compile(
    r"(?:\([一二三四五六七八九十\d]{1,2}\)|\d{1,2}[.、]|[一二三四五]是|\s)*"
    r"(?P<what>[\u4e00-\u9fff“”《》]{2,16}?)"
    r"(?=应|须|要|由|经|于|在|全部|统一|一并|[,。;:\d]|$)"
)


def topic_of(text: str, start: int, end: int) -> Place | None:
    """The words a sentence opens with, which its last verb hands over."""
    match = _TOPIC.match(text, start, end)
    return match.span("what") if match else None
