"""Merging packages, as ratios to what SQLite itself does on the same rows.

The table is study_note as the program makes it: its columns, its index and its
triggers. Raw is one INSERT..SELECT, or UPDATE..FROM, from an attached file into a
table with the same columns and index but without triggers, journal and settings as in
the product (WAL, FULL); both the best of three. A single raw INSERT..SELECT with
triggers stands last, because SQLite keeps all its rows in memory. Option: rows of the
large runs (default 1,000,000).
"""

import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pysqlite3.dbapi2 as sqlite

from scripts.nodes import Node
from store import db
from store.catalogue import SYNCED
from store.dialects.sqlite import raw_connection
from sync import seal, structure
from sync.connection import Connection
from sync.core import layout
from sync.merge import merge, transaction

ROWS = 1_000_000
BRANCH, HUB = 2, 1
TABLE = next(table for table in SYNCED if table.name == "study_note")
WORDS = next(c.number for c in TABLE.columns if c.name == "words")
TITLE = next(c.number for c in TABLE.columns if c.name == "title")
REPEATS = 3
SMALL_COUNT, SMALL_ROWS = 50, 2_000
STAMP = 1 << 56
NO_BASE: dict[int, int] = {}


@dataclass(frozen=True)
class Line:
    """One measured run; ``raw`` is what it is held against, or 0."""

    name: str
    rows: int
    seconds: float
    raw: float = 0
    target: str = ""
    peak_mb: int = field(
        default_factory=lambda: (
            resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        )
    )

    def text(self) -> str:
        ratio = f"{self.raw / self.seconds:.2f}" if self.raw else "-"
        rate = f"{self.rows / self.seconds:,.0f}"
        return (
            f"{self.name:<44}{self.rows:>11,}{self.seconds:>9.3f}{rate:>12}"
            f"{ratio:>7}{self.peak_mb:>6}  {self.target}"
        )


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def new_database(path: Path) -> Path:
    app = Node.at(path).app
    with app.app_context():
        db.create(site=HUB)
        db.db.engine.dispose()
        return db.home_path() / "luoshi.db"


def write_rows(path: Path, first: int, count: int, base: dict[int, int]) -> Path:
    """A body with fresh rows of the branch, as its export would write it."""
    body = sqlite.connect(path, isolation_level=None)
    body.execute("PRAGMA journal_mode=OFF")
    body.execute("BEGIN")
    for statement in layout.body_sql(SYNCED):
        body.execute(statement)
    values = {
        "unit_id": "8589934593 + n % 60",
        "campaign_id": "8589934700",
        "status": "'accepted'",
        "words": "100 + n % 900",
        "title": "'学习笔记第' || n || '篇'",
        "excerpt": "'深入学习，联系实际，查找问题，' || n",
        "created_by": "'clerk-a'",
        "created_at": "'2026-11-24T08:00:00Z'",
        "written_on": "'2026-11-24'",
        "person_id": "8589935000 + n % 500",
    }
    chosen = ", ".join(values.get(name, "NULL") for name in TABLE.column_names)
    columns = layout.column_list(layout.row_columns(TABLE))
    body.execute(
        f"WITH RECURSIVE c(n) AS (VALUES (?) UNION ALL SELECT n + 1 FROM c"
        f" WHERE n < ?) INSERT INTO study_note({columns}) SELECT ({BRANCH} << 33) | n,"
        f" {chosen}, 0, {STAMP} + n, {BRANCH} FROM c",
        (first, first + count - 1),
    )
    finish_body(body, first + count - 1, base)
    return path


