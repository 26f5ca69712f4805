"""Random histories in a tree of sites: each holds exactly its scope in the end.

A hub, two branches and a site below one of them. The hub also moves rows between
units, so that rows enter and leave scopes while others edit them.
"""

import random
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import Refused
from sync import authority
from sync import merge as merging
from sync.connection import Connection
from sync.core import statements
from sync.core.ranges import ROOT, Range
from sync.dump import dump_lines
from sync.invitation import add_range, add_site
from sync.sites import Site, all_sites
from sync.snapshot import Selection, write_body
from tests.integration.sync.homes import TABLES
from tests.integration.sync.replicas import FROZEN, new_database

TODAY = "2026-11-24"
# site, unit, parent site, numbers
SITES = {
    1: ("R", None, ROOT),
    2: ("A", 1, Range(2, 99)),
    100: ("B", 1, Range(100, 199)),
    3: ("A1", 2, Range(3, 9)),
}
UNITS = {"R": None, "A": "R", "A1": "A", "B": "R"}


@dataclass
class Member:
    site: int
    db: Connection
    folder: Path
    rows: int = 0
    files: list[tuple[int, Path]] = field(default_factory=list)

    @property
    def unit(self) -> str:
        return SITES[self.site][0]

    def rows_of(self, query: str, *values: object) -> list[Any]:
        return self.db.execute(query, values).fetchall()

    def add(self, table: str, **values: object) -> int:
        self.rows += 1
        key = (self.site << 33) + self.rows
        marks = ", ".join("?" * (len(values) + 1))
        names = ", ".join(["id", *values])
        insert = f"INSERT INTO {table}({names}) VALUES ({marks})"
        self.db.execute(insert, (key, *values.values()))
        return key

    def export(self, receiver: int, *, full: bool) -> None:
        unit = None if SITES[self.site][1] == receiver else SITES[receiver][0]
        query = "SELECT origin, hlc FROM sync_mat WHERE site = ?"
        base = None if full else dict(self.rows_of(query, receiver)) or None
        path = self.folder / f"{self.site}-{receiver}-{len(self.files)}"
        with self.db.attached(path), merging.transaction(self.db, keep=True):
            write_body(self.db, TABLES, Selection(unit, TODAY, base, {}))
        self.files.append((receiver, path))

    def take(self, sender: "Member", path: Path) -> None:
        """Merge under the real authority rules; only a gap may be refused."""
        site: Site = all_sites(self.db)[sender.site]
        copy = self.folder / "copy"
        shutil.copy(path, copy)

        def before(connection: Connection) -> None:
            if site.relation == "parent":
                authority.refuse_rollback(connection)
            else:
                authority.check_branch_before(connection, TABLES, site, TODAY)

        def after(connection: Connection) -> None:
            if site.relation == "child":
                authority.check_branch_after(connection, TABLES, site, TODAY)

        rules = merging.Rules(before, after, lambda _, __: None)
        merging.merge(self.db, TABLES, copy, sender=site.site, rules=rules)

    def dump(self, unit: str) -> list[str]:
        return list(dump_lines(self.db, TABLES, unit, TODAY))


def new_member(site: int, folder: Path) -> Member:
    unit, parent, numbers = SITES[site]
    db = new_database(":memory:", site, TABLES)
    db.execute("UPDATE sync_clock SET offset_ms = ?", (FROZEN,))
    add_site(db, site, parent, unit, "self", "active")
    add_range(db, numbers, parent or 0)
    if parent is not None:
        add_site(db, parent, None, SITES[parent][0], "parent", "active")
    for other, (name, above, granted) in SITES.items():
        if above == site:
            add_site(db, other, site, name, "child", "active")
            add_range(db, granted, site)
    return Member(site, db, folder)


