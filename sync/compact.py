"""Forgetting what everybody knows: clocks of old edits, and rows long deleted."""

import time
from dataclasses import dataclass

from sync.catalogue import tables_here
from sync.connection import Connection
from sync.core import stable_text
from sync.core.clock import DAY_MS, hlc_at
from sync.merge import transaction
from sync.node import Node

GRACE_DAYS = 400


@dataclass(frozen=True)
class Compacted:
    """What was forgotten.

    Attributes:
        cells: Clocks of single edits.
        rows: Deleted rows, with all their fields.
        held_back_by: Branches that have not yet said they know all that is known
            here; a silent one among them may have to be retired.
    """

    cells: int
    rows: int
    held_back_by: tuple[int, ...]


def compact(node: Node, grace_days: int = GRACE_DAYS) -> Compacted:
    """Forget what every site is known to know; values, conflicts, dumps stay.

    Except that rows deleted more than ``grace_days`` ago vanish from the dump.
    """
    before = hlc_at(time.time_ns() // 1_000_000 - grace_days * DAY_MS)
    with node.open_for_writing() as connection, transaction(connection, keep=True):
        connection.execute(stable_text.RAISE_STABLE)
        connection.execute("UPDATE main.sync_clock SET merging = 1")
        cells = rows = 0
        for table in tables_here(connection, node.tables):
            cells += connection.execute(stable_text.drop_cells(table)).rowcount
            for statement in stable_text.PURGE_TABLES:
                connection.execute(statement)
            words = {"before": before}
            found = connection.execute(stable_text.list_dead(table), words).rowcount
            for statement in stable_text.purge(table) if found else ():
                connection.execute(statement)
            rows += found
        connection.execute("UPDATE main.sync_clock SET merging = 0")
        behind = connection.execute(stable_text.HOLDING_BACK).fetchall()
    return Compacted(cells, rows, tuple(site for (site,) in behind))


def tell_floor(connection: Connection, *, upward: bool) -> None:
    """Write into the body what the receiver may count on; inside its transaction."""
    connection.execute(stable_text.RAISE_STABLE)
    tell = stable_text.TELL_FLOOR if upward else stable_text.TELL_STABLE
    connection.execute(tell)
