"""The year of a plan: from its dates, title, signature, document numbers, jubilees."""

import re
from collections import defaultdict

from domain.plans.dates import Mention
from domain.plans.numerals import number

_NUMBER = re.compile(r"[〔\[(](?P<year>(?:19|20)\d{2})[〕\])]\s?(?:第\s?)?\d{1,4}\s?号")
_TITLE = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})年?(?!\d)")
_NAMED = re.compile(r"《[^》\n]{0,60}?(?<!\d)(?P<year>(?:19|20)\d{2})年")
_JUBILEES = {
    r"改革开放": 1978,
    r"建党|中国共产党成立": 1921,
    r"(?:新中国|中华人民共和国|建国|国庆)(?:成立)?": 1949,
    r"建军|八一南昌起义": 1927,
    r"五四运动": 1919,
    r"辛亥革命": 1911,
    r"红军长征胜利|长征胜利": 1936,
    r"抗日战争胜利|抗战胜利": 1945,
    r"建团|共青团成立": 1922,
    r"香港回归": 1997,
    r"澳门回归": 1999,
}
_JUBILEE = [
    (
        re.compile(
            rf"(?:{name})(?:祖国)?(?P<count>\d{{2,3}}"
            rf"|[一二三四五六七八九十百零]{{2,5}})周年"
        ),
        year,
    )
    for name, year in _JUBILEES.items()
]


def signed_on(text: str, mentions: list[Mention]) -> Mention | None:
    """The date under the document: alone on a line near its top or its end."""
    found = None
    for mention in mentions:
        near = mention.start < 1500 or mention.start > len(text) - 700
        if not near or mention.kind != "single" or mention.year is None:
            continue
        start = text.rfind("\n", 0, mention.start) + 1
        stop = text.find("\n", mention.end)
        line = text[start : stop if stop >= 0 else len(text)].strip()
        if len(line) < 45 and line.rstrip("印发 )").endswith(
            text[mention.start : mention.end]
        ):
            found = mention
    return found


def basis_year(text: str, mentions: list[Mention], title_end: int) -> int | None:
    """The plan's own year, or None where it is masked or never given.

    Args:
        text: The cleaned text; web stamps are gone from it already.
        mentions: Its date expressions outside document titles.
        title_end: Where the title ends; a year before it counts much.
    """
    votes: defaultdict[int, float] = defaultdict(float)
    masked = sum(_weight(text, m) for m in mentions if m.masked and m.has_month)
    for year, weight in (
        *_written(text, mentions, title_end),
        *_numbered(text, masked=bool(masked)),
        *_jubilees(text),
    ):
        votes[year] += weight
    if not votes:
        return None
    signed = signed_on(text, mentions)
    first = min(signed.year or 0, max(votes)) if signed else 0
    best = max((y for y in votes if y >= first), key=lambda year: (votes[year], year))
    return None if masked > votes[best] else best


Vote = tuple[int, float]


def _written(text: str, mentions: list[Mention], title_end: int) -> list[Vote]:
    """Votes of days, of the signature and of the title."""
    found = [
        (_begun(m.year, m), _weight(text, m))
        for m in mentions
        if m.year and not m.masked and m.kind != "recurring"
    ]
    signed = signed_on(text, mentions)
    if signed and signed.year:
        found.append((signed.year, 4.0))
    titled = _TITLE.finditer(text, 0, title_end)
    return found + [(int(match["year"]), 4.0) for match in titled]


def _begun(year: int, mention: Mention) -> int:
    """The year a range begins in that writes only the year it ends in."""
    first, last = mention.opening, mention.closing
    if first is None or last is None or first.year:
        return year
    over = first.months and last.months and first.months[0] > last.months[1]
    return year - 1 if over else year


def _numbered(text: str, *, masked: bool) -> list[Vote]:
    """Votes of document numbers, the latest only, and of documents' titles."""
    numbers = [int(match["year"]) for match in _NUMBER.finditer(text)]
    found = [(int(match["year"]), 1.5) for match in _NAMED.finditer(text)]
    return found + ([(max(numbers), 2.0)] if numbers and not masked else [])


def _jubilees(text: str) -> list[Vote]:
    return [
        (founded + int(number(match["count"]) or 0), 1.2)
        for pattern, founded in _JUBILEE
        for match in pattern.finditer(text)
    ]


def _weight(text: str, mention: Mention) -> float:
    """How much a written year says about the plan: headings more than prose."""
    if not mention.has_month:
        return 0.9
    bracket = text[mention.start - 1 : mention.start] in ("(", ":")
    if mention.kind == "range":
        return 5.0 if bracket or mention.start < 3000 else 3.0
    if mention.kind == "before":
        return 2.0
    return 2.0 if bracket else 1.0
