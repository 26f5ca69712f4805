"""Units that move from one branch to another, and all their rows with them.

The rows get no new stamps, so no knowledge tells who lacks them. The hub remembers for
each package which units its receiver got with it, back to the one that the receiver
says it took in last.
"""

from collections.abc import Sequence

from domain.synced import SyncedTable
from sync.connection import Connection
from sync.core import selection
from sync.scope import open_scope

Place = tuple[str, str]
"""Code of a branch's unit, and the day as of which the tree is taken."""


def note_departures(
    connection: Connection, tables: Sequence[SyncedTable], peer: int, place: Place
) -> None:
    """Note rows that a branch may hold and that have left its scope; fills it in."""
    if _differs(connection, tables, peer, place, selection.FILL_HELD):
        for table in tables:
            connection.execute(selection.departed(table), {"top": place[0]})


def list_arrivals(
    connection: Connection, tables: Sequence[SyncedTable], peer: int, place: Place
) -> None:
    """List in the body what a branch does not surely hold: it must take it whole."""
    if _differs(connection, tables, peer, place, selection.FILL_HELD_SURELY):
        for table in tables:
            connection.execute(selection.arrived(table))


def _differs(
    connection: Connection,
    tables: Sequence[SyncedTable],
    peer: int,
    place: Place,
    fill_held: str,
) -> bool:
    """Whether the scope is other than what is held; fills both in, with held rows."""
    for statement in selection.HELD_TABLES:
        connection.execute(statement)
    connection.execute(fill_held, {"peer": peer})
    open_scope(connection, *place)
    if connection.execute(selection.SAME_SCOPE).fetchone()[0]:
        return False
    for statement in selection.FILL_FROM_HELD:
        connection.execute(statement)
    for table in tables:
        connection.execute(selection.held_rows(table))
    open_scope(connection, *place)
    return True


def remember(connection: Connection, peer: int, no: int) -> None:
    """Note which units go with package ``no``; the scope must be filled in."""
    connection.execute(selection.REMEMBER_HELD, {"peer": peer, "no": no})


def forget(connection: Connection, peer: int) -> None:
    """Forget packages older than the one the attached answer says it has heard."""
    connection.execute(selection.FORGET_HELD, {"peer": peer})
