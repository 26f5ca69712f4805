"""A sample seal drawn from the name of the unit, where the real one will be pressed.

It says 样章 below its star: it shows the place and size, and proves nothing.
"""

import math
from dataclasses import dataclass

SEAL_MM = 42.0
_CENTRE = SEAL_MM / 2
_RING_MM = 1.0
_STAR_MM = 6.0
_SIZE_MM = 4.6
# The name fills at most this part of the circle, in degrees.
_ARC_MAX = 260.0
_STEP_MAX = 30.0


@dataclass(frozen=True, slots=True)
class SealCharacter:
    """One character of the name, turned by its angle around its own centre."""

    text: str
    x: float
    y: float
    angle: float


@dataclass(frozen=True, slots=True)
class DrawnSeal:
    """A seal ready to be written as SVG, in millimetres from its top left."""

    size: float
    centre: float
    ring_radius: float
    ring_width: float
    star: str
    characters: tuple[SealCharacter, ...]
    text_size: float


def draw_seal(name: str) -> DrawnSeal:
    """The name around a star, from left over the top to right."""
    count = max(1, len(name))
    step = min(_STEP_MAX, _ARC_MAX / max(1, count - 1))
    inner = _CENTRE - _RING_MM - 0.8
    radius = inner - _SIZE_MM / 2
    # Neighbours on the circle may not touch.
    size = min(_SIZE_MM, math.radians(step) * (radius - _SIZE_MM / 2) * 1.1)
    characters = tuple(
        _character(text, (index - (count - 1) / 2) * step, radius)
        for index, text in enumerate(name)
    )
    return DrawnSeal(
        SEAL_MM,
        _CENTRE,
        round(_CENTRE - _RING_MM / 2, 3),
        _RING_MM,
        _star(),
        characters,
        round(size, 3),
    )


def _character(text: str, angle: float, radius: float) -> SealCharacter:
    turn = math.radians(angle)
    x = _CENTRE + radius * math.sin(turn)
    y = _CENTRE - radius * math.cos(turn)
    return SealCharacter(text, round(x, 3), round(y, 3), round(angle, 3))


def _star() -> str:
    """Path of a five-pointed star in the middle."""
    inner = _STAR_MM * math.sin(math.radians(18)) / math.sin(math.radians(54))
    points = []
    for index in range(10):
        turn = math.radians(36 * index)
        radius = inner if index % 2 else _STAR_MM
        x = _CENTRE + radius * math.sin(turn)
        y = _CENTRE - radius * math.cos(turn)
        points.append(f"{x:.3f} {y:.3f}")
    return "M" + " L".join(points) + " Z"
