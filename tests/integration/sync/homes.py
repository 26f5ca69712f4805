"""Nodes in folders of their own, with small tables and no web application."""

import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from domain.synced import Migration, SyncedColumn, SyncedTable
from store.dialects import sqlite_schema
from store.upgrade import bring_up_to_date
from sync import dump
from sync.blobs import path_of
from sync.catalogue import tables_here
from sync.conflicts import ConflictItem, list_conflicts
from sync.core import layout
from sync.core.ranges import ROOT
from sync.gatekeeper import pass_gate
from sync.inbox import ImportResult, gate_request, import_file, merge_admitted
from sync.invitation import (
    Invitation,
    add_range,
    add_site,
    enrolment_of,
    name_self,
    read_invitation,
    settle_in,
    write_invitation,
)
from sync.merge import transaction
from sync.node import Node
from sync.outbox import Letter, export_package
from sync.sites import receiver_named

BOTH = "(SELECT unit_id FROM scope_unit UNION SELECT unit_id FROM scope_above)"
UNIT = SyncedTable(
    1,
    "unit",
    "单位",
    (SyncedColumn(1, "code", "TEXT", "代码"), SyncedColumn(2, "name", "TEXT", "名称")),
    f"x.id IN {BOTH}",
    "unit",
)
PLACE = SyncedTable(
    2,
    "unit_place",
    "隶属关系",
    (
        SyncedColumn(1, "unit_id", "INTEGER", "单位"),
        SyncedColumn(2, "tree", "TEXT", "体系"),
        SyncedColumn(3, "parent_id", "INTEGER", "上级"),
        SyncedColumn(4, "from_on", "TEXT", "起"),
        SyncedColumn(5, "to_on", "TEXT", "止"),
    ),
    f"x.unit_id IN {BOTH}",
    "unit",
)
PLAN = SyncedTable(
    3,
    "plan",
    "方案",
    (
        SyncedColumn(1, "unit_id", "INTEGER", "单位"),
        SyncedColumn(2, "title", "TEXT", "标题"),
    ),
    f"x.unit_id IN {BOTH}",
    "down",
)
NOTE = SyncedTable(
    4,
    "note",
    "便签",
    (
        SyncedColumn(1, "unit_id", "INTEGER", "单位"),
        SyncedColumn(2, "title", "TEXT", "标题"),
        SyncedColumn(3, "count", "INTEGER", "数量"),
        SyncedColumn(4, "share", "REAL", "比例"),
    ),
    "x.unit_id IN (SELECT unit_id FROM scope_unit)",
    "unit",
)
ATTACHMENT = SyncedTable(
    5,
    "attachment",
    "附件",
    (
        SyncedColumn(1, "unit_id", "INTEGER", "单位"),
        SyncedColumn(2, "sha256", "TEXT", "校验值"),
        SyncedColumn(3, "size_bytes", "INTEGER", "大小"),
    ),
    "x.unit_id IN (SELECT unit_id FROM scope_unit)",
    "unit",
)
TABLES = (UNIT, PLACE, PLAN, NOTE, ATTACHMENT)


