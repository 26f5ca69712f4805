"""Dates in a plan: single days, ranges, limits, relative and recurring ones."""

import re
from calendar import monthrange
from dataclasses import dataclass

from domain.plans.lapses import lapse
from domain.plans.moments import ATOM, Moment, moment

_WEEKDAY = r"(?:\((?:星期|周|礼拜)[一二三四五六日天]\))?"
_CONNECTOR = re.compile(
    rf"{_WEEKDAY}\s?(?:[上下]午|零时|\d{{1,2}}[时点:]\d{{0,2}})?\s?(?:起|开始"
    rf"|启动)?(?:实施|进行)?[,、]?\s?"
    r"(?:[-—~]{1,4}|(?:直)?至|到|起至|——)\s?[-—~]?\s?"
)
_OPEN_CONNECTOR = re.compile(r"(?:起|开始|启动)[\u4e00-\u9fff]{0,2}[,、](?:至|到)?")
_RUNNING = re.compile(r"(?:起|开始|启动)[\u4e00-\u9fff]{0,12}[,、](?:至|到)?")
_ENDS = re.compile(r"(?:份)?(?:基本)?(?:结束|完成)(?=[,。;]|$)")
_LOST = re.compile(rf"{_WEEKDAY}[ ?]?")
_CLOSED = re.compile(r"(?:份)?(?:基本)?(?:结束|完成|为止|止)")
_BEFORE = re.compile(
    r"(?:[((][^()]{1,8}[))])?(?:以前|之前|底前|前(?!后|期|段|往|述|置|提|两|三"
    r"|列|沿|几))"
)
_AFTER = re.compile(r"(?:起|开始|以后|之后|后)(?!,?(?:至|到))")
_UNTIL = re.compile(
    r"(?:(?:从|自)?(?:即日|现在|目前|通知(?:下发|印发|发布)?之日|(?:印发|发布"
    r"|下发)之日|本月|动员(?:大)?会后?)"
    r"(?:起|开始)?[,、]?(?:至|到|[-—~]{1,3})|截止(?:到|至|时间|日期)?[为::]?"
    r"|截至|止于|最迟|不迟于|至迟(?:于)?)\s?$"
)
_TO = re.compile(r"(?<![以乃甚直])(?:至|到)$")
_EVERY = re.compile(
    r"(?:每|逐)(?:个|一)?(?:年|半年|月|季度首月|季度末月|季度末|季度|季|周"
    r"|星期|日|天)?的?(?:末|次月|下月)?$|每逢$"
)
_LIST = re.compile(r"[,、和及]")


@dataclass(frozen=True)
class Mention:
    """One date expression of the text.

    Attributes:
        start: Where it begins, prefix words such as 即日起至 included.
        end: Where it ends, suffix words such as 以前 included.
        opening: First written point, or None where only a limit is given.
        closing: Last written point, or None where only a beginning is given.
        kind: "range", "single", "before", "after", "recurring" or "blank".
    """

    start: int
    end: int
    opening: Moment | None
    closing: Moment | None
    kind: str

    @property
    def moments(self) -> tuple[Moment, ...]:
        """The written points, in order, without doubles."""
        points = (self.opening, self.closing)
        return tuple(dict.fromkeys(p for p in points if p is not None))

    @property
    def year(self) -> int | None:
        """The year this mention writes, the first if two."""
        return next((p.year for p in self.moments if p.year), None)

    @property
    def masked(self) -> bool:
        """Whether a year is written but hidden."""
        return any(point.masked for point in self.moments)

    @property
    def has_month(self) -> bool:
        """Whether any point says more than a year."""
        return any(p.form != "year" and p.months for p in self.moments)


_GATE = re.compile(r"[年月日号旬季]|\d[./-]\d")


def _atoms(text: str, start: int, end: int) -> list[Moment]:
    if not _GATE.search(text, start, end):
        return []
    points = (moment(match) for match in ATOM.finditer(text, start, end))
    return [point for point in points if point]


def _connected(text: str, first: Moment, second: Moment) -> str | None:
    """How two points belong together: "range", or None when they do not."""
    between = text[first.end : second.start]
    if len(between) > 16 or "\n" in between:
        return None
    if _CONNECTOR.fullmatch(between) or (
        between == "、" and _next_month(text, first, second)
    ):
        return "range"
    opened = _OPEN_CONNECTOR.fullmatch(between) and _CLOSED.match(text, second.end)
    if opened or (_RUNNING.fullmatch(between) and _ENDS.match(text, second.end)):
        return "range"
    days = first.form in ("day", "part") and second.form in ("day", "only")
    alike = first.form == second.form and first.form in ("part", "month")
    days = days or (alike and first.end == second.start)
    lost = days and _LOST.fullmatch(between)
    return "range" if lost and not second.blank else None


def _next_month(text: str, first: Moment, second: Moment) -> bool:
    """Whether 三、四月 names two months that follow each other."""
    if first.months is None or second.months is None or second.form != "month":
        return False
    bare = text[first.end - 1] != "月"
    return bare and second.months[0] - first.months[0] == 1


