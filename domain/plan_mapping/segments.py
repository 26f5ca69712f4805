"""The text cut where parts of the draft stand, so that a page can link the two."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from domain.plans.model import Place


@dataclass(frozen=True)
class Mark:
    """A place in the text that belongs to a part.

    Attributes:
        key: Of the part, unique on the page.
        look: Word that says how it is shown: sure, unsure, unread, fault …
    """

    at: Place
    key: str
    look: str


@dataclass(frozen=True)
class Segment:
    """A stretch of one line that belongs to the same part throughout.

    Attributes:
        mark: The shortest mark around it, or None.
        begins: Keys of the parts whose first characters these are.
    """

    text: str
    mark: Mark | None
    begins: tuple[str, ...]


def lines_of(text: str, marks: Iterable[Mark]) -> list[list[Segment]]:
    """The text line by line, each line as its segments; joined they are the text.

    Where marks overlap, the shortest is shown; a mark hidden by others still begins
    somewhere. Places outside the text are cut to it.
    """
    placed = sorted(
        (one for one in marks if _begins_inside(one, text)),
        key=lambda one: one.at,
    )
    lines: list[list[Segment]] = [[]]
    for segment in _segments(text, placed):
        first, *others = segment.text.split("\n")
        if first or segment.begins:
            lines[-1].append(Segment(first, segment.mark, segment.begins))
        lines += [
            [Segment(piece, segment.mark, ())] if piece else [] for piece in others
        ]
    return lines


def _begins_inside(mark: Mark, text: str) -> bool:
    return 0 <= mark.at[0] < min(mark.at[1], len(text))


def _segments(text: str, placed: list[Mark]) -> Iterator[Segment]:
    edges = {0, len(text)}
    for one in placed:
        edges |= {one.at[0], min(one.at[1], len(text))}
    points = sorted(edges)
    open_marks: list[Mark] = []
    begun: set[str] = set()
    queue = list(reversed(placed))
    for start, end in pairwise(points):
        open_marks = [one for one in open_marks if one.at[1] > start]
        begins = []
        while queue and queue[-1].at[0] <= start:
            opened = queue.pop()
            open_marks.append(opened)
            if opened.key not in begun:
                begins.append(opened.key)
            begun.add(opened.key)
        shown = min(open_marks, key=lambda one: one.at[1] - one.at[0], default=None)
        yield Segment(text[start:end], shown, tuple(begins))
