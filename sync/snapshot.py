"""The body of a package: rows, clocks and knowledge of one moment, as SQLite file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.synced import SyncedTable
from sync import moves
from sync.connection import Connection
from sync.core import layout, selection
from sync.scope import open_scope


@dataclass(frozen=True)
class Selection:
    """What goes into a body.

    Attributes:
        unit_code: Subtree; None is everything here.
        today: Beijing day for the unit tree, ISO text.
        base: The receiver's knowledge for a delta; None makes a full body.
        manifest: Words about the package, by key.
        peer: The branch whose held units count, when it has a subtree; else 0.
    """

    unit_code: str | None
    today: str
    base: Mapping[int, int] | None
    manifest: Mapping[str, str]
    peer: int = 0


def write_body(
    connection: Connection, tables: Sequence[SyncedTable], wanted: Selection
) -> None:
    """Write the body; call inside a transaction with the file attached as ``snap``.

    The transaction makes the file one moment of the database.
    """
    for statement in layout.body_sql(tables, "snap"):
        connection.execute(statement)
    _write_heads(connection, wanted)
    delta = wanted.base is not None
    whole = _open(connection, tables, wanted)
    for table in tables:
        if delta:
            _list_changed(connection, table, whole=whole)
        connection.execute(selection.copy_rows(table, whole=whole, delta=delta))
        for statement in selection.copy_clocks(table):
            connection.execute(statement)
        if whole:
            connection.execute(selection.loose_rows(table))
        else:
            connection.execute(selection.list_evicted(table))
        _describe(connection, table)


def _open(
    connection: Connection, tables: Sequence[SyncedTable], wanted: Selection
) -> bool:
    """Fill in the scope; with a branch, first see whether units came or went."""
    unit = wanted.unit_code
    if unit is not None and wanted.peer:
        place = (unit, wanted.today)
        moves.note_departures(connection, tables, wanted.peer, place)
        moves.list_arrivals(connection, tables, wanted.peer, place)
    return open_scope(connection, unit, wanted.today)


def _write_heads(connection: Connection, wanted: Selection) -> None:
    connection.execute(
        "INSERT INTO snap.know SELECT site, hlc FROM main.sync_knowledge"
    )
    connection.executemany(
        "INSERT INTO snap.base VALUES (?, ?)", sorted((wanted.base or {}).items())
    )
    connection.executemany(
        "INSERT INTO snap.manifest VALUES (?, ?)", sorted(wanted.manifest.items())
    )
    connection.execute(
        "INSERT INTO snap.place SELECT site, parent, name, unit FROM main.sync_site"
    )


def _list_changed(connection: Connection, table: SyncedTable, *, whole: bool) -> None:
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS w_changed(pk INTEGER PRIMARY KEY)"
    )
    connection.execute("DELETE FROM temp.w_changed")
    connection.execute(selection.changed_rows(table))
    for statement in () if whole else selection.whole_rows(table):
        connection.execute(statement)


def _describe(connection: Connection, table: SyncedTable) -> None:
    rows = connection.execute(layout.count_rows(table.name, "snap")).fetchone()[0]
    connection.execute(
        "INSERT INTO snap.table_info VALUES (?, ?, ?, ?)",
        (table.number, table.name, layout.numbered_columns(table), rows),
    )
