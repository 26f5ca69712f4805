"""Points in time as written: a day, a third of a month, a month, a quarter, a year.

One written point covers a stretch of days; what it leaves out (year, month) is
filled from its neighbours later, in `dates`.
"""

import re
from dataclasses import dataclass

from domain.plans.numerals import han_number

_MASK = r"[*xX×╳ΧХ○Oo_]"
_HAN_DIGIT = "〇○零一二三四五六七八九ΟОO0"
_YEAR = (
    rf"(?:(?P<year>\d{{4}}|[12][09]{_MASK}{{2}}|20\d{_MASK}|{_MASK}{{2,4}}"
    rf"|[{_HAN_DIGIT}]{{4}}|二[{_HAN_DIGIT}]{_MASK}{{2}}"
    rf"|(?<![\d*])\d{{2}}(?=年\d{{1,2}}月)"
    r"|今|本|当|同|明|次|翌|去|上)年度?)"
)
_NUMERAL = r"\d{1,2}|[一二三四五六七八九十廿卅]{1,3}"
_BLANK = r"[*xX×_]{1,3}| {1,6}"
_MONTH = rf"(?P<month>{_NUMERAL}|{_BLANK}|本|当|次|下)月(?:份)?(?!一[报次查评通调])"
_HAN_MONTH = "[一二三四五六七八九十]{1,2}"
_PART = r"(?P<part>上、?中旬|中、?下旬|上旬|中旬|下旬|上半月|下半月|月?初|月?底|月?末)"
_DAY = (
    rf"(?:(?P<day>{_NUMERAL}|{_BLANK})(?:日|号"
    r"|(?=(?:[-—~]{1,3}|至|到)(?:\d{1,2}月)?\d{1,2}[日号])))"
)
_QUARTER = r"(?:第?(?P<quarter>[一二三四1-4])季度(?P<edge>初|末|底)?)"
_HALF = r"(?P<half>上|下)半年"
_YEAR_PART = r"(?P<season>年初|年底|年末|年中)"

ATOM = re.compile(
    r"(?<![\d.])(?P<iso>\d{4})(?P<mark>[./-])(?P<iso_month>\d{1,2})"
    r"(?:(?P=mark)(?P<iso_day>\d{1,2})[日号]?)?(?![\d%])"
    rf"|{_YEAR}?(?:的)?(?:{_MONTH}(?:{_DAY}|{_PART})?|{_QUARTER}|{_HALF})"
    rf"|{_YEAR.replace('<year>', '<year2>')}(?P<year_edge>年?[初底末](?!日))"
    rf"|{_YEAR_PART}"
    rf"|{_YEAR.replace('<year>', '<year3>')}?(?P<bare_month>(?<![\d.])\d{{1,2}}"
    rf"(?=[-—~至到]{{1,2}}\d{{1,2}}月|(?<=[\u4e00-\u9fff(,]\d)、\d{{1,2}}月)"
    rf"|(?<=[(,:从自于为]){_HAN_MONTH}(?=(?:[-—~至到]{{1,2}}|、){_HAN_MONTH}月))"
    rf"|{_YEAR.replace('<year>', '<only_year>')}"
    rf"|(?:本|当)?月(?P<month_edge>初|底|末)"
    r"|(?<![\d.*])(?P<short_month>\d{1,2})[./](?P<short_day>\d{1,2})(?![\d.%月])[日号]?"
    rf"|(?P<only_day>(?<!\d)\d{{1,2}}|[一二三四五六七八九十廿卅]{{1,3}})[日号]"
    r"|(?P<only_part>上旬|中旬|下旬)"
)


@dataclass(frozen=True)
class Moment:
    """A written point, as the stretch of days it covers.

    Attributes:
        start: Where it begins in the text.
        end: Where it ends.
        year: The year, or None when not written as a number.
        masked: Whether a year is written but hidden (20**年).
        shift: Years from the plan's own (今年 0, 明年 1), or None.
        months: First and last month; None when no month is written.
        days: First and last day; 0 for the end of the month.
        blank: Whether month or day is left open (**月**日).
        form: "day", "part", "month", "period", "year", "only", or "short".
    """

    start: int
    end: int
    year: int | None
    masked: bool
    shift: int | None
    months: tuple[int, int] | None
    days: tuple[int, int]
    blank: bool
    form: str


PARTS = {
    "上旬": (1, 10),
    "中旬": (11, 20),
    "下旬": (21, 0),
    "上中旬": (1, 20),
    "中下旬": (11, 0),
    "上半月": (1, 15),
    "下半月": (16, 0),
    "初": (1, 1),
    "底": (0, 0),
    "末": (0, 0),
}
_SHIFTS = {"今": 0, "本": 0, "当": 0, "同": 0, "明": 1, "次": 1, "翌": 1}
_SHIFTS |= {"去": -1, "上": -1}
_SEASONS = {
    "初": ((1, 1), (1, 1)),
    "底": ((12, 12), (0, 0)),
    "末": ((12, 12), (0, 0)),
    "中": ((6, 6), (0, 0)),
    "内": ((1, 12), (1, 0)),
    "年": ((1, 12), (1, 0)),
}
_MASKED = re.compile(_MASK)


