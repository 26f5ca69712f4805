"""Tables of the exchange, and the triggers that capture every local write.

Triggers, not events of the mapper: a bulk UPDATE, a job or a console is captured too.
A trigger does nothing while ``sync_clock.merging`` is 1, because a merge carries the
stamps of the sites that wrote.

Setting ``sync_clock.actor`` to an account's name at the start of a transaction makes
the inbox able to say who wrote a value; NULL says nothing.
"""

from collections.abc import Callable, Sequence
from string import Template

from domain.synced import SyncedTable

Execute = Callable[[str], object]

NODE_TABLES: tuple[str, ...] = (
    """CREATE TABLE IF NOT EXISTS sync_clock(
        one INTEGER PRIMARY KEY CHECK (one = 1), site INTEGER NOT NULL,
        hlc INTEGER NOT NULL DEFAULT 0, own INTEGER NOT NULL DEFAULT 0,
        counter INTEGER NOT NULL DEFAULT 0, merging INTEGER NOT NULL DEFAULT 0,
        offset_ms INTEGER NOT NULL DEFAULT 0, epoch INTEGER NOT NULL DEFAULT 1,
        actor TEXT) STRICT""",
    """CREATE TABLE IF NOT EXISTS sync_cell(tid INTEGER NOT NULL, pk INTEGER NOT NULL,
        col INTEGER NOT NULL, hlc INTEGER NOT NULL, site INTEGER NOT NULL, author TEXT,
        PRIMARY KEY(tid, pk, col)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS sync_sib(tid INTEGER NOT NULL, pk INTEGER NOT NULL,
        col INTEGER NOT NULL, hlc INTEGER NOT NULL, site INTEGER NOT NULL, val ANY,
        author TEXT, PRIMARY KEY(tid, pk, col, hlc, site)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS sync_life(tid INTEGER NOT NULL, pk INTEGER NOT NULL,
        hlc INTEGER NOT NULL, site INTEGER NOT NULL, dead INTEGER NOT NULL,
        seen TEXT NOT NULL, PRIMARY KEY(tid, pk)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS sync_move(tid INTEGER NOT NULL, pk INTEGER NOT NULL,
        old_unit INTEGER NOT NULL, PRIMARY KEY(tid, pk, old_unit))
        STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS sync_know(site INTEGER PRIMARY KEY,
        hlc INTEGER NOT NULL) STRICT""",
    """CREATE TABLE IF NOT EXISTS sync_mat(site INTEGER NOT NULL,
        origin INTEGER NOT NULL, hlc INTEGER NOT NULL,
        PRIMARY KEY(site, origin)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS sync_want(peer INTEGER NOT NULL,
        sha256 TEXT NOT NULL, PRIMARY KEY(peer, sha256)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS sync_site(site INTEGER PRIMARY KEY, parent INTEGER,
        name TEXT NOT NULL, unit TEXT NOT NULL, relation TEXT NOT NULL
        CHECK (relation IN ('self', 'parent', 'child', 'other')), status TEXT NOT NULL
        CHECK (status IN ('invited', 'active', 'retired')),
        sign_key BLOB, box_key BLOB, secret BLOB, incarnation_of INTEGER) STRICT""",
    """CREATE TABLE IF NOT EXISTS sync_range(site_first INTEGER PRIMARY KEY,
        site_last INTEGER NOT NULL, holder INTEGER NOT NULL,
        granted_by INTEGER NOT NULL, CHECK (site_last >= site_first)) STRICT""",
    """CREATE TABLE IF NOT EXISTS sync_file(seq INTEGER PRIMARY KEY,
        way TEXT NOT NULL CHECK (way IN ('in', 'out')), snapshot_id TEXT NOT NULL,
        peer INTEGER NOT NULL, no INTEGER NOT NULL, prev_id TEXT NOT NULL,
        kind TEXT NOT NULL, sha256 TEXT NOT NULL, state TEXT NOT NULL,
        report TEXT NOT NULL, own_hlc INTEGER NOT NULL, made_ms INTEGER NOT NULL,
        at_ms INTEGER NOT NULL) STRICT""",
    """CREATE INDEX IF NOT EXISTS sync_file_chain ON sync_file(way, peer, no)""",
    """CREATE UNIQUE INDEX IF NOT EXISTS sync_file_once
        ON sync_file(way, peer, no, sha256) WHERE state = 'merged'""",
    """CREATE VIEW IF NOT EXISTS sync_knowledge AS
        SELECT site, max(hlc) AS hlc FROM (SELECT site, hlc FROM sync_know
        UNION ALL SELECT site, own FROM sync_clock WHERE own > 0) GROUP BY site""",
)

_NEXT = "max(hlc + 1, (CAST(unixepoch('subsec') * 1000 AS INTEGER) + offset_ms) << 16)"
TICK = Template("UPDATE sync_clock SET hlc = $next, own = $next").substitute(next=_NEXT)
_LOCAL = "(SELECT merging FROM sync_clock) IS NOT 1"

