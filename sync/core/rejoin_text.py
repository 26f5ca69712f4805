"""SQL text that gives a restored or copied database a new site number.

Own writes that the parent has acknowledged are history and keep their stamps. Of the
others nobody can say from the stamp alone whether the parent has the same write or
another one: the parent's full package, attached as ``snap``, decides. A row that is the
same in both is dropped here and comes back with the package; every other unacknowledged
own write goes over to the new number, as if another site had made it. Parameters:
``old`` and ``new`` site, and ``ack``, the newest own stamp the parent has acknowledged.
"""

from collections.abc import Iterator
from string import Template

from domain.synced import SyncedTable
from sync.core.layout import CLOCK_TABLES, column_list, quoted, row_columns
from sync.core.statements import known

_OWN = "$x.site = :old AND $x.hlc > :ack"
_RENAMED = "(:new << 33) | ($id & 8589934591)"
WORK: tuple[str, ...] = (
    "CREATE TABLE snap.w_dirty(tid INTEGER, pk INTEGER, PRIMARY KEY(tid, pk))",
    "CREATE TABLE snap.w_same(pk INTEGER PRIMARY KEY)",
    "CREATE TABLE snap.w_renamed(pk INTEGER PRIMARY KEY)",
)
_LISTED = "SELECT pk FROM snap.w_dirty WHERE tid = $tid"
_FIND: tuple[str, ...] = (
    "DELETE FROM snap.w_same",
    """INSERT OR IGNORE INTO snap.w_dirty
        SELECT $tid, id FROM main.$name WHERE _site = :old AND _hlc > :ack
        UNION SELECT $tid, pk FROM main.sync_cell x WHERE tid = $tid AND $own_x
        UNION SELECT $tid, pk FROM main.sync_sib x WHERE tid = $tid AND $own_x
        UNION SELECT $tid, pk FROM main.sync_life x WHERE tid = $tid AND $own_x""",
    """INSERT INTO snap.w_same SELECT d.pk FROM snap.w_dirty d
        JOIN main.$name m ON m.id = d.pk
        JOIN snap.$name s ON s.id = m.id AND s._hlc = m._hlc AND s._site = m._site
        WHERE d.tid = $tid
        AND NOT EXISTS (SELECT 1 FROM main.sync_cell x
            WHERE x.tid = $tid AND x.pk = d.pk AND $differs)
        AND NOT EXISTS (SELECT 1 FROM main.sync_sib x
            WHERE x.tid = $tid AND x.pk = d.pk AND $differs)
        AND NOT EXISTS (SELECT 1 FROM main.sync_life x
            WHERE x.tid = $tid AND x.pk = d.pk AND (NOT $known_x OR $own_x)
            AND NOT EXISTS (SELECT 1 FROM snap.sync_life s WHERE s.tid = $tid
                AND s.pk = x.pk AND s.hlc = x.hlc AND s.site = x.site))""",
    "DELETE FROM snap.w_dirty WHERE tid = $tid AND pk IN (SELECT pk FROM snap.w_same)",
    "DELETE FROM main.$name WHERE id IN (SELECT pk FROM snap.w_same)",
    """INSERT INTO snap.w_renamed SELECT m.id FROM main.$name m
        JOIN snap.w_dirty d ON d.tid = $tid AND d.pk = m.id
        WHERE m._site = :old AND m._hlc > :ack AND NOT EXISTS (
            SELECT 1 FROM snap.$name s
            WHERE s.id = m.id AND s._hlc = m._hlc AND s._site = m._site)""",
)
_DIFFERS = """(NOT $known_x OR $own_x) AND NOT EXISTS (SELECT 1 FROM
    (SELECT pk, col, hlc, site FROM snap.sync_cell WHERE tid = $tid UNION ALL
     SELECT pk, col, hlc, site FROM snap.sync_sib WHERE tid = $tid) s
    WHERE s.pk = x.pk AND s.col = x.col AND s.hlc = x.hlc AND s.site = x.site)"""
_DROP_CLOCK = """DELETE FROM main.$clock WHERE tid = $tid
    AND pk IN (SELECT pk FROM snap.w_same)"""
_RENAME = """INSERT INTO main.$name($columns) SELECT $renamed_m, $values_m, m._del,
    m._hlc, :new FROM main.$name m
    WHERE m.id IN (SELECT pk FROM snap.w_renamed) AND m._site = :old"""
_DROP_OLD = """DELETE FROM main.$name WHERE _site = :old
    AND id IN (SELECT pk FROM snap.w_renamed)"""
_RESTAMP = "UPDATE main.$clock SET site = :new WHERE site = :old AND hlc > :ack"
_REFER = """UPDATE main.$name SET $column = $renamed_column
    WHERE $column IN (SELECT pk FROM snap.w_renamed)"""
