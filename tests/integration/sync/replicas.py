"""Replicas on real SQLite, each checked against the oracle after every step."""

import random
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite

from domain.synced import SyncedColumn, SyncedTable
from store.dialects.sqlite import PlainConnection
from sync import merge as merging
from sync.connection import Connection
from sync.core import inbox_text, layout
from sync.core.refusals import Gap
from sync.settle import settle_cell
from sync.snapshot import Selection, write_body
from tests.integration.sync.oracle import Oracle, Stamp

NOTE = SyncedTable(
    7,
    "note",
    "便签",
    (
        SyncedColumn(1, "title", "TEXT", "标题"),
        SyncedColumn(3, "count", "INTEGER", "数量"),
        SyncedColumn(4, "seen_at", "TEXT", "查看时间", "latest"),
    ),
    "true",
    "unit",
)
LINE = SyncedTable(
    9, "line", "条目", (SyncedColumn(2, "text", "TEXT", "文字"),), "true", "unit"
)
TABLES = (NOTE, LINE)
VALUES: dict[str, list[object]] = {
    "title": ["甲", "乙", "丙", None],
    "count": [1, 2, 3],
    "seen_at": ["早", "晚", "午"],
    "text": ["子", "丑", "寅"],
}
FROZEN = -(10**13)  # a wall clock before 1970: every stamp is the last one plus one


def new_database(
    path: str | Path, site: int, tables: tuple[SyncedTable, ...]
) -> Connection:
    connection: Connection = sqlite.connect(
        path, isolation_level=None, factory=PlainConnection
    )
    fill(connection, site, tables)
    return connection


def fill(connection: Connection, site: int, tables: tuple[SyncedTable, ...]) -> None:
    """An empty database becomes that of the site."""
    for table in tables:
        connection.execute(layout.synced_sql(table))
    connection.schema.install(connection.execute, tables)
    connection.schema.start_clock(connection.execute, site)


@dataclass(frozen=True)
class File:
    path: Path
    sender: int
    knows: frozenset[Stamp]
    base: frozenset[Stamp]


