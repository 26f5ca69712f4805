"""Tables as packages state them, held against the tables this program knows.

Inside one schema epoch tables and columns are only ever added. A program that lacks
some learns their names, numbers and types from the package, keeps and relays them like
its own, and shows nothing of them until it is updated.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal, cast, get_args

from domain.synced import (
    SUBTREE,
    SUBTREE_AND_ABOVE,
    ConflictPolicy,
    SqlType,
    SyncedColumn,
    SyncedTable,
)
from sync.core.layout import body_sql
from sync.core.refusals import refuse

COLUMN_NUMBER_MAX = 60
TABLES_MAX = 200
_REACHES = {"subtree": SUBTREE, "above": SUBTREE_AND_ABOVE}
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
_RESERVED = frozenset(text.split("(")[0].split(".")[1] for text in body_sql([]))
_FORM = re.compile(r"(subtree|above) (unit|down)\|(.*)", re.DOTALL)


def stated_table(number: int, name: str, form: str) -> SyncedTable:
    """One line of ``table_info`` as a table.

    Raises:
        Refused: When it is not written as sync.core.layout.numbered_columns does.
    """
    found = _FORM.fullmatch(form)
    is_reserved = name in _RESERVED or name.startswith(("sync_", "sqlite_"))
    if found is None or is_reserved or _NAME.fullmatch(name) is None:
        refuse("bad_body", why="清单的写法不对")
    reach, direction, columns = found.groups()
    return SyncedTable(
        number=number,
        name=name,
        label=name,
        columns=_columns(columns),
        scope=_REACHES[reach],
        direction=cast("Literal['unit', 'down']", direction),
    )


def _columns(text: str) -> tuple[SyncedColumn, ...]:
    columns = tuple(_column(part) for part in text.split(","))
    numbers = [column.number for column in columns]
    names = {column.name for column in columns}
    if numbers != sorted(set(numbers)) or len(names) != len(columns):
        refuse("bad_body", why="清单里的项目重复或次序不对")
    return columns


def _column(text: str) -> SyncedColumn:
    number, name, sql_type, policy, *more = [*text.split(":"), "", "", ""]
    is_number = number.isascii() and number.isdigit() and len(number) <= 2
    is_fine = is_number and 1 <= int(number) <= COLUMN_NUMBER_MAX and not any(more)
    known = sql_type in get_args(SqlType) and policy in get_args(ConflictPolicy)
    is_named = _NAME.fullmatch(name) is not None and name != "id"
    if not (is_fine and known and is_named):
        refuse("bad_body", why="清单里项目的写法不对")
    types = cast("SqlType", sql_type), cast("ConflictPolicy", policy)
    return SyncedColumn(int(number), name, types[0], name, types[1])


def joined(
    known: Sequence[SyncedTable], stated: Iterable[SyncedTable]
) -> tuple[SyncedTable, ...]:
    """The known tables with every column stated besides; then tables not known.

    Raises:
        Refused: When a number or a name means one thing here and another there.
    """
    tables = {table.number: table for table in known}
    numbers = {table.name: table.number for table in known}
    for table in stated:
        number = numbers.setdefault(table.name, table.number)
        here = tables.get(table.number)
        if number != table.number or (here and here.name != table.name):
            refuse("schema_clash", table=table.label, why="编号或名称不同")
        if here is None and "unit_id" not in table.column_names:
            refuse("schema_clash", table=table.label, why="没有单位")
        tables[table.number] = _joined_columns(here, table) if here else table
    if len(tables) > TABLES_MAX:
        refuse("bad_body", why="表太多")
    return tuple(tables.values())


def _joined_columns(here: SyncedTable, stated: SyncedTable) -> SyncedTable:
    columns = {column.number: column for column in here.columns}
    names = {column.name: column.number for column in here.columns}
    for column in stated.columns:
        own = columns.setdefault(column.number, column)
        number = names.setdefault(column.name, column.number)
        is_same = (own.name, own.sql_type) == (column.name, column.sql_type)
        if not is_same or number != column.number:
            refuse("schema_clash", table=here.label, why=column.name)
    ordered = tuple(columns[number] for number in sorted(columns))
    return here if ordered == here.columns else replace(here, columns=ordered)


def missing_columns(
    has: Iterable[SyncedTable], wanted: SyncedTable
) -> tuple[SyncedColumn, ...] | None:
    """Columns of a table that ``has`` lacks; None when it lacks the table itself."""
    there = next((table for table in has if table.number == wanted.number), None)
    if there is None:
        return None
    numbers = {column.number for column in there.columns}
    return tuple(column for column in wanted.columns if column.number not in numbers)
