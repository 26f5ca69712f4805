"""Nodes on three levels in memory, with the real code of packages around them.

Only bytes are missing: no key, no encryption, no child process. What people write has
values that never repeat, so the oracle knows each write by its value.
"""

import itertools
import random
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from domain.errors import Refused
from domain.synced import SyncedTable
from store.dialects import sqlite_schema
from store.dialects.sqlite import raw_connection
from store.upgrade import bring_up_to_date
from sync import compact as compacting
from sync import invitation as inviting
from sync import outbox, rejoin
from sync.catalogue import tables_here
from sync.connection import Connection
from sync.core import envelope, layout
from sync.core.envelope import Header
from sync.core.ranges import ROOT
from sync.dump import dump_lines
from sync.inbox import merge_admitted
from sync.merge import merge, transaction
from sync.node import Node, check_marker, write_marker
from sync.settle import settle_cell
from sync.sites import receiver_named
from tests.integration.sync.homes import TABLES
from tests.integration.sync.test_schema_skew import NOTE_2, TABLES_2

TODAY = "2026-11-24"
PARENTS = {"A": "R", "B": "R", "A1": "A", "B1": "B", "A2": "A", "C": "R"}
"""Unit by unit above it; each has a node of its own, in this order."""
LOOSE = {"X": "A", "Y": "B"}
"""Units without a node, which the root moves about."""
SMALLEST = """SELECT count(*) FROM sync_sib y JOIN note m ON m.id = y.pk
    LEFT JOIN sync_cell c ON c.tid = y.tid AND c.pk = y.pk AND c.col = y.col
    WHERE y.tid = 4
    AND (y.hlc, y.site) >= (coalesce(c.hlc, m._hlc), coalesce(c.site, m._site))"""
Write = tuple[str, str, object]
"""Title of the note, column, value."""


@dataclass(frozen=True)
class MemoryNode(Node):
    """A node whose database lies in memory and whose keys are never used."""

    held: dict[str, Connection] = field(default_factory=dict)

    def exists(self) -> bool:
        return True

    @contextmanager
    def open(self) -> Iterator[Connection]:
        yield self.held["db"]

    @contextmanager
    def open_for_writing(self) -> Iterator[Connection]:
        yield self.held["db"]

    def make_folders(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)

    def public_keys(self) -> tuple[bytes, bytes]:
        return b"\1" * 32, b"\2" * 32


@dataclass(frozen=True)
class Package:
    path: Path
    header: Header
    sha256: str
    receiver: str
    known: frozenset[Write]