AFTER_TABLES: tuple[str, ...] = (
    *(
        Template(
            "UPDATE main.$clock SET pk = $renamed WHERE pk IN"
            " (SELECT pk FROM snap.w_renamed)"
        ).substitute(clock=clock, renamed=Template(_RENAMED).substitute(id="pk"))
        for clock in (*CLOCK_TABLES, "sync_move")
    ),
    Template("""UPDATE main.sync_sib SET val = /*any*/($renamed)
        WHERE CASE WHEN typeof(val) = 'integer' THEN CAST(val AS BIGINT) IN
        (SELECT pk FROM snap.w_renamed) ELSE false END""").substitute(
        renamed=Template(_RENAMED).substitute(id="CAST(val AS BIGINT)")
    ),
    "DELETE FROM main.sync_move WHERE old_unit IN (SELECT pk FROM snap.w_renamed)",
    """UPDATE main.sync_life SET seen = json_set(json_set(seen,
        '$."' || :new || '"', CAST(json_extract(seen, '$."' || :old || '"') AS BIGINT)),
        '$."' || :old || '"', :ack)
        WHERE CAST(json_extract(seen, '$."' || :old || '"') AS BIGINT) > :ack""",
    *(Template(_RESTAMP).substitute(clock=clock) for clock in CLOCK_TABLES),
)
NEW_CLOCK: tuple[str, ...] = (
    """INSERT INTO main.sync_know SELECT :old, :ack WHERE :ack > 0 ON CONFLICT(site)
        DO UPDATE SET hlc = excluded.hlc""",
    "UPDATE main.sync_clock SET site = :new, own = 0",
)
RAISE_CLOCK = "UPDATE main.sync_clock SET own = max(own, ?)"
_NEWEST = """SELECT max(coalesce((SELECT max(_hlc) FROM main.$name
    WHERE _site = :new), 0), coalesce((SELECT max(hlc) FROM (
    SELECT tid, hlc, site FROM main.sync_cell
    UNION ALL SELECT tid, hlc, site FROM main.sync_sib
    UNION ALL SELECT tid, hlc, site FROM main.sync_life) c
    WHERE tid = $tid AND site = :new), 0))"""
_GONE = """INSERT OR IGNORE INTO snap.evict SELECT $tid, m.id FROM main.$name m
    WHERE NOT EXISTS (SELECT 1 FROM snap.$name s WHERE s.id = m.id)
    AND NOT EXISTS (SELECT 1 FROM snap.w_loose z WHERE z.tid = $tid AND z.pk = m.id)"""
KNOWN_BY_PARENT = "SELECT count(*) FROM snap.know WHERE site = ?"
ACKNOWLEDGED = """SELECT coalesce(max(hlc), 0) FROM main.sync_mat
    WHERE site = ? AND origin = ?"""
NEW_PLACE: tuple[str, ...] = (
    """UPDATE main.sync_site SET relation = 'other', status = 'retired'
        WHERE relation IN ('self', 'parent') AND site IN (:old, :old_parent)""",
    "DELETE FROM main.sync_site WHERE site = :new",
    """INSERT INTO main.sync_site(site, name, unit, relation, status)
        VALUES (:parent, '', '', 'parent', 'active') ON CONFLICT(site)
        DO UPDATE SET relation = 'parent', status = 'active'""",
    """UPDATE main.sync_site SET name = :hub_name, unit = :hub_unit,
        sign_key = :sign_key, box_key = :box_key WHERE site = :parent""",
    """INSERT INTO main.sync_site(site, parent, name, unit, relation, status,
        incarnation_of) VALUES (:new, :parent, :name, :unit, 'self', 'active', :old)""",
    "UPDATE main.sync_site SET parent = :new WHERE relation = 'child'",
    "UPDATE main.sync_range SET holder = :new WHERE holder = :old",
)
ROOT_PLACE: tuple[str, ...] = (
    """UPDATE main.sync_site SET relation = 'other', status = 'retired'
        WHERE relation = 'self'""",
    "DELETE FROM main.sync_site WHERE site = :new",
    """INSERT INTO main.sync_site(site, parent, name, unit, relation, status,
        incarnation_of) VALUES (:new, NULL, :name, :unit, 'self', 'active', :old)""",
    "UPDATE main.sync_site SET parent = :new WHERE relation = 'child'",
    "UPDATE main.sync_range SET holder = :new WHERE holder = :old",
)


def _words(table: SyncedTable) -> dict[str, object]:
    words: dict[str, object] = {
        "tid": table.number,
        "name": quoted(table.name),
        "columns": column_list(row_columns(table)),
        "values_m": column_list(table.column_names, "m"),
        "renamed_m": Template(_RENAMED).substitute(id="m.id"),
        "own_x": Template(_OWN).substitute(x="x"),
        "known_x": known("there", "x.hlc", "x.site"),
    }
    words["differs"] = Template(_DIFFERS).substitute(words)
    return words


def find(table: SyncedTable) -> Iterator[str]:
    """Statements that drop what the parent has too and list rows to be renamed."""
    words = _words(table)
    for text in _FIND:
        yield Template(text).substitute(words)
    for clock in CLOCK_TABLES:
        yield Template(_DROP_CLOCK).substitute(words, clock=clock)


def rename(table: SyncedTable) -> Iterator[str]:
    """Statements that give the listed rows ids of the new number."""
    words = _words(table)
    yield Template(_RENAME).substitute(words)
    yield Template(_DROP_OLD).substitute(words)


def refer(table: SyncedTable) -> Iterator[str]:
    """Statements that let whatever refers to a renamed row follow it."""
    for column in table.columns:
        if column.sql_type == "INTEGER":
            yield refer_column(table.name, column.name)


def refer_column(table: str, column: str) -> str:
    """The same for one column of any table."""
    return Template(_REFER).substitute(
        name=quoted(table),
        column=quoted(column),
        renamed_column=Template(_RENAMED).substitute(id=quoted(column)),
    )


def gone(table: SyncedTable) -> str:
    """Statement that lists rows the parent has removed: purged, or moved away.

    Its package is full; a row of which something is unsent stays all the same.
    """
    return Template(_GONE).substitute(_words(table))


def newest(table: SyncedTable) -> str:
    """Query of the newest stamp of the new number in one table."""
    return Template(_NEWEST).substitute(_words(table))
