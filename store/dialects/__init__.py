"""The databases this program runs on; everything in which they differ stands here."""

from pathlib import Path

from domain.errors import Invalid
from store.dialects import postgresql_schema, sqlite_schema
from store.dialects.postgresql import PostgresqlDatabase
from store.dialects.sqlite import SqliteDatabase
from store.engine import Database, Schema

OTHER_ADDRESS = (
    "DATABASE_URL 不是 PostgreSQL 的地址，程序没有启动。"
    "请写成 postgresql://用户@主机/库名；不设这一项时数据存放在节点目录的 SQLite 里。"
)
_SCHEMAS: dict[str, Schema] = {
    "sqlite": sqlite_schema,
    "postgresql": postgresql_schema,
}


def open_database(home: Path, address: str) -> Database:
    """The database at an address; empty is SQLite in the home.

    Raises:
        Invalid: The address names no database this program runs on.
    """
    if not address:
        return SqliteDatabase(home)
    if not address.startswith("postgresql://"):
        raise Invalid(OTHER_ADDRESS)
    return PostgresqlDatabase(home, address)


def schema_of(dialect_name: str) -> Schema:
    """How the database of that SQLAlchemy dialect makes tables and triggers."""
    return _SCHEMAS[dialect_name]
