"""Break Chinese text into lines of whole cells, as 避头尾 asks.

WeasyPrint stretches nothing but spaces, so the lines are chosen here, and each full
line carries the letter-spacing that brings it to the right edge. The caller prints
them unwrapped. One cell is the width of one Han character.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

NO_START = frozenset("，。、；：？！）》」』】〕〉”’…—·℃％‰,.;:?!)%]}°′″")
NO_END = frozenset("（《「『【〔〈“‘([{￥¥")
# Marks whose ink fills half a cell: the empty half may hang over the right edge.
HALF_EMPTY = frozenset("，。、；：）》」』】〕〉”’")
# A line is pressed by no more than this share of its width (one cell in 28), and not
# stretched beyond this share of a cell between two characters: then it stays ragged.
PRESS_SHARE_MAX = 1 / 28
STRETCH_CELLS_MAX = 0.15
_ROUNDING = 1e-6
_PIECE = re.compile(
    r"[0-9A-Za-z][0-9A-Za-z.,:%/\-+@_ ]*[0-9A-Za-z%]|[0-9A-Za-z]|——|……|.", re.DOTALL
)

Measure = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line.

    Attributes:
        text: Its characters, without spaces at the end.
        spacing_cells: Added after each character, in cells; negative presses.
    """

    text: str
    spacing_cells: float


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    width: float


def fit(text: str, measure: Measure, columns: float, indent: float = 0) -> list[Line]:
    """Lines of at most the given width; the joined text loses only spaces at breaks.

    Every line but the last reaches the right edge, a closing mark with the empty half
    of its cell beyond it. A line that would have to be stretched too far stays ragged.

    Args:
        text: One paragraph, without line breaks.
        measure: Width of a string in cells.
        columns: Cells in a line, at least 2.
        indent: Cells left empty at the start of the first line, less than columns.

    Returns:
        The lines in order; one empty line for an empty text.
    """
    pieces = list(_pieces(text, measure, columns - indent))
    lines: list[Line] = []
    start, room = 0, columns - indent
    while start < len(pieces):
        stop = _line_end(pieces, start, room)
        lines.append(_line(pieces[start:stop], room, is_last=stop == len(pieces)))
        start, room = stop, columns
        while start < len(pieces) and pieces[start].text == " ":
            start += 1
    return lines or [Line("", 0.0)]


def _pieces(text: str, measure: Measure, room: float) -> Iterator[_Piece]:
    """Parts that stay whole; a Latin run wider than a line is cut to words or letters.

    Without the cut no line could ever take the run.
    """
    for match in _PIECE.finditer(text):
        run = match.group()
        if measure(run) <= room:
            yield _Piece(run, measure(run))
            continue
        for word in re.findall(r" |[^ ]+", run):
            whole = [word] if measure(word) <= room else word
            yield from (_Piece(part, measure(part)) for part in whole)


def _line_end(pieces: list[_Piece], start: int, room: float) -> int:
    """Index after the last piece of the line; always beyond start."""
    width, stop = 0.0, start
    while stop < len(pieces) and width + pieces[stop].width <= room + _ROUNDING:
        width += pieces[stop].width
        stop += 1
    stop = max(stop, start + 1)
    if stop == len(pieces) or _may_break(pieces, stop):
        return stop
    pushed = _push_in(pieces, stop)
    excess = _ink_width(pieces[start:pushed]) - room
    if excess <= room * PRESS_SHARE_MAX + _ROUNDING and _may_break(pieces, pushed):
        return pushed
    earlier = stop - 1
    while earlier > start and not _may_break(pieces, earlier):
        earlier -= 1
    # A chain of marks as long as the line: the rules cannot be kept.
    return earlier if earlier > start else stop


def _may_break(pieces: list[_Piece], index: int) -> bool:
    """Whether a line may end before this piece; spaces at the break are not printed."""
    after, before = index, index - 1
    while after < len(pieces) and pieces[after].text == " ":
        after += 1
    while before > 0 and pieces[before].text == " ":
        before -= 1
    if after == len(pieces):
        return True
    return (
        pieces[after].text[0] not in NO_START and pieces[before].text[-1] not in NO_END
    )


def _push_in(pieces: list[_Piece], stop: int) -> int:
    """Index after the marks that may not start the next line."""
    end = stop
    while stop < len(pieces) and pieces[stop].text[0] in NO_START | {" "}:
        stop += 1
        if pieces[stop - 1].text != " ":
            end = stop
    return end


def _ink_width(pieces: list[_Piece]) -> float:
    """Width of a line up to its ink: a closing mark counts half."""
    hang = 0.5 if pieces[-1].text[-1] in HALF_EMPTY else 0.0
    return sum(piece.width for piece in pieces) - hang


def _line(pieces: list[_Piece], room: float, *, is_last: bool) -> Line:
    """The line and the spacing that brings it to the right edge."""
    while len(pieces) > 1 and pieces[-1].text == " ":
        pieces = pieces[:-1]
    text = "".join(piece.text for piece in pieces)
    width = sum(piece.width for piece in pieces)
    if width > room:
        width = _ink_width(pieces)
    spacing = (room - width) / max(1, len(text) - 1)
    if is_last:
        spacing = min(spacing, 0.0)
    return Line(text, spacing if spacing <= STRETCH_CELLS_MAX else 0.0)
