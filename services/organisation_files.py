"""The organisation file as bytes: XLSX and YAML read, the empty workbook made."""

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

import xlsxwriter
import yaml
from python_calamine import CalamineError

from domain.errors import Invalid
from domain.organisation.rows import SHEETS, Cells
from domain.policy import ROLE_LABELS
from domain.units import UNIT_KINDS
from services.workbooks import damaged, open_workbook

Sheets = dict[str, list[tuple[int, Cells]]]
FILE_BYTES_MAX = 64 * 1024 * 1024
_TEMPLATE_ROWS = 5000
_LINE = "\0line"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SHEET_BY_NAME = {name: key for key in SHEETS for name in (key, SHEETS[key][0])}
_NO_LISTS = (
    "文件“{name}”里没有认识的表。请用 units（单位）、people（人员）、"
    "accounts（账号）、bodies（临时机构）作表名，或从空白模板填起。"
)


def read_sheets(data: bytes, file_name: str) -> Sheets:
    """Rows of every list in the file, cells as they stand.

    Args:
        data: The whole file.
        file_name: Its name; the ending tells the format.

    Raises:
        Invalid: The file is of no known format, damaged, too large or without lists.
    """
    ending = file_name.rsplit(".", 1)[-1].lower()
    reader = {"xlsx": _read_xlsx, "yaml": _read_yaml, "yml": _read_yaml}.get(ending)
    if reader is None:
        message = f"文件“{file_name}”不是 .xlsx 或 .yaml，请另存为其中一种再导入。"
        raise Invalid(message)
    if len(data) > FILE_BYTES_MAX:
        message = f"文件“{file_name}”超过 64 MB，请分成几个文件导入。"
        raise Invalid(message)
    sheets = reader(data, file_name)
    if not sheets:
        raise Invalid(_NO_LISTS.format(name=file_name))
    return sheets


def _read_xlsx(data: bytes, file_name: str) -> Sheets:
    book = open_workbook(data, file_name)
    try:
        tables = {
            _SHEET_BY_NAME[name.strip()]: book.get_sheet_by_name(name).to_python(
                skip_empty_area=False
            )
            for name in book.sheet_names
            if name.strip() in _SHEET_BY_NAME
        }
    except CalamineError as error:
        raise damaged(file_name) from error
    return {key: _with_heads(table) for key, table in tables.items()}


def _with_heads(table: list[list[Any]]) -> list[tuple[int, Cells]]:
    heads = [str(head).strip() for head in table[0]] if table else []
    return [
        (number, {head: cell for head, cell in zip(heads, row, strict=False) if head})
        for number, row in enumerate(table[1:], start=2)
    ]


def _read_yaml(data: bytes, file_name: str) -> Sheets:
    try:
        node = yaml.compose(data.decode("utf-8-sig"), Loader=_LOADER)
    except UnicodeDecodeError as error:
        message = f"文件“{file_name}”不是 UTF-8 编码，请另存为 UTF-8 再导入。"
        raise Invalid(message) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"第 {mark.line + 1} 行附近" if mark else "开头"
        message = f"文件“{file_name}”{where}不合 YAML 写法，请核对缩进、冒号和引号。"
        raise Invalid(message) from error
    content = _plain(node, {})
    if not isinstance(content, Mapping):
        raise Invalid(_NO_LISTS.format(name=file_name))
    return {
        _SHEET_BY_NAME[name]: list(_yaml_rows(name, rows, file_name))
        for name, rows in content.items()
        if name in _SHEET_BY_NAME
    }


def _plain(node: yaml.Node | None, known: dict[int, Any]) -> Any:  # noqa: ANN401 # as deep as the file
    """Scalars as written: 010 is a code, not eight; mappings know their line.

    Args:
        node: What to turn into lists, dicts, texts and None.
        known: What each node became; an alias is the same thing again.
    """
    if node is None or node.tag == "tag:yaml.org,2002:null":
        return None
    if isinstance(node, yaml.SequenceNode) and id(node) not in known:
        items = known[id(node)] = []
        items += [_plain(one, known) for one in node.value]
    elif isinstance(node, yaml.MappingNode) and id(node) not in known:
        mapping = known[id(node)] = {_LINE: node.start_mark.line + 1}
        mapping |= {str(key.value): _plain(one, known) for key, one in node.value}
    return known.get(id(node), node.value)


def _yaml_rows(name: str, rows: object, file_name: str) -> Iterable[tuple[int, Cells]]:
    for number, row in enumerate(rows if isinstance(rows, list) else [rows], start=1):
        if row is None:
            continue
        if not isinstance(row, dict):
            message = (
                f"文件“{file_name}”的 {name} 第 {number} 项不是“栏目: 值”的形式，"
                "请照 docs/organisation-file.md 改写。"
            )
            raise Invalid(message)
        yield row[_LINE], {head: row[head] for head in row if head != _LINE}


def empty_workbook() -> bytes:
    """An XLSX with a sheet per list and its column heads, ready to fill in."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#eceef0"})
        as_text = book.add_format({"num_format": "@"})
        for label, columns in SHEETS.values():
            sheet = book.add_worksheet(label)
            sheet.freeze_panes(1, 0)
            for number, column in enumerate(columns):
                sheet.set_column(number, number, 18, as_text)
                sheet.write_string(0, number, column.heads[0], head)
                _offer_choices(sheet, number, _CHOICES.get((label, column.name)))
    return target.getvalue()


_CHOICES = {
    ("单位", "kind"): list(UNIT_KINDS),
    ("账号", "role"): list(ROLE_LABELS.values()),
}


def _offer_choices(sheet: Any, number: int, choices: list[str] | None) -> None:  # noqa: ANN401 # xlsxwriter has no types
    if choices:
        rule = {"validate": "list", "source": choices, "error_type": "warning"}
        sheet.data_validation(1, number, _TEMPLATE_ROWS, number, rule)
