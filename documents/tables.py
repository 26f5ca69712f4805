"""Lay out tables so that each row is a whole number of steps high.

The cells are broken into lines here, by the widths of the font, and the template
prints them unwrapped: then the height of a row is known before it is printed, and the
text after a table stands on the grid again.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from documents import layout
from documents.contexts import Align, Cell, Table
from documents.fitter import Line, fit
from documents.fonts import Role, text_width

DASH = "—"
# Room for the rules of a row, above and below its lines together.
RULE_AIR_MM = 0.5
_SAME_WIDTH = str.maketrans("123456789", "0" * 9)


@dataclass(frozen=True, slots=True)
class TableStyle:
    """Type of a table.

    Attributes:
        size_pt: Of the characters.
        line_mm: From line to line in a cell.
        row_mm: Lowest row.
        step_mm: What a higher row is higher by, once or several times.
        width_mm: Of the whole table.
        air_mm: Kept free above and below the lines of a row, together.
        head_air_mm: The same for the head.
    """

    size_pt: float
    line_mm: float
    row_mm: float
    step_mm: float
    width_mm: float
    air_mm: float = RULE_AIR_MM
    head_air_mm: float = RULE_AIR_MM


IN_TEXT = TableStyle(
    layout.TABLE_PT, layout.TABLE_LINE, layout.ROW, layout.ROW, layout.TEXT_WIDTH
)
IN_FORM = TableStyle(
    layout.FORM_PT,
    layout.FORM_LINE,
    layout.FORM_ROW,
    layout.FORM_LINE / 4,
    layout.FORM_WIDTH,
    air_mm=1.2,
    head_air_mm=2.0,
)


@dataclass(frozen=True, slots=True)
class LaidCell:
    """One cell: its lines, and where they stand."""

    lines: tuple[Line, ...]
    align: Align


@dataclass(frozen=True, slots=True)
class LaidRow:
    """One row of whole steps."""

    cells: tuple[LaidCell, ...]
    height_mm: float


@dataclass(frozen=True, slots=True)
class LaidTable:
    """A table ready to print.

    Attributes:
        caption: Above it; empty for none.
        widths_mm: Of the columns; their sum is the width of the style.
        head: Repeated on every page.
        rows: In order.
        totals: Kept on the page of the last row; None when there are none.
        style: The type it was measured with.
    """

    caption: str
    widths_mm: tuple[float, ...]
    head: LaidRow
    rows: tuple[LaidRow, ...]
    totals: LaidRow | None
    style: TableStyle


def lay_table(table: Table, style: TableStyle = IN_TEXT) -> LaidTable:
    """The table broken into lines and rows of whole steps."""
    whole = sum(column.share for column in table.columns)
    widths = [style.width_mm * column.share / whole for column in table.columns]
    labels = [column.label for column in table.columns]
    centred: list[Align] = ["center"] * len(labels)
    aligns = [column.align for column in table.columns]

    def lay(
        values: Iterable[Cell], role: Role, places: Sequence[Align], air_mm: float
    ) -> LaidRow:
        cells = tuple(
            LaidCell(_cell_lines(value, _columns(width, align, style), role), align)
            for value, width, align in zip(values, widths, places, strict=True)
        )
        return LaidRow(cells, _row_height(cells, style, air_mm))

    def lay_body(values: Iterable[Cell]) -> LaidRow:
        return lay(values, "song", aligns, style.air_mm)

    return LaidTable(
        table.caption,
        tuple(widths),
        lay(labels, "hei", centred, style.head_air_mm),
        tuple(lay_body(row) for row in table.rows),
        lay_body(table.totals) if table.totals else None,
        style,
    )


def _columns(width_mm: float, align: Align, style: TableStyle) -> float:
    """Characters that fit between the paddings of a cell."""
    right_mm = layout.CELL_PADDING_RIGHT if align == "right" else layout.CELL_PADDING
    room_mm = width_mm - layout.CELL_PADDING - right_mm
    return max(2.0, room_mm / (style.size_pt * layout.POINT))


def _cell_lines(value: Cell, columns: float, role: Role) -> tuple[Line, ...]:
    """Lines of one cell, pressed where marks ask for it, never stretched.

    A number is never broken: it is pressed into its cell.
    """

    def measure(part: str) -> float:
        return text_width(part.translate(_SAME_WIDTH), role)

    if not isinstance(value, str):
        text = str(value)
        excess = measure(text) - columns
        return (Line(text, min(0.0, -excess / max(1, len(text) - 1))),)
    lines = [
        Line(line.text, min(line.spacing_cells, 0.0))
        for paragraph in value.splitlines() or [""]
        for line in fit(paragraph, measure, columns)
    ]
    return tuple(lines)


def _row_height(cells: Iterable[LaidCell], style: TableStyle, air_mm: float) -> float:
    """The lowest height that holds the longest cell and its rules."""
    needed_mm = max(len(cell.lines) for cell in cells) * style.line_mm + air_mm
    steps = math.ceil(max(0.0, needed_mm - style.row_mm) / style.step_mm)
    return style.row_mm + steps * style.step_mm


def dashed(value: Cell | None) -> Cell:
    """The value, or a dash for a figure nobody reported."""
    return DASH if value is None else value
