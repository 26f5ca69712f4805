"""Opens a foreign SQLite file under hard limits and copies it into a clean one.

Runs only in the child process of sync.gate, with apsw: its own SQLite can switch off
what this needs switched off. Limits come before the first statement, because even an
integrity check is an attack surface.
"""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from urllib.parse import quote

import apsw

from domain.synced import Migration, SyncedTable
from sync.core import clean_rules
from sync.core.catalogue import TABLES_MAX, stated_table
from sync.core.clock import DAY_MS, unix_ms_of
from sync.core.layout import (
    body_sql,
    copy_text,
    count_rows,
    count_up_to,
    numbered_columns,
    row_columns,
)
from sync.core.parked_text import PARKED_TABLE, parked_text
from sync.core.refusals import refuse

SECONDS_MAX = 50
PARKED_MAX = 100
SHOWN_MAX = 2_000
STATED = "SELECT tid, name, columns FROM table_info ORDER BY tid"
_SWITCHES = {
    apsw.SQLITE_DBCONFIG_DEFENSIVE: 1,
    apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA: 0,
    apsw.SQLITE_DBCONFIG_ENABLE_TRIGGER: 0,
    apsw.SQLITE_DBCONFIG_ENABLE_VIEW: 0,
    apsw.SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER: 0,
    apsw.SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION: 0,
}
_LIMITS = {
    apsw.SQLITE_LIMIT_LENGTH: 5_000_000,
    apsw.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    apsw.SQLITE_LIMIT_COLUMN: 100,
    apsw.SQLITE_LIMIT_EXPR_DEPTH: 20,
    apsw.SQLITE_LIMIT_COMPOUND_SELECT: 3,
    apsw.SQLITE_LIMIT_VDBE_OP: 25_000,
    apsw.SQLITE_LIMIT_FUNCTION_ARG: 8,
    apsw.SQLITE_LIMIT_ATTACHED: 0,
    apsw.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 50,
    apsw.SQLITE_LIMIT_VARIABLE_NUMBER: 50,
    apsw.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
}
_ALLOWED = {
    apsw.SQLITE_SELECT,
    apsw.SQLITE_READ,
    apsw.SQLITE_FUNCTION,
    apsw.SQLITE_PRAGMA,
    apsw.SQLITE_TRANSACTION,
}


def _authorize(
    action: int, _first: str | None, _second: str | None, _db: str | None,
    trigger: str | None,
) -> int:  # fmt: skip
    is_fine = action in _ALLOWED and trigger is None
    return apsw.SQLITE_OK if is_fine else apsw.SQLITE_DENY


def _deadline(seconds: float) -> Callable[[], bool]:
    end = time.process_time() + seconds
    return lambda: time.process_time() > end


def open_foreign(path: Path) -> apsw.Connection:
    """The file read-only, immutable, hardened; nothing has been read from it yet.

    ``immutable`` also makes SQLite ignore a -wal or -journal lying beside it.
    """
    with path.open("rb") as file:
        start = file.read(20)
    if start[:16] != b"SQLite format 3\0" or start[18:20] != b"\1\1":
        refuse("bad_body", why="不是规定的数据库格式")
    address = f"file:{quote(str(path))}?mode=ro&immutable=1"
    flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
    foreign = apsw.Connection(address, flags=flags)
    for switch, value in _SWITCHES.items():
        foreign.config(switch, value)
    for limit, value in _LIMITS.items():
        foreign.limit(limit, value)
    foreign.set_progress_handler(_deadline(SECONDS_MAX), 10_000)
    foreign.authorizer = _authorize
    foreign.execute("PRAGMA cell_size_check=ON").fetchall()
    foreign.execute("PRAGMA mmap_size=0").fetchall()
    return foreign


def _expected_schema(tables: Sequence[SyncedTable]) -> dict[str, str]:
    own = apsw.Connection(":memory:")
    for statement in body_sql(tables):
        own.execute(statement)
    rows = own.execute("SELECT name, sql FROM sqlite_schema")
    return {str(name): str(sql) for name, sql in rows}


def _number(connection: apsw.Connection, query: str) -> int:
    (row,) = connection.execute(query).fetchall()
    return int(str(row[0]))


def stated_tables(foreign: apsw.Connection) -> tuple[SyncedTable, ...]:
    """The exchanged tables as the file's own list states them."""
    wanted = _expected_schema([])["table_info"]
    query = "SELECT type, sql FROM sqlite_schema WHERE name = 'table_info'"
    if foreign.execute(query).fetchall() != [("table", wanted)]:
        refuse("bad_body", why="没有清单")
    rows = list(islice(foreign.execute(STATED), TABLES_MAX + 1))
    return tuple(stated_table(int(str(n)), str(name), str(f)) for n, name, f in rows)


