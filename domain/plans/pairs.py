"""Criteria told as word pairs: 深不深, 做没做, 是否, 有无."""

import re

from domain.plans.judging_words import ACTS, NUMBER

Place = tuple[int, int]

PAIR = re.compile(
    r"(?P<word>[\u4e00-\u9fff]{1,2})[不没](?P=word)"
    r"|(?P<first>[\u4e00-\u9fff])[不没](?P=first)[\u4e00-\u9fff]"
    r"|(?P<verb>[\u4e00-\u9fff])得(?P<how>[\u4e00-\u9fff]{1,2})(?P=verb)不(?P=how)"
    r"|是否|能否|可否|[\u4e00-\u9fff]{2}(?:没有|如何|怎么?样)$|(?<![\u4e00-\u9fff])有无|看有无"
)
_LOOSE = re.compile(r"(?:没有|如何|怎么?样)$")
_NO_PAIR = re.compile(r"(?:一|三|五|四|两|得|走)不(?:一|三|五|四|两|得|走)(?!能|可)")
_ASIDE = re.compile(r"有没有|有无|是否")
_AIM = re.compile(r"[^,]{0,4}[把将以]")
_COUNTED = re.compile(rf"{NUMBER}个(?:有没有|是否|能不能|是不是)”?$")
_OWNER = re.compile(r"由.{1,8}(?:说了算|来?(?:评判|判定|评定))$")
_SAYS = re.compile(r",[^,。;]{1,8}(?:说了算|来?(?:判定|评判|评|定)(?=[,。;]))")
_PIECE = re.compile(r"[、,;:。\n]|和(?=[^、,;。]{2,14}不)")
_PAIR_LEAD = re.compile(
    r"^(?:.{0,12}?(?:着重从|主要从|重点从|围绕|针对|从|(?<![成造迁])就(?![医业学餐诊近]))(?=领导班子|.{4,}))?"
    rf"(?:(?:着重|主要|重点)(?:{ACTS}|[测评考问查])?|分别|考核|检查|评[^,]{{2,8}},看|(?P<look>[评看议查问])一(?P=look)|从|围绕|就|针对|看|考察|包括|是|为"
    rf"|{NUMBER}[看是]|逐[^,、]{{1,4}}看|{ACTS}|内容|领导班子(?=对)|其(?=是否)|\d[.)]|\(\d\)|\s)*"
)
_PAIR_TAIL = re.compile(
    rf"(?:等|{NUMBER}[道条项个](?:题|问题|方面|标准)|{NUMBER}?个?(?:方面|问题)|开展|进行|作出|提出).{{0,12}}$"
)
_HAN = r"[\u4e00-\u9fff“”]"
_STRICT = (
    rf"{_HAN}{{0,12}}?(?:(?P<one>[\u4e00-\u9fff]{{1,2}})[不没](?P=one)"
    rf"|有没有|[是能会]不[是能会]){_HAN}{{0,6}}"
)
_RUN = re.compile(
    r"(?<=[:?])"
    + _STRICT
    + "".join(rf"[,、;]{_STRICT.replace('one', name)}" for name in ("two", "three"))
    + rf"(?:[,、;]{_STRICT.replace('one', 'more')})*"
)


def pairs_in(text: str, start: int, end: int) -> list[Place]:
    """The items of text[start:end] that are word pairs, without what leads in."""
    found: list[Place] = []
    at = start
    halved = text.count(";", start, end) > 1
    for match in [*_PIECE.finditer(text, start, end), None]:
        stop = match.start() if match else end
        piece = text[at:stop]
        pair = (
            None
            if _SAYS.match(text, stop) or _OWNER.search(piece) or _COUNTED.search(piece)
            else PAIR.search(piece)
        )
        aside = found and halved and text[at - 1] == "," and _ASIDE.match(piece)
        if (
            pair
            and not aside
            and not _AIM.match(piece)
            and not _NO_PAIR.search(pair.group())
        ):
            lead = _PAIR_LEAD.match(piece)
            first = min(lead.end() if lead else 0, pair.start())
            tail = _PAIR_TAIL.search(piece, pair.end())
            found.append((at + first, at + (tail.start() if tail else len(piece))))
        at = match.end() if match else end
    single = len(found) == 1 and _LOOSE.search(text[slice(*found[0])])
    return [] if single else found


def listed_pairs(text: str) -> list[Place]:
    """Three or more word pairs after a colon or a question are criteria anywhere."""
    return [pair for run in _RUN.finditer(text) for pair in pairs_in(text, *run.span())]
