"""Which rows go into a package or a dump, as SQL text.

One condition says what lies in a subtree: the table's own ``scope`` over the temp
tables filled here. Export, dump and the authority check of an import all use it.
"""

from string import Template

from domain.synced import SyncedTable
from sync.core.layout import CLOCK_COLUMNS, column_list, quoted, row_columns

SCOPE_TABLES: tuple[str, ...] = (
    "CREATE TEMP TABLE IF NOT EXISTS scope_unit(unit_id INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE IF NOT EXISTS scope_above(unit_id INTEGER PRIMARY KEY)",
    "DELETE FROM temp.scope_unit",
    "DELETE FROM temp.scope_above",
)
_PLACED = (
    "p.tree = 'admin' AND p._del = 0 AND (p.from_on IS NULL OR p.from_on <= :today)"
    " AND (p.to_on IS NULL OR p.to_on >= :today)"
)
FILL_UNITS = Template("""INSERT OR IGNORE INTO temp.scope_unit
    WITH RECURSIVE below(id) AS (
        SELECT id FROM main.unit WHERE code = :code AND _del = 0
        UNION SELECT p.unit_id FROM below b
        JOIN main.unit_place p ON p.parent_id = b.id WHERE $placed)
    SELECT id FROM below""").substitute(placed=_PLACED)
FILL_ABOVE = Template("""INSERT OR IGNORE INTO temp.scope_above
    WITH RECURSIVE above(id) AS (
        SELECT p.parent_id FROM main.unit u JOIN main.unit_place p ON p.unit_id = u.id
        WHERE u.code = :code AND u._del = 0 AND p.parent_id IS NOT NULL AND $placed
        UNION SELECT p.parent_id FROM above a
        JOIN main.unit_place p ON p.unit_id = a.id
        WHERE p.parent_id IS NOT NULL AND $placed)
    SELECT id FROM above""").substitute(placed=_PLACED)

FILL_FROM_HELD: tuple[str, ...] = (
    "DELETE FROM temp.scope_unit",
    "DELETE FROM temp.scope_above",
    "INSERT INTO temp.scope_unit SELECT unit_id FROM temp.held_unit WHERE above = 0",
    "INSERT INTO temp.scope_above SELECT unit_id FROM temp.held_unit WHERE above = 1",
)
HELD_TABLES: tuple[str, ...] = (
    """CREATE TEMP TABLE IF NOT EXISTS held_unit(unit_id INTEGER PRIMARY KEY,
        above INTEGER)""",
    """CREATE TEMP TABLE IF NOT EXISTS held_row(tid INTEGER, pk INTEGER,
        PRIMARY KEY(tid, pk))""",
    "DELETE FROM temp.held_unit",
    "DELETE FROM temp.held_row",
)
_HELD = Template("""INSERT INTO temp.held_unit SELECT unit_id, min(above)
    FROM main.sync_held WHERE peer = :peer GROUP BY unit_id $having""")
# What a branch may hold: whatever went with a package since the one it answered.
FILL_HELD = _HELD.substitute(having="")
# What it holds for sure: it went with every one of them.
FILL_HELD_SURELY = _HELD.substitute(
    having="""HAVING count(*) = (SELECT count(DISTINCT no)
    FROM main.sync_held WHERE peer = :peer)"""
)
# A first package goes to somebody who holds nothing: it needs no comparing.
SAME_SCOPE = """SELECT NOT EXISTS (SELECT 1 FROM temp.held_unit) OR NOT EXISTS (
    SELECT unit_id, 0 FROM temp.scope_unit UNION SELECT unit_id, 1 FROM temp.scope_above
    EXCEPT SELECT unit_id, above FROM temp.held_unit) AND NOT EXISTS (
    SELECT unit_id, above FROM temp.held_unit EXCEPT SELECT * FROM (
    SELECT unit_id, 0 FROM temp.scope_unit
    UNION SELECT unit_id, 1 FROM temp.scope_above) s)"""
REMEMBER_HELD = """INSERT INTO main.sync_held(peer, no, unit_id, above)
    SELECT :peer, :no, unit_id, 0 FROM temp.scope_unit
    UNION ALL SELECT :peer, :no, unit_id, 1 FROM temp.scope_above"""
FORGET_HELD = """DELETE FROM main.sync_held WHERE peer = :peer AND no < (SELECT f.no
    FROM main.sync_file f JOIN snap.manifest m ON m.v = f.snapshot_id
    WHERE m.k = 'heard' AND f.way = 'out' AND f.peer = :peer)"""
FORGET_MOVES = ("DELETE FROM snap.evict", "DELETE FROM snap.whole")
WIDEN_BY_HELD = """INSERT OR IGNORE INTO temp.scope_unit
    SELECT DISTINCT unit_id FROM main.sync_held WHERE peer = :peer AND above = 0"""
_HELD_ROWS = Template("""INSERT INTO temp.held_row
    SELECT $tid, x.id FROM main.$name x WHERE ($scope)""")
# A row that left with its unit counts as moved away from the top of the subtree.
_DEPARTED = Template("""INSERT INTO main.sync_move(tid, pk, old_unit)
    SELECT h.tid, h.pk, u.id FROM (SELECT tid, pk FROM temp.held_row
        UNION SELECT m.tid, m.pk FROM main.sync_move m
        JOIN temp.held_unit l ON l.unit_id = m.old_unit AND l.above = 0) h
    JOIN main.unit u ON u.code = :top AND u._del = 0
    WHERE h.tid = $tid
    AND NOT EXISTS (SELECT 1 FROM main.$name x WHERE x.id = h.pk AND ($scope))
    ON CONFLICT DO NOTHING""")
