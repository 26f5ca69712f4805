"""SQL text for edits that may contradict one whose clock was compacted.

A database restored from before a compaction does not know edits that everybody else
knew and whose clocks are gone: they look like the creation of their row. When it is
numbered anew, each own unacknowledged edit of such a cell is therefore made again, and
beside it, as a sibling of its own, what the parent's package holds: two versions that
nobody knows yet, which travel like any others. Parameters: ``site``, our new number,
and ``hlc``, a stamp above all others; see sync/rejoin.py.
"""

from string import Template

from domain.synced import SyncedTable
from sync.core.layout import quoted
from sync.core.statements import value_of

# Everybody knew more than was known here.
IS_BEHIND = """SELECT count(*) FROM snap.floor f WHERE f.hlc >
    coalesce((SELECT h.hlc FROM snap.w_here h WHERE h.site = f.site), -1)"""
WORK = "CREATE TABLE snap.w_again(tid INTEGER, pk INTEGER, col INTEGER, n INTEGER)"
CLOCK = "SELECT hlc FROM main.sync_clock"
RAISE = "UPDATE main.sync_clock SET hlc = ?, own = ?"
COUNT = "SELECT count(*) FROM snap.w_again"
_FIND = Template("""INSERT INTO snap.w_again(tid, pk, col, n)
    SELECT $tid, q.pk, q.col, 2 * row_number() OVER (ORDER BY q.pk, q.col) + (
        SELECT 2 * count(*) FROM snap.w_again) FROM (
    SELECT c.pk, c.col FROM main.sync_cell c
    JOIN snap.$name s ON s.id = c.pk JOIN main.$name m ON m.id = c.pk
    WHERE c.tid = $tid AND c.site = :site AND c.col IN ($asked)
    AND NOT EXISTS (SELECT 1 FROM snap.sync_cell x
        WHERE x.tid = $tid AND x.pk = c.pk AND x.col = c.col)
    AND $value_s IS DISTINCT FROM $value_m) q""")
_SIBLINGS = Template("""INSERT INTO main.sync_sib(tid, pk, col, hlc, site, val)
    SELECT $tid, w.pk, w.col, :hlc + w.n - 1, :site, $theirs
    FROM snap.w_again w JOIN snap.$name s ON s.id = w.pk WHERE w.tid = $tid""")
_CELLS = Template("""UPDATE main.sync_cell SET hlc = :hlc + (SELECT w.n
        FROM snap.w_again w WHERE w.tid = $tid AND w.pk = sync_cell.pk
        AND w.col = sync_cell.col)
    WHERE tid = $tid AND EXISTS (SELECT 1 FROM snap.w_again w WHERE w.tid = $tid
        AND w.pk = sync_cell.pk AND w.col = sync_cell.col)""")


def _words(table: SyncedTable) -> dict[str, object]:
    asked = [str(c.number) for c in table.columns if c.policy == "ask"]
    return {
        "tid": table.number,
        "name": quoted(table.name),
        "asked": ", ".join(asked) or "0",
        "value_s": value_of(table, "s", "c.col"),
        "value_m": value_of(table, "m", "c.col"),
        "theirs": value_of(table, "s", "w.col"),
    }


def find(table: SyncedTable) -> str:
    """Statement that lists such cells, with an even number each from 2."""
    return _FIND.substitute(_words(table))


def make_again(table: SyncedTable) -> tuple[str, str]:
    """Statements that write both versions of each."""
    words = _words(table)
    return _SIBLINGS.substitute(words), _CELLS.substitute(words)
