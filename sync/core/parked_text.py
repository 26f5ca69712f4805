"""SQL text for rows put aside because one of their values breaks a rule.

Their clocks are known from then on, their values are not here: the row is noted as
late, so that it is taken whole when it comes again.
"""

from dataclasses import dataclass
from string import Template

from domain.synced import SyncedTable
from sync.core.layout import CLOCK_TABLES, column_list, quoted, row_columns

_COLUMNS = """(tid INTEGER NOT NULL, pk INTEGER NOT NULL, reason TEXT NOT NULL,
    row_text TEXT NOT NULL, PRIMARY KEY(tid, pk))"""
PARKED_TABLE = f"CREATE TABLE parked{_COLUMNS}"
NO_PARKED = f"CREATE TABLE IF NOT EXISTS snap.parked{_COLUMNS}"
TAKE_PARKED: tuple[str, ...] = (
    """INSERT INTO main.sync_parked(tid, pk, peer, reason, row_text, at_ms)
        SELECT tid, pk, :sender, reason, row_text, :now_ms FROM snap.parked WHERE true
        ON CONFLICT(tid, pk) DO UPDATE SET peer = excluded.peer,
        reason = excluded.reason, row_text = excluded.row_text,
        at_ms = excluded.at_ms""",
    """INSERT INTO main.sync_late(tid, pk, applied) SELECT tid, pk, 0 FROM snap.parked
        WHERE true ON CONFLICT(tid, pk) DO UPDATE SET applied = 0""",
)
LIST_PARKED = """SELECT tid, pk, peer, reason, row_text, at_ms FROM main.sync_parked
    ORDER BY at_ms, tid, pk"""
COUNT_PARKED = "SELECT count(*) FROM snap.parked"
_READ = Template("SELECT $columns FROM $name WHERE id = ?")
_KEEP = Template("INSERT OR IGNORE INTO parked VALUES ($tid, ?, ?, ?)")
_REMOVE = Template("DELETE FROM $name WHERE id = ?")
_REMOVE_CLOCK = Template("DELETE FROM $clock WHERE tid = $tid AND pk = ?")


@dataclass(frozen=True)
class ParkedText:
    """Statements over the clean copy that put one row aside; each takes its id."""

    read: str
    keep: str
    remove: tuple[str, ...]


def parked_text(table: SyncedTable) -> ParkedText:
    """The statements for one table; ``keep`` takes id, reason and the row as text."""
    name, tid = quoted(table.name), table.number
    clocks = (_REMOVE_CLOCK.substitute(clock=c, tid=tid) for c in CLOCK_TABLES)
    return ParkedText(
        read=_READ.substitute(columns=column_list(row_columns(table)), name=name),
        keep=_KEEP.substitute(tid=tid),
        remove=(_REMOVE.substitute(name=name), *clocks),
    )
