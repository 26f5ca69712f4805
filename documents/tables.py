"""Lay out tables so that each row is a whole number of steps high.

The cells are broken into lines here, by the widths of the font, and the template
prints them unwrapped: then the height of a row is known before it is printed, and the
text after a table stands on the grid again.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from documents import layout
from documents.contexts import Align, Cell, Column, Table
from documents.fitter import Line, fit
from documents.fonts import Role, text_width

DASH = "—"
_SAME_WIDTH = str.maketrans("123456789", "0" * 9)


@dataclass(frozen=True, slots=True)
class TableStyle:
    """Type of a table: size of the characters, distance of lines, height of a row."""

    size_pt: float
    line_mm: float
    row_mm: float
    width_mm: float


IN_TEXT = TableStyle(layout.TABLE_PT, layout.TABLE_LINE, layout.ROW, layout.TEXT_WIDTH)
IN_FORM = TableStyle(layout.FORM_PT, layout.FORM_LINE, 8.4, layout.FORM_WIDTH)


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

    def lay(values: Iterable[Cell], role: Role, places: Sequence[Align]) -> LaidRow:
        cells = tuple(
            LaidCell(_cell_lines(str(value), width, style, role), align)
            for value, width, align in zip(values, widths, places, strict=True)
        )
        return LaidRow(cells, _row_height(cells, style))

    return LaidTable(
        table.caption,
        tuple(widths),
        lay(labels, "hei", centred),
        tuple(lay(row, "song", aligns) for row in table.rows),
        lay(table.totals, "song", aligns) if table.totals else None,
        style,
    )


def _cell_lines(
    text: str, width_mm: float, style: TableStyle, role: Role
) -> tuple[Line, ...]:
    """Lines of one cell, pressed where marks ask for it, never stretched."""
    em_mm = style.size_pt * layout.POINT
    columns = max(2.0, (width_mm - 2 * layout.CELL_PADDING) / em_mm)

    def measure(part: str) -> float:
        return text_width(part.translate(_SAME_WIDTH), role)

    lines = [
        Line(line.text, min(line.spacing_cells, 0.0))
        for paragraph in text.splitlines() or [""]
        for line in fit(paragraph, measure, columns)
    ]
    return tuple(lines)


def _row_height(cells: Iterable[LaidCell], style: TableStyle) -> float:
    """The fewest steps that hold the longest cell and its rule."""
    lines_mm = max(len(cell.lines) for cell in cells) * style.line_mm
    return math.ceil((lines_mm + 0.5) / style.row_mm) * style.row_mm


def dashed(value: Cell | None) -> Cell:
    """The value, or a dash for a figure nobody reported."""
    return DASH if value is None else value


def column(label: str, share: float, align: Align = "center") -> Column:
    """A column with its share first, for declared tables of columns."""
    return Column(label, align, share)
