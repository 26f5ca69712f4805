"""Paths in millimetres, y downward: characters as outlines, written as SVG or PDF.

A drawing made of paths needs no font of the page.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from fontTools.pens.basePen import BasePen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from documents.fonts import Role, font_file

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
# A command of SVG (M, L, C or Z) and its points.
Step = tuple[str, tuple[Point, ...]]
Path = tuple[Step, ...]

_PDF_WORDS = {"M": "m", "L": "l", "C": "c", "Z": "h"}
# Of a quarter of a circle drawn as a Bézier curve.
_KAPPA = 0.5522847498


class _PathPen(BasePen):  # type: ignore[misc]  # fontTools has no types
    """Keeps what is drawn; curves of TrueType become cubic ones on the way."""

    def __init__(self, glyphs: Any) -> None:  # noqa: ANN401 - fontTools has no types
        super().__init__(glyphs)
        self.path: list[Step] = []

    def _moveTo(self, point: Point) -> None:  # noqa: N802 - named by fontTools
        self.path.append(("M", (point,)))

    def _lineTo(self, point: Point) -> None:  # noqa: N802 - named by fontTools
        self.path.append(("L", (point,)))

    def _curveToOne(self, *points: Point) -> None:  # noqa: N802 - named by fontTools
        self.path.append(("C", points))

    def _closePath(self) -> None:  # noqa: N802 - named by fontTools
        self.path.append(("Z", ()))


def outline(character: str, role: Role) -> Path:
    """The character one unit high on its baseline, y upward; nothing if no font has it.

    Args:
        character: One character.
        role: Whose stack of fonts is searched.
    """
    path = font_file(character, role)
    return _outline(character, str(path)) if path else ()


@cache
def _outline(character: str, path: str) -> Path:
    font = _font(path)
    glyphs = font.getGlyphSet()
    pen = _PathPen(glyphs)
    scale = 1 / font["head"].unitsPerEm
    name = font.getBestCmap()[ord(character)]
    glyphs[name].draw(TransformPen(pen, (scale, 0, 0, scale, 0, 0)))
    return tuple(pen.path)


def moved(path: Path, matrix: Matrix) -> Path:
    """The path under a matrix (a, b, c, d, e, f) as SVG and PDF know it."""
    a, b, c, d, e, f = matrix
    return tuple(
        (word, tuple((a * x + c * y + e, b * x + d * y + f) for x, y in points))
        for word, points in path
    )


def circle(centre: float, radius: float) -> Path:
    """A circle around (centre, centre) as four curves."""
    near, far, bend = centre - radius, centre + radius, _KAPPA * radius
    low, high = centre - bend, centre + bend
    return (
        ("M", ((far, centre),)),
        ("C", ((far, high), (high, far), (centre, far))),
        ("C", ((low, far), (near, high), (near, centre))),
        ("C", ((near, low), (low, near), (centre, near))),
        ("C", ((high, near), (far, low), (far, centre))),
        ("Z", ()),
    )


def svg_path(path: Path) -> str:
    """The ``d`` of an SVG path."""
    return "".join(f"{word}{_numbers(points)}" for word, points in path)


def pdf_path(path: Path) -> str:
    """Operators that build the path, without painting it."""
    return " ".join(f"{_numbers(points)} {_PDF_WORDS[word]}" for word, points in path)


def _numbers(points: Iterable[Point]) -> str:
    return " ".join(f"{x:.3f} {y:.3f}" for x, y in points)


@cache
def _font(path: str) -> Any:  # noqa: ANN401 - fontTools has no types
    return TTFont(path, lazy=True)