class Replica:
    def __init__(
        self, site: int, oracle: Oracle, folder: Path, db: Connection | None = None
    ) -> None:
        self.site, self.oracle, self.folder = site, oracle, folder
        self.db = db or new_database(":memory:", site, TABLES)
        self.db.execute("UPDATE sync_clock SET offset_ms = ?", (FROZEN,))
        self.known: frozenset[Stamp] = frozenset()
        self.rows = self.files = 0

    def one(self, query: str, *values: object) -> Any:  # noqa: ANN401 - any column
        return self.db.execute(query, values).fetchone()

    def keys(self, table: SyncedTable, where: str = "true") -> list[int]:
        query = f"SELECT id FROM {table.name} WHERE {where} ORDER BY id"
        return [row[0] for row in self.db.execute(query)]

    def knowledge(self) -> dict[int, int]:
        return dict(self.db.execute("SELECT site, hlc FROM sync_knowledge"))

    def wrote(self) -> Stamp:
        """The stamp of the write just made: it exceeds all known here (I9, I8)."""
        stamp: Stamp = self.one("SELECT hlc, site FROM sync_clock")
        assert all(stamp[0] > old[0] for old in self.known)
        assert self.knowledge()[self.site] == stamp[0]
        self.known |= {stamp}
        return stamp

    def jump(self, ticks: int) -> None:
        """The wall clock of this site runs ahead, or is set to some other time."""
        self.db.execute("UPDATE sync_clock SET hlc = hlc + ?", (ticks,))

    # ---- local writes

    def insert(self, table: SyncedTable, values: list[object]) -> None:
        self.rows += 1
        key = (self.site << 33) + self.rows
        names, marks = ", ".join(table.column_names), ", ".join("?" * len(values))
        self.db.execute(
            f"INSERT INTO {table.name}(id, {names}) VALUES (?, {marks})", [key, *values]
        )
        stamp = self.wrote()
        for name, value in zip(table.column_names, values, strict=True):
            self.oracle.write((table.name, key, name), stamp, value, frozenset())

    def edit(self, table: SyncedTable, key: int, changes: dict[str, object]) -> None:
        """An ordinary edit supersedes what was seen: the current value."""
        before = {name: self.versions(table, key, name) for name in changes}
        sets = ", ".join(f"{name} = ?" for name in changes)
        self.db.execute(
            f"UPDATE {table.name} SET {sets} WHERE id = ?", [*changes.values(), key]
        )
        current = {name: max(versions) for name, versions in before.items()}
        changed = [n for n, v in changes.items() if before[n][current[n]] != v]
        if not changed:
            return
        stamp = self.wrote()
        for name in changed:
            seen = before[name][current[name]]
            gone = frozenset(s for s, value in before[name].items() if value == seen)
            self.oracle.write((table.name, key, name), stamp, changes[name], gone)

    def settle(self, table: SyncedTable, key: int, name: str, value: object) -> None:
        before = frozenset(self.versions(table, key, name))
        column = next(c for c in table.columns if c.name == name)
        settle_cell(self.db, table, column, key, value)
        self.oracle.write((table.name, key, name), self.wrote(), value, before)

    def set_dead(self, table: SyncedTable, key: int, dead: int) -> None:
        before, known = (
            self.one(f"SELECT _del FROM {table.name} WHERE id = ?", key)[0],
            self.known,
        )
        self.db.execute(f"UPDATE {table.name} SET _del = ? WHERE id = ?", (dead, key))
        if before != dead:
            stamp = self.wrote()
            self.oracle.lives.setdefault((table.name, key), {})[stamp] = dead
            self.oracle.seen[(table.name, key), stamp] = known

    # ---- files

    def export(self, peer: "Replica | None" = None) -> File:
        self.files += 1
        path = self.folder / f"s{self.site}-{self.files}.body"
        base = peer.knowledge() if peer else None
        wanted = Selection(None, "2026-11-24", base, {})
        with self.db.attached(path), merging.transaction(self.db, keep=True):
            write_body(self.db, TABLES, wanted)
        return File(path, self.site, self.known, peer.known if peer else frozenset())

    def merge(self, file: File) -> merging.MergeReport:
        copy = self.folder / "copy.body"
        shutil.copy(file.path, copy)
        report = merging.merge(self.db, TABLES, copy, sender=file.sender)
        self.known |= file.knows
        return report

    def merge_checked(self, file: File) -> None:
        """Merge; a refusal changes nothing (I7), a second time changes nothing (I1)."""
        before, gap = self.dump(), not file.base <= self.known
        says_nothing_new = file.knows <= self.known
        try:
            report = self.merge(file)
        except Gap:
            assert gap
            assert self.dump() == before
            return
        assert not gap
        assert report.known == says_nothing_new
        self.check()
        after = self.dump()
        assert not report.known or after == before
        assert self.merge(file).known
        assert self.dump() == after

    # ---- what it shows

    def versions(self, table: SyncedTable, key: int, name: str) -> dict[Stamp, object]:
        number = next(c.number for c in table.columns if c.name == name)
        where = (table.number, key, number)
        row = self.one(
            f"SELECT {name}, _hlc, _site FROM {table.name} WHERE id = ?", key
        )
        if row is None:
            return {}
        cell = "SELECT hlc, site FROM sync_cell WHERE tid = ? AND pk = ? AND col = ?"
        versions: dict[Stamp, object] = {self.one(cell, *where) or row[1:]: row[0]}
        sibling = "SELECT hlc, site, val FROM sync_sib WHERE tid=? AND pk=? AND col=?"
        for hlc, site, value in self.db.execute(sibling, where):
            assert (hlc, site) < max(versions)  # I5: the current one is the largest
            versions[hlc, site] = value
        return versions

    def check(self) -> None:
        """I4, I5, I6: each cell shows exactly the live writes; I13: also dead rows."""
        by_name = {table.name: table for table in TABLES}
        for cell in sorted(self.oracle.cells()):
            expected = self.oracle.live(cell, self.known)
            got = self.versions(by_name[cell[0]], cell[1], cell[2])
            assert got == expected, (self.site, cell, expected, got)
        for table in TABLES:
            query = inbox_text.edited_when_deleted(table, whole=True)
            listed = {row[0] for row in self.db.execute(query)}
            for key in self.keys(table):
                row = (table.name, key)
                edited = self.oracle.edited_when_deleted(row, self.known)
                assert edited == (key in listed), (self.site, row)
                dead = self.one(f"SELECT _del FROM {table.name} WHERE id = ?", key)[0]
                assert dead == self.oracle.dead((table.name, key), self.known)

    def dump(self) -> list[Any]:
        queries = [f"SELECT * FROM {table.name} ORDER BY id" for table in TABLES]
        clocks = layout.CLOCK_TABLES
        queries += [f"SELECT * FROM {one} ORDER BY 1, 2, 3, 4, 5" for one in clocks]
        queries.append("SELECT * FROM sync_knowledge ORDER BY site")
        return [self.db.execute(query).fetchall() for query in queries]


