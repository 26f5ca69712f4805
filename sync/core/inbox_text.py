"""The conflict inbox as SQL text: what it lists and how a field is settled."""

from string import Template

from domain.synced import SyncedColumn, SyncedTable
from sync.core.layout import quoted
from sync.core.statements import UNSEEN

DELETION = SyncedColumn(0, "_del", "INTEGER", "删除")
STAMP_CELL: tuple[str, ...] = (
    """INSERT INTO sync_cell(tid, pk, col, hlc, site, author)
        SELECT :tid, :pk, :col, hlc, site, actor FROM sync_clock WHERE true
        ON CONFLICT(tid, pk, col) DO UPDATE
        SET hlc = excluded.hlc, site = excluded.site, author = excluded.author""",
    "DELETE FROM sync_sib WHERE tid = :tid AND pk = :pk AND col = :col",
)
_SET = Template("UPDATE main.$name SET $column = :value WHERE id = :pk")

_CELL = Template("""SELECT x.$column, coalesce(c.hlc, x._hlc),
    coalesce(c.site, x._site) FROM main.$name x LEFT JOIN main.sync_cell c
    ON c.tid = $tid AND c.pk = x.id AND c.col = $number
    WHERE x.id = ? AND x._del = 0""")
_LIFE = Template("""SELECT x._del, coalesce(l.hlc, x._hlc),
    coalesce(l.site, x._site) FROM main.$name x LEFT JOIN main.sync_life l
    ON l.tid = $tid AND l.pk = x.id WHERE x.id = ?""")
_SET_LIFE = Template("UPDATE main.$name SET _del = :value WHERE id = :pk")
_UNIT = Template("SELECT unit_id FROM main.$name WHERE id = ?")


def unit_of(table: SyncedTable) -> str:
    """Query of the unit of one row; parameter: its id."""
    return _UNIT.substitute(name=quoted(table.name))


def cell_of(table: SyncedTable, column: SyncedColumn) -> str:
    """Query of the current value, hlc and site of a field; parameter: the row's id."""
    if column is DELETION:
        return _LIFE.substitute(name=quoted(table.name), tid=table.number)
    return _CELL.substitute(
        name=quoted(table.name),
        column=quoted(column.name),
        tid=table.number,
        number=column.number,
    )


def set_value(table: SyncedTable, column: SyncedColumn) -> str:
    """Statement that sets one field; parameters ``value`` and ``pk``."""
    return _SET.substitute(name=quoted(table.name), column=quoted(column.name))


_CONFLICTS = Template("""SELECT x.id, y.col, y.hlc, y.site, y.val, y.author,
    coalesce(c.hlc, x._hlc), coalesce(c.site, x._site), c.author, $value, $title
    FROM main.sync_sib y CROSS JOIN main.$name x ON x.id = y.pk
    LEFT JOIN main.sync_cell c ON c.tid = y.tid AND c.pk = y.pk AND c.col = y.col
    WHERE y.tid = $tid AND x._del = 0 AND ($scope)
    ORDER BY x.id, y.col, y.hlc DESC, y.site DESC""")
_EDITED = Template("""SELECT x.id, e.hlc, e.site, e.author, l.hlc, l.site, $title
    FROM main.sync_life l CROSS JOIN main.$name x ON x.id = l.pk AND x._del = 1
    CROSS JOIN main.$clock e ON e.tid = l.tid AND e.pk = l.pk
    WHERE l.tid = $tid AND $unseen AND ($scope)""")
_ORPHANS = Template("""SELECT x.id, $title, x.$column, p.id IS NOT NULL
    FROM main.$name x LEFT JOIN main.$parent p ON p.id = x.$column
    WHERE x._del = 0 AND x.$column IS NOT NULL AND ($scope)
    AND (p._del = 1 OR (p.id IS NULL AND $absent)) ORDER BY x.id""")
_TITLES = ("name", "title", "topic", "subject", "label", "code")
_UNTELLING = {"status", "kind", "created_by", "added_by", "role", "tree", "sha256"}


def conflicts(table: SyncedTable, *, whole: bool) -> str:
    """Query of the siblings of living rows in scope, beside the current value.

    Columns: row id, column number, then hlc, site, value and author of the sibling,
    then hlc, site, author and value of the current version, then the row's title.
    Order: row id, column, newest sibling first.
    """
    cases = " ".join(
        f"WHEN {c.number} THEN /*any*/x.{quoted(c.name)}" for c in table.columns
    )
    return _CONFLICTS.substitute(
        name=quoted(table.name),
        tid=table.number,
        value=f"CASE y.col {cases} END",
        title=_title(table),
        scope="true" if whole else table.scope,
    )


def edited_when_deleted(table: SyncedTable, *, whole: bool) -> str:
    """Query of edits of deleted rows in scope that the deletion has not seen.

    Columns: row id, then hlc, site and author of the edit, hlc and site of the
    deletion, then the row's title. Order: row id, newest edit first.
    """
    words = {
        "name": quoted(table.name),
        "tid": table.number,
        "unseen": UNSEEN,
        "title": _title(table),
        "scope": "true" if whole else table.scope,
    }
    parts = [
        _EDITED.substitute(words, clock=clock) for clock in ("sync_cell", "sync_sib")
    ]
    return " UNION ALL ".join(parts) + " ORDER BY 1, 2 DESC, 3 DESC"


def orphans(
    table: SyncedTable, column: str, parent: str, *, whole: bool, absent: bool
) -> str:
    """Query of living rows in scope whose parent row is deleted.

    With ``absent`` also of rows whose parent is not here; ask for them only where
    everything is held. Columns: row id, title, the parent's id, whether it is here.
    """
    return _ORPHANS.substitute(
        name=quoted(table.name),
        column=quoted(column),
        parent=quoted(parent),
        title=_title(table),
        scope="true" if whole else table.scope,
        absent="true" if absent else "false",
    )


def set_life(table: SyncedTable) -> str:
    """Statement that deletes or restores a row; parameters ``value`` and ``pk``."""
    return _SET_LIFE.substitute(name=quoted(table.name))


def _title(table: SyncedTable) -> str:
    """SQL of a readable name for a row: the first telling text column."""
    texts = [
        c.name
        for c in table.columns
        if c.sql_type == "TEXT"
        and c.name not in _UNTELLING
        and not c.name.endswith(("_at", "_on"))
    ]
    telling = [name for name in _TITLES if name in texts]
    ends = [name for name in texts if name.endswith(("_name", "_title"))]
    return "x." + quoted([*telling, *ends, *texts][0]) if texts else "NULL"
