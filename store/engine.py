"""How the live database is opened: one library, fixed settings, one writer at a time.

Every PRAGMA here is mandated by measurement: WAL with synchronous=FULL loses no
acknowledged commit at a power cut, BEGIN IMMEDIATE behind a blocking flock loses no
concurrent update and never answers "database is locked".
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite
from sqlalchemy import Connection, Engine, event

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

_writing: ContextVar[bool] = ContextVar("writing", default=False)


def is_writing() -> bool:
    """Whether this context is inside store.db.write()."""
    return _writing.get()


@contextmanager
def write_lock(database_path: Path) -> Iterator[None]:
    """Hold the node's one write lock; waits its turn, fairly, without polling."""
    descriptor = os.open(f"{database_path}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def writing() -> Iterator[None]:
    """Mark this context as the writer, so that the next BEGIN is IMMEDIATE."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


def raw_connection(database_path: Path) -> Any:
    """A plain autocommit connection with the same settings, for the exchange."""
    connection = sqlite.connect(database_path, isolation_level=None)
    _apply_settings(connection)
    return connection


def configure(engine: Engine) -> None:
    """Give every pooled connection the mandated settings and transactions."""
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)


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
