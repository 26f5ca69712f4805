"""Title and issuer of a plan."""

import re
from itertools import pairwise

from domain.plans.dates import Mention
from domain.plans.lines import Line, lines_of
from domain.plans.words import DEPARTMENT

_KIND = (
    r"(?:实施方案|工作方案|活动方案|行动方案|整治方案|方案|行动计划|活动计划"
    r"|工作计划|实施计划|计划|工作安排|安排意见|安排|实施意见|意见"
    r"|实施办法|办法|规划|要点|预案|通知|细则)"
)
_TITLE_LINE = re.compile(
    rf"^[^。;!?:]{{2,90}}{_KIND}(?:\s?[\((](?:试行|草案|暂行|征求意见稿|讨论稿"
    rf"|\d{{4}}年?)[^()]*[\))])?$"
)
_TITLE_RUN_IN = re.compile(
    rf"^[\s《]*([^。;!?:\n《》]{{4,60}}?{_KIND})(?:》)?(?=\s|根据|为|按照|依据"
    rf"|各|一、|第一|\(|近年|现|今年|遵照|经|开展)"
)
_NUMBER_LINE = re.compile(r"^\S{1,14}[〔\[(]\d{4}[〕\])]\S{0,3}\d+号$|^\d{4}年\S+日$")
_PRINTED = re.compile(r"^(?P<who>\S{3,40}?)\s+\S{8,12}日(?:\s?印发)?$")
_CONNECT = re.compile(
    r"关于|开展|深入|深化|贯彻|印发|落实|推进|加强|进一步|学习|实施|创建"
    r"|20\d\d|19\d\d|“|《|\d|二[〇○零]|迎接|集中|全面|第(?!\S{1,3}(?:中学|小学|医院|人民|干休|实验|初|幼))|安全|党的?群众|科学发展|综合|专项"
    r"|民主|党史|优化|治理|整治|解放|作风|效能|政风"
)
_SENT_OUT = re.compile(
    r"(?:^|\n)\s*(?P<who>[\u4e00-\u9fff*×]{3,30}?)关于(?:印发|转发|下发)[《“]"
)
_DECIDED = re.compile(
    r"(?:^|[,。\n])(?:经)?(?P<who>[\u4e00-\u9fff*×]{1,20}?(?:党委|党组|党支部"
    r"|党总支|政府|委员会|领导小组|办公室|[\u4e00-\u9fff](?:局|委|处|厅|部"
    r"|办)))(?:研究)?(?:决定|同意|研究,)"
)
_SHORT_BODY = 4
_LAST_DAY = re.compile(r"[\d*×xX〇○零一二三四五六七八九十]{2,4}年\S{1,6}月\S{1,4}日")
_RUN_IN_SIGNATURE = re.compile(
    r"[。)](?P<who>[\u4e00-\u9fff*×]{4,24}?)\s?(?:20|19)\d\d年\d{1,2}月\d{1,2}日$"
)
_BELOW_TITLE = re.compile(r"\s*\((?P<who>[\u4e00-\u9fff]{4,24})\)\s*\n")
_ORGAN = re.compile(
    rf"^[\u4e00-\u9fff*×X()、 ]{{0,26}}{DEPARTMENT}$"
    rf"|^(?:[\u4e00-\u9fff*×]{{3,20}} +){{0,2}}[\u4e00-\u9fff*×]{{1,20}}"
    rf"(?:镇|乡|村|社区|街道|县|市|区|学校|中学"
    rf"|小学|大学|银行|[林农牧渔]场|馆|[管工]理?段|干休所)$"
)


def title_place(text: str) -> tuple[int, int] | None:
    """Where the title stands: the first lines that name a kind of plan.

    A plan behind a notice that sends it out keeps its own title. A title over
    two lines is one; without any such line the first line stands for it.
    """
    lines = lines_of(text, 0, min(len(text), 3000))[:24]
    if not lines:
        return None
    fits = [i for i, line in enumerate(lines) if _fits(text, line)]
    plans = [i for i in fits if not re.search(r"通知$", lines[i].words)]
    if plans or fits:
        index = (plans or fits)[0]
        first = _joined(lines, index)
        return lines[first].start, lines[index].end
    match = _TITLE_RUN_IN.match(text)
    if match:
        return match.span(1)
    return _fallback(lines)