class History:
    """Some replicas and a random history of what their people do."""

    def __init__(self, seed: int, folder: Path, count: int = 4) -> None:
        self.rand, self.oracle = random.Random(seed), Oracle()
        self.oracle.latest_only = frozenset({"seen_at"})
        self.replicas = [Replica(i + 1, self.oracle, folder) for i in range(count)]
        self.files: list[File] = []
        self.merge_count = 0

    def run(self, steps: int) -> "History":
        """Two rows that everybody has, then a random history, then a meeting."""
        first = self.replicas[0]
        for table in TABLES:
            first.insert(table, [VALUES[name][0] for name in table.column_names])
        start = first.export()
        for replica in self.replicas[1:]:
            replica.merge_checked(start)
        for _ in range(steps):
            self.step(self.rand.choice(self.replicas))
        self.meet()
        return self

    def step(self, replica: Replica) -> None:
        acts = [
            (4, self.insert), (30, self.edit), (5, self.settle), (9, self.life),
            (10, self.export_full), (10, self.export_delta), (3, self.jump),
            (25, self.merge),
        ]  # fmt: skip
        act = self.rand.choices([a for _, a in acts], [w for w, _ in acts])[0]
        act(replica)
        replica.check()

    def some_row(
        self, replica: Replica, clock: str = "sync_sib"
    ) -> tuple[SyncedTable, int] | None:
        """A row; rather one with conflicts, or with the other clock named."""
        rows = [(table, key) for table in TABLES for key in replica.keys(table)]
        busy = {pk for (pk,) in replica.db.execute(f"SELECT pk FROM {clock}")}
        rows += [row for row in rows if row[1] in busy] * 4
        return self.rand.choice(rows) if rows else None

    def insert(self, replica: Replica) -> None:
        """A new row; mostly few rows, so that people meet on the same fields."""
        table = self.rand.choice(TABLES)
        if len(replica.keys(table)) >= 2 and self.rand.random() < 0.8:
            return self.edit(replica)
        values = [self.rand.choice(VALUES[name]) for name in table.column_names]
        return replica.insert(table, values)

    def edit(self, replica: Replica) -> None:
        if found := self.some_row(replica):
            table, key = found
            count = self.rand.randint(1, min(2, len(table.columns)))
            names = self.rand.sample(table.column_names, count)
            changes = {name: self.rand.choice(VALUES[name]) for name in names}
            replica.edit(table, key, changes)

    def settle(self, replica: Replica) -> None:
        if found := self.some_row(replica):
            table, key = found
            column = self.rand.choice(table.columns)
            versions = replica.versions(table, key, column.name)
            choice = self.rand.choice([*versions.values(), *VALUES[column.name]])
            replica.settle(table, key, column.name, choice)

    def life(self, replica: Replica) -> None:
        if found := self.some_row(replica, "sync_life"):
            replica.set_dead(*found, self.rand.randint(0, 1))

    def jump(self, replica: Replica) -> None:
        replica.jump(self.rand.choice([5, 50, 500]))

    def export_full(self, replica: Replica) -> None:
        self.files.append(replica.export())

    def export_delta(self, replica: Replica) -> None:
        self.files.append(replica.export(self.rand.choice(self.replicas)))

    def merge(self, replica: Replica) -> None:
        if self.files:
            recent = self.rand.random() < 0.7
            file = self.rand.choice(self.files[-8:] if recent else self.files)
            replica.merge_checked(file)
            self.merge_count += 1

    def meet(self) -> None:
        """Everybody exchanges with everybody, in random order, until all is said."""
        for _ in range(2):
            files = [replica.export() for replica in self.replicas]
            for replica in self.replicas:
                for file in self.rand.sample(files, len(files)):
                    replica.merge_checked(file)
        dumps = [replica.dump() for replica in self.replicas]
        assert all(dump == dumps[0] for dump in dumps), "replicas differ at the end"
