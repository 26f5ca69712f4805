"""A hub with made-up branches, and packages as their export would write them.

The rows are study notes, as wide as the program makes them. A branch is its number, its
key and its units; it needs no home of its own.
"""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pysqlite3.dbapi2 as sqlite
from nacl.signing import SigningKey

from scripts.nodes import Node as NodeApp
from services.exchange import this_node
from store import db
from store.catalogue import SYNCED
from sync import seal
from sync.connection import Connection
from sync.core import envelope, layout
from sync.core.envelope import FORMAT, SUITE, Header
from sync.core.ranges import Range
from sync.invitation import add_range, add_site
from sync.merge import transaction
from sync.node import Node

TABLE = next(table for table in SYNCED if table.name == "study_note")
WORDS = next(c.number for c in TABLE.columns if c.name == "words")
TITLE = next(c.number for c in TABLE.columns if c.name == "title")
HUB, SITE_FIRST, STAMP = 1, 1000, 1 << 56
_UNIT_FIRST = (HUB << 33) + 100_000
_VALUES = {
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
_ADD_UNIT = """INSERT INTO unit(id, code, name, kind, _hlc, _site)
    VALUES (?, ?, '中队', '中队', 1, 1)"""
_ADD_PLACE = """INSERT INTO unit_place(id, unit_id, tree, parent_id, from_on, position,
    _hlc, _site) VALUES (?, ?, 'admin', ?, '2000-01-01', 0, 1, 1)"""


@dataclass(frozen=True)
class Branch:
    """One site; the ids of its units follow each other, the first above the others."""

    site: int
    units: range
    sign_key: bytes

    @property
    def code(self) -> str:
        return f"U{self.units[0]}"


def make_hub(home: Path, branches: int, units: int) -> tuple[Node, list[Branch]]:
    """A hub of unit HW, and below it enrolled branches of as many units each."""
    app = NodeApp.at(home)
    app.run("node", "init", "--name", "处", "--unit", "HW", "--unit-name", "市环卫处")
    node = node_of(app)
    starts = range(_UNIT_FIRST, _UNIT_FIRST + branches * units, units)
    made = [
        Branch(site, range(start, start + units), bytes(SigningKey.generate()))
        for site, start in enumerate(starts, SITE_FIRST)
    ]
    with node.open_for_writing() as connection, transaction(connection, keep=True):
        (root,) = connection.execute("SELECT id FROM unit").fetchone()
        for branch in made:
            _add_units(connection, branch, root)
            _enrol(connection, branch)
    return node, made


def node_of(app: NodeApp) -> Node:
    """The node as the exchange sees it; its database is one file again."""
    with app.app.app_context():
        db.db.engine.dispose()  # the last to close moves all into the one file
        return this_node()


def _add_units(connection: Connection, branch: Branch, root: int) -> None:
    first = branch.units[0]
    for unit in branch.units:
        parent = root if unit == first else first
        connection.execute(_ADD_UNIT, (unit, f"U{unit}"))
        connection.execute(_ADD_PLACE, (unit, unit, parent))


def _enrol(connection: Connection, branch: Branch) -> None:
    add_site(connection, branch.site, HUB, branch.code, "child", "active")
    add_range(connection, Range(branch.site, branch.site), HUB)
    sign_key = bytes(SigningKey(branch.sign_key).verify_key)
    update = "UPDATE sync_site SET sign_key = ?, box_key = ? WHERE site = ?"
    connection.execute(update, (sign_key, sign_key, branch.site))


def write_rows(path: Path, branch: Branch, first: int, count: int) -> Path:
    """A body with fresh rows of the branch, numbered from ``first``."""
    body = _open(path)
    for statement in layout.body_sql(SYNCED):
        body.execute(statement)
    unit = f"{branch.units[0]} + n % {len(branch.units)}"
    values = {**_VALUES, "unit_id": unit}
    chosen = ", ".join(values.get(name, "NULL") for name in TABLE.column_names)
    columns = layout.column_list(layout.row_columns(TABLE))
    body.execute(
        f"WITH RECURSIVE c(n) AS (VALUES (?) UNION ALL SELECT n + 1 FROM c"
        f" WHERE n < ?) INSERT INTO study_note({columns}) SELECT"
        f" ({branch.site} << 33) | n, {chosen}, 0, {STAMP} + n, {branch.site} FROM c",
        (first, first + count - 1),
    )
    _finish(body, {branch.site: STAMP + first + count - 1})
    return path


def write_edits(source: Path, path: Path, branch: Branch, rows: int) -> Path:
    """Every tenth row with two fields edited at the branch, whole, with its clocks."""
    body = _tenth(source, path)
    body.execute("UPDATE study_note SET words = words + 1, title = title || '改'")
    body.execute(
        "INSERT INTO sync_cell SELECT ?, id, c.column1, ? + rowid % 10, ?, 'clerk-a'"
        f" FROM study_note, (VALUES ({WORDS}), ({TITLE})) c",
        (TABLE.number, STAMP + rows + 10, branch.site),
    )
    _finish(body, {branch.site: STAMP + rows + 20})
    return path


def write_tenth(source: Path, path: Path) -> Path:
    """Every tenth row as it was."""
    body = _tenth(source, path)
    body.execute("COMMIT")
    body.close()
    return path


def _tenth(source: Path, path: Path) -> Connection:
    shutil.copy(source, path)
    body = _open(path)
    body.execute("DELETE FROM study_note WHERE id % 10 <> 0")
    return body


def _open(path: Path) -> Connection:
    body: Connection = sqlite.connect(path, isolation_level=None)
    body.execute("PRAGMA journal_mode=OFF")
    body.execute("BEGIN")
    return body


def _finish(body: Connection, know: Mapping[int, int]) -> None:
    """Heads of a body, so that it also passes the gate."""
    body.execute("DELETE FROM know")
    body.executemany("INSERT INTO know VALUES (?, ?)", sorted(know.items()))
    body.execute("INSERT OR REPLACE INTO manifest VALUES ('snapshot_id', 'bench')")
    for table in SYNCED:
        (count,) = body.execute(layout.count_rows(table.name, "main")).fetchone()
        described = layout.numbered_columns(table)
        line = (table.number, table.name, described, count)
        body.execute("INSERT OR REPLACE INTO table_info VALUES (?, ?, ?, ?)", line)
    body.execute("COMMIT")
    body.close()


def seal_package(body: Path, branch: Branch, hub: Node, out: Path) -> Path:
    """The branch's first package, signed and sealed for the hub."""
    cipher, key = out.with_suffix(".cipher"), seal.new_file_key()
    digest = seal.encrypt_body(body, cipher, key)
    header = Header(
        format=FORMAT,
        suite=SUITE,
        snapshot_id="bench",
        sender=branch.site,
        receiver=HUB,
        no=1,
        prev_id="",
        kind="full",
        created_ms=STAMP >> 16,
        app_version="bench",
        schema_epoch=hub.epoch,
        audit_head="",
        plain_size=body.stat().st_size,
        zip_size=cipher.stat().st_size,
        cipher_sha256=digest,
        file_key=seal.seal_key(key, hub.public_keys()[1]),
        enrolment=None,
    )
    framed = envelope.header_bytes(header)
    with out.open("wb") as file, cipher.open("rb") as content:
        file.write(framed + seal.sign(framed, branch.sign_key))
        shutil.copyfileobj(content, file)
    cipher.unlink()
    return out


def packages(
    folder: Path, hub: Node, branches: list[Branch], rows: int
) -> Iterator[Path]:
    """One package of each branch with that many fresh rows."""
    for branch in branches:
        body = write_rows(folder / "body.db", branch, 1, rows)
        yield seal_package(body, branch, hub, folder / f"{branch.site}.luoshi")
        body.unlink()
