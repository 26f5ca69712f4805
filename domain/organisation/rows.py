"""Rows of the organisation file as typed data, with every problem found in them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.organisation.cells import (
    CellError,
    read_code,
    read_day,
    read_members,
    read_name,
    read_number,
    read_roles,
    read_words,
)
from domain.policy import Role

Cells = Mapping[str, object]
"""Values of one row by column head, Chinese or English."""


@dataclass(frozen=True)
class Problem:
    """What is wrong, where, and what to write instead."""

    sheet: str
    row: int
    column: str
    message: str

    @property
    def sentence(self) -> str:
        """The whole sentence for the person who made the file."""
        column = f"“{self.column}”" if self.column else ""
        return f"{self.sheet}表第 {self.row} 行{column}：{self.message}。"


@dataclass(frozen=True, kw_only=True)
class Row:
    """What all rows have.

    Attributes:
        number: Row of the sheet, or line of the YAML file.
        given: Columns the file has for this row; others are left as they are.
    """

    number: int
    given: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class UnitRow(Row):
    """A unit, with its place in both trees; from is when that place took effect."""

    code: str
    name: str
    kind: str = ""
    parent: str | None = None
    party_parent: str | None = None
    order: int | None = None
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class PersonRow(Row):
    """A person of a unit with the tiers they are of now."""

    code: str
    name: str
    unit: str
    post: str = ""
    tiers: tuple[str, ...] = ()
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class AccountRow(Row):
    """An account with the roles it holds at its unit."""

    name: str
    unit: str
    role: tuple[Role, ...]
    person: str | None = None


@dataclass(frozen=True, kw_only=True)
class BodyRow(Row):
    """A temporary body; members are (person code, post) pairs."""

    code: str
    name: str
    kind: str
    unit: str
    members: tuple[tuple[str, str], ...] = ()
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True)
class Column:
    """A column: the word in code, its Chinese heads, how it is read."""

    name: str
    heads: tuple[str, ...]
    read: Callable[[object], object]
    is_required: bool = False


_FROM = Column("from_on", ("起始日期", "from", "开始日期", "起"), read_day)
_TO = Column("to_on", ("终止日期", "to", "结束日期", "止"), read_day)
_CODE = Column("code", ("代码", "code", "编号"), read_code, is_required=True)
_UNIT = Column("unit", ("单位", "unit", "单位代码"), read_code, is_required=True)

SHEETS: dict[str, tuple[str, tuple[Column, ...]]] = {
    "units": (
        "单位",
        (
            _CODE,
            Column("name", ("名称", "name", "单位名称"), read_name, is_required=True),
            Column("kind", ("类型", "kind"), read_name),
            Column("parent", ("上级", "parent", "上级单位"), read_code),
            Column(
                "party_parent",
                ("党组织上级", "party_parent", "上级党组织"),
                read_code,
            ),
            Column("order", ("排序", "order", "序号"), read_number),
            _FROM,
            _TO,
        ),
    ),
    "people": (
        "人员",
        (
            _CODE,
            Column("name", ("姓名", "name", "名称"), read_name, is_required=True),
            _UNIT,
            Column("post", ("职务", "post"), read_name),
            Column("tiers", ("层次", "tiers", "人员层次"), read_words),
            _FROM,
            _TO,
        ),
    ),
    "accounts": (
        "账号",
        (
            Column("name", ("账号名", "name", "账号"), read_code, is_required=True),
            _UNIT,
            Column("role", ("角色", "role"), read_roles, is_required=True),
            Column("person", ("人员", "person", "人员编号"), read_code),
        ),
    ),
    "bodies": (
        "临时机构",
        (
            _CODE,
            Column("name", ("名称", "name"), read_name, is_required=True),
            Column("kind", ("类型", "kind"), read_name, is_required=True),
            _UNIT,
            Column("members", ("成员", "members"), read_members),
            _FROM,
            _TO,
        ),
    ),
}
"""Chinese label and columns of each list; the first head is the one templates use."""


_NOT_FILLED = "没有填写，请补上"


@dataclass(frozen=True)
class Reading:
    """Values of one list's rows, what stood in the way, and what was passed over."""

    rows: tuple[tuple[int, dict[str, object]], ...]
    problems: tuple[Problem, ...]
    unknown_heads: tuple[str, ...]


def read_rows(sheet: str, raw: Sequence[tuple[int, Cells]]) -> Reading:
    """Every row whose code can be read, and every problem found in any.

    Rows with problems are kept, so that what refers to them is not called unknown;
    what cannot be read in them is left out, or empty where it is required.

    Args:
        sheet: Key of SHEETS.
        raw: (row number, cells by head) pairs; rows that are wholly empty are skipped.
    """
    label, columns = SHEETS[sheet]
    by_head = {head: column for column in columns for head in column.heads}
    rows: list[tuple[int, dict[str, object]]] = []
    problems: list[Problem] = []
    unknown: dict[str, None] = {}
    for number, cells in raw:
        if all(value in (None, "", []) for value in cells.values()):
            continue
        unknown |= dict.fromkeys(head for head in cells if head not in by_head)
        values, wrong = _read_row(columns, cells)
        problems += [Problem(label, number, head, why) for head, why in wrong]
        if columns[0].name in values:
            rows.append((number, values))
    return Reading(tuple(rows), tuple(problems), tuple(unknown))


def _read_row(
    columns: Sequence[Column], cells: Cells
) -> tuple[dict[str, object], list[tuple[str, str]]]:
    values: dict[str, object] = {}
    wrong: list[tuple[str, str]] = []
    for column in columns:
        head = next((head for head in column.heads if head in cells), None)
        try:
            value = None if head is None else column.read(cells[head])
            if column.is_required and not value:
                raise CellError(_NOT_FILLED)  # noqa: TRY301 # told like any other
        except CellError as error:
            wrong.append((column.heads[0], str(error)))
            value, head = "", head if column.is_required else None
            if column is columns[0]:
                continue
        if head is not None or column.is_required:
            values[column.name] = value
    first, last = values.get("from_on"), values.get("to_on")
    if isinstance(first, date) and isinstance(last, date) and last < first:
        wrong.append(("终止日期", "早于起始日期，请核对两个日期"))
    return values, wrong