def finish_body(
    body: Connection, newest: int, base: dict[int, int], hub: int = 0
) -> None:
    """Heads of a body, so that it also passes the gate."""
    body.execute("DELETE FROM know")
    body.execute("INSERT INTO know VALUES (?, ?)", (BRANCH, STAMP + newest))
    if hub:
        body.execute("INSERT INTO know VALUES (?, ?)", (HUB, hub))
    body.executemany("INSERT INTO base VALUES (?, ?)", sorted(base.items()))
    body.execute("INSERT OR REPLACE INTO manifest VALUES ('snapshot_id', 'bench')")
    for table in SYNCED:
        (count,) = body.execute(layout.count_rows(table.name, "main")).fetchone()
        columns = layout.numbered_columns(table)
        body.execute(
            "INSERT OR REPLACE INTO table_info VALUES (?, ?, ?, ?)",
            (table.number, table.name, columns, count),
        )
    body.execute("COMMIT")
    body.close()


def write_edits(source: Path, path: Path, rows: int) -> Path:
    """Every tenth row with two fields edited at the branch, whole, with its clocks."""
    shutil.copy(source, path)
    body = sqlite.connect(path, isolation_level=None)
    body.execute("PRAGMA journal_mode=OFF")
    body.execute("BEGIN")
    body.execute("DELETE FROM study_note WHERE id % 10 <> 0")
    body.execute("UPDATE study_note SET words = words + 1, title = title || '改'")
    body.execute(
        "INSERT INTO sync_cell SELECT ?, id, c.column1, ? + rowid % 10, ?, 'clerk-a'"
        f" FROM study_note, (VALUES ({WORDS}), ({TITLE})) c",
        (TABLE.number, STAMP + rows + 10, BRANCH),
    )
    finish_body(body, rows + 20, {})
    return path


def take(database: Path, body: Path, **expected: int) -> float:
    """Seconds of merging a copy of the body; the copy is not counted."""
    copy = body.with_suffix(".clean")
    shutil.copy(body, copy)
    connection = raw_connection(database)
    try:
        started = time.perf_counter()
        report = merge(connection, SYNCED, copy, sender=BRANCH)
        seconds = time.perf_counter() - started
    finally:
        connection.close()
        copy.unlink()
    found = {what: report.total(what) for what in expected}
    assert found == expected, (found, expected)
    return seconds


def raw_table(database: Path) -> None:
    """The table again without triggers, with the same index, empty."""
    connection = raw_connection(database)
    query = "SELECT sql FROM sqlite_schema WHERE tbl_name = 'study_note' AND type = ?"
    for kind in ("table", "index"):
        for (sql,) in connection.execute(query, (kind,)).fetchall():
            if sql:
                connection.execute(sql.replace("study_note", "raw_note"))
    connection.close()


def raw(database: Path, body: Path, statement: str) -> float:
    connection = raw_connection(database)

    def run() -> None:
        with connection.attached(body), transaction(connection, keep=True):
            connection.execute(statement)

    try:
        return timed(run)
    finally:
        connection.close()


def raw_insert(table: str) -> str:
    columns = layout.column_list(layout.row_columns(TABLE))
    return f"INSERT INTO {table}({columns}) SELECT {columns} FROM snap.study_note"


RAW_UPDATE = """UPDATE raw_note SET words = s.words, title = s.title
    FROM snap.study_note s WHERE s.id = raw_note.id"""


def conflict_here(database: Path, rows: int) -> None:
    """Edits here of 30 % of the rows that the branch edited."""
    connection = raw_connection(database)
    with transaction(connection, keep=True):
        connection.execute(
            "UPDATE study_note SET words = words + 5 WHERE id % 100 IN (0, 10, 20)"
            " AND id & 8589934591 <= ?",
            (rows,),
        )
    connection.close()