@dataclass
class Home:
    """A node and short words for what tests do with it."""

    node: Node
    made: int = 0

    @property
    def path(self) -> Path:
        return self.node.home

    @property
    def node_site(self) -> int:
        """Number of this node."""
        return int(self.one("SELECT site FROM sync_clock"))

    def rows(self, query: str, *values: object) -> list[Any]:
        with self.node.open() as connection:
            return connection.execute(query, values).fetchall()

    def one(self, query: str, *values: object) -> Any:  # noqa: ANN401 - any column
        return self.rows(query, *values)[0][0]

    def do(self, statement: str, *values: object) -> None:
        with self.node.open_for_writing() as connection:
            connection.execute(statement, values)

    def next_id(self) -> int:
        with self.node.open_for_writing() as connection:
            row = connection.execute(
                "UPDATE sync_clock SET counter = counter + 1"
                " RETURNING (site << 33) | counter"
            ).fetchone()
        return int(row[0])

    def add(self, table: str, **values: object) -> int:
        key = self.next_id()
        names = ", ".join(["id", *values])
        marks = ", ".join("?" * (len(values) + 1))
        self.do(f"INSERT INTO {table}({names}) VALUES ({marks})", key, *values.values())
        return key

    def add_unit(self, code: str, parent: int | None) -> int:
        unit = self.add("unit", code=code, name=f"{code}所")
        self.add("unit_place", unit_id=unit, tree="admin", parent_id=parent)
        return unit

    def attach(self, unit: str, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        path = path_of(self.node, sha256)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        size = len(content)
        self.add("attachment", unit_id=self.unit(unit), sha256=sha256, size_bytes=size)
        return sha256

    def content(self, sha256: str) -> bytes | None:
        path = path_of(self.node, sha256)
        return path.read_bytes() if path.exists() else None

    def unit(self, code: str) -> int:
        return int(self.one("SELECT id FROM unit WHERE code = ?", code))

    def export(self, to: str | None = None, *, full: bool = False) -> Path:
        self.made += 1
        out = self.path.parent / f"{self.path.name}-{self.made}.luoshi"
        with self.node.open() as connection:
            receiver = receiver_named(connection, to)
            upward = receiver.relation == "parent"
            letter = Letter(
                receiver.site,
                receiver.box_key or b"",
                None if upward else receiver.unit,
                full=full,
                enrolment=enrolment_of(self.node, connection) if upward else None,
            )
        export_package(self.node, out, letter)
        return out

    def take(self, path: Path, *, dry_run: bool = False) -> ImportResult:
        return import_file(self.node, path, dry_run=dry_run)

    def digest(self, unit: str | None = None) -> str:
        with self.node.open() as connection:
            return dump.digest_of(connection, TABLES, unit, self.node.today)

    @property
    def tables(self) -> tuple[SyncedTable, ...]:
        """Those of the program and those learnt from packages."""
        with self.node.open() as connection:
            return tables_here(connection, self.node.tables)

    def update(
        self,
        tables: tuple[SyncedTable, ...],
        epoch: int = 1,
        migrations: Mapping[int, Migration] | None = None,
    ) -> None:
        """Another program starts on this home; it knows these tables."""
        migrations = migrations or {}
        self.node = replace(
            self.node, tables=tables, epoch=epoch, migrations=migrations
        )
        with self.node.open_for_writing() as connection:

            def columns_of(name: str) -> list[str]:
                query = f"SELECT name FROM pragma_table_info('{name}')"
                return [row[0] for row in connection.execute(query)]

            for table in tables:
                if not columns_of(table.name):
                    connection.execute(layout.synced_sql(table))
            bring_up_to_date(
                connection, tables, columns_of, migrations, self.node.epoch
            )

    def conflicts(self) -> list[ConflictItem]:
        """Every field in conflict here."""
        with self.node.open() as connection:
            return list_conflicts(connection, self.node.tables, None, self.node.today)

    def back_up(self, path: Path) -> None:
        with self.node.open() as connection:
            connection.execute("VACUUM INTO ?", (str(path),))

    def restore(self, backup: Path) -> None:
        live = self.path / "luoshi.db"
        for suffix in ("", "-wal", "-shm"):
            Path(f"{live}{suffix}").unlink(missing_ok=True)
        shutil.copy(backup, live)

    def copied_to(self, folder: Path) -> "Home":
        shutil.copytree(self.path, folder)
        return Home(replace(self.node, home=folder), self.made + 100)

    def titles(self, unit: str) -> list[str]:
        query = "SELECT title FROM note WHERE unit_id = ? AND _del = 0 ORDER BY title"
        return [title for (title,) in self.rows(query, self.unit(unit))]

    def values(self, title: str) -> set[object]:
        """Every value the count of a note has at once."""
        (row,) = self.rows("SELECT id, count FROM note WHERE title = ?", title)
        query = "SELECT val FROM sync_sib WHERE pk = ? AND col = 3"
        return {row[1], *(value for (value,) in self.rows(query, row[0]))}

    def knowledge(self) -> list[Any]:
        return self.rows("SELECT * FROM sync_knowledge")


def new_home(path: Path, site: int) -> Home:
    node = Node(path, TABLES, epoch=1, app_version="test", today="2026-11-24")
    node.make_folders()
    node.make_keys()
    connection = node.database.connect()
    for table in TABLES:
        connection.execute(layout.synced_sql(table))
    sqlite_schema.install(connection.execute, TABLES)
    sqlite_schema.start_clock(connection.execute, site)
    connection.close()
    return Home(node)


def make_hub(folder: Path) -> Home:
    """A hub of unit R with units A, A1 below A, and B; a plan and notes everywhere."""
    hub = new_home(folder / "hub", 1)
    with hub.node.open_for_writing() as connection:
        add_site(connection, 1, None, "R", "self", "active")
        name_self(connection, "局机关")
        add_range(connection, ROOT, 0)
    root = hub.add_unit("R", None)
    branch = hub.add_unit("A", root)
    for code, parent in (("A1", branch), ("B", root)):
        hub.add_unit(code, parent)
    hub.add("plan", unit_id=root, title="实施方案")
    for code in ("R", "A", "A1", "B"):
        hub.add("note", unit_id=hub.unit(code), title=f"{code}的便签", count=1)
    return hub


def join(hub: Home, unit: str) -> Home:
    """A branch that has joined by an invitation, not yet enrolled."""
    invitation_path = hub.path.parent / f"invitation-{unit}"
    write_invitation(hub.node, unit, invitation_path)
    return join_by(invitation_path, hub.path.parent / unit)


def join_by(invitation_path: Path, home: Path) -> Home:
    package = home.parent / f"{home.name}-first"
    invitation: Invitation = read_invitation(invitation_path, package)
    branch = new_home(home, invitation.site)
    node = branch.node
    with node.open_for_writing() as connection, transaction(connection, keep=True):
        settle_in(node, connection, invitation)
        name_self(connection, f"{invitation.unit}所")
    with node.scratch("inbox") as folder, node.open() as connection:
        request = gate_request(node, connection, package)
        request = replace(request, box_key=invitation.one_time_key, folder=str(folder))
        header = pass_gate(request)
        merge_admitted(node, header, request.clean_path, "first", dry_run=False)
    return branch


def make_pair(folder: Path) -> tuple[Home, Home]:
    """A hub and its enrolled branch A, which agree."""
    hub = make_hub(folder)
    branch = join(hub, "A")
    assert hub.take(branch.export()).state in {"known", "merged"}
    return hub, branch
