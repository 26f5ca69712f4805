"""The merge of one clean package as SQL text, a dozen statements for each table.

``main`` is the live database, ``snap`` the attached clean copy of the package; work
tables named ``w_...`` lie in ``snap``, so that they spill to a file that is thrown
away. README.md of sync numbers the steps; the same numbers stand here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Template

from domain.synced import SyncedTable
from sync.core.layout import column_list, quoted, row_columns

WORK_TABLES: tuple[str, ...] = (
    "CREATE TABLE snap.w_here(site INTEGER PRIMARY KEY, hlc INTEGER)",
    "CREATE TABLE snap.w_there(site INTEGER PRIMARY KEY, hlc INTEGER)",
    "CREATE TABLE snap.w_range(first INTEGER, last INTEGER)",
    """CREATE TABLE snap.w_cell(pk INTEGER, col INTEGER, hlc INTEGER, site INTEGER,
        author TEXT, PRIMARY KEY(pk, col)) WITHOUT ROWID""",
    """CREATE TABLE snap.w_sib(pk INTEGER, col INTEGER, hlc INTEGER, site INTEGER,
        PRIMARY KEY(pk, col, hlc, site)) WITHOUT ROWID""",
    "CREATE TABLE snap.w_life(pk INTEGER PRIMARY KEY)",
    "CREATE TABLE snap.w_fresh(pk INTEGER PRIMARY KEY)",
    """CREATE TABLE snap.w_clash(pk INTEGER, col INTEGER, hlc INTEGER, site INTEGER,
        author TEXT, own_hlc INTEGER, own_site INTEGER, own_author TEXT,
        wins BOOLEAN, concurrent BOOLEAN, PRIMARY KEY(pk, col)) WITHOUT ROWID""",
    "CREATE TABLE snap.w_mask(pk INTEGER PRIMARY KEY, mask INTEGER)",
    """CREATE TABLE snap.w_asked(pk INTEGER, col INTEGER, PRIMARY KEY(pk, col))
        WITHOUT ROWID""",
    """CREATE TABLE snap.w_touched(tid INTEGER, pk INTEGER, PRIMARY KEY(tid, pk))
        WITHOUT ROWID""",
    "CREATE TABLE snap.w_gone(pk INTEGER PRIMARY KEY)",
    "CREATE TABLE snap.w_former(tid INTEGER, pk INTEGER, PRIMARY KEY(tid, pk))",
    "CREATE TABLE snap.w_loose(tid INTEGER, pk INTEGER, PRIMARY KEY(tid, pk))",
    "CREATE TABLE snap.w_unit(unit_id INTEGER PRIMARY KEY)",
    "INSERT INTO snap.w_there SELECT site, hlc FROM snap.know",
)
FILL_HERE = "INSERT INTO snap.w_here SELECT site, hlc FROM main.sync_knowledge"
EMPTY_WORK: tuple[str, ...] = (
    "DELETE FROM snap.w_gone",
    "DELETE FROM snap.w_cell",
    "DELETE FROM snap.w_sib",
    "DELETE FROM snap.w_life",
    "DELETE FROM snap.w_fresh",
    "DELETE FROM snap.w_clash",
    "DELETE FROM snap.w_mask",
    "DELETE FROM snap.w_asked",
)

EVICTION = (
    "gone",
    "stayed",
    "gone_noted",
    "gone_marked",
    "gone_cells",
    "gone_siblings",
    "gone_lives",
    "gone_rows",
)
# Rows of which knowledge here claims more than was ever applied.
TAKE_LATE: tuple[str, ...] = (
    "late",
    "late_applied",
    "not_parked",
)
ANY_LATE = "SELECT count(*) FROM main.sync_late WHERE applied <> 1"
ANY_WHOLE = "SELECT count(*) FROM snap.whole"
ANY_EVICTED = "SELECT count(*) FROM snap.evict"

# 11. Knowledge, the sender's acknowledgement, the clock.
SETTLE_KNOWLEDGE: tuple[str, ...] = (
    """INSERT INTO main.sync_know SELECT site, hlc FROM snap.know
        WHERE site <> (SELECT site FROM main.sync_clock)
        ON CONFLICT(site) DO UPDATE SET hlc = max(excluded.hlc, sync_know.hlc)""",
    """INSERT INTO main.sync_mat SELECT :sender, site, hlc FROM snap.know WHERE true
        ON CONFLICT(site, origin)
        DO UPDATE SET hlc = max(excluded.hlc, sync_mat.hlc)""",
    """UPDATE main.sync_clock SET merging = 0,
        hlc = max(hlc, (SELECT coalesce(max(hlc), 0) FROM snap.know))""",
)

# 5. A window of the rows that win, and which columns any of them changes.
WINDOW = """SELECT max(pk) FROM (SELECT pk FROM snap.w_mask
    WHERE pk > :after ORDER BY pk LIMIT :size) q"""
MASKS = "SELECT DISTINCT mask FROM snap.w_mask WHERE pk > :after AND pk <= :last"
_WIN = Template("""UPDATE main.$name SET $sets FROM snap.w_mask k
    CROSS JOIN snap.$name s ON s.id = k.pk
    WHERE k.pk > :after AND k.pk <= :last AND main.$name.id = k.pk""")

_KNOWN = (
    "$hlc <= coalesce((SELECT k.hlc FROM snap.w_$whose k WHERE k.site = $site), -1)"
)

# An edit ``e`` that the deletion ``l`` of its row has not seen.
UNSEEN = (
    "l.dead = 1 AND e.hlc > "
    """coalesce(CAST(json_extract(l.seen, '$."' || e.site || '"') AS BIGINT), -1)"""
)

# Fields in conflict, as the inbox shows them, among those the package touches.
_VISIBLE = """SELECT y.pk, y.col FROM (SELECT pk, col FROM snap.w_cell
    UNION ALL SELECT pk, col FROM snap.w_sib) q
    CROSS JOIN main.sync_sib y ON y.tid = $tid AND y.pk = q.pk AND y.col = q.col
    CROSS JOIN main.$name m ON m.id = y.pk
    WHERE m._del = 0 AND y.val IS DISTINCT FROM $value_m_y
    UNION SELECT l.pk, 0 FROM (SELECT pk FROM snap.w_cell UNION ALL
        SELECT pk FROM snap.w_sib UNION ALL SELECT pk FROM snap.w_life) q
    CROSS JOIN main.sync_life l ON l.tid = $tid AND l.pk = q.pk AND l.dead = 1
    WHERE EXISTS (SELECT 1 FROM main.sync_cell e WHERE e.tid = $tid AND e.pk = l.pk
            AND $unseen)
        OR EXISTS (SELECT 1 FROM main.sync_sib e WHERE e.tid = $tid AND e.pk = l.pk
            AND $unseen)"""

_NEW_ROWS = "(SELECT * FROM snap.$name s WHERE NOT $known_row_s)"
# Rows of which a branch knows less than its knowledge says.
_LOOSE = "EXISTS (SELECT 1 FROM snap.w_loose z WHERE z.tid = $tid AND z.pk = $pk)"
# Rows awaited (0 from anybody, 2 from the parent) that this sender completes.
_COMPLETES = """(l.applied = 0 OR l.applied = 2
    AND NOT EXISTS (SELECT 1 FROM snap.w_range))"""
_WHOLE = "EXISTS (SELECT 1 FROM snap.whole h WHERE h.tid = $tid AND h.pk = x.pk)"

_TEMPLATES = {
    # 2. What the package says that is not known here.
    "new_cells": """INSERT INTO snap.w_cell SELECT pk, col, hlc, site, author
        FROM snap.sync_cell x WHERE tid = $tid AND (NOT $known_x OR $whole_x)""",
    "new_siblings": """INSERT INTO snap.w_sib SELECT pk, col, hlc, site
        FROM snap.sync_sib x WHERE tid = $tid AND (NOT $known_x OR $whole_x)""",
    "new_lives": """INSERT INTO snap.w_life SELECT pk
        FROM snap.sync_life x WHERE tid = $tid AND (NOT $known_x OR $whole_x)""",
    # Rows absent here about which anything but the creation is new: they come whole.
    "fresh": """INSERT OR IGNORE INTO snap.w_fresh SELECT q.pk FROM (
        SELECT pk FROM snap.w_cell UNION ALL SELECT pk FROM snap.w_sib
        UNION ALL SELECT pk FROM snap.w_life
        UNION ALL SELECT pk FROM snap.whole WHERE tid = $tid) q
        WHERE NOT EXISTS (SELECT 1 FROM main.$name m WHERE m.id = q.pk)""",
    # 3. Each new cell of a row that is here: does it win, was it concurrent?
    "classify": """INSERT INTO snap.w_clash SELECT n.pk, n.col, n.hlc, n.site,
        n.author, coalesce(l.hlc, m._hlc), coalesce(l.site, m._site), l.author,
        (n.hlc, n.site) > (coalesce(l.hlc, m._hlc), coalesce(l.site, m._site)),
        NOT $known_there_l OR $loose_n
        FROM snap.w_cell n CROSS JOIN main.$name m ON m.id = n.pk
        LEFT JOIN main.sync_cell l ON l.tid = $tid AND l.pk = n.pk AND l.col = n.col
        WHERE (n.hlc, n.site) <> (coalesce(l.hlc, m._hlc), coalesce(l.site, m._site))
        """,
    # 4. A displaced own value and an incoming loser become siblings.
    "keep_own": """INSERT OR IGNORE INTO main.sync_sib
        (tid, pk, col, hlc, site, val, author)
        SELECT $tid, i.pk, i.col, i.own_hlc, i.own_site, $value_m, i.own_author
        FROM snap.w_clash i JOIN main.$name m ON m.id = i.pk
        WHERE i.wins AND i.col IN ($asked) AND (i.concurrent OR EXISTS (
            SELECT 1 FROM snap.sync_sib q WHERE q.tid = $tid AND q.pk = i.pk
            AND q.col = i.col AND q.hlc = i.own_hlc AND q.site = i.own_site))""",
    "keep_incoming": """INSERT OR IGNORE INTO main.sync_sib
        (tid, pk, col, hlc, site, val, author)
        SELECT $tid, i.pk, i.col, i.hlc, i.site, $value_s, i.author
        FROM snap.w_clash i JOIN snap.$name s ON s.id = i.pk
        WHERE NOT i.wins AND i.col IN ($asked)""",
    # 5. Winners: one UPDATE with a bit mask for each row, then their clocks.
    "mask": """INSERT INTO snap.w_mask SELECT pk,
        CAST(sum(CAST(1 AS BIGINT) << CAST(col AS INTEGER)) AS BIGINT) FROM snap.w_clash
        WHERE wins GROUP BY pk ORDER BY pk""",
    "win_cells": """INSERT INTO main.sync_cell(tid, pk, col, hlc, site, author)
        SELECT $tid, pk, col, hlc, site, author FROM snap.w_clash
        WHERE wins ORDER BY pk, col ON CONFLICT(tid, pk, col) DO UPDATE SET
        hlc = excluded.hlc, site = excluded.site, author = excluded.author""",
    # 6. Siblings: take the new ones, drop those that the sender has superseded.
    "take_siblings": """INSERT OR IGNORE INTO main.sync_sib
        (tid, pk, col, hlc, site, val, author)
        SELECT x.tid, x.pk, x.col, x.hlc, x.site, x.val, x.author
        FROM snap.w_sib n JOIN snap.sync_sib x ON x.tid = $tid AND x.pk = n.pk
        AND x.col = n.col AND x.hlc = n.hlc AND x.site = n.site""",
    "drop_settled": """DELETE FROM main.sync_sib AS y WHERE tid = $tid
        AND $known_there_y AND NOT $loose_y
        AND EXISTS (SELECT 1 FROM snap.w_cell q WHERE q.pk = y.pk AND q.col = y.col
            UNION ALL SELECT 1 FROM snap.w_sib q WHERE q.pk = y.pk AND q.col = y.col)
        AND NOT EXISTS (SELECT 1 FROM snap.sync_sib x WHERE x.tid = $tid
            AND x.pk = y.pk AND x.col = y.col AND x.hlc = y.hlc AND x.site = y.site)
        AND NOT EXISTS (SELECT 1 FROM snap.$name s LEFT JOIN snap.sync_cell c
            ON c.tid = $tid AND c.pk = y.pk AND c.col = y.col WHERE s.id = y.pk
            AND coalesce(c.hlc, s._hlc) = y.hlc
            AND coalesce(c.site, s._site) = y.site)""",
    # 7. Rows not here: they come with all their clocks.
    "fresh_cells": """INSERT OR IGNORE INTO main.sync_cell
        (tid, pk, col, hlc, site, author)
        SELECT x.tid, x.pk, x.col, x.hlc, x.site, x.author FROM snap.w_fresh f
        CROSS JOIN snap.sync_cell x ON x.tid = $tid AND x.pk = f.pk""",
    "fresh_siblings": """INSERT OR IGNORE INTO main.sync_sib
        (tid, pk, col, hlc, site, val, author)
        SELECT x.tid, x.pk, x.col, x.hlc, x.site, x.val, x.author FROM snap.w_fresh f
        CROSS JOIN snap.sync_sib x ON x.tid = $tid AND x.pk = f.pk""",
    "count_new": """SELECT count(*) FROM (SELECT 1 FROM snap.$name s
        WHERE NOT $known_row_s LIMIT :most) q""",
    "insert": """INSERT INTO main.$name($columns) SELECT $columns_s
        FROM snap.$name s WHERE NOT $known_row_s ON CONFLICT(id) DO NOTHING""",
    "stale": """INSERT OR IGNORE INTO main.stale_unit(campaign_id, unit_id)
        SELECT DISTINCT campaign_id, unit_id FROM ($stale) q""",
    "insert_fresh": """INSERT INTO main.$name($columns) SELECT $columns_s
        FROM snap.w_fresh f CROSS JOIN snap.$name s ON s.id = f.pk WHERE true
        ON CONFLICT(id) DO NOTHING""",
    # 8. Life: the larger stamp decides.
    "live": """INSERT INTO main.sync_life(tid, pk, hlc, site, dead, seen)
        SELECT x.tid, x.pk, x.hlc, x.site, x.dead, x.seen FROM snap.sync_life x
        WHERE x.tid = $tid AND (x.pk IN (SELECT pk FROM snap.w_life)
            OR x.pk IN (SELECT pk FROM snap.w_fresh))
        ON CONFLICT(tid, pk) DO UPDATE SET hlc = excluded.hlc, site = excluded.site,
        dead = excluded.dead, seen = excluded.seen
        WHERE (excluded.hlc, excluded.site) > (sync_life.hlc, sync_life.site)""",
    "mark": """UPDATE main.$name SET _del = l.dead FROM main.sync_life l
        WHERE l.tid = $tid AND l.pk = main.$name.id AND main.$name._del <> l.dead
        AND l.pk IN (SELECT pk FROM snap.w_life)""",
    # 9. Rows that have left this node's scope, unless something here is unsent.
    "gone": """INSERT INTO snap.w_gone SELECT e.pk FROM snap.evict e
        JOIN main.$name s ON s.id = e.pk WHERE e.tid = $tid AND $known_there_row_s
        AND NOT EXISTS (SELECT 1 FROM snap.$name p WHERE p.id = e.pk)
        AND NOT EXISTS (SELECT 1 FROM main.sync_cell y WHERE y.tid = $tid
            AND y.pk = e.pk AND NOT $known_there_y)
        AND NOT EXISTS (SELECT 1 FROM main.sync_sib y WHERE y.tid = $tid
            AND y.pk = e.pk AND NOT $known_there_y)
        AND NOT EXISTS (SELECT 1 FROM main.sync_life y WHERE y.tid = $tid
            AND y.pk = e.pk AND NOT $known_there_y)""",
    "gone_noted": """INSERT INTO main.sync_move(tid, pk, old_unit)
        SELECT $tid, g.pk, m.$unit FROM snap.w_gone g JOIN main.$name m
        ON m.id = g.pk WHERE m.$unit IS NOT NULL ON CONFLICT DO NOTHING""",
    # What stays is not told any more: when it comes again, it is taken whole.
    "stayed": """INSERT INTO main.sync_late(tid, pk, applied)
        SELECT $tid, e.pk, 2 FROM snap.evict e JOIN main.$name m ON m.id = e.pk
        WHERE e.tid = $tid AND e.pk NOT IN (SELECT pk FROM snap.w_gone)
        AND NOT EXISTS (SELECT 1 FROM snap.$name p WHERE p.id = e.pk)
        ON CONFLICT(tid, pk) DO UPDATE SET applied = 2""",
    "gone_marked": """UPDATE main.$name SET _del = 1
        WHERE id IN (SELECT pk FROM snap.w_gone)""",
    "gone_cells": """DELETE FROM main.sync_cell WHERE tid = $tid
        AND pk IN (SELECT pk FROM snap.w_gone)""",
    "gone_siblings": """DELETE FROM main.sync_sib WHERE tid = $tid
        AND pk IN (SELECT pk FROM snap.w_gone)""",
    "gone_lives": """DELETE FROM main.sync_life WHERE tid = $tid
        AND pk IN (SELECT pk FROM snap.w_gone)""",
    "gone_rows": """DELETE FROM main.$name
        WHERE id IN (SELECT pk FROM snap.w_gone)""",
    # 10. Counts for the report.
    "count_changed": """SELECT count(*) FROM (SELECT pk FROM snap.w_clash
        UNION SELECT pk FROM snap.w_life UNION SELECT pk FROM snap.w_sib) q
        WHERE q.pk NOT IN (SELECT pk FROM snap.w_fresh)""",
    "count_whole": "SELECT count(*) FROM snap.whole WHERE tid = $tid",
    "asked_before": """INSERT INTO snap.w_asked $visible""",
    "count_asked": """SELECT count(*) FROM (SELECT * FROM ($visible) v EXCEPT
        SELECT pk, col FROM snap.w_asked) x""",
    # A branch brings a row back that had left: what was written since is not here.
    "returned": """INSERT INTO main.sync_late(tid, pk, applied) SELECT $tid, f.pk, 2
        FROM snap.w_fresh f WHERE EXISTS (SELECT 1 FROM snap.w_range)
        AND EXISTS (SELECT 1 FROM main.sync_move v WHERE v.tid = $tid AND v.pk = f.pk)
        ON CONFLICT(tid, pk) DO UPDATE SET applied = 2""",
    # What left lies with the parent: a branch's package does not complete it.
    "late": """INSERT OR IGNORE INTO snap.whole SELECT l.tid, l.pk
        FROM main.sync_late l JOIN snap.$name s ON s.id = l.pk
        WHERE l.tid = $tid AND $completes""",
    "late_applied": """UPDATE main.sync_late AS l SET applied = 1 WHERE tid = $tid
        AND $completes AND pk IN (SELECT id FROM snap.$name)""",
    "not_parked": """DELETE FROM main.sync_parked WHERE tid = $tid
        AND pk IN (SELECT id FROM snap.$name)""",
    # Used by the authority checks.
    "touch": """INSERT OR IGNORE INTO snap.w_touched
        SELECT $tid, id FROM snap.$name s WHERE NOT $known_row_s
        UNION SELECT $tid, pk FROM snap.sync_cell x WHERE tid = $tid AND NOT $known_x
        UNION SELECT $tid, pk FROM snap.sync_sib x WHERE tid = $tid AND NOT $known_x
        UNION SELECT $tid, pk FROM snap.sync_life x WHERE tid = $tid AND NOT $known_x
        """,
}


@dataclass(frozen=True)
class MergeText:
    """SQL text of every step for one table, by the step's name; made when asked."""

    table: SyncedTable
    words: Mapping[str, object]

    def __getitem__(self, step: str) -> str:
        return Template(_TEMPLATES[step]).substitute(self.words)