class Member:
    """One node, and which writes it knows by what it has merged."""

    def __init__(
        self, unit: str, folder: Path, tables: tuple[SyncedTable, ...]
    ) -> None:
        self.unit = unit
        self.known: frozenset[Write] = frozenset()
        self.node = MemoryNode(folder / unit, tables, 1, "test", TODAY)
        self.node.make_folders()
        (self.node.home / "keys").mkdir(exist_ok=True)

    @property
    def db(self) -> Connection:
        return self.node.held["db"]

    def start(self, site: int) -> None:
        db = raw_connection(":memory:")
        for table in self.node.tables:
            db.execute(layout.synced_sql(table))
        sqlite_schema.install(db.execute, self.node.tables)
        sqlite_schema.start_clock(db.execute, site)
        self.node.held["db"] = db

    def update(self) -> None:
        """The next version of the program starts here."""
        self.node = replace(self.node, tables=TABLES_2)

        def columns_of(name: str) -> list[str]:
            query = f"SELECT name FROM pragma_table_info('{name}')"
            return [row[0] for row in self.db.execute(query)]

        for table in TABLES_2:
            if not columns_of(table.name):
                self.db.execute(layout.synced_sql(table))
        bring_up_to_date(self.db, TABLES_2, columns_of, {}, 1)

    def rows(self, query: str, *values: object) -> list[Any]:
        return self.db.execute(query, values).fetchall()

    def add(self, table: str, values: Mapping[str, object]) -> int:
        (key,) = self.rows(
            "UPDATE sync_clock SET counter = counter + 1"
            " RETURNING (site << 33) | counter"
        )[0]
        names, marks = ", ".join(["id", *values]), ", ".join("?" * (len(values) + 1))
        insert = f"INSERT INTO {table}({names}) VALUES ({marks})"
        self.db.execute(insert, (key, *values.values()))
        return int(key)

    def unit_id(self, code: str) -> int | None:
        found = self.rows("SELECT id FROM unit WHERE code = ? AND _del = 0", code)
        return int(found[0][0]) if found else None

    def notes(self) -> list[tuple[int, str]]:
        """Living notes here: row and title, which names the note for ever."""
        return self.rows("SELECT id, title FROM note WHERE _del = 0 ORDER BY id")

    def versions(self, key: int, column: str) -> list[Any]:
        """The current value of a field, then its siblings."""
        number = next(c.number for c in NOTE_2.columns if c.name == column)
        current = self.rows(f"SELECT {column} FROM note WHERE id = ?", key)
        query = "SELECT val FROM sync_sib WHERE tid = 4 AND pk = ? AND col = ?"
        return [value for (value,) in (*current, *self.rows(query, key, number))]

    def dump(self, unit: str | None) -> list[str]:
        tables = tables_here(self.db, self.node.tables)
        return list(dump_lines(self.db, tables, unit, TODAY))

    def knowledge(self) -> dict[int, int]:
        return dict(self.rows("SELECT site, hlc FROM sync_knowledge"))


