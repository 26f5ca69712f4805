"""Rows put aside by a merge, as one person may see them, and as an Excel file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import xlsxwriter

from domain.policy import Actor
from services import upkeep
from services.sites import Sites
from store.catalogue import SYNCED

HEADS = ("序号", "数据表", "名称", "编号", "来自", "为什么搁置", "怎样放行", "搁置时间")
_WIDTHS = (6, 14, 30, 22, 20, 40, 40, 20)
_NAMES = ("title", "name", "label", "code")
_RELEASE = "请{site}改正这一项，再导出一个数据包；并入后自动放行，这里不再列出。"


@dataclass(frozen=True)
class Parked:
    """A row that waits for its maker to mend it.

    Attributes:
        title: What people call it; empty when nothing in it tells.
        release: What will release it.
        values: (label, value) of what it says, as text; long ones are cut.
    """

    table: str
    table_label: str
    row_id: int
    title: str
    site: int
    site_name: str
    why: str
    release: str
    at: datetime
    values: tuple[tuple[str, str], ...]


def parked_rows(actor: Actor, known: Sites) -> list[Parked]:
    """Rows put aside that came from sites within reach, newest first."""
    rows = reversed(upkeep.parked_rows())
    return [
        _parked(one, known)
        for one in rows
        if known.may(actor, "exchange.read", one.site)
    ]


def parked_file(rows: Sequence[Parked]) -> BytesIO:
    """The rows as an Excel file, head frozen, rows counted."""
    file = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet("搁置的记录")
        bold = book.add_format({"bold": True, "bottom": 1})
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, HEADS[column], bold)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, start=1):
            sheet.write_number(number, 0, number)
            for column, text in enumerate(_texts(row), start=1):
                sheet.write_string(number, column, text)
        sheet.write_string(len(rows) + 1, 0, f"共{len(rows)}条", bold)
    file.seek(0)
    return file


def _texts(row: Parked) -> tuple[str, ...]:
    return (
        row.table_label,
        row.title,
        str(row.row_id),
        row.site_name,
        row.why,
        row.release,
        row.at.isoformat(timespec="minutes"),
    )


def _parked(row: upkeep.ParkedRow, known: Sites) -> Parked:
    site_name = known.name(row.site)
    labels = {
        column.name: column.label
        for table in SYNCED
        if table.name == row.table
        for column in table.columns
    }
    said = {key: value for key, value in row.row.items() if value not in (None, "")}
    return Parked(
        table=row.table,
        table_label=row.table_label,
        row_id=row.row_id,
        title=next((str(said[name]) for name in _NAMES if name in said), ""),
        site=row.site,
        site_name=site_name,
        why=row.why,
        release=_RELEASE.format(site=site_name),
        at=datetime.fromisoformat(row.at),
        values=tuple(
            (labels[key], str(value)) for key, value in said.items() if key in labels
        ),
    )
