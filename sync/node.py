"""One installation as the exchange sees it: its folder, its database, its keys."""

import json
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nacl.public import PrivateKey
from nacl.signing import SigningKey

from domain.synced import Migration, SyncedTable
from store.dialects import open_database
from store.engine import Database
from sync.connection import Connection
from sync.core.clock import DAY_MS
from sync.core.refusals import refuse

KEY_FILES = ("sign.key", "box.key")
ALL_KEY_FILES = (*KEY_FILES, "enrol.key")
NEVER = 2**63 - 1
_LAST_MADE = """SELECT snapshot_id FROM sync_file
    WHERE way = 'out' ORDER BY seq DESC LIMIT 1"""
FOLDERS = ("keys", "attachments", "inbox", "outbox", "quarantine")


@dataclass(frozen=True)
class Node:
    """Where everything lies, and what this program knows of the data.

    Attributes:
        home: The node's folder.
        tables: Every synced table, parents first.
        epoch: Schema epoch of this program.
        app_version: Named in headers, for people.
        today: Beijing day as ISO text, for the unit tree.
        database_url: Of a database server; empty is SQLite in the home.
        local_references: Table and column of ids of synced rows in tables that never
            leave this node.
        migrations: From the epoch of that number to the next.
        tell: Is told the name of each step of taking a package in: copy, check,
            open, merge.
    """

    home: Path
    tables: Sequence[SyncedTable]
    epoch: int
    app_version: str
    today: str
    database_url: str = ""
    local_references: Sequence[tuple[str, str]] = ()
    migrations: Mapping[int, Migration] = field(default_factory=dict)
    tell: Callable[[str], None] = lambda _: None

    @property
    def database(self) -> Database:
        """The live database."""
        return open_database(self.home, self.database_url)

    def exists(self) -> bool:
        """Whether there is a node; an empty database is none."""
        return self.database.holds_node()

    @contextmanager
    def open(self) -> Iterator[Connection]:
        """A connection for reading."""
        if not self.exists():
            refuse("no_node", home=self.home)
        connection: Connection = self.database.connect()
        try:
            yield connection
        finally:
            connection.close()

    @contextmanager
    def open_for_writing(self) -> Iterator[Connection]:
        """A connection while holding the one write lock."""
        with self.database.write_lock(), self.open() as connection:
            yield connection

    @contextmanager
    def scratch(self, folder: str) -> Iterator[Path]:
        """A new private folder below inbox or outbox, removed at the end."""
        path = self.home / folder / f"work-{secrets.token_hex(8)}"
        path.mkdir(mode=0o700, parents=True)
        try:
            yield path
        finally:
            shutil.rmtree(path, ignore_errors=True)

    def make_folders(self) -> None:
        """Make the folders, readable by this account only; remove old leftovers."""
        for name in FOLDERS:
            (self.home / name).mkdir(mode=0o700, parents=True, exist_ok=True)
        clear_leftovers(self)

    def make_keys(self) -> None:
        """Make the signing and the box key; never replaces any."""
        seeds = (bytes(SigningKey.generate()), bytes(PrivateKey.generate()))
        for name, seed in zip(KEY_FILES, seeds, strict=True):
            write_private(self.home / "keys" / name, seed.hex())

    def sign_key(self) -> bytes:
        """The private signing seed."""
        return bytes.fromhex((self.home / "keys" / "sign.key").read_text())

    def box_key(self) -> bytes:
        """The private box key."""
        return bytes.fromhex((self.home / "keys" / "box.key").read_text())

    def public_keys(self) -> tuple[bytes, bytes]:
        """The public signing and box keys."""
        sign = bytes(SigningKey(self.sign_key()).verify_key)
        return sign, bytes(PrivateKey(self.box_key()).public_key)


def write_private(path: Path, text: str) -> None:
    """Write a new file that only this account may read."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def clear_leftovers(node: Node) -> None:
    """Remove work folders that a killed process left: those of yesterday or older."""
    oldest = time.time() - DAY_MS / 1000
    for name in ("inbox", "outbox"):
        for path in (node.home / name).glob("work-*"):
            if path.stat().st_mtime < oldest:
                shutil.rmtree(path, ignore_errors=True)


def check_marker(node: Node, connection: Connection) -> None:
    """Refuse to go on when the database is older than the marker beside it.

    The marker lies outside the database, so that restoring the database from a
    backup does not restore it.
    """
    noted = marked(node)
    if not noted:
        return
    site, own = connection.execute("SELECT site, own FROM sync_clock").fetchone()
    made = noted.get("made", "")
    is_gone = made and not _was_made(connection, made)
    if noted["site"] != site or noted["own"] > own or is_gone:
        refuse("older_than_marker")


def marked(node: Node) -> dict[str, Any]:
    """The marker beside the database; empty without one.

    ``site`` and ``own`` always; ``made``, the newest package; ``kept`` after a restore,
    the newest own stamp in the backup.
    """
    path = node.home / "site.state"
    found: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    return found


def write_marker(node: Node, connection: Connection) -> None:
    """Note the newest own stamp and package outside the database.

    The package too: work after a restore soon raises the clock above the marker.
    """
    site, own = connection.execute("SELECT site, own FROM sync_clock").fetchone()
    row = connection.execute(_LAST_MADE).fetchone()
    _mark(node, {"site": site, "own": own, "made": row[0] if row else ""})


def require_new_number(
    node: Node, connection: Connection, *, just_restored: bool = False
) -> None:
    """Stop all exchange until this database has been registered anew.

    ``just_restored`` when nothing has been written since the backup.
    """
    site, own = connection.execute("SELECT site, own FROM sync_clock").fetchone()
    kept = {"kept": own} if just_restored else {}
    _mark(node, {"site": site, "own": NEVER, "made": "", **kept})


def _was_made(connection: Connection, snapshot_id: str) -> bool:
    query = "SELECT 1 FROM sync_file WHERE way = 'out' AND snapshot_id = ?"
    return connection.execute(query, (snapshot_id,)).fetchone() is not None


def _mark(node: Node, words: dict[str, object]) -> None:
    part = node.home / "site.state.part"
    with part.open("w") as file:
        file.write(json.dumps(words))
        file.flush()
        os.fsync(file.fileno())
    part.replace(node.home / "site.state")
