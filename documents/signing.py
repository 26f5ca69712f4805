"""Lay out 署名, 成文日期, the seal and 附注 at the end of a document.

Every part has its place: cells from the left edge of the text and rows from the top of
the block. The block is whole rows high, so the grid goes on below it.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from documents import layout
from documents.contexts import chinese_day, day
from documents.fitter import fit
from documents.fonts import Role, text_width
from documents.markup import lines_markup
from documents.official import OfficialContext
from documents.seals import SEAL_MM, Seal

END_CELLS = layout.COLUMNS - 4
_UNSEALED_END_CELLS = layout.COLUMNS - 2
_SEAL_GAP_MM = 2.0
_SEALS_PER_ROW = 3
_SEAL_NAME_COLUMNS = 7.5
# Top of a seal from the top of its rows: of one office, of several, of 1999.
_ONE_SEAL_TOP_MM, _JOINT_SEAL_TOP_MM, _OLD_SEAL_TOP_MM = -1.6, 5.0, -0.2
_JOINT_ROWS = 5


@dataclass(frozen=True, slots=True)
class Placed:
    """One line of the block."""

    text: str
    left_cells: float
    row: int
    role: Role = "fangsong"


@dataclass(frozen=True, slots=True)
class PlacedSeal:
    """A seal; the top may stand above the block, since its first row is empty."""

    seal: Seal
    left_mm: float
    top_mm: float


@dataclass(frozen=True, slots=True)
class SignBlock:
    """The end of a document; its date stands in the last row before the note."""

    lines: tuple[Placed, ...]
    seals: tuple[PlacedSeal, ...]
    note: Markup
    note_row: int
    rows: int


def sign_block(context: OfficialContext) -> SignBlock:
    """Places of everything after the text.

    Source:
        GB/T 9704-2012, 7.3.5 and 7.3.6; 1999 profile: GB/T 9704-1999, 8.2.5.
    """
    seals: tuple[PlacedSeal, ...] = ()
    if context.signed_name:
        lines = _signed(context)
    elif context.profile == "1999":
        lines, seals = _old(context)
    elif not context.is_sealed:
        lines = _unsealed(context)
    elif context.partners:
        lines, seals = _joint(context)
    else:
        lines, seals = _sealed(context)
    after = lines[-1].row + 1
    note = fit(f"（{context.note}）", _width, layout.COLUMNS, 2) if context.note else []
    bottom = max((seal.top_mm + SEAL_MM for seal in seals), default=0.0)
    rows = max(after + len(note), math.ceil(bottom / layout.ROW))
    return SignBlock(lines, seals, lines_markup(note, layout.CELL), after, rows)


def _unsealed(context: OfficialContext) -> tuple[Placed, ...]:
    """署名 ends two cells from the edge, the date two cells right of its start."""
    text, end = day(context.issued_on), _UNSEALED_END_CELLS
    names = [office.name for office in context.offices()]
    start = max(0.0, end - _width(names[0]))
    date_start = start + 2
    if _width(text) > _width(names[0]):
        date_start = end - _width(text)
        start = date_start - 2
    lines = [Placed(names[0], start, 1)]
    lines += [
        Placed(name, max(0.0, end - _width(name)), row)
        for row, name in enumerate(names[1:], start=2)
    ]
    return (*lines, Placed(text, date_start, len(names) + 1))


def _sealed(
    context: OfficialContext,
) -> tuple[tuple[Placed, ...], tuple[PlacedSeal, ...]]:
    """署名, date and seal share one centre; the seal presses both."""
    name, text = context.office.name, day(context.issued_on)
    centre = END_CELLS - _width(text) / 2
    lines = (
        Placed(name, centre - _width(name) / 2, 1),
        Placed(text, END_CELLS - _width(text), 2),
    )
    return lines, (_seal(name, centre, _ONE_SEAL_TOP_MM),)


def _joint(
    context: OfficialContext,
) -> tuple[tuple[Placed, ...], tuple[PlacedSeal, ...]]:
    """Seals in rows of three; the last presses the date too."""
    names = [office.name for office in context.offices()]
    text = day(context.issued_on)
    last_centre = END_CELLS - _width(text) / 2
    step = (SEAL_MM + _SEAL_GAP_MM) / layout.CELL
    lines: list[Placed] = []
    seals: list[PlacedSeal] = []
    for number, row_of_names in enumerate(_rows(names)):
        top = number * _JOINT_ROWS
        for index, name in enumerate(row_of_names):
            centre = last_centre - (len(row_of_names) - 1 - index) * step
            lines += _stacked(name, centre, top + 3)
            place = top * layout.ROW + _JOINT_SEAL_TOP_MM
            seals.append(_seal(name, centre, place))
    date_row = (math.ceil(len(names) / _SEALS_PER_ROW) - 1) * _JOINT_ROWS + 3
    lines.append(Placed(text, END_CELLS - _width(text), date_row))
    return tuple(lines), tuple(seals)


def _rows(names: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), _SEALS_PER_ROW):
        yield names[start : start + _SEALS_PER_ROW]


def _stacked(name: str, centre: float, below_row: int) -> Iterator[Placed]:
    """The name over its centre in lines that no neighbour touches."""
    width = _width(name)
    columns = math.ceil(width / math.ceil(width / _SEAL_NAME_COLUMNS))
    lines = fit(name, _width, columns)
    for row, line in enumerate(lines, start=below_row - len(lines)):
        yield Placed(line.text, centre - _width(line.text) / 2, row)


def _old(context: OfficialContext) -> tuple[tuple[Placed, ...], tuple[PlacedSeal, ...]]:
    """The date alone, four cells from the edge, under the seal."""
    text = chinese_day(context.issued_on)
    line = Placed(text, END_CELLS - _width(text), 2)
    if not context.is_sealed:
        return (line,), ()
    centre = END_CELLS - _width(text) / 2
    return (line,), (_seal(context.office.name, centre, _OLD_SEAL_TOP_MM),)


def _signed(context: OfficialContext) -> tuple[Placed, ...]:
    """职务 two cells left of the 签名章; a row below it the date."""
    text, name = day(context.issued_on), context.signed_name
    start = END_CELLS - text_width(name, "kai")
    post = context.signed_post
    return (
        Placed(post, start - 2 - _width(post), 2),
        Placed(name, start, 2, "kai"),
        Placed(text, END_CELLS - _width(text), 4),
    )


def _seal(name: str, centre_cells: float, top_mm: float) -> PlacedSeal:
    left = centre_cells * layout.CELL - SEAL_MM / 2
    return PlacedSeal(Seal(name), left, top_mm)


def _width(text: str) -> float:
    return text_width(text, "fangsong")