_INSERT = Template("""CREATE TRIGGER sync_insert_$name AFTER INSERT ON "$name"
WHEN new._hlc = 0
BEGIN
  SELECT RAISE(ABORT, 'a new row of $name needs an id of this site')
    WHERE (SELECT site FROM sync_clock) IS NOT new.id >> 33;
  $tick;
  UPDATE "$name" SET _hlc = (SELECT hlc FROM sync_clock),
    _site = (SELECT site FROM sync_clock) WHERE id = new.id;
END""")

_UPDATE = Template("""CREATE TRIGGER sync_update_$name AFTER UPDATE OF $columns
ON "$name" WHEN $local AND ($any_changed)
BEGIN
  $tick;
  DELETE FROM sync_sib WHERE tid = $number AND pk = old.id AND ($seen_sibling);
  INSERT INTO sync_cell(tid, pk, col, hlc, site, author)
    SELECT $number, old.id, v.column1, c.hlc, c.site, c.actor
    FROM (VALUES $changed) v, sync_clock c WHERE v.column2
    ON CONFLICT(tid, pk, col) DO UPDATE
    SET hlc = excluded.hlc, site = excluded.site, author = excluded.author;
END""")

_LIFE = Template("""CREATE TRIGGER sync_life_$name AFTER UPDATE OF _del ON "$name"
WHEN $local AND new._del IS NOT old._del
BEGIN
  $tick;
  INSERT INTO sync_life(tid, pk, hlc, site, dead, seen)
    SELECT $number, old.id, c.hlc, c.site, new._del,
      (SELECT json_group_object(CAST(site AS TEXT), hlc) FROM (
        SELECT site, max(hlc) AS hlc FROM (
          SELECT old._site AS site, old._hlc AS hlc
          UNION ALL SELECT site, hlc FROM sync_cell
            WHERE tid = $number AND pk = old.id
          UNION ALL SELECT site, hlc FROM sync_sib
            WHERE tid = $number AND pk = old.id)
        GROUP BY site ORDER BY site))
    FROM sync_clock c WHERE true
    ON CONFLICT(tid, pk) DO UPDATE SET hlc = excluded.hlc, site = excluded.site,
      dead = excluded.dead, seen = excluded.seen;
END""")

_DELETE = Template("""CREATE TRIGGER sync_delete_$name BEFORE DELETE ON "$name"
WHEN $local
BEGIN SELECT RAISE(ABORT, 'rows of $name are marked deleted, never removed'); END""")

_ID = Template("""CREATE TRIGGER sync_id_$name BEFORE UPDATE OF id ON "$name"
WHEN new.id IS NOT old.id
BEGIN SELECT RAISE(ABORT, 'the id of a row of $name never changes'); END""")

# Also during merges: whoever held the row must be told to drop it.
_MOVE = Template("""CREATE TRIGGER sync_move_$name AFTER UPDATE OF unit_id ON "$name"
WHEN new.unit_id IS NOT old.unit_id AND old.unit_id IS NOT NULL
BEGIN
  INSERT INTO sync_move(tid, pk, old_unit) VALUES ($number, old.id, old.unit_id)
    ON CONFLICT DO NOTHING;
END""")

_TRIGGERS = {
    "insert": _INSERT, "update": _UPDATE, "life": _LIFE, "delete": _DELETE, "id": _ID,
}  # fmt: skip
_START = Template("INSERT INTO sync_clock(one, site) VALUES (1, $site)")


def capture_statements(table: SyncedTable) -> list[str]:
    """CREATE TRIGGER statements of one synced table."""
    changed = {c.number: f'new."{c.name}" IS NOT old."{c.name}"' for c in table.columns}
    seen = [
        f'(col = {c.number} AND {changed[c.number]} AND val IS old."{c.name}")'
        for c in table.columns
    ]
    words = {
        "name": table.name,
        "number": table.number,
        "columns": ", ".join(f'"{name}"' for name in table.column_names),
        "any_changed": " OR ".join(changed.values()),
        "seen_sibling": " OR ".join(seen),
        "changed": ", ".join(f"({n}, {test})" for n, test in changed.items()),
        "tick": TICK,
        "local": _LOCAL,
    }
    statements = [trigger.substitute(words) for trigger in _TRIGGERS.values()]
    if "unit_id" in table.column_names:
        statements.append(_MOVE.substitute(words))
    return statements


def install(execute: Execute, tables: Sequence[SyncedTable]) -> None:
    """Make the tables of the exchange and renew all capture triggers.

    The synced tables themselves must exist. Safe to repeat, also after a table has
    got a column.
    """
    for statement in NODE_TABLES:
        execute(statement)
    for table in tables:
        for what in (*_TRIGGERS, "move"):
            execute(f"DROP TRIGGER IF EXISTS sync_{what}_{table.name}")
        for statement in capture_statements(table):
            execute(statement)


def start_clock(execute: Execute, site: int) -> None:
    """Give an empty database its site number; writing is impossible before."""
    execute(_START.substitute(site=int(site)))
