"""What the document templates may call: fitted text, laid-out blocks, places.

Everything returned is either plain data, escaped by the template, or markup made here
from escaped characters.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup, escape

from documents import layout
from documents.charts import DrawnChart, draw_bars
from documents.contexts import (
    Block,
    Chart,
    Heading,
    Paragraph,
    Table,
    chinese_number,
    plain,
)
from documents.fitter import Line, fit
from documents.fonts import Role, text_width
from documents.official import Annex, Roll
from documents.tables import IN_FORM, IN_TEXT, LaidTable, lay_table
from documents.titles import title_lines

_LEVEL_ROLES: dict[int, Role] = {1: "hei", 2: "kai", 3: "fangsong"}


@dataclass(frozen=True, slots=True)
class PrintedText:
    """A heading or a paragraph, its number before it."""

    kind: Literal["heading", "paragraph"]
    text: str
    role: Role = "fangsong"
    level: int = 0


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table with its numbered caption."""

    caption: str
    table: LaidTable
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class PrintedChart:
    """A chart with its numbered caption and the table of its figures."""

    caption: str
    drawing: DrawnChart
    table: LaidTable
    kind: Literal["chart"] = "chart"


Printed = PrintedText | PrintedTable | PrintedChart


@dataclass(frozen=True, slots=True)
class PrintedList:
    """Lines of a list whose label stands left of it."""

    markup: Markup
    count: int


@dataclass(frozen=True, slots=True)
class PrintedAttachment:
    """One name of the 附件说明; its wrapped lines begin under its first character."""

    order: str
    left_cells: float
    markup: Markup


@dataclass(frozen=True, slots=True)
class PrintedRoll:
    """Names of a meeting after their label."""

    label: str
    left_cells: float
    markup: Markup


def lines_markup(lines: Iterable[Line], em_mm: float) -> Markup:
    """Lines with their own letter-spacing, for a block that does not wrap."""
    parts = []
    for line in lines:
        text = escape(line.text)
        if abs(line.spacing_cells) * em_mm >= 0.001:
            space = f"letter-spacing:{line.spacing_cells * em_mm:.4f}mm"
            text = Markup('<span style="{}">{}</span>').format(space, text)
        parts.append(text)
    return Markup("<br>").join(parts)


def fitted(text: str, role: Role = "fangsong", indent: float = 0) -> Markup:
    """Body text broken into lines of 28 cells."""
    whole = "".join(text.splitlines())
    lines = fit(whole, lambda part: text_width(part, role), layout.COLUMNS, indent)
    return lines_markup(lines, layout.CELL)


def title(text: str) -> list[str]:
    """Lines of the title of an upright page."""
    return title_lines(text, _title_width, layout.TITLE_COLUMNS)


def form_title(text: str) -> list[str]:
    """Lines of the title of a turned page."""
    columns = layout.FORM_WIDTH / layout.TITLE_CELL
    return title_lines(text, _title_width, columns)


def _title_width(text: str) -> float:
    return text_width(text, "title")


def mark(text: str, cell_mm: float = layout.MARK_CELL) -> Markup:
    """发文机关标志, made narrower in steps until it fits between the margins.

    The characters keep their height down to 0.6 of their width; beyond that they
    become smaller.
    """
    width = _title_width(text) * cell_mm
    squeeze = min(1.0, layout.TEXT_WIDTH / width)
    size = cell_mm * min(1.0, squeeze / layout.MARK_SQUEEZE_MIN)
    scale = max(squeeze, layout.MARK_SQUEEZE_MIN)
    # A wide box would push the scaled text off the centre: pull both sides in.
    side = (layout.TEXT_WIDTH - _title_width(text) * size) / 2
    style = (
        f"font-size:{size:.4f}mm;transform:scaleX({scale:.5f});"
        f"margin:0 {min(side, 0.0):.4f}mm"
    )
    return Markup('<span style="{}">{}</span>').format(style, text)


def printed_blocks(
    blocks: Iterable[Block], *, is_wide: bool = False
) -> Iterator[Printed]:
    """The blocks ready to print: headings numbered by level, tables and charts in turn.

    A deeper level begins again at one under each heading above it. A table without
    caption is not numbered.
    """
    style = IN_FORM if is_wide else IN_TEXT
    headings = {1: 0, 2: 0, 3: 0}
    tables = charts = 0
    for block in blocks:
        if isinstance(block, Heading):
            headings[block.level] += 1
            headings.update({deeper: 0 for deeper in headings if deeper > block.level})
            text = _heading_label(block.level, headings[block.level]) + block.text
            yield PrintedText("heading", text, _LEVEL_ROLES[block.level], block.level)
        elif isinstance(block, Paragraph):
            yield PrintedText("paragraph", plain(block.text))
        elif isinstance(block, Table):
            tables += bool(block.caption)
            caption = f"表{tables}　{block.caption}" if block.caption else ""
            yield PrintedTable(caption, lay_table(block, style))
        else:
            charts += 1
            yield _printed_chart(block, charts)


def _printed_chart(chart: Chart, number: int) -> PrintedChart:
    caption = f"图{number}　{chart.title}"
    return PrintedChart(caption, draw_bars(chart), lay_table(chart.table()))


def _heading_label(level: int, number: int) -> str:
    if level == 3:
        return f"{number}."
    return (
        f"{chinese_number(number)}、" if level == 1 else f"（{chinese_number(number)}）"
    )


def annex_label(annexes: tuple[Annex, ...], number: int) -> str:
    """附件 alone, 附件2 among several."""
    return "附件" if len(annexes) == 1 else f"附件{number}"


def attachment_lines(names: tuple[str, ...]) -> Iterator[PrintedAttachment]:
    """附件说明: one name alone, several numbered from 1．.

    Source:
        GB/T 9704-2012, 7.3.4.
    """
    for number, name in enumerate(names, start=1):
        order = f"{number}．" if len(names) > 1 else ""
        left = 5 + text_width(order, "fangsong")
        lines = fit(name, _body_width, layout.COLUMNS - left)
        yield PrintedAttachment(order, left, lines_markup(lines, layout.CELL))


def roll_lines(roll: Roll) -> PrintedRoll:
    """出席 and the like: label in 黑体, names wrapped under the first of them."""
    label = f"{roll.label}："
    left = 2 + text_width(label, "hei")
    text = "，".join(roll.names) + "。"
    lines = fit(text, _body_width, layout.COLUMNS - left)
    return PrintedRoll(label, left, lines_markup(lines, layout.CELL))


def copies_lines(names: tuple[str, ...]) -> PrintedList:
    """抄送机关, wrapped under the first of them and closed by a full stop."""
    if not names:
        return PrintedList(Markup(), 0)
    em_mm = layout.SMALL_PT * layout.POINT
    columns = layout.TEXT_WIDTH / em_mm - 5
    lines = fit("，".join(names) + "。", _body_width, columns)
    return PrintedList(lines_markup(lines, em_mm), len(lines))


def _body_width(text: str) -> float:
    return text_width(text, "fangsong")
