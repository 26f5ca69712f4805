"""Merging packages on PostgreSQL, as ratios to what the same server does itself.

A package is staged first: COPYed in binary into temporary tables (decision 0121). Raw
is one INSERT..SELECT, or UPDATE..FROM, from those into a table with the same columns
and indexes but without triggers. Both are shown with staging, as on SQLite the file is
attached in both, and without it: the statements of the merge against the raw one. The
server is the tests' own, with fsync off: neither side waits for a disk. Processor time
of the server is not known, so ``own`` repeats the ratio by the clock; MB is the
program's side only.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from bench import bodies
from bench.runs import HEAD, Line, Run, Spent, best, now, since
from scripts.nodes import Node as NodeApp
from store.catalogue import SYNCED
from store.dialects.postgresql import PostgresqlDatabase
from sync.core import layout
from sync.merge import merge, transaction
from tests.factories.postgresql import Cluster, running_cluster

COLUMNS = layout.column_list(layout.row_columns(bodies.TABLE))
RAW_TABLE = "CREATE TABLE main.raw_note (LIKE main.study_note INCLUDING ALL)"
RAW_INSERT = f"INSERT INTO raw_note({COLUMNS}) SELECT {COLUMNS} FROM snap.study_note"
RAW_UPDATE = """UPDATE raw_note SET words = s.words, title = s.title
    FROM snap.study_note s WHERE s.id = raw_note.id"""


@contextmanager
def _copy(cluster: Path, template: str, home: Path) -> Iterator[Any]:
    """A connection to a copy of the database, which is gone afterwards."""
    server = Cluster(cluster, made=os.getpid())
    with server.database(template) as url:
        connection = PostgresqlDatabase(home, url).connect()
        with closing(connection):
            yield connection


def take(cluster: Path, template: str, body: Path, expected: dict[str, int]) -> Spent:
    """Stage and merge."""
    with _copy(cluster, template, body.parent) as connection:
        started = now()
        report = merge(connection, SYNCED, body, sender=bodies.SITE_FIRST)
        spent = since(started)
    found = {what: report.total(what) for what in expected}
    assert found == expected, (found, expected)
    return _by_the_clock(spent)


def raw(cluster: Path, template: str, body: Path, statement: str) -> Spent:
    """The statement alone, when all is staged."""
    with (
        _copy(cluster, template, body.parent) as connection,
        connection.attached(body),
    ):
        started = now()
        with transaction(connection, keep=True):
            connection.execute(statement)
        spent = since(started)
    return _by_the_clock(spent)


def stage(cluster: Path, template: str, body: Path) -> Spent:
    """Staging alone."""
    with _copy(cluster, template, body.parent) as connection:
        started = now()
        with connection.attached(body):
            spent = since(started)
    return _by_the_clock(spent)


def _by_the_clock(spent: Spent) -> Spent:
    return Spent(spent.seconds, spent.seconds)


def measure(folder: Path, full: Path, edits: Path, rows: int) -> Iterator[Line]:
    """Lines for a fresh package and for one with edits of a tenth of its rows."""
    with running_cluster() as cluster:
        empty = cluster.create()
        _make_hub(folder / "server", cluster.url(empty))
        yield from fresh(cluster.folder, empty, full, rows)
        filled = cluster.create(empty)
        _fill(folder, cluster.url(filled), full)
        yield from changed(cluster.folder, filled, edits, rows // 10)


def fresh(cluster: Path, empty: str, full: Path, rows: int) -> Iterator[Line]:
    plain, staged, merged = best(
        (raw, cluster, empty, full, RAW_INSERT),
        (stage, cluster, empty, full),
        (take, cluster, empty, full, {"new": rows}),
    )
    names = ("raw INSERT..SELECT", "fresh merge", ">= 0.30")
    yield from _lines(names, rows, plain, staged, merged)


def changed(cluster: Path, filled: str, edits: Path, count: int) -> Iterator[Line]:
    plain, staged, merged = best(
        (raw, cluster, filled, edits, RAW_UPDATE),
        (stage, cluster, filled, edits),
        (take, cluster, filled, edits, {"changed": count, "conflicts": 0}),
    )
    names = ("raw UPDATE..FROM", "10 % changed", ">= 0.15")
    yield from _lines(names, count, plain, staged, merged)


def _lines(
    names: tuple[str, str, str], rows: int, plain: Run, staged: Run, merged: Run
) -> Iterator[Line]:
    raw_name, name, target = names
    both = Spent(*(sum(pair) for pair in zip(plain[0], staged[0], strict=True)))
    pairs = zip(merged[0], staged[0], strict=True)
    statements = Spent(*(all_of_it - part for all_of_it, part in pairs))
    yield Line(f"PostgreSQL: staged, {raw_name}", rows, both, plain[1], both)
    yield Line(f"  {name}, staged", rows, *merged, both, target)
    yield Line(f"PostgreSQL: {raw_name} alone", rows, *plain, plain[0])
    yield Line(f"  {name}, statements", rows, statements, merged[1], plain[0])


def _make_hub(home: Path, url: str) -> None:
    app = NodeApp.at(home, url)
    app.run("node", "init", "--name", "处", "--unit", "HW", "--unit-name", "市环卫处")
    bodies.node_of(app)  # lets go of the database
    with closing(PostgresqlDatabase(home, url).connect()) as connection:
        connection.execute(RAW_TABLE)


def _fill(home: Path, url: str, full: Path) -> None:
    with closing(PostgresqlDatabase(home, url).connect()) as connection:
        merge(connection, SYNCED, full, sender=bodies.SITE_FIRST)
        with connection.attached(full), transaction(connection, keep=True):
            connection.execute(RAW_INSERT)
        connection.execute("ANALYZE")


def main() -> None:
    """These lines alone: `python -m bench.merge_server ROWS`."""
    rows = int(sys.argv[1])
    print(HEAD)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _, (branch,) = bodies.make_hub(folder / "hub", 1, 60)
        full = bodies.write_rows(folder / "full.db", branch, 1, rows)
        edits = bodies.write_edits(full, folder / "edits.db", branch, rows)
        for line in measure(folder, full, edits, rows):
            print(line.text(), flush=True)


if __name__ == "__main__":
    main()
