"""What every site is known to know, and what may therefore be forgotten, as SQL text.

The *floor* of a subtree is the pointwise minimum of what its sites know, as packages
that were merged here have said; a branch tells its own with each package upward. The
root's floor is *stable*: it goes down with every package. Whoever reads it has, with
the same package, all that those knew who told it. Nothing else counts as knowledge.
"""

from string import Template

from domain.synced import SyncedTable
from sync.core.layout import quoted
from sync.core.statements import UNSEEN

_CHILDREN = "FROM main.sync_site WHERE relation = 'child' AND status <> 'retired'"
_FLOOR = Template("""SELECT origin, min(hlc) AS hlc FROM (
    SELECT site AS origin, hlc FROM main.sync_knowledge
    UNION ALL SELECT origin, hlc FROM main.sync_floor
        WHERE site IN (SELECT site $children)) v
    GROUP BY origin HAVING count(*) = 1 + (SELECT count(*) $children)""").substitute(
    children=_CHILDREN
)
TELL_FLOOR = f"INSERT INTO snap.floor {_FLOOR}"
TELL_STABLE = "INSERT INTO snap.floor SELECT site, hlc FROM main.sync_stable"
_RAISE = Template("""INSERT INTO main.sync_stable(site, hlc) $source
    ON CONFLICT(site) DO UPDATE SET hlc = excluded.hlc
    WHERE excluded.hlc > sync_stable.hlc""")
# Of the root, which has no parent; everybody else waits to be told.
RAISE_STABLE = _RAISE.substitute(
    source=f"SELECT origin, hlc FROM ({_FLOOR}) f WHERE NOT EXISTS"  # noqa: S608
    " (SELECT 1 FROM main.sync_site WHERE relation = 'parent')"
)
LEARN_STABLE = _RAISE.substitute(source="SELECT site, hlc FROM snap.floor WHERE true")
_KEEP_FLOOR = Template("""INSERT INTO main.sync_floor(site, origin, hlc)
    SELECT :peer, site, hlc FROM $source WHERE true ON CONFLICT(site, origin)
    DO UPDATE SET hlc = excluded.hlc WHERE excluded.hlc > sync_floor.hlc""")
LEARN_FLOOR = _KEEP_FLOOR.substitute(source="snap.floor")
# A branch begins with its first package: it can never know less.
FIRST_FLOOR = _KEEP_FLOOR.substitute(source="snap.know")
HOLDING_BACK = Template("""SELECT s.site FROM (SELECT site $children) s
    WHERE EXISTS (SELECT 1 FROM main.sync_knowledge k WHERE k.hlc > coalesce(
        (SELECT f.hlc FROM main.sync_floor f
            WHERE f.site = s.site AND f.origin = k.site), -1)) ORDER BY s.site
    """).substitute(children=_CHILDREN)
_STABLE = (
    "$hlc <= coalesce((SELECT b.hlc FROM main.sync_stable b WHERE b.site = $site), -1)"
)
_CELLS = Template("""DELETE FROM main.sync_cell WHERE tid = $tid AND $stable_cell
    AND NOT EXISTS (SELECT 1 FROM main.sync_sib y WHERE y.tid = $tid
        AND y.pk = sync_cell.pk AND y.col = sync_cell.col)
    AND EXISTS (SELECT 1 FROM main.$name m WHERE m.id = sync_cell.pk AND m._del = 0)""")
_DEAD = Template("""INSERT INTO temp.w_purge SELECT m.id FROM main.$name m
    JOIN main.sync_life l ON l.tid = $tid AND l.pk = m.id AND l.dead = 1
    WHERE m._del = 1 AND l.hlc < :before AND $stable_life AND $stable_row
    AND NOT EXISTS (SELECT 1 FROM main.sync_cell e WHERE e.tid = $tid
        AND e.pk = m.id AND (NOT $stable_e OR $unseen))
    AND NOT EXISTS (SELECT 1 FROM main.sync_sib e WHERE e.tid = $tid
        AND e.pk = m.id AND (NOT $stable_e OR $unseen))""")
PURGE_TABLES: tuple[str, ...] = (
    "CREATE TEMP TABLE IF NOT EXISTS w_purge(pk INTEGER PRIMARY KEY)",
    "DELETE FROM temp.w_purge",
)
_PURGE = Template("DELETE FROM main.$name WHERE id IN (SELECT pk FROM temp.w_purge)")
_PURGE_CLOCK = Template("""DELETE FROM main.$clock WHERE tid = $tid
    AND pk IN (SELECT pk FROM temp.w_purge)""")
CLOCKS = ("sync_cell", "sync_sib", "sync_life", "sync_move", "sync_late")


def _stable(hlc: str, site: str) -> str:
    return Template(_STABLE).substitute(hlc=hlc, site=site)


def _words(table: SyncedTable) -> dict[str, object]:
    return {
        "name": quoted(table.name),
        "tid": table.number,
        "unseen": UNSEEN,
        "stable_cell": _stable("hlc", "sync_cell.site"),
        "stable_life": _stable("l.hlc", "l.site"),
        "stable_row": _stable("m._hlc", "m._site"),
        "stable_e": _stable("e.hlc", "e.site"),
    }


def drop_cells(table: SyncedTable) -> str:
    """Statement that drops clocks of edits everybody knows, siblings apart.

    The cell then counts as old as its row. Deleted rows keep theirs: an edit that the
    deletion has not seen is known by its clock.
    """
    return _CELLS.substitute(_words(table))


def list_dead(table: SyncedTable) -> str:
    """Statement that lists rows deleted before stamp ``before``, as everybody knows."""
    return _DEAD.substitute(_words(table))


def purge(table: SyncedTable) -> list[str]:
    """Statements that remove the rows listed, the rows themselves first."""
    words = _words(table)
    clocks = (_PURGE_CLOCK.substitute(words, clock=clock) for clock in CLOCKS)
    return [_PURGE.substitute(words), *clocks]
