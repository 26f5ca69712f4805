"""Lines of long documents, read back by pdftotext: a page in a millisecond."""

import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from re import DOTALL, findall

from documents import layout
from documents.fitter import HALF_EMPTY, NO_END, NO_START, Line, fit
from documents.fonts import text_width

POINT = layout.POINT
LINE = r'<line xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</l'
# Hanging beyond the edge of the text: half a cell, less what the line was pressed.
HANG_MM = layout.CELL / 2
EDGE_MM = 0.3


@dataclass(frozen=True)
class BodyLine:
    """One line in the size of the body, in millimetres from the top left corner."""

    text: str
    x0: float
    x1: float
    top: float


def body_pages(pdf: bytes) -> list[list[BodyLine]]:
    """Body lines of every page, from the top."""
    command = ("pdftotext", "-bbox-layout", "-", "-")
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    pages = done.stdout.decode().split("<page ")[1:]
    return [sorted(_lines(page), key=lambda line: line.top) for page in pages]


def _lines(page: str) -> Iterable[BodyLine]:
    for *places, inside in findall(LINE, page, DOTALL):
        x0, top, x1, bottom = (float(place) * POINT for place in places)
        words = findall(r"<word[^>]*>(.*?)</word>", inside)
        if abs(bottom - top - layout.CELL) < 0.05:
            yield BodyLine(unescape("".join(words)), x0, x1, top)


def fitted(texts: Iterable[str]) -> list[list[Line]]:
    """The lines each paragraph ought to be printed in."""

    def measure(text: str) -> float:
        return text_width(text, "fangsong")

    return [fit(text, measure, layout.COLUMNS, 2) for text in texts]


def mark_faults(lines: Iterable[BodyLine]) -> list[str]:
    """Lines that begin or end with a mark that may not stand there."""
    return [
        line.text
        for line in lines
        if line.text[0] in NO_START or line.text[-1] in NO_END
    ]


def edge_faults(lines: Iterable[BodyLine], wanted: Iterable[Line]) -> list[str]:
    """Full lines that end beside the right edge; the wanted ones say which are full.

    A line that would have to be stretched too far stays ragged: nothing is asked of it
    but that it keeps inside.
    """
    return [
        f"{line.x1:.2f} {line.text}"
        for line, full in zip(lines, wanted, strict=True)
        if not _is_at_edge(line, full)
    ]


def _is_at_edge(line: BodyLine, full: Line) -> bool:
    right = layout.LEFT + layout.TEXT_WIDTH
    hang = HANG_MM if line.text[-1] in HALF_EMPTY and line.x1 > right + 1 else 0.0
    if full.spacing_cells:
        return abs(line.x1 - right - hang) <= EDGE_MM
    return line.x1 <= right + hang + EDGE_MM


def pitch_faults(lines: list[BodyLine]) -> list[float]:
    """Distances from line to line that are not one row."""
    gaps = [lower.top - upper.top for upper, lower in pairwise(lines)]
    return [gap for gap in gaps if abs(gap - layout.ROW) > 0.05]
