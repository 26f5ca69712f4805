"""What the exchange needs of a database connection, whichever library opened it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from store.engine import Schema

Parameters = Sequence[object] | Mapping[str, object]


class Cursor(Protocol):
    """Rows of one statement."""

    @property
    def rowcount(self) -> int: ...  # noqa: D102

    def fetchone(self) -> Any: ...  # noqa: ANN401, D102 - rows have no static type

    def fetchall(self) -> list[Any]: ...  # noqa: D102

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """An autocommit connection, as store.engine.Database.connect returns it."""

    @property
    def in_transaction(self) -> bool: ...  # noqa: D102

    def execute(self, sql: str, parameters: Parameters = ...) -> Cursor: ...  # noqa: D102

    def executemany(self, sql: str, rows: Iterable[Parameters]) -> Cursor: ...  # noqa: D102

    @property
    def schema(self) -> Schema:
        """How this database makes tables and triggers."""

    def attached(self, path: Path) -> AbstractContextManager[None]:
        """The SQLite file as ``snap``, made when it is new.

        It is scratch to the database and may be lost at any moment.
        """

    def without_triggers(self, table: str) -> AbstractContextManager[None]:
        """The table's triggers away for a while, inside a transaction.

        They come back at the end, or when the transaction is rolled back.
        """

    def close(self) -> None: ...  # noqa: D102
