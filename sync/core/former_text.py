"""SQL text about numbers that a node had before it was restored and numbered anew.

``sync_former`` says up to which stamp a former number's writes are here. Later ones may
still be at the branches: the node wrote them, sent them down, and lost them. Knowledge
cannot tell who has them, because each branch holds those of its own scope only. So
each branch, when it is registered anew, keeps such rows and sends everything; and the
hub takes such rows from its first package whole, whatever its knowledge says.
"""

from string import Template

from domain.synced import SyncedTable
from sync.core.layout import quoted
from sync.core.statements import known

NOTE_FORMER = """INSERT INTO main.sync_former(site, kept) VALUES (:old, :ack)
    ON CONFLICT(site) DO UPDATE SET kept = excluded.kept"""
LIST_FORMER = "SELECT site, kept FROM main.sync_former ORDER BY site"
ANY_FORMER = "SELECT count(*) FROM main.sync_former"
ACKNOWLEDGED_BY_ANY = "SELECT coalesce(max(hlc), 0) FROM main.sync_mat WHERE origin = ?"
# A branch that is registered anew speaks once for what its hub has lost.
GRANT_FORMER = """INSERT INTO snap.w_range
    SELECT site, site FROM main.sync_former"""
TOLD_FORMER = "SELECT v FROM snap.manifest WHERE k = 'former'"
WORK: tuple[str, ...] = (
    "CREATE TABLE snap.w_lost(site INTEGER PRIMARY KEY, kept INTEGER)",
)
# The next package to the parent holds everything.
FORGET_ACKNOWLEDGED = "DELETE FROM main.sync_mat WHERE site = ?"

_BEARING = """SELECT $tid, m.id FROM $schema.$name m
        JOIN $former f ON f.site = m._site AND m._hlc > f.kept
    UNION SELECT $tid, x.pk FROM $schema.sync_cell x
        JOIN $former f ON f.site = x.site AND x.hlc > f.kept WHERE x.tid = $tid
    UNION SELECT $tid, x.pk FROM $schema.sync_sib x
        JOIN $former f ON f.site = x.site AND x.hlc > f.kept WHERE x.tid = $tid
    UNION SELECT $tid, x.pk FROM $schema.sync_life x
        JOIN $former f ON f.site = x.site AND x.hlc > f.kept WHERE x.tid = $tid"""
_TAKE = f"INSERT OR IGNORE INTO snap.whole {_BEARING}"
_KEEP = f"INSERT OR IGNORE INTO snap.w_loose {_BEARING}"
_TOUCH = """INSERT OR IGNORE INTO snap.w_touched
    SELECT $tid, id FROM snap.$name s WHERE NOT $known_row_s AND $other_row_s
    UNION SELECT $tid, pk FROM snap.sync_cell x WHERE tid = $tid
        AND NOT $known_x AND $other_x
    UNION SELECT $tid, pk FROM snap.sync_sib x WHERE tid = $tid
        AND NOT $known_x AND $other_x
    UNION SELECT $tid, pk FROM snap.sync_life x WHERE tid = $tid
        AND NOT $known_x AND $other_x"""
_OTHER = "$site NOT IN (SELECT f.site FROM main.sync_former f)"


def _words(table: SyncedTable) -> dict[str, object]:
    return {
        "tid": table.number,
        "name": quoted(table.name),
        "known_row_s": known("here", "s._hlc", "s._site"),
        "known_x": known("here", "x.hlc", "x.site"),
        "other_row_s": Template(_OTHER).substitute(site="s._site"),
        "other_x": Template(_OTHER).substitute(site="x.site"),
    }


def take_lost(table: SyncedTable) -> str:
    """Statement at the hub: rows of the package with writes it has lost come whole."""
    words = {**_words(table), "schema": "snap", "former": "main.sync_former"}
    return Template(_TAKE).substitute(words)


def keep_lost(table: SyncedTable) -> str:
    """Statement at the branch: rows here with writes that the parent may have lost.

    No version of theirs counts as superseded by the parent's package, and none goes.
    """
    words = {**_words(table), "schema": "main", "former": "snap.w_lost"}
    return Template(_KEEP).substitute(words)


def touch(table: SyncedTable) -> str:
    """As in statements.py, but rows with news of former numbers only do not count."""
    return Template(_TOUCH).substitute(_words(table))