_ARRIVED = Template("""INSERT INTO snap.whole SELECT $tid, x.id FROM main.$name x
    WHERE ($scope) AND NOT EXISTS (SELECT 1 FROM temp.held_row h
        WHERE h.tid = $tid AND h.pk = x.id)""")
_ADD_WHOLE = Template("""INSERT OR IGNORE INTO temp.w_changed
    SELECT pk FROM snap.whole WHERE tid = $tid""")
_LATE = Template("""INSERT OR IGNORE INTO snap.whole SELECT l.tid, l.pk
    FROM main.sync_late l JOIN temp.w_changed c ON c.pk = l.pk WHERE l.tid = $tid""")
_LOOSE = Template("""INSERT INTO snap.whole SELECT l.tid, l.pk FROM main.sync_late l
    JOIN snap.$name s ON s.id = l.pk WHERE l.tid = $tid AND l.applied <> 1""")
CHANGED_ROWS = Template("""INSERT OR IGNORE INTO temp.w_changed
    SELECT id FROM main.$name x WHERE $row_new
    UNION SELECT pk FROM main.sync_cell x WHERE tid = $tid AND $stamp_new
    UNION SELECT pk FROM main.sync_sib x WHERE tid = $tid AND $stamp_new
    UNION SELECT pk FROM main.sync_life x WHERE tid = $tid AND $stamp_new""")
COPY_ROWS = Template("""INSERT INTO snap.$name($columns)
    SELECT $columns_x FROM main.$name x WHERE ($scope) $changed ORDER BY x.id""")
COPY_CLOCKS = Template("""INSERT INTO snap.$clock($columns)
    SELECT $columns_c FROM main.$clock c WHERE c.tid = $tid
    AND EXISTS (SELECT 1 FROM snap.$name s WHERE s.id = c.pk)""")
LIST_EVICTED = Template("""INSERT INTO snap.evict SELECT DISTINCT m.tid, m.pk
    FROM main.sync_move m WHERE m.tid = $tid
    AND m.old_unit IN (SELECT unit_id FROM temp.scope_unit)
    AND NOT EXISTS (SELECT 1 FROM main.$name x WHERE x.id = m.pk AND ($scope))""")
DUMP_ROWS = Template("""SELECT $columns_x FROM main.$name x
    WHERE ($scope) ORDER BY x.id""")
_NEWER = Template(
    "$hlc > coalesce((SELECT b.hlc FROM snap.base b WHERE b.site = $site), -1)"
)


def scope_of(table: SyncedTable, *, whole: bool) -> str:
    """The SQL condition over ``x``; the whole database has none."""
    return "true" if whole else table.scope


def changed_rows(table: SyncedTable) -> str:
    """Statement that lists rows with any stamp that ``snap.base`` does not cover."""
    return CHANGED_ROWS.substitute(
        name=quoted(table.name),
        tid=table.number,
        row_new=_NEWER.substitute(hlc="x._hlc", site="x._site"),
        stamp_new=_NEWER.substitute(hlc="x.hlc", site="x.site"),
    )


def _moved(template: Template, table: SyncedTable) -> str:
    return template.substitute(
        name=quoted(table.name), tid=table.number, scope=table.scope
    )


def held_rows(table: SyncedTable) -> str:
    """Statement that lists the rows of the scope filled in as those held."""
    return _moved(_HELD_ROWS, table)


def departed(table: SyncedTable) -> str:
    """Statement that notes rows held that the scope filled in has lost; ``top``."""
    return _moved(_DEPARTED, table)


def arrived(table: SyncedTable) -> str:
    """Statement that lists rows of the scope that are not held, to be sent whole."""
    return _moved(_ARRIVED, table)


def whole_rows(table: SyncedTable) -> list[str]:
    """Statements that add rows to be sent whole to the changed ones, and mark more.

    More: changed rows which somebody may claim to know and never got.
    """
    return [_moved(_ADD_WHOLE, table), _moved(_LATE, table)]


def loose_rows(table: SyncedTable) -> str:
    """Statement that tells a parent of which rows less is known than knowledge says."""
    return _moved(_LOOSE, table)


def copy_rows(table: SyncedTable, *, whole: bool, delta: bool) -> str:
    """Statement that copies the rows in scope, whole, into ``snap``."""
    return COPY_ROWS.substitute(
        name=quoted(table.name),
        columns=column_list(row_columns(table)),
        columns_x=column_list(row_columns(table), "x"),
        scope=scope_of(table, whole=whole),
        changed="AND x.id IN (SELECT pk FROM temp.w_changed)" if delta else "",
    )


def list_evicted(table: SyncedTable) -> str:
    """Statement that lists rows which have left the scope filled in."""
    return LIST_EVICTED.substitute(
        name=quoted(table.name), tid=table.number, scope=table.scope
    )


def copy_clocks(table: SyncedTable) -> list[str]:
    """Statements that copy cells, siblings and life of the rows copied."""
    return [
        COPY_CLOCKS.substitute(
            clock=clock,
            columns=column_list(columns),
            columns_c=column_list(columns, "c"),
            tid=table.number,
            name=quoted(table.name),
        )
        for clock, columns in CLOCK_COLUMNS.items()
    ]


def dump_rows(table: SyncedTable, *, whole: bool) -> str:
    """Query of the rows in scope, in the order of their ids."""
    return DUMP_ROWS.substitute(
        name=quoted(table.name),
        columns_x=column_list(row_columns(table), "x"),
        scope=scope_of(table, whole=whole),
    )
