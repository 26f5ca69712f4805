"""The databases this program runs on; everything in which they differ stands here."""

from pathlib import Path

from store.dialects import sqlite_schema
from store.dialects.sqlite import SqliteDatabase
from store.engine import Database, Schema


def open_database(home: Path, url: str) -> Database:
    """The database at a URL; empty is SQLite in the home.

    Raises:
        WrongSetting: The URL names no database this program runs on.
    """
    if not url:
        return SqliteDatabase(home)
    # the driver is loaded only by who uses it
    from store.dialects.postgresql import PostgresqlDatabase  # noqa: PLC0415

    return PostgresqlDatabase(home, url)


def schema_of(dialect_name: str) -> Schema:
    """How the database of that SQLAlchemy dialect makes tables and triggers."""
    if dialect_name == "sqlite":
        return sqlite_schema
    from store.dialects import postgresql_schema  # noqa: PLC0415

    return postgresql_schema
