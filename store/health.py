"""What the database says of itself: its settings, and whether it is whole."""

from collections.abc import Iterator
from contextlib import closing

from sqlalchemy import text

from store.copies import damage_of
from store.db import database, db
from store.dialects.sqlite import PRAGMAS, SQLITE_VERSION

# Releases before can lose commits when two connections checkpoint at once.
SQLITE_MIN = (3, 51, 3)
_WORDS = {"ON": "1", "OFF": "0", "FULL": "2", "FILE": "1"}


def wrong_settings() -> list[str]:
    """Settings of a pooled connection that are not as mandated, as name=value."""
    with db.engine.connect() as connection:
        return [
            f"{name}={found}"
            for name, wanted in _mandated()
            if (found := str(connection.scalar(text(name)))).lower() != wanted.lower()
        ]


def damage() -> str:
    """What SQLite finds wrong with the live file; empty when whole, or on a server."""
    if database().address:
        return ""
    with closing(database().connect()) as connection:
        return damage_of(connection)


def is_library_safe() -> bool:
    """Whether this SQLite is new enough; a server is."""
    found = tuple(map(int, SQLITE_VERSION.split(".")))
    return bool(database().address) or found >= SQLITE_MIN


def _mandated() -> Iterator[tuple[str, str]]:
    """A query for each setting, and what it must answer."""
    if database().address:
        yield "SHOW synchronous_commit", "on"
        return
    for pragma in PRAGMAS:
        query, _, value = pragma.partition("=")
        yield query, _WORDS.get(value, value)