def _year(word: str | None) -> tuple[int | None, bool, int | None]:
    """Year as a number, whether it is hidden, and its distance from the plan's."""
    if not word:
        return None, False, None
    if word in _SHIFTS:
        return None, False, _SHIFTS[word]
    value = _small(word, 2099) or 0
    if 0 < value < 100 and word.isascii():
        value += 2000 if value < 50 else 1900
    known = 1949 <= value <= 2099
    return value if known else None, not known and bool(_MASKED.search(word)), None


def _small(word: str, most: int) -> int | None:
    """1 to most, or None when blank or out of bounds."""
    value = int(word) if word.isascii() and word.isdigit() else han_number(word)
    return value if value and 1 <= value <= most else None


def moment(match: re.Match[str]) -> Moment | None:
    """The point behind an ATOM match, or None when its numbers are no date."""
    found = match.groupdict()
    for name, read in _READERS:
        if found[name]:
            return read(match, found)
    return None


Found = dict[str, str | None]


def _made(
    match: re.Match[str],
    year: str | None,
    months: tuple[int, int] | None,
    days: tuple[int, int],
    form: str,
) -> Moment:
    value, masked, shift = _year(year)
    blank = form == "blank"
    return Moment(
        match.start(), match.end(), value, masked, shift, months, days, blank, form
    )


def _iso(match: re.Match[str], found: Found) -> Moment | None:
    month = _small(found["iso_month"] or "", 12)
    day = _small(found["iso_day"], 31) if found["iso_day"] else None
    if not month or _year(found["iso"])[0] is None:
        return None
    if found["iso_day"] is None:
        return _made(match, found["iso"], (month, month), (1, 0), "short")
    return _made(match, found["iso"], (month, month), (day or 0, day or 0), "day")


def _month(match: re.Match[str], found: Found) -> Moment | None:
    word = found["month"] or ""
    month = _small(word, 12)
    day = _small(found["day"], 31) if found["day"] else None
    if month is None or (found["day"] and day is None):
        hidden = month is not None or bool(_MASKED.match(word.strip() or "*"))
        return _made(match, found["year"], None, (0, 0), "blank") if hidden else None
    days, form = (1, 0), "month"
    if day:
        days, form = (day, day), "day"
    elif found["part"]:
        days, form = PARTS[found["part"].replace("、", "").replace("月", "")], "part"
    return _made(match, found["year"], (month, month), days, form)


def _quarter(match: re.Match[str], found: Found) -> Moment | None:
    word = found["quarter"] or ""
    last = 3 * ("一二三四".find(word) + 1 or int(word))
    edge = found["edge"]
    if edge == "初":
        return _made(match, found["year"], (last - 2, last - 2), (1, 1), "period")
    if edge:
        return _made(match, found["year"], (last, last), (0, 0), "period")
    return _made(match, found["year"], (last - 2, last), (1, 0), "period")


def _half(match: re.Match[str], found: Found) -> Moment | None:
    months = (1, 6) if found["half"] == "上" else (7, 12)
    return _made(match, found["year"], months, (1, 0), "period")


def _season(match: re.Match[str], found: Found) -> Moment | None:
    word = found["season"] or found["year_edge"] or ""
    months, days = _SEASONS[word[-1]]
    return _made(match, found["year2"], months, days, "period")


def _bare_month(match: re.Match[str], found: Found) -> Moment | None:
    month = _small(found["bare_month"] or "", 12)
    return (
        _made(match, found["year3"], (month, month), (1, 0), "month") if month else None
    )


def _only_year(match: re.Match[str], found: Found) -> Moment | None:
    return _made(match, found["only_year"], (1, 12), (1, 0), "year")


def _month_edge(match: re.Match[str], found: Found) -> Moment | None:
    return _made(match, None, None, PARTS[found["month_edge"] or ""], "only")


def _short(match: re.Match[str], found: Found) -> Moment | None:
    month = _small(found["short_month"] or "", 12)
    day = _small(found["short_day"] or "", 31)
    return (
        _made(match, None, (month, month), (day, day), "short")
        if month and day
        else None
    )


def _only_day(match: re.Match[str], found: Found) -> Moment | None:
    day = _small(found["only_day"] or "", 31)
    return _made(match, None, None, (day, day), "only") if day else None


def _only_part(match: re.Match[str], found: Found) -> Moment | None:
    return _made(match, None, None, PARTS[found["only_part"] or ""], "only")


_READERS = (
    ("iso", _iso),
    ("month", _month),
    ("quarter", _quarter),
    ("half", _half),
    ("year_edge", _season),
    ("season", _season),
    ("bare_month", _bare_month),
    ("only_year", _only_year),
    ("month_edge", _month_edge),
    ("short_month", _short),
    ("only_day", _only_day),
    ("only_part", _only_part),
)
