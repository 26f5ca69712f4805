"""The exchanged tables of this database: the program's, and those learnt from packages.

``sync_unknown`` lists each column that came with a package and that this program does
not know. The column itself stands in its table, with clocks and siblings like any
other, so that a relay of an older version loses nothing.
"""

from collections.abc import Sequence
from itertools import groupby

from domain.synced import SyncedTable
from sync.connection import Connection
from sync.core import layout
from sync.core.catalogue import joined, missing_columns, stated_table

_LEARNT = """SELECT tid, table_name, form FROM main.sync_unknown ORDER BY tid, number"""
_LEARN = """INSERT INTO main.sync_unknown(tid, number, table_name, form)
    VALUES (?, ?, ?, ?) ON CONFLICT(tid, number) DO NOTHING"""
_STATED = "SELECT tid, name, columns FROM snap.table_info ORDER BY tid"


def tables_here(
    connection: Connection, known: Sequence[SyncedTable]
) -> tuple[SyncedTable, ...]:
    """The program's tables with all that was learnt.

    Raises:
        Refused: When something learnt contradicts the program; it must be updated
            by store.upgrade first.
    """
    rows = connection.execute(_LEARNT).fetchall()
    learnt = []
    for (number, name), group in groupby(rows, key=lambda row: (row[0], row[1])):
        heads, columns = zip(*(row[2].split("|") for row in group), strict=True)
        learnt.append(stated_table(number, name, f"{heads[0]}|{','.join(columns)}"))
    return joined(known, learnt)


def adopt(
    connection: Connection, known: Sequence[SyncedTable]
) -> tuple[SyncedTable, ...]:
    """Make the live database and the attached clean copy know each other's columns.

    What the package lacks stays empty in the copy and has no clock there: no
    information. Call inside the transaction of the merge.

    Raises:
        Refused: When a number or a name means one thing here and another there.
    """
    rows = connection.execute(_STATED).fetchall()
    stated = [stated_table(*row) for row in rows]
    here = tables_here(connection, known)
    tables = joined(here, stated)
    for table in tables:
        if _add(connection, table, here, "main"):
            connection.schema.capture(connection.execute, [table])
            _note(connection, table, here)
        _add(connection, table, stated, "snap")
    return tables


def _add(
    connection: Connection, table: SyncedTable, has: Sequence[SyncedTable], schema: str
) -> bool:
    missing = missing_columns(has, table)
    if missing is None:
        connection.execute(layout.synced_sql(table, schema))
        return True
    for column in missing:
        connection.execute(layout.add_column(table, column, schema))
    return bool(missing)


def _note(
    connection: Connection, table: SyncedTable, here: Sequence[SyncedTable]
) -> None:
    missing = missing_columns(here, table)
    for column in table.columns if missing is None else missing:
        form = layout.numbered_columns(table).split("|")[0]
        text = f"{column.number}:{column.name}:{column.sql_type}:{column.policy}"
        values = (table.number, column.number, table.name, f"{form}|{text}")
        connection.execute(_LEARN, values)
