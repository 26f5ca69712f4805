"""An existing database brought to what this program expects, at its start.

Inside an epoch tables and columns are only added; a new epoch has a migration
(docs/decisions/0002). What a newer site has sent meanwhile (``sync_unknown``) is there
already: it only has to be known.
"""

from collections.abc import Callable, Mapping, Sequence
from string import Template
from typing import Any

from domain.synced import Migration, SyncedColumn, SyncedTable
from store.sync_schema import NODE_TABLES

ColumnsOf = Callable[[str], Sequence[str]]
_ADD = Template('ALTER TABLE "$table" ADD COLUMN "$column" $sql_type')
_SET_ASIDE = Template(
    'ALTER TABLE "$table" RENAME COLUMN "$column" TO "_former_${number}_$column"'
)
_LEARNT = "SELECT tid, number, table_name, form FROM sync_unknown ORDER BY tid, number"
_KNOWN_NOW = "DELETE FROM sync_unknown WHERE tid = ? AND number = ?"
_CLOCKS = ("sync_cell", "sync_sib")
_FORGET = Template("DELETE FROM $clock WHERE tid = ? AND col = ?")


def bring_up_to_date(
    connection: Any,
    tables: Sequence[SyncedTable],
    columns_of: ColumnsOf,
    migrations: Mapping[int, Migration],
    epoch: int,
) -> bool:
    """Add what is missing; safe to repeat. Call inside one writing transaction.

    Args:
        connection: Plain connection to the live database.
        tables: What the program knows; every one of them is there already, perhaps
            with columns missing.
        columns_of: Names of the columns a table has.
        migrations: From the epoch of that number to the next.
        epoch: Of the program.

    Returns:
        Whether something that came with a package is known from now on.
    """
    for statement in NODE_TABLES:
        connection.execute(statement)
    connection.execute("UPDATE sync_clock SET merging = 1")
    (found,) = connection.execute("SELECT epoch FROM sync_clock").fetchone()
    for number in range(found, epoch):
        for statement in migrations[number].rows:
            connection.execute(statement)
    learnt = _make_known(connection, tables)
    for table in tables:
        there = columns_of(table.name)
        for column in table.columns:
            if column.name not in there:
                connection.execute(_text(_ADD, table, column))
    connection.schema.capture(connection.execute, tables)
    values = (max(found, epoch),)
    connection.execute("UPDATE sync_clock SET epoch = ?, merging = 0", values)
    return learnt


def _make_known(connection: Any, tables: Sequence[SyncedTable]) -> bool:
    """Forget that columns were unknown; set aside one that means something else."""
    known = {(t.number, c.number): (t, c) for t in tables for c in t.columns}
    rows = connection.execute(_LEARNT).fetchall()
    found = [row for row in rows if (row[0], row[1]) in known]
    for tid, number, table_name, form in found:
        table, column = known[tid, number]
        wanted = f"{number}:{column.name}:{column.sql_type}:"
        stated = form.split("|")[1]
        if table_name == table.name and not stated.startswith(wanted):
            _set_aside(connection, table, number, stated.split(":")[1])
        connection.execute(_KNOWN_NOW, (tid, number))
    return bool(found)


def _set_aside(connection: Any, table: SyncedTable, number: int, name: str) -> None:
    words = {"table": table.name, "column": name, "number": number}
    connection.execute(_SET_ASIDE.substitute(words))
    for clock in _CLOCKS:
        connection.execute(_FORGET.substitute(clock=clock), (table.number, number))


def _text(template: Template, table: SyncedTable, column: SyncedColumn) -> str:
    return template.substitute(
        table=table.name, column=column.name, sql_type=column.sql_type
    )
