"""A centre on PostgreSQL: the same packages give what they give on SQLite."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.synced import SyncedColumn, SyncedTable
from store.dialects.postgresql import PlainConnection, PostgresqlDatabase
from store.dialects.postgresql_staging import Staging
from sync import dump
from sync import merge as merging
from sync.connection import Connection
from sync.core.layout import CLOCK_TABLES
from sync.core.refusals import Gap
from sync.snapshot import Selection, write_body
from tests.factories.postgresql import Cluster
from tests.integration.sync import replicas
from tests.integration.sync.oracle import Oracle
from tests.integration.sync.replicas import TABLES, File, History, Replica, new_database

CENTRE = 40
MIXED = SyncedTable(
    3,
    "mixed",
    "各种值",
    (
        SyncedColumn(1, "whole", "INTEGER", "整数"),
        SyncedColumn(2, "part", "REAL", "小数"),
        SyncedColumn(3, "words", "TEXT", "文字"),
    ),
    "true",
    "unit",
)
VALUES: list[list[object]] = [
    [2**62, -0.5, '"甲\\\n'],
    [-1, 1.0, ""],
    [None, 1e21, "null"],
    [0, 0.0, "1"],
    [7, 2.5e-7, None],
]
TODAY = "2026-11-24"
SETTINGS = settings(
    derandomize=True,
    database=None,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def server(cluster: Cluster, tmp_path: Path) -> Iterator[PostgresqlDatabase]:
    with cluster.database() as url:
        yield PostgresqlDatabase(tmp_path, url)


@pytest.fixture
def centre(server: PostgresqlDatabase) -> Iterator[PlainConnection]:
    with centre_on(server) as connection:
        yield connection


@contextmanager
def centre_on(
    server: PostgresqlDatabase, tables: tuple[SyncedTable, ...] = TABLES
) -> Iterator[PlainConnection]:
    """The centre anew, whatever was there."""
    server.discard()
    server.prepare()
    with closing(server.connect()) as connection:
        replicas.fill(connection, CENTRE, tables)
        yield connection


def dumped(
    connection: Connection, tables: tuple[SyncedTable, ...] = TABLES
) -> list[str]:
    return list(dump.dump_lines(connection, tables, None, TODAY))


def take(replica: Replica, file: File) -> object:
    """The report of a merge, or that it was a gap."""
    try:
        return replica.merge(file)
    except Gap as gap:
        return gap.code


def empty(connection: Connection) -> None:
    """The same as new, and sooner."""
    connection.execute("UPDATE sync_clock SET merging = 1, hlc = 0, own = 0")
    for name in ("note", "line", *CLOCK_TABLES, "sync_know", "sync_mat"):
        connection.execute(f"DELETE FROM main.{name}")
    connection.execute("UPDATE sync_clock SET merging = 0")


def compare(connection: PlainConnection, seed: int) -> None:
    """Feed packages of a random history to both centres, in another order."""
    empty(connection)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        history = History(seed, folder, count=3).run(steps=30)
        here = Replica(CENTRE, Oracle(), folder)
        there = Replica(CENTRE, Oracle(), folder, connection)
        last = history.replicas[0].export()
        for file in [*history.rand.choices(history.files, k=3), last]:
            assert take(here, file) == take(there, file)
            assert dumped(here.db) == dumped(there.db)
        assert here.dump() == there.dump()
        assert here.dump()[:-1] == history.replicas[0].dump()[:-1]


@settings(SETTINGS, max_examples=50)
@given(seed=st.integers(0, 2**32))
def test_centres_fed_with_the_same_packages_show_the_same(
    centre: PlainConnection, seed: int
) -> None:
    compare(centre, seed)


@pytest.mark.parametrize("lost", ["sync_sib", "sync_cell", "sync_life"])
def test_comparison_sees_clocks_that_are_not_staged(
    centre: PlainConnection, lost: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_in = Staging._copy_in

    def forgetful(self: Staging, file: object, name: str) -> None:
        if name != lost:
            copy_in(self, file, name)

    monkeypatch.setattr(Staging, "_copy_in", forgetful)

    def many() -> None:
        for seed in range(20):
            compare(centre, seed)

    with pytest.raises(AssertionError):
        many()


def test_package_of_one_is_the_package_of_the_other(
    server: PostgresqlDatabase, tmp_path: Path
) -> None:
    """What a PostgreSQL centre exports gives a third node the same as SQLite's."""
    history = History(5, tmp_path, count=3).run(steps=60)
    here = Replica(CENTRE, Oracle(), tmp_path)
    third, fourth = (Replica(41, Oracle(), tmp_path) for _ in range(2))
    file = history.replicas[0].export()
    here.merge(file)
    third.merge(here.export())
    with centre_on(server) as connection:
        folder = tmp_path / "there"
        folder.mkdir()
        there = Replica(CENTRE, Oracle(), folder, connection)
        there.merge(file)
        fourth.merge(there.export())
    assert third.dump() == fourth.dump() == history.replicas[0].dump()


@pytest.mark.parametrize("seed", range(3))
def test_history_with_a_node_on_postgresql_agrees_with_the_oracle(
    server: PostgresqlDatabase, tmp_path: Path, seed: int
) -> None:
    """Local writes are captured and merged as on SQLite, step by step."""
    history = History(seed, tmp_path, count=2)
    with centre_on(server) as connection:
        node = Replica(CENTRE, history.oracle, tmp_path, connection)
        history.replicas.append(node)
        history.run(steps=40)


def set_values(connection: Connection, key: int, values: list[object]) -> None:
    sql = "UPDATE mixed SET whole = ?, part = ?, words = ? WHERE id = ?"
    connection.execute(sql, [*values, key])


def carry(branch: Connection, centres: list[Connection], path: Path) -> None:
    """A full package from the branch to each centre."""
    with branch.attached(path), merging.transaction(branch, keep=True):
        write_body(branch, (MIXED,), Selection(None, TODAY, None, {}))
    for number, centre in enumerate(centres):
        copy = shutil.copy(path, path.with_name(f"{path.name}-{number}"))
        merging.merge(centre, (MIXED,), Path(copy), sender=2)


def test_value_of_every_type_survives_a_conflict(
    server: PostgresqlDatabase, tmp_path: Path
) -> None:
    """The centre keeps its own values as siblings and tells 1.0 from 1."""
    here = new_database(":memory:", CENTRE, (MIXED,))
    with centre_on(server, (MIXED,)) as there:
        collide([here, there], tmp_path)
        lines = dumped(here, (MIXED,))
        assert lines == dumped(there, (MIXED,))
    assert all(len(json.loads(line)["conflicts"]) == 3 for line in lines)


def collide(centres: list[Connection], folder: Path) -> None:
    """Rows of a branch, edited at each centre and then by the branch."""
    branch = new_database(":memory:", 2, (MIXED,))
    keys = [(2 << 33) + number for number, _ in enumerate(VALUES, start=1)]
    for key in keys:
        sql = "INSERT INTO mixed(id, whole, part, words) VALUES (?, 9, 9.5, 'x')"
        branch.execute(sql, (key,))
    carry(branch, centres, folder / "rows")
    for centre in centres:
        centre.execute("UPDATE sync_clock SET offset_ms = ?", (replicas.FROZEN,))
        for key, values in zip(keys, VALUES, strict=True):
            set_values(centre, key, values)
    branch.execute("UPDATE sync_clock SET hlc = hlc + 1000000")
    for key in keys:
        set_values(branch, key, [5, 0.25, "后来"])
    carry(branch, centres, folder / "edits")
