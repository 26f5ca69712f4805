"""What the house asks of its database, whichever it is, and who is writing now.

store/dialects holds the answers: one module for SQLite, one for PostgreSQL.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Engine

from domain.synced import SyncedTable

_writing: ContextVar[bool] = ContextVar("writing", default=False)


class Database(Protocol):
    """Where a node's data lie, and how they are reached.

    Attributes:
        home: The node's folder: keys, attachments and packages always lie there.
        address: As the setting names it; empty is SQLite in the home.
        url: For SQLAlchemy.
        engine_options: For SQLAlchemy.
    """

    @property
    def home(self) -> Path: ...  # noqa: D102

    @property
    def address(self) -> str: ...  # noqa: D102

    @property
    def url(self) -> str: ...  # noqa: D102

    @property
    def engine_options(self) -> Mapping[str, Any]: ...  # noqa: D102

    def configure(self, engine: Engine) -> None:
        """Give every pooled connection the mandated settings and transactions."""

    def connect(self) -> Any:
        """A plain autocommit connection with the same settings, for the exchange."""

    def plain(self, driver_connection: Any) -> Any:
        """A pooled connection as the exchange speaks to it."""

    def write_lock(self) -> AbstractContextManager[None]:
        """Held around a writing transaction where the transaction holds no lock."""

    def holds_node(self) -> bool:
        """Whether the exchange's tables are there; an empty database has none."""

    def prepare(self) -> None:
        """Make what must be there before the first connection."""

    def discard(self) -> None:
        """Remove what a failed start has made."""

    def version(self) -> str:
        """Name and version, for people."""

    def alone(self, name: str) -> AbstractContextManager[bool]:
        """Whether nobody else, in any process, is at the work of that name now."""


class Schema(Protocol):
    """How one database makes the exchange's tables, and the triggers of the house.

    ``execute`` is that of a plain connection: it takes text in either dialect.
    """

    def install(
        self, execute: Callable[[str], object], tables: Sequence[SyncedTable]
    ) -> None:
        """Make the tables of the exchange and the capture triggers of these tables."""

    def capture(
        self, execute: Callable[[str], object], tables: Sequence[SyncedTable]
    ) -> None:
        """Renew the capture triggers of these tables: they may have got a column."""

    def start_clock(self, execute: Callable[[str], object], site: int) -> None:
        """Give an empty database its site number; writing is impossible before."""

    def stale_triggers(
        self, table: str, mark: str, left: str, places: str
    ) -> list[str]:
        """Put units into stale_unit when a row of the table is added or changed.

        The statements replace triggers made before.

        Args:
            table: Whose rows are watched.
            mark: Query of campaign and unit over NEW.
            left: The same over OLD, for a row that leaves its place.
            places: Columns that say where a row belongs; empty when it never moves.
        """

    def growing_triggers(self, table: str, why: str) -> list[str]:
        """Refuse every UPDATE and DELETE of a table."""


def is_writing() -> bool:
    """Whether this context is inside store.db.write()."""
    return _writing.get()


@contextmanager
def writing() -> Iterator[None]:
    """Mark this context as the writer: its next transaction may write, alone."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)
