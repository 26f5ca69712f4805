"""A package's SQLite file beside PostgreSQL: copied in binary, in and out.

The clean file of an import becomes temporary tables of one session before the write
lock is taken; what an export puts into its temporary tables becomes a new file.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pysqlite3.dbapi2 as sqlite
from psycopg.types.json import Jsonb

_TYPES = {
    "INTEGER": "int8",
    "TEXT": "text",
    "REAL": "float8",
    "BLOB": "bytea",
    "ANY": "jsonb",
}
_TABLES = "SELECT name, sql FROM sqlite_schema WHERE type = 'table'"
_SCRATCH = "w_"


class Staging:
    """The tables of ``snap`` in one session."""

    def __init__(self, driver: psycopg.Connection[Any]) -> None:
        self._driver = driver
        self._made: list[str] = []

    def note(self, create_sql: str) -> None:
        """Remember a CREATE TABLE of ``snap``, so that a file can be made of it."""
        sql = create_sql.replace("CREATE TABLE snap.", "CREATE TABLE ", 1)
        if not sql.startswith(f"CREATE TABLE {_SCRATCH}"):
            self._made.append(sql)

    def take(self, path: Path, execute: Callable[[str], object]) -> None:
        """Copy every table of a clean file into the session."""
        file = sqlite.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
        execute("BEGIN")
        try:
            for name, sql in file.execute(_TABLES).fetchall():
                execute(sql.replace("CREATE TABLE ", "CREATE TABLE snap.", 1))
                self._copy_in(file, name)
            execute("COMMIT")
        finally:
            file.close()
            if self._driver.info.transaction_status:
                execute("ROLLBACK")

    def write(self, path: Path) -> None:
        """Write every table that is no scratch into a new file."""
        file = sqlite.connect(path, isolation_level=None)
        file.execute("PRAGMA journal_mode=OFF").fetchall()
        file.execute("PRAGMA synchronous=OFF")
        file.execute("BEGIN")
        for sql in self._made:
            file.execute(sql)
        for name, _ in file.execute(_TABLES).fetchall():
            self._copy_out(file, name)
        file.execute("COMMIT")
        file.close()

    def drop(self) -> None:
        """Forget all of it; outside a transaction."""
        self._driver.execute("DISCARD TEMP")
        self._made.clear()

    def _copy_in(self, file: Any, name: str) -> None:
        names, types = _columns(file, name)
        rows = file.execute(f'SELECT {names} FROM "{name}"')
        into = f'COPY pg_temp."{name}"({names}) FROM STDIN (FORMAT BINARY)'
        with self._driver.cursor() as cursor, cursor.copy(into) as copy:
            copy.set_types(types)
            for row in _as_json(rows, types) if "jsonb" in types else rows:
                copy.write_row(row)
        self._driver.execute(f'ANALYZE pg_temp."{name}"')

    def _copy_out(self, file: Any, name: str) -> None:
        names, types = _columns(file, name)
        marks = ", ".join("?" * len(types))
        into = f'INSERT INTO "{name}"({names}) VALUES ({marks})'
        out = f'COPY pg_temp."{name}"({names}) TO STDOUT (FORMAT BINARY)'
        with self._driver.cursor() as cursor, cursor.copy(out) as copy:
            copy.set_types(types)
            file.executemany(into, copy.rows())


def _columns(file: Any, name: str) -> tuple[str, list[str]]:
    """The columns as an SQL list, and PostgreSQL's names of their types."""
    found = file.execute("SELECT name, type FROM pragma_table_info(?)", (name,))
    columns = found.fetchall()
    names = ", ".join(f'"{column}"' for column, _ in columns)
    return names, [_TYPES[kind] for _, kind in columns]


def _as_json(
    rows: Iterator[tuple[object, ...]], types: list[str]
) -> Iterator[tuple[object, ...]]:
    place = types.index("jsonb")
    for row in rows:
        value = None if row[place] is None else Jsonb(row[place])
        yield (*row[:place], value, *row[place + 1 :])