def _fits(text: str, line: Line) -> bool:
    begins = not re.match(
        r"^(?:[一二三四五六七八九十]+、|\([一二三]|\d+[、.]|附件|现将|根据|为了?)",
        line.words,
    )
    return bool(_TITLE_LINE.match(line.words)) and begins and len(text) > 0


def _joined(lines: list[Line], index: int) -> int:
    """First line of a title that was broken over lines."""
    first = index
    while first > 0 and index - first < 2:
        words = lines[first - 1].words
        whole = re.search(rf"[。:;!?,]$|{_KIND}$|附件\S?$|日$|号$|文件$", words)
        if whole or _NUMBER_LINE.match(words) or len(words) > 40:
            break
        if len(lines[index].words) >= 14 and not re.search(
            r"(?:关于|开展|印发|的|“[^”]*|暨|和|及|年|推进|实施|局|委|办公室"
            r"|政府|党委|处|厅|部|县|市|区|镇)$",
            words,
        ):
            break
        first -= 1
    return first


def _fallback(lines: list[Line]) -> tuple[int, int] | None:
    for line in lines[:4]:
        if 4 <= len(line.words) <= 60 and not re.search(r"[。:;]$", line.words):
            return line.start, line.end
    return None


def issuer_place(
    text: str, title: tuple[int, int] | None, signed: Mention | None
) -> tuple[int, int] | None:
    """Where the issuing body is named: signature, imprint, title, or who decided."""
    finders = (
        _printed,
        lambda t: _signature(t, signed),
        _closing,
        lambda t: _above_title(t, title),
    )
    for find in finders:
        place = find(text)
        if place:
            return place
    sent = _SENT_OUT.search(text, 0, 1500)
    if sent:
        return sent.span("who")
    if title:
        named = _in_title(text, title)
        if named:
            return named
    match = _DECIDED.search(text, 0, 3000)
    return match.span("who") if match else None


def _printed(text: str) -> tuple[int, int] | None:
    for line in lines_of(text, max(0, len(text) - 300)):
        match = _PRINTED.match(line.words)
        if match and _ORGAN.match(match["who"]):
            return line.start, line.start + match.end("who")
    return None


def _closing(text: str) -> tuple[int, int] | None:
    """The body over or before a last day, also one whose year or day is hidden."""
    lines = lines_of(text, max(0, len(text) - 400))[-4:]
    for line in lines:
        run_in = _RUN_IN_SIGNATURE.search(line.words)
        if run_in and _ORGAN.match(run_in["who"]):
            return line.start + run_in.start("who"), line.start + run_in.end("who")
    for line, below in pairwise(lines):
        dated = _LAST_DAY.fullmatch(re.sub(r"\s", "", below.words))
        if dated and _ORGAN.match(line.words):
            return line.start, line.end
    return None


def _above_title(text: str, title: tuple[int, int] | None) -> tuple[int, int] | None:
    """The body a sheet is headed with, or named in brackets below its title."""
    if title is None:
        return None
    for line in lines_of(text, 0, title[0])[:2]:
        first = line.words.split(" ")[0].removesuffix("文件")
        if _ORGAN.match(first) and len(first) > _SHORT_BODY:
            return line.start, line.start + len(first)
    below = _BELOW_TITLE.match(text, title[1])
    return below.span("who") if below and _ORGAN.match(below["who"]) else None


def _signature(text: str, signed: Mention | None) -> tuple[int, int] | None:
    if signed is None:
        return None
    before = lines_of(text, max(0, signed.start - 120), signed.start)
    if not before:
        return None
    words = before[-1].words
    if _ORGAN.match(words) and len(words) >= 3:
        return before[-1].start, before[-1].end
    return None


def _in_title(text: str, title: tuple[int, int]) -> tuple[int, int] | None:
    """The body a title begins with, up to the word that says what it does."""
    start = title[0]
    words = text[start : title[1]]
    offset = re.match(r"(?:关于)?(?:印发|转发)?[《“\s]*(?:中共)?", words)
    begin = offset.end() if offset else 0
    if words[begin : begin + 1] in ("在", "对", "全"):
        return None
    connect = _CONNECT.search(words, begin + 2)
    stop = connect.start() if connect else len(words)
    while stop > begin + 1:
        if _ORGAN.match(re.sub(r"\s", "", words[begin:stop])):
            return start + begin, start + stop
        stop -= 1
    return None