def migrate(
    clean: apsw.Connection, epoch: int, migrations: Mapping[str, Migration], ours: int
) -> tuple[SyncedTable, ...]:
    """Bring the clean copy of an older epoch to ours; the tables it has then."""
    for number in range(epoch, ours):
        step = migrations.get(str(number))
        if step is None:
            refuse("older_program", theirs=epoch, ours=ours)
        for statement in (*step.rows, *step.described):
            clean.execute(statement)
    rows = clean.execute(STATED).fetchall()
    return tuple(stated_table(int(str(n)), str(name), str(f)) for n, name, f in rows)


def check_structure(
    foreign: apsw.Connection, tables: Sequence[SyncedTable], rows_max: int
) -> None:
    """Refuse any schema but that of the tables, byte for byte; damage; many rows."""
    expected = _expected_schema(tables)
    query = "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema"
    found = foreign.execute(query).fetchall()
    for kind, name, table, _root, sql in found:
        if kind != "table" or name != table or expected.get(str(name)) != sql:
            refuse("bad_body", why=f"表结构与本机不同：{str(name)[:60]}")
    if {row[1] for row in found} != expected.keys():
        refuse("bad_body", why="缺少规定的表")
    if len({row[3] for row in found}) != len(found):
        refuse("bad_body", why="两个表共用数据页")
    if foreign.execute("PRAGMA quick_check(5)").fetchall() != [("ok",)]:
        refuse("bad_body", why="数据页损坏或类型不符")
    for name in expected:
        if _number(foreign, count_up_to(name, rows_max + 1)) > rows_max:
            refuse("bad_body", why=f"行数超过上限{rows_max}")


def copy_clean(
    foreign: apsw.Connection, tables: Sequence[SyncedTable], clean_path: Path
) -> apsw.Connection:
    """Copy every value into a STRICT file made here; return it, open."""
    clean = apsw.Connection(str(clean_path))
    clean.limit(apsw.SQLITE_LIMIT_LENGTH, 5_000_000)
    clean.execute("PRAGMA journal_mode=OFF").fetchall()
    clean.execute("PRAGMA synchronous=OFF")
    clean.execute("BEGIN")
    for statement in body_sql(tables):
        clean.execute(statement)
    for name in _expected_schema(tables):
        described = clean.execute("SELECT name FROM pragma_table_info(?)", (name,))
        read, write = copy_text(name, [str(column) for (column,) in described])
        clean.executemany(write, foreign.execute(read))
    clean.execute("COMMIT")
    return clean


def check_values(
    clean: apsw.Connection, tables: Sequence[SyncedTable], now_ms: int
) -> None:
    """Refuse a stamp from the future and whatever breaks a rule of clean_rules."""
    for site, hlc in clean.execute(clean_rules.NEWEST):
        ahead_ms = unix_ms_of(int(str(hlc))) - now_ms
        if ahead_ms > DAY_MS:
            refuse("clock_ahead", site=site, days=max(1, round(ahead_ms / DAY_MS)))
    clean.execute(PARKED_TABLE)
    for rule in clean_rules.all_rules(tables):
        found = [int(str(row)) for (row,) in clean.execute(rule.query)]
        if rule.parks is not None and len(found) <= PARKED_MAX:
            _park(clean, rule.parks, rule.why, found)
        elif found:
            refuse("bad_value", table=rule.label, why=f"{rule.why}，编号{found[0]}")


def _park(
    clean: apsw.Connection, table: SyncedTable, why: str, rows: Sequence[int]
) -> None:
    """Put rows aside, with all their clocks; what they say is kept as text."""
    text = parked_text(table)
    for row_id in rows:
        for values in clean.execute(text.read, (row_id,)):
            words = dict(zip(row_columns(table), map(_shown, values), strict=True))
            row = json.dumps(words, ensure_ascii=False)
            clean.execute(text.keep, (row_id, why, row))
        for statement in text.remove:
            clean.execute(statement, (row_id,))


def _shown(value: object) -> object:
    """The value as JSON takes it, cut to what a person can look at."""
    if isinstance(value, str):
        return value[:SHOWN_MAX]
    return value if isinstance(value, int) or value is None else repr(value)[:SHOWN_MAX]


def check_manifest(
    clean: apsw.Connection, tables: Sequence[SyncedTable], snapshot_id: str
) -> None:
    """Refuse a body that belongs to another header or counts its rows wrongly."""
    named = clean.execute("SELECT v FROM manifest WHERE k = 'snapshot_id'").fetchall()
    if named != [(snapshot_id,)]:
        refuse("bad_body", why="内容与文件头不属于同一个包")
    stated = set(clean.execute("SELECT * FROM table_info").fetchall())
    for table in tables:
        rows = _number(clean, count_rows(table.name, "main"))
        line = (table.number, table.name, numbered_columns(table), rows)
        if line not in stated:
            refuse("bad_body", why=f"“{table.label}”的行数或项目与清单不符")
    if len(stated) != len(tables):
        refuse("bad_body", why="清单里有不认识的表")