class Network:
    """A tree of members, a random history, and what must hold of it."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.rand, self.folder = random.Random(seed), folder
        self.superseded: set[Write] = set()
        self.packages: list[Package] = []
        self.backups: dict[str, tuple[Connection, frozenset[Write]]] = {}
        self.disturbed = False
        self.value, self.numbers = 0, itertools.count(1)
        count = self.rand.randint(3, 6)
        units = ["R", *list(PARENTS)[:count]]
        self.members = {
            unit: Member(unit, folder, self.rand.choice([TABLES, TABLES, TABLES_2]))
            for unit in units
        }
        self._found()

    def _found(self) -> None:
        root = self.members["R"]
        root.start(1)
        inviting.add_site(root.db, 1, None, "R", "self", "active")
        inviting.add_range(root.db, ROOT, 0)
        for code, parent in {"R": "", **PARENTS, **LOOSE}.items():
            unit = root.add("unit", {"code": code, "name": code})
            place = {
                "unit_id": unit,
                "tree": "admin",
                "parent_id": root.unit_id(parent),
            }
            root.add("unit_place", place)
            self.insert(root, code)
        for member in list(self.members.values())[1:]:
            self.join(member, again=False)
            self.deliver(self.pack(member, self.parent(member)))

    def parent(self, member: Member) -> Member:
        return self.members[PARENTS[member.unit]]

    # ---- what people do

    def fresh_value(self) -> str:
        self.value += 1
        return f"v{self.value}"

    def wrote(self, member: Member, write: Write, over: list[Any]) -> None:
        self.superseded |= {(*write[:2], value) for value in over} - {write}
        member.known |= {write}

    def insert(self, member: Member, code: str) -> None:
        unit = member.unit_id(code)
        if unit is None:
            return
        title = self.fresh_value()
        member.add("note", {"unit_id": unit, "title": title, "share": 0.5})
        member.known |= {(title, "title", title)}

    def step(self) -> None:
        member = self.rand.choice(list(self.members.values()))
        acts = {
            self.act_insert: 8, self.act_edit: 30, self.act_settle: 6, self.act_life: 5,
            self.act_pack: 22, self.act_deliver: 25, self.act_skew: 4,
            self.act_update: 2, self.act_compact: 4, self.act_move: 9,
            self.act_backup: 3, self.act_restore: 2, self.act_clone: 1,
        }  # fmt: skip
        self.rand.choices(list(acts), list(acts.values()))[0](member)

    def act_insert(self, member: Member) -> None:
        codes = [code for (code,) in member.rows("SELECT code FROM unit")]
        inside = [code for code in codes if self.holds(member, code)]
        if inside:
            self.insert(member, self.rand.choice(inside))

    def holds(self, member: Member, code: str) -> bool:
        """Whether the unit lies in the member's subtree as it knows the tree."""
        while code and code != member.unit:
            query = """SELECT p.code FROM unit u JOIN unit_place l ON l.unit_id = u.id
                JOIN unit p ON p.id = l.parent_id WHERE u.code = ? AND l._del = 0"""
            found = member.rows(query, code)
            code = found[0][0] if found else ""
        return bool(code)

    def some_note(self, member: Member) -> tuple[int, str] | None:
        query = """SELECT n.id, n.title, u.code FROM note n JOIN unit u
            ON u.id = n.unit_id WHERE n._del = 0 ORDER BY n.id"""
        inside = [
            (key, title)
            for key, title, code in member.rows(query)
            if self.holds(member, code)
        ]
        return self.rand.choice(inside) if inside else None

    def act_edit(self, member: Member) -> None:
        if found := self.some_note(member):
            key, title = found
            is_new = member.node.tables == TABLES_2
            column = self.rand.choice(["share", "remark"] if is_new else ["share"])
            self.value += 1
            value: object = float(self.value) if column == "share" else f"v{self.value}"
            before = member.versions(key, column)
            member.db.execute(
                f"UPDATE note SET {column} = ? WHERE id = ?", (value, key)
            )
            self.wrote(member, (title, column, value), before[:1])

    def act_settle(self, member: Member) -> None:
        query = "SELECT DISTINCT pk FROM sync_sib WHERE tid = 4 AND col = 4"
        busy = {pk for (pk,) in member.rows(query)}
        for key, title in member.notes():
            if key in busy and not self.rand.randint(0, 1):
                column = next(c for c in NOTE_2.columns if c.name == "share")
                before = member.versions(key, "share")
                self.value += 1
                value = float(self.value)
                settle_cell(member.db, NOTE_2, column, key, value)
                self.wrote(member, (title, "share", value), before)
                return

    def act_life(self, member: Member) -> None:
        if found := self.some_note(member):
            member.db.execute("UPDATE note SET _del = 1 WHERE id = ?", (found[0],))
            if self.rand.random() < 0.7:
                member.db.execute("UPDATE note SET _del = 0 WHERE id = ?", (found[0],))

    def act_skew(self, member: Member) -> None:
        offset = self.rand.choice([0, 3_600_000, -3_600_000, 40_000_000])
        member.db.execute("UPDATE sync_clock SET offset_ms = ?", (offset,))

    def act_update(self, member: Member) -> None:
        member.update()

    def act_compact(self, member: Member) -> None:
        before = member.dump(None)
        compacting.compact(member.node)
        assert member.dump(None) == before, "compaction changed a value (I10)"
        assert member.rows(SMALLEST) == [(0,)], "a sibling is the largest (I5)"

    def act_move(self, _: Member) -> None:
        """The root moves a unit, or a note."""
        root = self.members["R"]
        if self.rand.random() < 0.6:
            code = self.rand.choice(list(LOOSE))
            to = self.rand.choice([unit for unit in self.members if unit != "R"])
            root.db.execute(
                "UPDATE unit_place SET parent_id = ? WHERE unit_id = ?",
                (root.unit_id(to), root.unit_id(code)),
            )
        elif found := self.some_note(root):
            to = self.rand.choice([*self.members, *LOOSE])
            values = (root.unit_id(to), found[0])
            root.db.execute("UPDATE note SET unit_id = ? WHERE id = ?", values)
        self.disturbed = True

    # ---- restores and clones

    def act_backup(self, member: Member) -> None:
        if member.unit != "R":
            copy = raw_connection(":memory:")
            member.db.backup(copy)  # type: ignore[attr-defined] # beyond the protocol
            self.backups[member.unit] = (copy, member.known)

    def act_restore(self, _: Member) -> None:
        """A branch goes back to its backup; the marker beside it stays."""
        leaves = [unit for unit in self.backups if self.is_leaf(unit)]
        if leaves:
            member = self.members[self.rand.choice(leaves)]
            member.node.held["db"], member.known = self.backups.pop(member.unit)
            if member.node.tables == TABLES_2:
                member.update()  # as the program does when it starts
            self.disturbed = True
            if self.is_stopped(member):
                self.join(member, again=True)

    def is_leaf(self, unit: str) -> bool:
        return all(PARENTS.get(other) != unit for other in self.members)

    def is_stopped(self, member: Member) -> bool:
        """A node that is older than its marker exchanges nothing (I20)."""
        try:
            check_marker(member.node, member.db)
        except Refused:
            with pytest.raises(Refused):
                self.pack(member, self.parent(member))
            return True
        return False

    def act_clone(self, member: Member) -> None:
        """A copy of a leaf works on beside it: its package is parked (I20)."""
        if member.unit == "R" or not self.is_leaf(member.unit):
            return
        tables = tuple(member.node.tables)
        home = Path(tempfile.mkdtemp(dir=self.folder))  # its marker is its own
        clone = Member(member.unit, home, tables)
        clone.node.held["db"] = raw_connection(":memory:")
        member.db.backup(clone.db)  # type: ignore[attr-defined] # beyond the protocol
        parent = self.parent(member)
        first = self.deliver(self.pack(member, parent))
        clone.db.execute("UPDATE note SET title = title || '改' WHERE id % 3 = 1")
        assert self.deliver(self.pack(clone, parent)) == "parked", first
        self.packages.pop()

    def join(self, member: Member, *, again: bool) -> None:
        parent = self.parent(member)
        with transaction(parent.db, keep=True):
            former = inviting._make_room(parent.db, member.unit, again=again)
            invited = inviting._register(parent.node, parent.db, member.unit, former)
        letter = outbox.Letter(invited.site, b"", member.unit, full=True)
        package = self.write(parent, letter, member.unit)
        copy = self.copy(package)
        if again:
            rules = rejoin._rules(member.node, invited, package.header, package.sha256)
            tables = member.node.tables
            merge(member.db, tables, copy, sender=invited.hub_site, rules=rules)
            write_marker(member.node, member.db)
        else:
            member.start(invited.site)
            with transaction(member.db, keep=True):
                inviting.settle_in(member.node, member.db, invited)
            words = (package.header, copy, package.sha256)
            merge_admitted(member.node, *words, dry_run=False)
        key = "UPDATE sync_site SET sign_key = x'01', box_key = x'02',"
        parent.db.execute(f"{key} status = 'active' WHERE site = ?", (invited.site,))
        member.known |= package.known

    # ---- packages

    def neighbours(self, member: Member) -> list[Member]:
        below = [
            one for one in self.members.values() if PARENTS.get(one.unit) == member.unit
        ]
        return below if member.unit == "R" else [self.parent(member), *below]

    def pack(self, sender: Member, receiver: Member) -> Package:
        is_up = PARENTS.get(sender.unit) == receiver.unit
        site = receiver_named(sender.db, None if is_up else receiver.unit)
        letter = outbox.Letter(
            site.site, b"", None if is_up else receiver.unit,
            full=self.rand.random() < 0.15,
        )  # fmt: skip
        return self.write(sender, letter, receiver.unit)

    def write(self, sender: Member, letter: outbox.Letter, unit: str) -> Package:
        path = self.folder / f"{sender.unit}-{next(self.numbers)}"
        entry = outbox._write_body(sender.node, path, letter)
        header = Header(
            format=envelope.FORMAT, suite=envelope.SUITE, snapshot_id=entry.snapshot_id,
            sender=sender.rows("SELECT site FROM sync_clock")[0][0],
            receiver=letter.receiver, no=entry.no, prev_id=entry.prev_id,
            kind=entry.kind, created_ms=entry.made_ms, app_version="test",
            schema_epoch=1, audit_head="", plain_size=1, zip_size=1, cipher_sha256="",
            file_key="", enrolment=None,
        )  # fmt: skip
        write_marker(sender.node, sender.db)
        package = Package(path, header, entry.snapshot_id, unit, sender.known)
        self.packages.append(package)
        return package

    def copy(self, package: Package) -> Path:
        return Path(shutil.copy(package.path, self.folder / "copy"))

    def deliver(self, package: Package) -> str:
        """Take a package in; what is refused changes nothing (I7)."""
        member = self.members[package.receiver]
        own = member.rows("SELECT site FROM sync_clock")[0][0]
        if package.header.receiver != own:
            return "not for us"
        before, knew = member.dump(None), member.knowledge()
        words = (package.header, self.copy(package), package.sha256)
        try:
            report = merge_admitted(member.node, *words, dry_run=False)
        except Refused as refused:
            assert member.dump(None) == before, "a refused file changed something"
            return refused.code
        now = member.knowledge()
        assert all(now[site] >= hlc for site, hlc in knew.items()), "K fell (I8)"
        member.known |= package.known
        return "known" if report.known else "merged"

    def act_pack(self, member: Member) -> None:
        self.pack(member, self.rand.choice(self.neighbours(member)))

    def act_deliver(self, _: Member) -> None:
        """Some recent package, or an old one; many are never delivered."""
        recent = self.rand.random() < 0.8
        package = self.rand.choice(self.packages[-6:] if recent else self.packages)
        self.deliver(package)
        if self.rand.random() < 0.2:
            assert self.deliver(package) != "merged", "twice is not once (I1)"

    # ---- the end

    def meet(self) -> None:
        """Up and down through the tree until all is said, then look at everything."""
        for member in self.members.values():
            member.update()
            member.db.execute("UPDATE sync_clock SET offset_ms = 0")
        order = list(self.members.values())[1:]
        for _ in range(3):
            for member in reversed(order):
                assert self.deliver(self.pack(member, self.parent(member))) in {
                    "merged", "known",
                }  # fmt: skip
            for member in order:
                assert self.deliver(self.pack(self.parent(member), member)) in {
                    "merged", "known",
                }  # fmt: skip
        self.check()
        for member in self.members.values():
            self.act_compact(member)

    def check(self) -> None:
        root = self.members["R"]
        for member in self.members.values():
            assert member.dump(member.unit) == root.dump(member.unit), member.unit
            extra = set(member.dump(None)) - set(member.dump(member.unit))
            assert not extra, "holds more than its scope (I16)"
        known = frozenset().union(*(one.known for one in self.members.values()))
        expected = {write for write in known - self.superseded if write[1] != "title"}
        keys = {title: key for key, title in root.rows("SELECT id, title FROM note")}
        shown = {
            (title, column, value)
            for title, key in keys.items()
            for column in ("share", "remark")
            for value in root.versions(key, column)
        }
        assert {title for title, column, _ in known if column == "title"} <= set(keys)
        assert expected <= shown, "a write is lost (I6)"
        if not self.disturbed:
            plain = {w for w in shown if w[2] not in (0.5, None)}
            assert plain == expected, "a settled value came back (I4)"


def run(seed: int, folder: Path, steps: int = 30) -> None:
    """One history; the seed alone decides it."""
    network = Network(seed, folder)
    for _ in range(steps):
        network.step()
    network.meet()
