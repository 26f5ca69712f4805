"""A sample seal drawn from the name of the unit, where the real one will be pressed.

It says 样章 below its star: it shows the place and size, and proves nothing by itself.
In a signed filing it is the look of the signature.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from documents import layout, outlines
from documents.fonts import text_width
from documents.outlines import Path, Step

SEAL_MM = 42.0
_CENTRE = SEAL_MM / 2
RING_MM = 1.0
_STAR_MM = 6.0
_SIZE_MM = 4.6
_WORD, _WORD_MM, _WORD_BASELINE_MM = "样章", 3.6, 33.5
# The name fills at most this part of the circle, in degrees.
_ARC_MAX = 260.0
_STEP_MAX = 30.0
# From the middle of a character down to its baseline, in ems.
_BASELINE_EM = 0.38


@dataclass(frozen=True, slots=True)
class Seal:
    """The name around a star, from left over the top to right."""

    name: str

    @property
    def ring(self) -> str:
        """SVG path of the ring, drawn with a stroke of RING_MM; millimetres."""
        return outlines.svg_path(_ring())

    @property
    def marks(self) -> str:
        """SVG path of star, name and word, filled; millimetres."""
        return outlines.svg_path(_marks(self.name))

    def operators(self) -> bytes:
        """PDF operators that draw it in points from its lower left corner."""
        scale = 1 / layout.POINT
        red = " ".join(f"{int(layout.RED[n : n + 2], 16) / 255:.4f}" for n in (1, 3, 5))
        lines = (
            f"{scale:.6f} 0 0 {-scale:.6f} 0 {SEAL_MM * scale:.4f} cm",
            f"{red} rg {red} RG {RING_MM} w",
            f"{outlines.pdf_path(_ring())} S",
            f"{outlines.pdf_path(_marks(self.name))} f",
        )
        return "\n".join(lines).encode()


def _ring() -> Path:
    return outlines.circle(_CENTRE, round(_CENTRE - RING_MM / 2, 3))


def _marks(name: str) -> Path:
    return (*_star(), *_around(name), *_below())


def _around(name: str) -> Iterator[Step]:
    count = max(1, len(name))
    step = min(_STEP_MAX, _ARC_MAX / max(1, count - 1))
    radius = _CENTRE - RING_MM - 0.8 - _SIZE_MM / 2
    # Neighbours on the circle may not touch.
    size = min(_SIZE_MM, math.radians(step) * (radius - _SIZE_MM / 2) * 1.1)
    for index, text in enumerate(name):
        turn = math.radians((index - (count - 1) / 2) * step)
        yield from _character(text, size, turn, radius)


def _character(text: str, size: float, turn: float, radius: float) -> Path:
    """One character turned around its own middle, which lies on the circle."""
    cosine, sine = math.cos(turn), math.sin(turn)
    x, y = _CENTRE + radius * sine, _CENTRE - radius * cosine
    across = -size * text_width(text, "song") / 2
    down = size * _BASELINE_EM
    return outlines.moved(
        outlines.outline(text, "song"),
        (
            size * cosine,
            size * sine,
            size * sine,
            -size * cosine,
            x + across * cosine - down * sine,
            y + across * sine + down * cosine,
        ),
    )


def _below() -> Iterator[Step]:
    left = _CENTRE - len(_WORD) * _WORD_MM / 2
    for index, text in enumerate(_WORD):
        place = (left + index * _WORD_MM, _WORD_BASELINE_MM)
        matrix = (_WORD_MM, 0, 0, -_WORD_MM, *place)
        yield from outlines.moved(outlines.outline(text, "song"), matrix)


def _star() -> Path:
    """A five-pointed star in the middle."""
    inner = _STAR_MM * math.sin(math.radians(18)) / math.sin(math.radians(54))
    points = []
    for index in range(10):
        turn = math.radians(36 * index)
        radius = inner if index % 2 else _STAR_MM
        points.append(
            (_CENTRE + radius * math.sin(turn), _CENTRE - radius * math.cos(turn))
        )
    lines = (("L", (point,)) for point in points[1:])
    return (("M", (points[0],)), *lines, ("Z", ()))
