"""SQLite in the node's home: one library, fixed settings, one writer at a time.

Every PRAGMA here is mandated by measurement: WAL with synchronous=FULL loses no
acknowledged commit at a power cut, BEGIN IMMEDIATE behind a blocking flock loses no
concurrent update and never answers "database is locked".
"""

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite
from sqlalchemy import Connection, Engine, event

from store.dialects import sqlite_schema
from store.engine import Schema, is_writing

SQLITE_VERSION: str = sqlite.sqlite_version
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=30000",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA mmap_size=0",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=FILE",
    "PRAGMA cache_size=-65536",
)
_TRIGGERS = """SELECT name, sql FROM main.sqlite_schema
    WHERE type = 'trigger' AND tbl_name = ?"""


@dataclass(frozen=True)
class SqliteDatabase:
    """The file luoshi.db in the home; opened by this module and by nothing else."""

    home: Path
    address: str = ""

    @property
    def path(self) -> Path:
        """The live file."""
        return self.home / "luoshi.db"

    @property
    def url(self) -> str:
        """See store.engine.Database, here and below."""
        return f"sqlite:///{self.path}"

    @property
    def engine_options(self) -> Mapping[str, Any]:
        """The library whose SQLite is new enough."""
        return {"module": sqlite, "connect_args": {"factory": PlainConnection}}

    def configure(self, engine: Engine) -> None:
        """Set PRAGMAs, and let every transaction say whether it writes."""
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)

    def connect(self) -> Any:
        """See raw_connection."""
        return raw_connection(self.path)

    def plain(self, driver_connection: Any) -> Any:
        """The driver's own connection speaks as the exchange does."""
        return driver_connection

    @contextmanager
    def write_lock(self) -> Iterator[None]:
        """Hold the node's one write lock; waits its turn, fairly, without polling."""
        descriptor = os.open(f"{self.path}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def holds_node(self) -> bool:
        """Asks without making the file."""
        if not self.path.exists():
            return False
        connection = self.connect()
        query = "SELECT 1 FROM sqlite_schema WHERE name = 'sync_clock'"
        try:
            return connection.execute(query).fetchone() is not None
        finally:
            connection.close()

    def prepare(self) -> None:
        """The file, readable by this account only."""
        self.path.touch(mode=0o600)

    def discard(self) -> None:
        """The file and what lies beside it."""
        for path in self.home.glob("luoshi.db*"):
            path.unlink()

    def version(self) -> str:
        """SQLite and its version."""
        return f"SQLite {SQLITE_VERSION}"

    @contextmanager
    def alone(self, name: str) -> Iterator[bool]:
        """A lock on a file of that name, held to the end of the block."""
        path = self.home / f"{name}.lock"
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            yield _is_locked_now(descriptor)
        finally:
            os.close(descriptor)


def _is_locked_now(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class PlainConnection(sqlite.Connection):  # type: ignore[misc] # untyped library
    """SQLite as the exchange speaks to it."""

    schema: Schema = sqlite_schema

    @contextmanager
    def attached(self, path: Path) -> Iterator[None]:
        """The file as ``snap``; it is scratch and may be lost at any moment."""
        self.execute("ATTACH ? AS snap", (str(path),))
        try:
            self.execute("PRAGMA snap.synchronous=OFF")
            self.execute("PRAGMA snap.journal_mode=OFF").fetchall()
            yield
        except BaseException:
            # whatever broke off may also have spoiled the file
            with suppress(sqlite.Error):
                self.execute("DETACH snap")
            raise
        self.execute("DETACH snap")

    @contextmanager
    def without_triggers(self, table: str) -> Iterator[None]:
        """Making and dropping triggers is part of the transaction, also at a crash."""
        found = self.execute(_TRIGGERS, (table,)).fetchall()
        for name, _ in found:
            self.execute(f'DROP TRIGGER main."{name}"')
        yield
        for _, sql in found:
            self.execute(sql)


def raw_connection(path: str | Path) -> Any:
    """A plain autocommit connection with the mandated settings."""
    connection = sqlite.connect(path, isolation_level=None, factory=PlainConnection)
    _apply_settings(connection)
    return connection


def _apply_settings(connection: Any) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _on_connect(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    _apply_settings(connection)


def _on_begin(connection: Connection) -> None:
    if is_writing():
        connection.exec_driver_sql("PRAGMA query_only=0")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql("PRAGMA query_only=1")
        connection.exec_driver_sql("BEGIN")