def pipeline(folder: Path, database: Path, body: Path) -> tuple[float, float]:
    """Seconds from sealed file to merged, and of the gate alone in them."""
    cipher, key = folder / "cipher", seal.new_file_key()
    size = body.stat().st_size
    seal.encrypt_body(body, cipher, key)
    plain = folder / "plain.db"
    clean = folder / "clean.db"

    def gate() -> None:
        with cipher.open("rb") as file:
            seal.decrypt_body(file, plain, key, size)
        foreign = structure.open_foreign(plain)
        structure.check_structure(foreign, SYNCED, 5_000_000)
        copy = structure.copy_clean(foreign, SYNCED, clean)
        foreign.close()
        structure.check_manifest(copy, SYNCED, "bench")
        structure.check_values(copy, SYNCED, 1 << 60)
        copy.close()

    gated = timed(gate)
    connection = raw_connection(database)
    merged = timed(lambda: merge(connection, SYNCED, clean, sender=BRANCH))
    connection.close()
    return gated + merged, gated


def measure(folder: Path, rows: int) -> list[Line]:
    empty = new_database(folder / "empty")
    raw_table(empty)
    full = write_rows(folder / "full.db", 1, rows, NO_BASE)
    hub, plain, fresh = folder / "hub.db", 1e9, 1e9
    for _ in range(REPEATS):
        shutil.copy(empty, hub)
        plain = min(plain, raw(hub, full, raw_insert("raw_note")))
        fresh = min(fresh, take(hub, full, new=rows))
    lines = [
        Line("raw INSERT..SELECT, index, no triggers", rows, plain, plain),
        Line("fresh merge", rows, fresh, plain, ">= 0.80"),
        Line("known file", rows, take(hub, full), 0, "<= 0.010 s"),
        *changed(folder, hub, full, rows),
        *rest(folder, empty, full, plain),
    ]
    noted = raw(empty, full, raw_insert("study_note"))
    name = "raw INSERT..SELECT, index and triggers"
    lines.append(Line(name, rows, noted, plain))
    return [*lines, Line("fresh merge against that", rows, fresh, noted, ">= 0.80")]


def changed(folder: Path, hub: Path, full: Path, rows: int) -> list[Line]:
    edits = write_edits(full, folder / "edits.db", rows)
    count = rows // 10
    twin = folder / "twin.db"
    shutil.copy(hub, twin)
    update = raw(hub, edits, RAW_UPDATE)
    lines = [Line("raw UPDATE..FROM, index, no triggers", count, update, update)]
    delta = take(hub, edits, new=0, changed=count, conflicts=0)
    lines.append(Line("10 % changed, delta", count, delta, update, ">= 0.55"))
    conflict_here(twin, rows)
    clash = take(twin, edits, changed=count, conflicts=rows * 3 // 100)
    name = "10 % changed, 30 % of them in conflict"
    lines.append(Line(name, count, clash, update, ">= 0.45"))
    twin.unlink()
    small = 0.0
    for number in range(SMALL_COUNT):
        first = rows + 100 + number * SMALL_ROWS
        body = write_rows(folder / "small.db", first, SMALL_ROWS, NO_BASE)
        small += take(hub, body, new=SMALL_ROWS)
        body.unlink()
    each = small / SMALL_COUNT
    return [
        *lines,
        Line(f"delta, mean of {SMALL_COUNT}", SMALL_ROWS, each, 0, "<= 0.015 s"),
    ]


def rest(folder: Path, empty: Path, full: Path, plain: float) -> list[Line]:
    target = folder / "pipeline.db"
    shutil.copy(empty, target)
    whole, gated = pipeline(folder, target, full)
    connection = raw_connection(target)
    (rows,) = connection.execute("SELECT count(*) FROM study_note").fetchone()
    connection.close()
    return [
        Line("whole pipeline, file to merged", rows, whole, plain, ">= 0.18"),
        Line("  of it decrypt, unzip, check, copy", rows, gated, plain),
    ]


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as name:
        lines = measure(Path(name), rows)
    print(f"{'':<44}{'rows':>11}{'s':>9}{'rows/s':>12}{'ratio':>7}{'MB':>6}  target")
    for line in lines:
        print(line.text())
    print("MB: highest memory of this process so far; target <= 256")


if __name__ == "__main__":
    main()
