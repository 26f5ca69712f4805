"""Settling a conflict: an ordinary write that supersedes every sibling of a field."""

from domain.synced import SyncedColumn, SyncedTable
from store.sync_schema import TICK
from sync.connection import Connection
from sync.core import inbox_text


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
    words = {"tid": table.number, "pk": row_id, "col": column.number}
    connection.execute(inbox_text.set_value(table, column), {**words, "value": value})
    connection.execute(TICK)
    for statement in inbox_text.STAMP_CELL:
        connection.execute(statement, words)
