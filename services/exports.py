"""A ledger as an Excel file: exactly the filtered rows, head frozen, rows counted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from domain.fields import Field, Kind
from domain.reading import Value
from domain.records import STATUS_LABELS
from store.clock import BEIJING
from store.queries.records import RecordRow

HEAD_ROWS = 2
ELSEWHERE = "（不在本范围）"
_WIDTHS = {"date": 12, "number": 10, "decimal": 10, "long_text": 50, "text": 30}


@dataclass(frozen=True)
class Names:
    """What ids are called."""

    people: Mapping[int, str]
    units: Mapping[int, str]


def write_ledger(
    path: Path, kind: Kind, rows: Iterable[RecordRow], names: Names, note: str
) -> int:
    """Write the rows to path in bounded memory; how many they were.

    note says what the list was limited to, and when it was made.
    """
    book = xlsxwriter.Workbook(
        str(path),
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "default_date_format": "yyyy-mm-dd",
        },
    )
    with book:
        sheet = book.add_worksheet(kind.label[:31])
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        title = book.add_format({"bold": True, "font_size": 14})
        _lay_out(sheet, kind)
        sheet.write_string(0, 0, f"{kind.label}台账　{note}", title)
        for column, head in enumerate(heads(kind)):
            sheet.write_string(1, column, head, bold)
        count = 0
        for count, row in enumerate(rows, start=1):
            for column, cell in enumerate(cells(kind, row, names, count)):
                _write(sheet, HEAD_ROWS + count - 1, column, cell)
        sheet.write_string(HEAD_ROWS + count, 0, f"共{count}条", bold)
    return count


def heads(kind: Kind) -> list[str]:
    """The head of each column, with its measure."""
    named = [
        f"{one.label}（{one.unit}）" if one.unit else one.label for one in kind.fields
    ]
    return ["序号", "单位", "状态", *named, "填报人", "填报时间"]


def cells(
    kind: Kind, row: RecordRow, names: Names, number: int
) -> list[str | float | date | None]:
    """One row of the ledger, in the order of heads."""
    return [
        number,
        names.units.get(row.unit_id, str(row.unit_id)),
        STATUS_LABELS[row.status],
        *(shown(one, row.values[one.name], names) for one in kind.fields),
        row.created_by,
        _moment(row.created_at),
    ]


def shown(one: Field, value: Value, names: Names) -> str | float | date | None:
    """A field's value as people read it: names for ids, 是 and 否; else as it is."""
    if not isinstance(value, int):
        return value
    if one.input == "yes_no":
        return "是" if value else "否"
    called = {"person": names.people, "unit": names.units}.get(one.input)
    return value if called is None else called.get(value, ELSEWHERE)


def _moment(at: datetime) -> str:
    return at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")


def _lay_out(sheet: Worksheet, kind: Kind) -> None:
    sheet.freeze_panes(HEAD_ROWS, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, HEAD_ROWS - 1)
    widths = [6, 18, 8, *(_WIDTHS.get(one.input, 14) for one in kind.fields), 12, 16]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)


def _write(
    sheet: Worksheet, row: int, column: int, cell: str | float | date | None
) -> None:
    if isinstance(cell, date):
        sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day))  # noqa: DTZ001 - Excel days have no zone
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell)
    elif cell:
        sheet.write_string(row, column, cell)
