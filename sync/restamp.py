"""Giving back the right time to own writes made while the clock ran ahead.

Only stamps that nobody has acknowledged; their order stays. Packages made with the old
stamps become void: the next one says so.
"""

import json
import time
from collections.abc import Iterator
from string import Template

from sync.catalogue import tables_here
from sync.connection import Connection
from sync.core.clock import hlc_at
from sync.core.layout import CLOCK_TABLES, quoted
from sync.core.refusals import refuse
from sync.merge import transaction
from sync.node import Node, write_marker

AHEAD_MS = 300_000
_OWN = "SELECT site, own FROM main.sync_clock"
_ACKNOWLEDGED = "SELECT coalesce(max(hlc), 0) FROM main.sync_mat WHERE origin = ?"
_OTHERS = "SELECT coalesce(max(hlc), 0) FROM main.sync_know WHERE site <> ?"
_WORK: tuple[str, ...] = (
    "CREATE TEMP TABLE IF NOT EXISTS w_stamp(old INTEGER PRIMARY KEY, new INTEGER)",
    "DELETE FROM temp.w_stamp",
)
_FIND_ROWS = Template("""INSERT OR IGNORE INTO temp.w_stamp(old)
    SELECT _hlc FROM main.$name WHERE _site = :site AND _hlc > :ack""")
_FIND_CLOCKS = Template("""INSERT OR IGNORE INTO temp.w_stamp(old)
    SELECT hlc FROM main.$clock WHERE site = :site AND hlc > :ack""")
_NUMBER = """UPDATE temp.w_stamp SET new = :base
    + (SELECT count(*) FROM temp.w_stamp o WHERE o.old <= w_stamp.old)"""
_SET_ROWS = Template("""UPDATE main.$name
    SET _hlc = (SELECT w.new FROM temp.w_stamp w WHERE w.old = _hlc)
    WHERE _site = :site AND _hlc > :ack""")
_SET_CLOCKS = Template("""UPDATE main.$clock
    SET hlc = (SELECT w.new FROM temp.w_stamp w WHERE w.old = hlc)
    WHERE site = :site AND hlc > :ack""")
_LIVES = "SELECT tid, pk, seen FROM main.sync_life WHERE seen LIKE ?"
_SET_SEEN = "UPDATE main.sync_life SET seen = ? WHERE tid = ? AND pk = ?"
_NEW_OF = "SELECT coalesce(max(new), 0) FROM temp.w_stamp WHERE old <= ?"
_COUNT = "SELECT count(*) FROM temp.w_stamp"
_VOID = """UPDATE main.sync_file SET state = 'void'
    WHERE way = 'out' AND own_hlc > :ack"""


def restamp(node: Node) -> int:
    """Rewrite own stamps that lie ahead of the repaired clock; how many.

    Raises:
        Refused: When the newest own stamp is not ahead of the clock.
    """
    now_ms = time.time_ns() // 1_000_000
    with node.open_for_writing() as connection, transaction(connection, keep=True):
        site, own = connection.execute(_OWN).fetchone()
        if own <= hlc_at(now_ms + AHEAD_MS):
            refuse("clock_right")
        words = {"site": site, "ack": _number(connection, _ACKNOWLEDGED, site)}
        others = _number(connection, _OTHERS, site)
        base = max(hlc_at(now_ms), others, words["ack"])
        connection.execute("UPDATE main.sync_clock SET merging = 1")
        for statement in _statements(node, connection):
            used = {**words, "base": base} if ":base" in statement else words
            connection.execute(statement, used if ":" in statement else ())
        _rewrite_seen(connection, words)
        count = _number(connection, _COUNT)
        newest = (base + count, base + count)
        clock = "UPDATE main.sync_clock SET hlc = ?, own = ?, merging = 0"
        connection.execute(clock, newest)
        connection.execute(_VOID, {"ack": words["ack"]})
        write_marker(node, connection)
    return count


def _number(connection: Connection, query: str, *values: int) -> int:
    return int(connection.execute(query, values).fetchone()[0])


def _statements(node: Node, connection: Connection) -> Iterator[str]:
    tables = tables_here(connection, node.tables)
    yield from _WORK
    for rows, clocks in ((_FIND_ROWS, _FIND_CLOCKS), (_SET_ROWS, _SET_CLOCKS)):
        for table in tables:
            yield rows.substitute(name=quoted(table.name))
        for clock in CLOCK_TABLES:
            yield clocks.substitute(clock=clock)
        if rows is _FIND_ROWS:
            yield _NUMBER


def _rewrite_seen(connection: Connection, words: dict[str, int]) -> None:
    """What deletions have seen of our own writes goes by the new stamps too."""
    key = str(words["site"])
    for tid, pk, text in connection.execute(_LIVES, (f'%"{key}"%',)).fetchall():
        seen = json.loads(text)
        if seen.get(key, 0) > words["ack"]:
            new = _number(connection, _NEW_OF, seen[key])
            seen[key] = max(new, words["ack"])
            values = (json.dumps(seen, separators=(",", ":")), tid, pk)
            connection.execute(_SET_SEEN, values)
