"""Settling a conflict: an ordinary write that supersedes every sibling of a field."""

import math
from collections.abc import Callable

from domain.synced import SqlType, SyncedColumn, SyncedTable
from store.sync_schema import TICK
from sync.connection import Connection
from sync.core import inbox_text
from sync.core.refusals import refuse

_LARGEST = 2**63 - 1
_READERS: dict[SqlType, Callable[[str], object]] = {
    "INTEGER": int,
    "REAL": float,
    "TEXT": str,
    "BLOB": bytes.fromhex,
}
_KINDS = {"INTEGER": "整数", "REAL": "数字", "TEXT": "文字", "BLOB": "十六进制"}


def settle_cell(
    connection: Connection,
    table: SyncedTable,
    column: SyncedColumn,
    row_id: int,
    value: object,
) -> None:
    """Write ``value`` with a new stamp and remove the field's siblings.

    Also when the value is the current one: the decision itself must travel. Call
    inside a transaction.
    """
    if column is inbox_text.DELETION:
        _settle_life(connection, table, row_id, deleted=bool(value))
        return
    words = {"tid": table.number, "pk": row_id, "col": column.number}
    connection.execute(inbox_text.set_value(table, column), {**words, "value": value})
    connection.execute(TICK)
    for statement in inbox_text.STAMP_CELL:
        connection.execute(statement, words)


def _settle_life(
    connection: Connection, table: SyncedTable, row_id: int, *, deleted: bool
) -> None:
    """Delete or restore with a new stamp, also when the row stays as it is.

    Back and forth, because the triggers note a change only.
    """
    statement = inbox_text.set_life(table)
    for value in (not deleted, deleted):
        connection.execute(statement, {"value": int(value), "pk": row_id})


def current_cell(
    connection: Connection, table: SyncedTable, column: SyncedColumn, row_id: int
) -> tuple[object, int, int] | None:
    """Value, hlc and site of the current version; None when the row is gone."""
    query = inbox_text.cell_of(table, column)
    row = connection.execute(query, (row_id,)).fetchone()
    return None if row is None else (row[0], row[1], row[2])


def value_from_text(column: SyncedColumn, text: str) -> object:
    """What somebody typed, as the column stores it; empty text is no value.

    Raises:
        Refused: When it is not of the column's type.
    """
    if text == "":
        return None
    value = _read(column, text)
    if value is None:
        kind = _KINDS[column.sql_type]
        refuse("wrong_value", field=column.label, kind=kind, value=text)
    return value


def _read(column: SyncedColumn, text: str) -> object:
    """The value, or None when the text is none of the type."""
    try:
        value = _READERS[column.sql_type](text)
    except ValueError:
        return None
    if isinstance(value, int):
        return value if abs(value) <= _LARGEST else None
    return value if not isinstance(value, float) or math.isfinite(value) else None


def unit_of_row(connection: Connection, table: SyncedTable, row_id: int) -> int | None:
    """The unit a row belongs to; a unit's row belongs to itself; None if to none."""
    if "unit_id" not in table.column_names:
        return row_id if table.name == "unit" else None
    query = inbox_text.unit_of(table)
    row = connection.execute(query, (row_id,)).fetchone()
    return None if row is None else int(row[0])