def known(whose: str, hlc: str, site: str) -> str:
    """SQL test: is a stamp known ``here``, or ``there`` at the sender?"""
    return Template(_KNOWN).substitute(whose=whose, hlc=hlc, site=site)


def value_of(table: SyncedTable, alias: str, number: str) -> str:
    """SQL value of the column whose number an expression gives.

    /*any*/ says that values of all types meet here; see store/dialects/translate.py.
    """
    cases = (
        f"WHEN {column.number} THEN /*any*/{alias}.{quoted(column.name)}"
        for column in table.columns
    )
    return f"CASE {number} {' '.join(cases)} END"


def win_text(table: SyncedTable, columns: int) -> str:
    """UPDATE of a window of the winners: ``after`` and ``last``.

    ``columns`` has the bits of the column numbers that any of these rows changes: an
    index over other columns is not written.
    """
    name = quoted(table.name)
    sets = (
        f"{quoted(c.name)} = CASE WHEN (k.mask & {1 << c.number}) <> 0"
        f" THEN s.{quoted(c.name)} ELSE {name}.{quoted(c.name)} END"
        for c in table.columns
        if columns & 1 << c.number
    )
    return _WIN.substitute(name=name, sets=", ".join(sets))


def merge_text(table: SyncedTable) -> MergeText:
    """All statements for one table.

    Only ``count_new`` takes a parameter: ``most``, where it stops counting.
    """
    asked = [str(c.number) for c in table.columns if c.policy == "ask"]
    words: dict[str, object] = {
        "tid": table.number,
        "name": quoted(table.name),
        "columns": column_list(row_columns(table)),
        "columns_s": column_list(row_columns(table), "s"),
        "asked": ", ".join(asked),
        "value_m": value_of(table, "m", "i.col"),
        "value_s": value_of(table, "s", "i.col"),
        "known_x": known("here", "x.hlc", "x.site"),
        "loose_n": Template(_LOOSE).substitute(tid=table.number, pk="n.pk"),
        "loose_y": Template(_LOOSE).substitute(tid=table.number, pk="y.pk"),
        "whole_x": Template(_WHOLE).substitute(tid=table.number),
        "completes": _COMPLETES,
        "unit": "unit_id" if "unit_id" in table.column_names else "id",
        "known_row_s": known("here", "s._hlc", "s._site"),
        "known_there_row_s": known("there", "s._hlc", "s._site"),
        "known_there_y": known("there", "y.hlc", "y.site"),
        "known_there_l": known(
            "there", "coalesce(l.hlc, m._hlc)", "coalesce(l.site, m._site)"
        ),
    }
    visible = {**words, "unseen": UNSEEN, "value_m_y": value_of(table, "m", "y.col")}
    words["visible"] = Template(_VISIBLE).substitute(visible)
    rows = Template(_NEW_ROWS).substitute(words)
    words["stale"] = Template(table.stale).substitute(rows=rows)
    return MergeText(table, words)
