"""A list of people as XLSX, in the columns the organisation file is loaded from."""

from collections.abc import Iterable, Mapping
from datetime import date
from io import BytesIO

import xlsxwriter

from domain.units import Unit
from store.queries.people import PersonLine

HEADS = (
    "代码", "姓名", "单位", "单位名称", "职务", "层次", "起始日期", "终止日期",
)  # fmt: skip


def people_workbook(people: Iterable[PersonLine], units: Mapping[int, Unit]) -> bytes:
    """Exactly these people, in this order; every cell is text."""
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False}
    with xlsxwriter.Workbook(target, options) as book:
        head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#eceef0"})
        sheet = book.add_worksheet("人员")
        sheet.freeze_panes(1, 2)
        sheet.set_column(0, len(HEADS) - 1, 16, book.add_format({"num_format": "@"}))
        sheet.write_row(0, 0, HEADS, head)
        for number, person in enumerate(people, start=1):
            for column, text in enumerate(_texts(person, units)):
                sheet.write_string(number, column, text)
    return target.getvalue()


def _texts(person: PersonLine, units: Mapping[int, Unit]) -> tuple[str, ...]:
    unit = units.get(person.unit_id)
    return (
        person.code,
        person.name,
        unit.code if unit else "",
        unit.name if unit else "",
        person.post,
        "、".join(person.tiers),
        _day(person.from_on),
        _day(person.to_on),
    )


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""
