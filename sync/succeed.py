"""A new number for a root that was restored or copied: nobody above could give one.

Own writes that were there when the backup was made are history and stay. What was
written since goes over to the new number. What was lost is still at the branches: each
is registered anew and brings it with its first package (core/former_text.py).
"""

from sync import journal
from sync.catalogue import tables_here
from sync.connection import Connection
from sync.core import former_text, rejoin_text
from sync.core.layout import body_sql
from sync.core.ranges import successor
from sync.core.refusals import refuse
from sync.core.statements import WORK_TABLES
from sync.disk import disk_failures_in_words
from sync.invitation import add_range
from sync.merge import transaction
from sync.node import Node, marked, write_marker
from sync.rejoin import renumber_rows
from sync.sites import own_site, range_of

NOBODY = 0


@disk_failures_in_words("not_renumbered")
def succeed(node: Node) -> int:
    """Number this root anew; its new number.

    All or nothing. Every branch has to be registered anew afterwards.

    Raises:
        Refused: When somebody stands above this node, or numbers have run out.
        NotStored: When the disk fails.
    """
    node.make_folders()
    with node.scratch("outbox") as folder, node.open_for_writing() as connection:
        own = own_site(connection)
        if own.parent is not None:
            refuse("not_root")
        numbers = successor(range_of(connection, own.site))
        if numbers is None:
            refuse("no_numbers")
        words = {
            "old": own.site,
            "new": numbers.first,
            "ack": _kept(node, connection, own.site),
        }
        work = connection.attached(folder / "work")
        with work, transaction(connection, keep=True):
            tables = tables_here(connection, node.tables)
            for statement in (*body_sql(tables, "snap"), *WORK_TABLES):
                connection.execute(statement)
            connection.execute("UPDATE main.sync_clock SET merging = 1")
            renumber_rows(node, connection, words)
            place = {**words, "name": own.name, "unit": own.unit}
            for statement in rejoin_text.ROOT_PLACE:
                connection.execute(statement, place)
            connection.execute(former_text.NOTE_FORMER, words)
            add_range(connection, numbers, NOBODY)
            journal.add(connection, journal.unread("", "rejoined"))
            connection.execute("UPDATE main.sync_clock SET merging = 0")
        write_marker(node, connection)
    return numbers.first


def _kept(node: Node, connection: Connection, site: int) -> int:
    """The newest own stamp that was certainly made before the backup.

    `flask restore` notes it. Else it is the newest that a branch has acknowledged.
    """
    noted = marked(node)
    if noted.get("site") == site and "kept" in noted:
        return int(noted["kept"])
    query = former_text.ACKNOWLEDGED_BY_ANY
    return int(connection.execute(query, (site,)).fetchone()[0])
