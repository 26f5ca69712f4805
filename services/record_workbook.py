"""Records of one kind as an Excel file to be filled in: made empty, and read back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from domain.errors import Invalid
from domain.fields import Field, Kind
from domain.reading import row_number
from domain.validation import ATTENDANCE
from services.record_entry import Place
from services.workbooks import damaged, open_workbook

ROWS_MAX = 500
META, LISTS, HELP = "_meta", "_lists", "填写说明"
PRESENT_HEAD = "参加人员"
_META_NAMES = ("kind", "unit", "campaign", "task")
_FORMATS = {"date": "yyyy-mm-dd", "number": "0", "decimal": "0.0"}
_YES_NO = ("是", "否")
Texts = Mapping[str, str]


@dataclass(frozen=True)
class Filled:
    """What a filled-in file holds.

    Attributes:
        rows: (row number as Excel shows it, text by field name), blank rows left out.
    """

    place: Place
    rows: tuple[tuple[int, Texts], ...]


def template(kind: Kind, place: Place, offered: Mapping[str, Sequence[str]]) -> bytes:
    """The empty file for records of the place.

    offered holds what person and unit fields, and attendance, may be called, by
    field name.
    """
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet(kind.label[:31])
        _write_help(book, kind)
        lists = {
            one.name: offered.get(one.name) or _choices(one) for one in kind.fields
        }
        lists[ATTENDANCE] = offered.get(ATTENDANCE, ())
        places = _write_lists(book, lists)
        places.pop(ATTENDANCE, None)  # a cell with several names: listed, not chosen
        _write_heads(book, sheet, kind)
        for number, name in enumerate(_heads(kind)):
            if name in places:
                rule = {"source": places[name], "error_type": "warning"}
                sheet.data_validation(
                    1, number, ROWS_MAX, number, {"validate": "list", **rule}
                )
        _write_meta(book, kind, place)
    return target.getvalue()


def read(kind: Kind, data: bytes, file_name: str) -> Filled:
    """What the file holds, as texts; nothing is checked against the kind yet.

    Raises:
        Invalid: It is no template of this kind, is damaged, or holds too many rows.
    """
    book = open_workbook(data, file_name)
    try:
        place = _place(kind, _table(book, META), file_name)
        table = _table(book, kind.label[:31])
    except CalamineError as error:
        raise damaged(file_name) from error
    names = _columns(kind, table[0] if table else [])
    rows = [
        (number, texts)
        for number, cells in enumerate(table[1:], start=2)
        if any((texts := _texts(names, cells)).values())
    ]
    if not rows:
        message = f"文件“{file_name}”里没有填写的行，请从第 2 行起填写后再上传。"
        raise Invalid(message)
    if len(rows) > ROWS_MAX:
        message = f"一次最多导入{ROWS_MAX}行，现有{len(rows)}行，请分成几个文件。"
        raise Invalid(message)
    return Filled(place, tuple(rows))


def label_of(kind: Kind, name: str) -> str:
    """The head of a column."""
    return _heads(kind).get(name, name).rstrip("*")


def _heads(kind: Kind) -> dict[str, str]:
    heads = {
        one.name: f"{one.label}{f'（{one.unit}）' if one.unit else ''}"
        f"{'*' if one.required else ''}"
        for one in kind.fields
    }
    return {**heads, ATTENDANCE: PRESENT_HEAD} if kind.attendance else heads


def _choices(one: Field) -> Sequence[str]:
    return _YES_NO if one.input == "yes_no" else one.choices


def _write_heads(book: Any, sheet: Any, kind: Kind) -> None:  # noqa: ANN401 # xlsxwriter has no types
    bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#eceef0"})
    sheet.freeze_panes(1, 0)
    for number, (name, words) in enumerate(_heads(kind).items()):
        one = kind.field(name)
        shape = book.add_format(
            {"num_format": _FORMATS.get(one.input if one else "", "@")}
        )
        is_long = name == ATTENDANCE or (one is not None and one.input == "long_text")
        sheet.set_column(number, number, 40 if is_long else 18, shape)
        sheet.write_string(0, number, words, bold)


def _write_help(book: Any, kind: Kind) -> None:  # noqa: ANN401 # xlsxwriter has no types
    sheet = book.add_worksheet(HELP)
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 80)
    lines = [
        ("怎样填写", f"一行一条，带 * 的上报前须填；一次最多{ROWS_MAX}行。"),
        ("人员", "可写姓名；有同名的，写成“姓名（编号）”，下拉列表里有。"),
        *((one.label, one.help) for one in kind.fields if one.help),
    ]
    if kind.attendance:
        lines.append((PRESENT_HEAD, "各人之间用顿号分开。"))
    for number, line in enumerate(lines):
        sheet.write_row(number, 0, line)


def _write_lists(book: Any, lists: Mapping[str, Sequence[str]]) -> dict[str, str]:  # noqa: ANN401 # xlsxwriter has no types
    """Where each list stands, by field name."""
    sheet = book.add_worksheet(LISTS)
    sheet.hide()
    places = {}
    for column, (name, words) in enumerate(lists.items()):
        if words:
            sheet.write_column(0, column, words)
            letter = xlsxwriter.utility.xl_col_to_name(column)
            places[name] = f"={LISTS}!${letter}$1:${letter}${len(words)}"
    return places


def _write_meta(book: Any, kind: Kind, place: Place) -> None:  # noqa: ANN401 # xlsxwriter has no types
    sheet = book.add_worksheet(META)
    sheet.very_hidden()
    facts = (kind.key, place.unit_id, place.campaign_id, place.task_id or "")
    for number, (name, fact) in enumerate(zip(_META_NAMES, facts, strict=True)):
        sheet.write_string(number, 0, name)
        sheet.write_string(number, 1, str(fact))


def _table(book: CalamineWorkbook, name: str) -> list[list[Any]]:
    if name not in book.sheet_names:
        return []
    table: list[list[Any]] = book.get_sheet_by_name(name).to_python(
        skip_empty_area=False
    )
    return table


def _place(kind: Kind, table: list[list[Any]], file_name: str) -> Place:
    facts = {str(row[0]): str(row[1]) for row in table if len(row) > 1}
    try:
        numbers = [row_number(facts[name]) for name in ("unit", "campaign")]
        task_id = row_number(facts["task"]) if facts.get("task") else None
    except (KeyError, ValueError):
        message = f"文件“{file_name}”不是本系统的导入模板，请先下载模板，在其中填写。"
        raise Invalid(message) from None
    if facts.get("kind") != kind.key:
        message = f"文件“{file_name}”是另一类台账的模板，不能导入{kind.label}。"
        raise Invalid(message)
    return Place(numbers[0], numbers[1], task_id)


def _columns(kind: Kind, heads: Sequence[object]) -> dict[int, str]:
    """Field name by column number."""
    known = {words.rstrip("*"): name for name, words in _heads(kind).items()}
    found = {}
    for number, head in enumerate(heads):
        words = str(head).strip().rstrip("*")
        if words and words not in known:
            message = f"第 1 行有不认识的栏目“{words}”，请不要改动模板的表头。"
            raise Invalid(message)
        if words:
            found[number] = known[words]
    return found


def _texts(names: Mapping[int, str], cells: Sequence[object]) -> dict[str, str]:
    return {
        name: _text(cells[number]) if number < len(cells) else ""
        for number, name in names.items()
    }


def _text(cell: object) -> str:
    """A cell as somebody would type it."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return f"{cell:.10g}"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell or "").strip()
