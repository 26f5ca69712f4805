"""Copies of the live database: made through SQLite, never by copying the file."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from domain.errors import Refused
from store.db import database
from store.dialects.sqlite import raw_connection

ELSEWHERE = (
    "数据在 PostgreSQL 里，没有备份。请用 pg_dump 备份数据库，"
    "并另存节点目录 {home} 里的 keys、attachments 和 filings。"
)
_NEWEST_ENTRY = "SELECT id, hash FROM audit_entry ORDER BY id DESC LIMIT 1"


def copy_database(out: Path) -> None:
    """One moment of the database as a new file; others go on writing meanwhile.

    Raises:
        Refused: The data lie in a database server, which has its own tools.
    """
    if database().address:
        raise Refused(ELSEWHERE.format(home=database().home))
    with closing(database().connect()) as connection:
        connection.execute("VACUUM INTO ?", (str(out),))
    out.chmod(0o600)


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """A connection to a copy."""
    with closing(raw_connection(path)) as connection:
        yield connection


def damage_of(connection: Any) -> str:
    """What SQLite finds wrong with the file; empty when it is whole."""
    rows = connection.execute("PRAGMA integrity_check(5)").fetchall()
    found = "；".join(str(row[0]) for row in rows)
    return "" if found == "ok" else found


def newest_audit_entry(connection: Any) -> tuple[int, str]:
    """Number and hash of the copy's newest audit entry; (0, "") without one."""
    return connection.execute(_NEWEST_ENTRY).fetchone() or (0, "")
