"""Break a 公文标题 between words into a trapezium or a rhombus."""

from collections.abc import Iterator
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path

from documents.fitter import NO_END, NO_START, Measure

_GOOD_AFTER = frozenset("的、，》”")
_BAD = 50.0
_LINE_COST = 6.0
_LINES_MAX = 4


def title_lines(title: str, measure: Measure, columns: float) -> list[str]:
    """Lines of the title, shaped as the standard wants.

    Line breaks the author wrote are kept as they are. Otherwise the fewest lines are
    taken that hold the title, or one more when those would cut a word, be of one
    width or be narrow in the middle.

    Args:
        title: The whole title.
        measure: Width of a string in characters.
        columns: Widest line, in characters of the title.

    Returns:
        One or more lines, top first; a title no break can help comes back whole.

    Source:
        GB/T 9704-2012, 7.3.1: 词意完整，排列对称，长短适宜，间距恰当，梯形或菱形.
    """
    measure = cache(measure)
    if "\n" in title:
        return [line.strip() for line in title.splitlines() if line.strip()]
    for count in range(1, _LINES_MAX + 1):
        choices = list(_choices(title, count, measure, columns))
        if choices and count > 1:
            choices += _choices(title, count + 1, measure, columns)
        if choices:
            cuts = {place: _cut_cost(title, place) for place in range(1, len(title))}
            return min(choices, key=lambda lines: _cost(lines, cuts, measure))
    return [title]


def _choices(
    rest: str, count: int, measure: Measure, columns: float
) -> Iterator[list[str]]:
    """Every way to break the rest into that many lines that fit."""
    if count == 1:
        if measure(rest) <= columns:
            yield [rest]
        return
    for place in range(1, len(rest)):
        if measure(rest[:place]) > columns:
            return
        enough = measure(rest[place:]) <= columns * (count - 1)
        if enough and _may_cut(rest, place):
            for lines in _choices(rest[place:], count - 1, measure, columns):
                yield [rest[:place], *lines]


def _may_cut(title: str, place: int) -> bool:
    before, after = title[place - 1], title[place]
    both_latin = before.isascii() and after.isascii()
    return not (both_latin or after in NO_START | {"的"} or before in NO_END)


def _cost(lines: list[str], cuts: dict[int, float], measure: Measure) -> float:
    """How far the lines are from the wanted shape; 0 is best."""
    widths = [measure(line) for line in lines]
    cost = 12 * (1 - min(widths) / max(widths)) + _LINE_COST * len(lines)
    cost += sum(15 for a, b in pairwise(widths) if abs(a - b) < 2)
    middle = widths[1:-1]
    cost += _BAD if middle and min(middle) < min(widths[0], widths[-1]) else 0
    places = accumulate(len(line) for line in lines[:-1])
    return cost + sum(cuts[place] for place in places)


def _cut_cost(title: str, place: int) -> float:
    """0 after a mark, 2 between two known words, 50 inside one."""
    words = _words()
    starts = [word for word in words if title.startswith(word, place)]
    ends = [word for word in words if title.endswith(word, 0, place)]
    for word in words:
        first = max(0, place - len(word) + 1)
        found = title.find(word, first, place + len(word) - 1)
        if first <= found < place:
            return _BAD
    if title[place - 1] in _GOOD_AFTER:
        return 0.0
    return 10.0 - 4 * bool(starts) - 4 * bool(ends)


@cache
def _words() -> tuple[str, ...]:
    """Words no break may cut, one a line in title_words.txt."""
    path = Path(__file__).with_name("title_words.txt")
    return tuple(path.read_text(encoding="utf-8").split())
