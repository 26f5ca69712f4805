"""SQLite: the clock's table, and the triggers that capture every local write.

Triggers, not events of the mapper: a bulk UPDATE, a job or a console is captured too.
A trigger does nothing while ``sync_clock.merging`` is 1, because a merge carries the
stamps of the sites that wrote.

Setting ``sync_clock.actor`` to an account's name at the start of a transaction makes
the inbox able to say who wrote a value; NULL says nothing.
"""

from collections.abc import Callable, Sequence
from string import Template

from domain.synced import SyncedTable
from store.sync_schema import NODE_TABLES, TICK

Execute = Callable[[str], object]

CLOCK_TABLE = """CREATE TABLE IF NOT EXISTS sync_clock(
        one INTEGER PRIMARY KEY CHECK (one = 1), site INTEGER NOT NULL,
        hlc INTEGER NOT NULL DEFAULT 0, own INTEGER NOT NULL DEFAULT 0,
        counter INTEGER NOT NULL DEFAULT 0, merging INTEGER NOT NULL DEFAULT 0,
        offset_ms INTEGER NOT NULL DEFAULT 0, epoch INTEGER NOT NULL DEFAULT 1,
        actor TEXT) STRICT"""

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
            WHERE tid = $number AND pk = old.id
          UNION ALL SELECT site, hlc FROM sync_stable)
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
    """Make the tables of the exchange and all capture triggers.

    The synced tables themselves must exist. Safe to repeat.
    """
    for statement in (CLOCK_TABLE, *NODE_TABLES):
        execute(statement)
    capture(execute, tables)


def capture(execute: Execute, tables: Sequence[SyncedTable]) -> None:
    """See store.engine.Schema."""
    for table in tables:
        for what in (*_TRIGGERS, "move"):
            execute(f"DROP TRIGGER IF EXISTS sync_{what}_{table.name}")
        for statement in capture_statements(table):
            execute(statement)


def start_clock(execute: Execute, site: int) -> None:
    """Give an empty database its site number; writing is impossible before."""
    execute(_START.substitute(site=int(site)))


def stale_triggers(table: str, mark: str, left: str, places: str) -> list[str]:
    """See store.engine.Schema."""
    wanted = {"insert": ("INSERT", mark), "update": ("UPDATE", mark)}
    if places:
        wanted["left"] = (f"UPDATE OF {places}", left)
    return [
        statement
        for name, (event, query) in wanted.items()
        for statement in (
            f"DROP TRIGGER IF EXISTS {table}_stale_{name}",
            (
                f"CREATE TRIGGER {table}_stale_{name} AFTER {event} ON {table}"
                f" BEGIN INSERT OR IGNORE INTO stale_unit {query}; END"
            ),
        )
    ]


def growing_triggers(table: str, why: str) -> list[str]:
    """See store.engine.Schema."""
    return [
        f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table}"
        f" BEGIN SELECT RAISE(ABORT, '{why}'); END"
        for event in ("UPDATE", "DELETE")
    ]
