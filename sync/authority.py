"""What a sender may bring, checked inside the transaction of the merge.

A branch speaks for itself and for the sites below it, within its own subtree. A parent
speaks for everybody, except that nobody knows our own writes better than we do.
"""

from collections.abc import Sequence

from domain.synced import SyncedTable
from sync.connection import Connection
from sync.core import authority_text, former_text
from sync.core.refusals import refuse
from sync.core.selection import WIDEN_BY_HELD
from sync.core.statements import ANY_EVICTED, merge_text
from sync.scope import open_scope
from sync.sites import Site


def _first(connection: Connection, query: str) -> int | None:
    row = connection.execute(query).fetchone()
    return None if row is None else int(row[0])


def refuse_rewound(connection: Connection, sender: Site) -> None:
    """Refuse a newer package of a sender that knows less of itself than we do."""
    row = connection.execute(authority_text.REWOUND, {"sender": sender.site})
    if row.fetchone() is not None:
        refuse("rewound", site=sender.site)


def refuse_rollback(connection: Connection) -> None:
    """Refuse when the parent knows of writes here that are not here."""
    if _first(connection, authority_text.OWN_CLAIMED) is not None:
        refuse("rolled_back")


def check_branch_before(
    connection: Connection, tables: Sequence[SyncedTable], sender: Site, today: str
) -> None:
    """Refuse what a branch may not bring, before anything is merged."""
    connection.execute(authority_text.FILL_RANGE, {"sender": sender.site})
    brings_lost = _brings_lost(connection, sender)
    if brings_lost:
        connection.execute(former_text.GRANT_FORMER)
    if connection.execute(ANY_EVICTED).fetchone()[0]:
        refuse("bad_body", why="下级不能移出上级的记录")
    _open_own_scope(connection, sender, today)
    for statement in (*authority_text.KEEP_SCOPE, authority_text.KEEP_LOOSE):
        connection.execute(statement)
    for table in tables:
        _check_stamps(connection, table, sender)
    if _first(connection, authority_text.CLAIMED) is not None:
        refuse("rolled_back")
    for table in tables:
        touch = former_text.touch(table) if brings_lost else merge_text(table)["touch"]
        connection.execute(touch)
        _check_owner(connection, table, sender)
        _check_scope(connection, table, sender)
    connection.execute(authority_text.ONLY_NEWS_WHOLE)
    for table in tables if brings_lost else ():
        connection.execute(former_text.take_lost(table))


def _brings_lost(connection: Connection, sender: Site) -> bool:
    """Whether a branch registered anew may bring back what this node has lost.

    Only with the first package after its invitation.
    """
    former = connection.execute(former_text.ANY_FORMER).fetchone()[0]
    return former > 0 and sender.status == "invited"


def check_branch_after(
    connection: Connection, tables: Sequence[SyncedTable], sender: Site, today: str
) -> None:
    """Refuse rows that the merge has put outside the branch's subtree.

    The subtree is taken again, because a branch may add units below its own; a unit
    of somebody else must not have come into it.
    """
    _open_own_scope(connection, sender, today)
    unit = _first(connection, authority_text.ANNEXED)
    if unit is not None:
        refuse("annexed_unit", site=sender.site, row=unit)
    for table in tables:
        _check_scope(connection, table, sender)


def _open_own_scope(connection: Connection, sender: Site, today: str) -> None:
    """The branch's subtree without the units above it: those it reads only.

    With units it held when it answered last: it may not have heard that they moved.
    """
    open_scope(connection, sender.unit, today)
    connection.execute(WIDEN_BY_HELD, {"peer": sender.site})
    connection.execute("DELETE FROM temp.scope_above")


def _check_stamps(connection: Connection, table: SyncedTable, sender: Site) -> None:
    for query in authority_text.foreign_stamps(table):
        other = _first(connection, query)
        if other is not None:
            refuse("foreign_stamp", site=sender.site, other=other)
    row = _first(connection, authority_text.foreign_rows(table))
    if row is not None:
        refuse("foreign_row", site=sender.site, table=table.label, row=row)


def _check_owner(connection: Connection, table: SyncedTable, sender: Site) -> None:
    if table.direction == "down":
        row = _first(connection, authority_text.touched(table))
        if row is not None:
            refuse("owner_only", site=sender.site, table=table.label, row=row)


def _check_scope(connection: Connection, table: SyncedTable, sender: Site) -> None:
    row = _first(connection, authority_text.outside_scope(table))
    if row is not None:
        refuse("out_of_scope", site=sender.site, table=table.label, row=row)
