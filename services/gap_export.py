"""The gap list as an Excel file."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO

import xlsxwriter

from domain.assessment import STATE_LABELS
from services.gaps import Gap

HEADS = ("序号", "截止日期", "状态", "单位", "对象", "事项", "已完成", "应完成", "差额")
_WIDTHS = (6, 12, 10, 24, 14, 30, 10, 10, 30)


def gaps_file(campaign_name: str, on: date, gaps: Sequence[Gap]) -> BytesIO:
    """The rows as a file ready to be read, head frozen, rows counted."""
    file = BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet("差距清单")
        bold = book.add_format({"bold": True, "bottom": 1})
        title = book.add_format({"bold": True, "font_size": 14})
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(2, 0)
        sheet.write_string(0, 0, f"{campaign_name}差距清单　截至{on}", title)
        for column, head in enumerate(HEADS):
            sheet.write_string(1, column, head, bold)
        for number, gap in enumerate(gaps, start=1):
            for column, cell in enumerate(_cells(number, gap)):
                sheet.write(number + 1, column, cell)
        sheet.write_string(len(gaps) + 2, 0, f"共{len(gaps)}条", bold)
    file.seek(0)
    return file


def _cells(number: int, gap: Gap) -> tuple[int | float | str, ...]:
    return (
        number,
        gap.due_on.isoformat(),
        STATE_LABELS[gap.state],
        gap.line.name,
        gap.subject.name or gap.line.name,
        gap.what,
        gap.attained,
        gap.needed,
        gap.sentence,
    )
