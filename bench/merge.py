"""Merging packages, as ratios to what SQLite itself does on the same rows.

The table is study_note as the program makes it: its columns, its index and its
triggers. Raw is one INSERT..SELECT, or UPDATE..FROM, from an attached file into a
table with the same columns and index but without triggers, journal and settings as in
the product (WAL, FULL). Runs that are compared take turns; the best of three counts.
The changeset of SQLite's session extension stands beside them: it goes into a table
like the raw one, and keeps neither stamps nor both values of a conflict.

Each run has a process of its own, with the whole program loaded; MB is the most memory
that process had. ``own`` is the ratio of processor time, which others on the machine
disturb less. Option: rows of the large runs (default 1,000,000).
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import apsw

from bench import bodies, merge_server
from bench.bodies import TABLE, Branch
from bench.runs import HEAD, Line, Spent, alone, best, now, since
from scripts.nodes import Node as NodeApp
from store.catalogue import SYNCED
from store.dialects.sqlite import PRAGMAS, raw_connection
from sync.core import layout
from sync.gate import Request, admit
from sync.inbox import gate_request, import_file
from sync.merge import merge, transaction
from sync.node import Node

ROWS, UNITS = 1_000_000, 60
SMALL_COUNT, SMALL_ROWS = 50, 2_000
COLUMNS = layout.column_list(layout.row_columns(TABLE))
RAW_INSERT = f"INSERT INTO raw_note({COLUMNS}) SELECT {COLUMNS} FROM snap.study_note"
RAW_UPDATE = """UPDATE raw_note SET words = s.words, title = s.title
    FROM snap.study_note s WHERE s.id = raw_note.id"""


def take(database: Path, body: Path, site: int, expected: dict[str, int]) -> Spent:
    """Merge a copy of the body into a copy of the database; neither copying counts."""
    target, copy = database.with_suffix(".copy"), body.with_suffix(".clean")
    shutil.copy(database, target)
    shutil.copy(body, copy)
    spent = _take(target, copy, site, expected)
    target.unlink()
    return spent


def take_all(database: Path, folder: Path, site: int, rows: int) -> Spent:
    """Mean of merging every body of a folder, one after another; all of it stays."""
    paths = sorted(folder.iterdir())
    runs = [_take(database, path, site, {"new": rows}) for path in paths]
    return Spent(*(sum(one) / len(runs) for one in zip(*runs, strict=True)))


def _take(database: Path, clean: Path, site: int, expected: dict[str, int]) -> Spent:
    connection = raw_connection(database)
    started = now()
    report = merge(connection, SYNCED, clean, sender=site)
    spent = since(started)
    connection.close()
    found = {what: report.total(what) for what in expected}
    assert found == expected, (found, expected)
    return spent


def raw(database: Path, body: Path, statement: str) -> Spent:
    """One statement in a transaction, on a copy of the database."""
    target = database.with_suffix(".copy")
    shutil.copy(database, target)
    connection = raw_connection(target)
    started = now()
    with connection.attached(body), transaction(connection, keep=True):
        connection.execute(statement)
    spent = since(started)
    connection.close()
    target.unlink()
    return spent


def add_raw_tables(database: Path) -> None:
    """The table again without triggers, empty: with the same index, and with none."""
    connection = raw_connection(database)
    query = "SELECT type, sql FROM sqlite_schema WHERE tbl_name = 'study_note'"
    for kind, sql in connection.execute(query).fetchall():
        if kind == "table":
            connection.execute(sql.replace("study_note", "bare_note"))
        if sql and kind in {"table", "index"}:
            connection.execute(sql.replace("study_note", "raw_note"))
    connection.close()


def fill(database: Path, body: Path) -> None:
    """The rows of a body in both tables."""
    copy = body.with_suffix(".clean")
    shutil.copy(body, copy)
    _take(database, copy, bodies.SITE_FIRST, {})
    connection = raw_connection(database)
    with connection.attached(body):
        connection.execute(RAW_INSERT)
    connection.close()


def conflict_here(database: Path, rows: int) -> None:
    """Edits here of 30 % of the rows that the branch edited, in both tables."""
    connection = raw_connection(database)
    with transaction(connection, keep=True):
        for name in ("study_note", "raw_note"):
            connection.execute(
                f"UPDATE {name} SET words = words + 5 WHERE id % 100 IN (0, 10, 20)"
                " AND id & 8589934591 <= ?",
                (rows,),
            )
    connection.close()


def peer(database: Path, after: Path, before: Path | None) -> Spent:
    """The difference of two bodies as a changeset; only applying it counts."""
    changes = _changes(database, after, before)
    target = database.with_suffix(".copy")
    shutil.copy(database, target)
    connection = apsw.Connection(str(target))
    for pragma in PRAGMAS:
        connection.execute(pragma)
    started = now()
    with connection:
        replace_all = apsw.SQLITE_CHANGESET_REPLACE
        apsw.Changeset.apply(changes, connection, conflict=lambda *_: replace_all)
    spent = since(started)
    assert connection.total_changes() > 0, "the changeset fits no table"
    connection.close()
    target.unlink()
    return spent


def _changes(database: Path, after: Path, before: Path | None) -> bytes:
    """For the raw table; without ``before`` everything is new."""
    connection = apsw.Connection(":memory:")
    paths = {"old": ":memory:", "hub": database, "a": after, "b": before or after}
    for schema, path in paths.items():
        connection.execute(f"ATTACH ? AS {schema}", (str(path),))
    query = "SELECT sql FROM hub.sqlite_schema WHERE name = 'raw_note'"
    create = str(connection.execute(query).get)
    for schema, source in {"main": "a", "old": "b"}.items():
        connection.execute(create.replace("raw_note", f"{schema}.raw_note", 1))
        if source == "a" or before:
            connection.execute(
                f"INSERT INTO {schema}.raw_note({COLUMNS})"
                f" SELECT {COLUMNS} FROM {source}.study_note"
            )
    session = apsw.Session(connection, "main")
    session.attach("raw_note")
    session.diff("old", "raw_note")
    return session.changeset()


def gate(request: Request) -> Spent:
    """The gate in this process; its clean copy stays."""
    started = now()
    admit(request)
    return since(started)


def whole_way(home: Path, package: Path) -> Spent:
    """As a person takes a package in: child process, authority, journal and all."""
    node = bodies.node_of(NodeApp.at(home))
    started = now()
    result = import_file(node, package)
    spent = since(started)
    assert result.state == "merged", result
    return spent


def measure(folder: Path, rows: int) -> Iterator[Line]:
    node, (branch,) = bodies.make_hub(folder / "hub", 1, UNITS)
    empty, hub = node.home / "luoshi.db", folder / "hub.db"
    add_raw_tables(empty)
    full = bodies.write_rows(folder / "full.db", branch, 1, rows)
    yield from fresh(empty, full, rows)
    shutil.copy(empty, hub)
    fill(hub, full)
    known = alone(take, hub, full, branch.site, {"new": 0})
    yield Line("known file", rows, *known, None, "<= 0.010 s")
    edits = bodies.write_edits(full, folder / "edits.db", branch, rows)
    yield from changed(folder, hub, edits, rows)
    yield small(folder, hub, branch, rows)
    yield from pipeline(folder, node, branch, full, rows)
    yield from merge_server.measure(folder, full, edits, rows)


def fresh(empty: Path, full: Path, rows: int) -> Iterator[Line]:
    bare_insert = RAW_INSERT.replace("raw_note", "bare_note")
    bare, plain, merged, applied = best(
        (raw, empty, full, bare_insert),
        (raw, empty, full, RAW_INSERT),
        (take, empty, full, bodies.SITE_FIRST, {"new": rows}),
        (peer, empty, full, None),
    )
    held = plain[0]
    yield Line("raw INSERT..SELECT, no index", rows, *bare, held)
    yield Line("raw INSERT..SELECT, its index", rows, *plain, held)
    yield Line("fresh merge", rows, *merged, held, ">= 0.80")
    yield Line("  peer: changeset of inserts", rows, *applied, held)


def changed(folder: Path, hub: Path, edits: Path, rows: int) -> Iterator[Line]:
    before = bodies.write_tenth(folder / "full.db", folder / "tenth.db")
    twin, count = folder / "twin.db", rows // 10
    shutil.copy(hub, twin)
    conflict_here(twin, rows)
    site, conflicts = bodies.SITE_FIRST, rows * 3 // 100
    update, delta, applied, clash, replaced = best(
        (raw, hub, edits, RAW_UPDATE),
        (take, hub, edits, site, {"changed": count, "conflicts": 0}),
        (peer, hub, edits, before),
        (take, twin, edits, site, {"changed": count, "conflicts": conflicts}),
        (peer, twin, edits, before),
    )
    twin.unlink()
    held = update[0]
    yield Line("raw UPDATE..FROM, its index", count, *update, held)
    yield Line("10 % changed, delta", count, *delta, held, ">= 0.55")
    yield Line("  peer: changeset of updates", count, *applied, held)
    name = "10 % changed, 30 % of them in conflict"
    yield Line(name, count, *clash, held, ">= 0.45")
    yield Line("  peer: changeset, conflicts", count, *replaced, held)


def small(folder: Path, hub: Path, branch: Branch, rows: int) -> Line:
    deltas = folder / "deltas"
    deltas.mkdir()
    for number in range(SMALL_COUNT):
        first = rows + 100 + number * SMALL_ROWS
        bodies.write_rows(deltas / f"{number:02}.db", branch, first, SMALL_ROWS)
    run = alone(take_all, hub, deltas, branch.site, SMALL_ROWS)
    name = f"delta, mean of {SMALL_COUNT}"
    return Line(name, SMALL_ROWS, *run, None, "<= 0.015 s")


def pipeline(
    folder: Path, node: Node, branch: Branch, full: Path, rows: int
) -> Iterator[Line]:
    package = bodies.seal_package(full, branch, node, folder / "full.luoshi")
    (folder / "gate").mkdir()
    with node.open() as connection:
        request = gate_request(node, connection, package)
    request = replace(request, folder=str(folder / "gate"))
    empty = node.home / "luoshi.db"
    held, _ = alone(raw, empty, full, RAW_INSERT)
    judged, gate_mb = alone(gate, request)
    merged, merge_mb = alone(
        take, empty, request.clean_path, branch.site, {"new": rows}
    )
    both = Spent(*map(sum, zip(judged, merged, strict=True)))
    imported = alone(whole_way, node.home, package)
    yield Line("decrypt, unzip, check, copy", rows, judged, gate_mb, held)
    name = "whole pipeline: that, and the merge"
    yield Line(name, rows, both, max(gate_mb, merge_mb), held, ">= 0.18")
    name = "  import_file: child, authority, journal"
    yield Line(name, rows, *imported, held)


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    print(HEAD)
    with tempfile.TemporaryDirectory() as name:
        for line in measure(Path(name), rows):
            print(line.text(), flush=True)
    load = " ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"MB: target of a merge <= 256, of the gate <= 512; load at the end {load}")


if __name__ == "__main__":
    main()
