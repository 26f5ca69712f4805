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
