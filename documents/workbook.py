"""The tables of a filing as an Excel file, for offices that work on with them."""

from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import Any

import xlsxwriter

from documents.contexts import Cell, Column, StudyStatisticsContext, Table, day
from documents.official import SheetContext
from documents.study_statistics import study_rows

TableContext = SheetContext | StudyStatisticsContext
TITLE_ROW, FACTS_ROW, HEAD_ROW = 0, 1, 3
SHEET_NAME_LENGTH_MAX = 31
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
# Widest column, and how much of it one part of a share is, in Excel's characters.
_WIDTH_MAX, _WIDTH_OF_ALL = 60, 130
_ALIGN = {"left": "left", "center": "center", "right": "right"}


def workbook(context: TableContext) -> bytes:
    """One sheet a table: title, unit, day, head frozen, rows, totals, notes.

    Text never becomes a formula or a link; what is a whole number or a decimal in its
    column can be counted on with.
    """
    file = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        for number, table in enumerate(_tables(context), start=1):
            caption = table.caption.translate(_FORBIDDEN).strip() or "表"
            name = f"{number} {caption}"[:SHEET_NAME_LENGTH_MAX]
            _write(book, book.add_worksheet(name), context, table)
    return file.getvalue()


def _tables(context: TableContext) -> tuple[Table, ...]:
    if isinstance(context, StudyStatisticsContext):
        return (study_rows(context),)
    return context.tables


def _write(book: Any, sheet: Any, context: TableContext, table: Table) -> None:  # noqa: ANN401 - xlsxwriter has no types
    formats = _formats(book, table.columns)
    _lay_out(sheet, table.columns)
    sheet.write_string(TITLE_ROW, 0, context.title.replace("\n", ""), formats["title"])
    facts = [f"填报单位：{context.unit_name}", context.period]
    if context.reported_on:
        facts.append(f"报出时间：{day(context.reported_on)}")
    sheet.write_string(FACTS_ROW, 0, "　".join(facts))
    for place, column in enumerate(table.columns):
        label = column.label.replace("\n", "")
        sheet.write_string(HEAD_ROW, place, label, formats["head"])
    rows = (*table.rows, *((table.totals,) if table.totals else ()))
    for line, row in enumerate(rows, start=HEAD_ROW + 1):
        for place, cell in enumerate(row):
            shown = formats[place]
            number = _number(cell, table.columns[place])
            if number is None:
                sheet.write_string(line, place, str(cell), shown)
            else:
                sheet.write_number(line, place, number, shown)
    for line, note in enumerate(context.notes, start=HEAD_ROW + len(rows) + 2):
        sheet.write_string(line, 0, note)


def _number(cell: Cell, column: Column) -> Decimal | int | None:
    """The cell as a number; words and dates stay what they are."""
    if not isinstance(cell, str):
        return cell
    if column.align == "left" or not cell:
        return None
    try:
        number = Decimal(cell)
    except InvalidOperation:
        return None
    return number if number.is_finite() and str(number) == cell else None


def _formats(book: Any, columns: tuple[Column, ...]) -> dict[str | int, Any]:  # noqa: ANN401 - xlsxwriter has no types
    shared = {"border": 1, "text_wrap": True, "valign": "vcenter"}
    named: dict[str | int, Any] = {
        "title": book.add_format({"bold": True, "font_size": 16}),
        "head": book.add_format({**shared, "bold": True, "align": "center"}),
    }
    for place, column in enumerate(columns):
        style = {**shared, "align": _ALIGN[column.align]}
        named[place] = book.add_format(style)
    return named


def _lay_out(sheet: Any, columns: tuple[Column, ...]) -> None:  # noqa: ANN401 - xlsxwriter has no types
    whole = sum(column.share for column in columns)
    for place, column in enumerate(columns):
        width = max(6.0, min(_WIDTH_MAX, _WIDTH_OF_ALL * column.share / whole))
        sheet.set_column(place, place, width)
    sheet.freeze_panes(HEAD_ROW + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROW)
