"""Read places back from a PDF, in millimetres from the top left corner."""

import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pdfplumber
from pdfplumber.page import Page

MM = 25.4 / 72


@dataclass(frozen=True)
class PrintedLine:
    """Characters that stand on one baseline in one size of type."""

    text: str
    font: str
    size_pt: float
    x0: float
    x1: float
    baseline: float

    @property
    def em_top(self) -> float:
        return self.baseline - 0.88 * self.size_pt * MM

    @property
    def em_bottom(self) -> float:
        return self.baseline + 0.12 * self.size_pt * MM


def pages(pdf: bytes) -> Iterator[Page]:
    """The pages as pdfplumber gives them."""
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        yield from opened.pages


def text_of(pdf: bytes) -> str:
    """All text of the document without spaces and line ends."""
    whole = "".join(page.extract_text() for page in pages(pdf))
    return "".join(whole.split())


def lines(page: Page, size_pt: float) -> list[PrintedLine]:
    """Lines of one size of type, from the top."""
    found = defaultdict(list)
    for char in page.chars:
        if char["upright"] and abs(char["size"] - size_pt) < 0.15:
            found[round(char["matrix"][5], 1)].append(char)
    height = float(page.height)
    return [
        _line(sorted(chars, key=lambda char: char["x0"]), height)
        for _, chars in sorted(found.items(), reverse=True)
    ]


def seal_boxes(page: Page) -> list[tuple[float, float, float, float]]:
    """Outer edges of the rings, as (left, top, right, bottom)."""
    rings = [c for c in page.curves if 39 < (c["x1"] - c["x0"]) * MM < 43]
    half = 0.5
    return [
        (
            c["x0"] * MM - half,
            c["top"] * MM - half,
            c["x1"] * MM + half,
            c["bottom"] * MM + half,
        )
        for c in rings
    ]


def _line(chars: list[Any], height: float) -> PrintedLine:
    inked = [char for char in chars if char["text"].strip()] or chars
    return PrintedLine(
        text="".join(char["text"] for char in chars),
        font=chars[0]["fontname"].partition("+")[2],
        size_pt=chars[0]["size"],
        x0=inked[0]["x0"] * MM,
        x1=inked[-1]["x1"] * MM,
        baseline=(height - inked[0]["matrix"][5]) * MM,
    )
