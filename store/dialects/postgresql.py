"""PostgreSQL, for a node that several machines serve; the home stays a folder.

Everything lies in the schema ``main``, as SQLite calls its own database, so that the
exchange's statements are the same text. A transaction that may write holds one
advisory lock to its end: writers wait for each other as on one machine, readers for
nobody.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus
from psycopg.types.numeric import Int8Dumper
from sqlalchemy import Connection, Engine, event, make_url

from store.dialects import postgresql_schema
from store.dialects.postgresql_staging import Staging
from store.dialects.translate import WRITE_LOCK, to_postgresql
from store.engine import Schema, is_writing

SETTINGS = (
    "-c search_path=main,pg_temp -c synchronous_commit=on"
    " -c client_min_messages=warning -c timezone=UTC"
)
_READ = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
_WRITE = f"SELECT pg_advisory_xact_lock({WRITE_LOCK})"


@dataclass(frozen=True)
class PostgresqlDatabase:
    """The database at a ``postgresql://`` address."""

    home: Path
    address: str

    @property
    def url(self) -> str:
        """See store.engine.Database, here and below."""
        named = make_url(self.address).set(drivername="postgresql+psycopg")
        return named.render_as_string(hide_password=False)

    @property
    def engine_options(self) -> Mapping[str, Any]:
        """Settings of every session; a server that was restarted is found again."""
        return {"connect_args": {"options": SETTINGS}, "pool_pre_ping": True}

    def configure(self, engine: Engine) -> None:
        """Let every transaction say whether it writes."""
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)

    def connect(self) -> "PlainConnection":
        """A session of its own, outside the pool."""
        driver = psycopg.connect(
            self.address, autocommit=True, options=SETTINGS, prepare_threshold=None
        )
        _on_connect(driver, None)
        return PlainConnection(driver)

    def plain(self, driver_connection: Any) -> "PlainConnection":
        """The same transaction, spoken to as the exchange does."""
        return PlainConnection(driver_connection)

    def write_lock(self) -> nullcontext[None]:
        """The transaction itself takes the lock."""
        return nullcontext()

    def holds_node(self) -> bool:
        """The clock stands in ``main``."""
        return self._run("SELECT to_regclass('main.sync_clock')") is not None

    def prepare(self) -> None:
        """The schema, which is the node's alone."""
        self._run("CREATE SCHEMA IF NOT EXISTS main")

    def discard(self) -> None:
        """The schema and all in it, when it is a node's."""
        if self.holds_node():
            self._run("DROP SCHEMA main CASCADE")

    def version(self) -> str:
        """PostgreSQL and the server's version."""
        return f"PostgreSQL {str(self._run('SHOW server_version')).split()[0]}"

    @contextmanager
    def alone(self, name: str) -> Iterator[bool]:
        """An advisory lock of a session of its own, held to the end of the block."""
        with closing(self.connect()) as connection:
            query = "SELECT pg_try_advisory_lock(hashtext(?))"
            yield connection.execute(query, (name,)).fetchall()[0][0]

    def queue_connection(self, tables: Sequence[str]) -> Any:
        """A session for the job queue, after making its tables in a schema of its own.

        Processes that start at once take turns.
        """
        settings = "-c search_path=jobs -c client_min_messages=warning"
        driver = psycopg.connect(self.address, autocommit=True, options=settings)
        with driver.transaction():
            driver.execute(f"SELECT pg_advisory_xact_lock({WRITE_LOCK + 1})")
            for statement in ("CREATE SCHEMA IF NOT EXISTS jobs", *tables):
                driver.execute(statement)
        return driver

    def _run(self, statement: str) -> object:
        """One statement in a session of its own; the first value it answers."""
        with closing(self.connect()) as connection:
            cursor = connection.execute(statement)
            row = cursor.fetchone() if cursor.description else None
            return row[0] if row else None


class PlainConnection:
    """PostgreSQL as the exchange speaks to it: SQLite's text, PostgreSQL's answers."""

    schema: Schema = postgresql_schema

    def __init__(self, driver: psycopg.Connection[Any]) -> None:
        self._driver = driver
        self._staging = Staging(driver)

    @property
    def in_transaction(self) -> bool:
        """Whether a BEGIN is open, failed or not."""
        return self._driver.info.transaction_status != TransactionStatus.IDLE

    def execute(
        self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()
    ) -> psycopg.Cursor[Any]:
        """Run one statement in either dialect."""
        if sql.startswith("CREATE TABLE snap."):
            self._staging.note(sql)
        return self._driver.execute(to_postgresql(sql), parameters or None)

    def executemany(
        self, sql: str, rows: Iterable[Sequence[object] | Mapping[str, object]]
    ) -> psycopg.Cursor[Any]:
        """Run one statement for each row."""
        cursor = self._driver.cursor()
        cursor.executemany(to_postgresql(sql), rows)
        return cursor

    @contextmanager
    def attached(self, path: Path) -> Iterator[None]:
        """The SQLite file as ``snap``: staged before, or written when it is new."""
        is_new = not path.exists()
        try:
            if not is_new:
                self._staging.take(path, self.execute)
            yield
            if is_new:
                self._staging.write(path)
        finally:
            if not self.in_transaction:
                self._staging.drop()

    @contextmanager
    def without_triggers(self, table: str) -> Iterator[None]:
        """The switch is part of the transaction; readers go on."""
        self.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        yield
        self.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')

    def close(self) -> None:
        """End the session."""
        self._driver.close()


def _on_connect(driver: Any, _record: object) -> None:
    # every whole number is a BIGINT, whatever its size: shifts must not overflow
    driver.adapters.register_dumper(int, Int8Dumper)


def _on_begin(connection: Connection) -> None:
    connection.exec_driver_sql(_WRITE if is_writing() else _READ)
