"""Where the QR code and its typed code stand: in the margin of the first page.

The text area of GB/T 9704-2012 stays as it is. The standard names no place for such a
code; ours is the foot of the page, on the side where the page number is not. 信函 has a
double rule there, so its code stands at the head.
"""

from dataclasses import dataclass

from documents import layout
from documents.codes import qr_path

STAMP_MM = 18.0
_FOOT_MM = 266.0
_HEAD_MM = 7.0
_TURNED_LEFT_MM = 9.0


@dataclass(frozen=True, slots=True)
class Stamp:
    """A QR code with the code below it.

    Attributes:
        left_mm, top_mm: Of its corner from that of the text area.
        modules: Along one side.
        path: The dark modules as an SVG path, one unit a module.
        code: To be typed.
    """

    left_mm: float
    top_mm: float
    modules: int
    path: str
    code: str


def stamp(form: str, qr: str, code: str) -> Stamp:
    """The stamp of a paper of that form."""
    left, top = _place(form)
    return Stamp(left, top, *qr_path(qr), code)


def _place(form: str) -> tuple[float, float]:
    """From the corner of the area that the style sheet leaves to the text."""
    if form in {"sheet", "study-statistics"}:
        return _TURNED_LEFT_MM - layout.BOTTOM, 0.0
    page_top = layout.TOP - layout.HALF_LEADING
    if form == "letter":
        return layout.TEXT_WIDTH - STAMP_MM, _HEAD_MM - page_top
    return 0.0, _FOOT_MM - page_top