class Tree:
    def __init__(self, seed: int, folder: Path) -> None:
        self.rand = random.Random(seed)
        self.members = {site: new_member(site, folder) for site in SITES}
        hub = self.members[1]
        self.units: dict[str, int] = {}
        self.counts: dict[int, dict[tuple[int, int], int]] = {}
        for code, parent in UNITS.items():
            self.units[code] = hub.add("unit", code=code, name=code)
            place = {"unit_id": self.units[code], "tree": "admin"}
            hub.add("unit_place", **place, parent_id=self.units.get(parent or ""))
            hub.add("note", unit_id=self.units[code], title=code, count=0)
        for sender, receiver in ((1, 2), (1, 100), (2, 3)):
            self.carry(sender, receiver, full=True)

    def carry(self, sender: int, receiver: int, *, full: bool = False) -> None:
        member = self.members[sender]
        member.export(receiver, full=full)
        self.members[receiver].take(member, member.files[-1][1])

    def links(self) -> list[tuple[int, int]]:
        up = [(site, above) for site, (_, above, _) in SITES.items() if above]
        return up + [(above, site) for site, above in up]

    def step(self) -> None:
        member = self.rand.choice(list(self.members.values()))
        below = "SELECT id FROM note WHERE unit_id IN (SELECT id FROM unit WHERE code"
        mine = {"R": "R A A1 B", "A": "A A1", "A1": "A1", "B": "B"}[member.unit].split()
        marks = ", ".join("?" * len(mine))
        found = member.rows_of(f"{below} IN ({marks}))", *mine)
        act = self.rand.random()
        if act < 0.15 or not found:
            unit = self.units[self.rand.choice(mine)]
            key = member.add("note", unit_id=unit, title="新", count=1)
            self.note_count(member, key, 1)
        elif act < 0.5:
            key, count = self.rand.choice(found)[0], self.rand.randint(10, 99)
            values = (count, key)
            member.db.execute("UPDATE note SET count = ? WHERE id = ?", values)
            self.note_count(member, key, count)
        elif act < 0.58:
            values = (self.rand.randint(0, 1), self.rand.choice(found)[0])
            member.db.execute("UPDATE note SET _del = ? WHERE id = ?", values)
        elif act < 0.7 and member.site == 1:
            unit = self.units[self.rand.choice(list(UNITS))]
            values = (unit, self.rand.choice(found)[0])
            member.db.execute("UPDATE note SET unit_id = ? WHERE id = ?", values)
        else:
            self.carry(*self.rand.choice(self.links()), full=self.rand.random() < 0.2)

    def note_count(self, member: Member, key: int, count: int) -> None:
        ((hlc, site),) = member.rows_of("SELECT own, site FROM sync_clock")
        self.counts.setdefault(key, {})[hlc, site] = count

    def meet(self) -> None:
        """Up and down through the tree, until the news of moves has gone round."""
        for _ in range(3):
            for link in ((3, 2), (2, 1), (100, 1), (1, 100), (1, 2), (2, 3)):
                self.carry(*link)
        hub = self.members[1]
        for member in self.members.values():
            assert member.dump(member.unit) == hub.dump(member.unit)
            everything = set(dump_lines(member.db, TABLES, None, TODAY))
            assert everything == set(member.dump(member.unit)), "more than its scope"
        for key, writes in self.counts.items():
            found = hub.rows_of("SELECT count FROM note WHERE id = ?", key)
            assert found == [(writes[max(writes)],)], "the newest write is lost"


def run(seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        tree = Tree(seed, Path(folder))
        for _ in range(50):
            tree.step()
        tree.meet()


def run_many(count: int) -> None:
    for seed in range(count):
        run(seed)


@settings(derandomize=True, database=None, deadline=None, max_examples=20)
@given(seed=st.integers(0, 2**32))
def test_tree_when_rows_move_and_all_edit_then_each_holds_its_scope(seed: int) -> None:
    run(seed)


FAULTS = {
    "rows that come into the scope are not taken": ("insert_fresh", "true", "false"),
    "rows that have left stay": ("gone", "e.tid = $tid", "false"),
    "unsent edits are dropped": (
        "gone",
        """AND NOT EXISTS (SELECT 1 FROM main.sync_cell y WHERE y.tid = $tid
            AND y.pk = e.pk AND NOT $known_there_y)""",
        "",
    ),
    "a row that went is forgotten": ("gone_noted", "m.$unit IS NOT NULL", "false"),
}


@pytest.mark.parametrize("name", list(FAULTS))
def test_fault_in_scope_when_planted_then_found(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    step, old, new = FAULTS[name]
    assert old in statements._TEMPLATES[step]
    changed = statements._TEMPLATES[step].replace(old, new)
    monkeypatch.setitem(statements._TEMPLATES, step, changed)
    with pytest.raises((AssertionError, Refused)):
        run_many(40)