def _usable_alone(text: str, point: Moment, before: list["Mention"]) -> bool:
    """Whether a point may stand without a partner in a range."""
    if point.form == "only":
        if _EVERY.search(text[max(0, point.start - 8) : point.start]):
            return True
        limit = _BEFORE.match(text, point.end) is not None
        near = bool(before) and point.start - before[-1].end < 60
        return limit and near and "\n" not in text[before[-1].end : point.start]
    if point.form == "short":
        bracket = text[point.start - 1 : point.start] in ("(", ":")
        closed = text[point.end : point.end + 1] in (")", "前", "")
        return point.year is not None or (bracket and closed)
    return True


def _kind(text: str, point: Moment) -> tuple[int, int, str]:
    """Start, end and kind of a lone point, read from the words around it."""
    lead = text[max(0, point.start - 16) : point.start]
    start, end, kind = point.start, point.end, "single"
    until = _UNTIL.search(lead)
    limit = _BEFORE.match(text, end)
    after = _AFTER.match(text, end)
    if _EVERY.search(lead):
        kind = "recurring"
    elif point.blank:
        kind = "blank"
    elif until or limit:
        start = start - len(lead) + until.start() if until else start
        end, kind = limit.end() if limit else end, "before"
    elif _TO.search(lead):
        start, kind = start - 1, "before"
    elif after:
        end, kind = after.end(), "after"
    return start, end, kind


def mentions(text: str, start: int = 0, end: int | None = None) -> list[Mention]:
    """Every date expression of text[start:end], in order, without overlap."""
    end = len(text) if end is None else end
    points = _atoms(text, start, end)
    found: list[Mention] = []
    index = 0
    while index < len(points):
        point = points[index]
        following = points[index + 1] if index + 1 < len(points) else None
        if following and _connected(text, point, following):
            found.append(_ranged(text, point, following))
            index += 2
            continue
        closing = lapse(text, point)
        if closing:
            found.append(Mention(point.start, closing.end, point, closing, "range"))
        elif _usable_alone(text, point, found):
            found.append(_alone(text, point, found))
        index += 1
    return found


def _ranged(text: str, first: Moment, second: Moment) -> Mention:
    if first.blank or second.blank:
        return Mention(first.start, second.end, first, second, "blank")
    lead = text[max(0, first.start - 8) : first.start]
    kind = "recurring" if _EVERY.search(lead) else "range"
    limit = _BEFORE.match(text, second.end)
    return Mention(
        first.start, limit.end() if limit else second.end, first, second, kind
    )


def _alone(text: str, point: Moment, before: list[Mention]) -> Mention:
    start, end, kind = _kind(text, point)
    if point.form == "only" and before:
        last = before[-1].moments[-1]
        months = (last.months[1],) * 2 if last.months else None
        point = Moment(
            point.start, point.end, last.year, last.masked, last.shift,
            months, point.days, months is None, "day",
        )  # fmt: skip
    opening = None if kind == "before" else point
    closing = None if kind == "after" else point
    return Mention(start, end, opening, closing, kind)


def iso(year: int | None, month: int, day: int) -> str:
    """The day as text; day 0 and days past the end are the month's last day."""
    last = monthrange(year or 2001, month)[1]
    day = last if day == 0 or day > last else day
    return f"{year:04d}-{month:02d}-{day:02d}" if year else f"--{month:02d}-{day:02d}"


def _own_year(point: Moment, basis: int | None) -> int | None:
    if point.masked:
        return None
    if point.year:
        return point.year
    return basis + (point.shift or 0) if basis else None


def _first_day(point: Moment, year: int | None) -> str | None:
    return iso(year, point.months[0], point.days[0]) if point.months else None


def resolve(mention: Mention, basis: int | None) -> tuple[str | None, str | None]:
    """First and last day of a mention; None where it gives none.

    Args:
        mention: What was read.
        basis: The year for points that write none; None leaves it open.

    Returns:
        ISO days. The end takes a missing year or month from the start and rolls
        over into the next year; a limit has no start.
    """
    opening, closing = mention.opening, mention.closing
    if mention.kind in ("recurring", "blank"):
        return None, None
    if opening is None or closing is None:
        return _one_sided(opening, closing, basis)
    begin_year = _begin_year(opening, closing, basis)
    start = _first_day(opening, begin_year)
    months = closing.months or opening.months
    if months is None or start is None:
        return start, None
    end_year = closing.year or begin_year
    if closing.shift is not None and begin_year and closing is not opening:
        end_year = begin_year + closing.shift
    end = iso(end_year, months[1], closing.days[1])
    rolls = closing.year is None and closing.shift is None
    if rolls and begin_year and end < start:
        end = iso(begin_year + 1, months[1], closing.days[1])
    return start, end


def _one_sided(
    opening: Moment | None, closing: Moment | None, basis: int | None
) -> tuple[str | None, str | None]:
    if opening is not None:
        return _first_day(opening, _own_year(opening, basis)), None
    if closing is None or closing.months is None:
        return None, None
    return None, iso(_own_year(closing, basis), closing.months[1], closing.days[1])


def _begin_year(opening: Moment, closing: Moment, basis: int | None) -> int | None:
    if opening.year or opening.masked or opening.shift is not None:
        return _own_year(opening, basis)
    if closing.year and opening.months and closing.months:
        later = opening.months[0] > closing.months[1]
        return closing.year - 1 if later else closing.year
    return _own_year(opening, basis)
