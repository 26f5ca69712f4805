"""The schema as this program makes it: tables, indexes, capture and guard triggers.

Called once on an empty database, inside store.db.write(). What it makes is stamped
with SCHEMA_EPOCH; see docs/decisions/0002 for how it may change.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from string import Template
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Float,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    inspect,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateColumn
from sqlalchemy.sql.compiler import DDLCompiler

from store.base import Base
from store.catalogue import SYNCED
from store.dialects import schema_of
from store.engine import Schema
from store.kinds import KINDS
from store.migrations import MIGRATIONS
from store.stale import PLACES, STALE
from store.sync_schema import NODE_TABLES
from store.tables import access, audit, standings  # noqa: F401 - declares them
from store.upgrade import bring_up_to_date

SCHEMA_EPOCH = 1
Execute = Callable[[str], object]
_PROGRAM = Template("""INSERT INTO sync_program(one, fingerprint)
    VALUES (1, '$fingerprint')
    ON CONFLICT(one) DO UPDATE SET fingerprint = excluded.fingerprint""")
_ALL_STALE = """INSERT INTO stale_unit(campaign_id, unit_id)
    SELECT DISTINCT campaign_id, unit_id FROM expected_unit WHERE _del = 0
    ON CONFLICT DO NOTHING"""


@compiles(BigInteger, "sqlite")
@compiles(SmallInteger, "sqlite")
@compiles(Integer, "sqlite")
def _integer(*_: object, **__: object) -> str:
    return "INTEGER"


@compiles(String, "sqlite")
def _text(*_: object, **__: object) -> str:
    return "TEXT"


@compiles(Float, "sqlite")
def _real(*_: object, **__: object) -> str:
    return "REAL"


@compiles(CreateColumn, "postgresql")
def _column(element: CreateColumn, compiler: DDLCompiler, **options: Any) -> str:
    """Text sorts by its bytes, as on SQLite, whatever the server was set up with."""
    text: str = compiler.visit_create_column(element, **options)  # type: ignore[no-untyped-call] # SQLAlchemy has no types here
    return text.replace(" VARCHAR", ' TEXT COLLATE "C"')


def fingerprint() -> str:
    """Changes whenever this program expects something else of a database."""
    tables = sorted(Base.metadata.tables)
    words = repr((SCHEMA_EPOCH, SYNCED, NODE_TABLES, tables, PLACES))
    return hashlib.sha256(words.encode()).hexdigest()


def upgrade_schema(connection: Connection, plain: Any) -> None:
    """Give an existing database all that this program expects."""
    _make_strict()
    Base.metadata.create_all(connection)
    inspector = inspect(connection)

    def columns_of(name: str) -> list[str]:
        return [str(column["name"]) for column in inspector.get_columns(name)]

    if bring_up_to_date(plain, SYNCED, columns_of, MIGRATIONS, SCHEMA_EPOCH):
        plain.execute(_ALL_STALE)
    for statement in _stale_triggers(schema_of(connection.dialect.name)):
        plain.execute(statement)
    _note_program(plain.execute)


def _make_strict() -> None:
    for table in Base.metadata.tables.values():
        table.dialect_options["sqlite"]["strict"] = True


def create_schema(connection: Connection, execute: Execute, site: int) -> None:
    """Make every table and trigger for the site of that number.

    Args:
        connection: In the transaction that makes everything.
        execute: The same transaction, as the exchange speaks to it.
        site: Number of the site.
    """
    _make_strict()
    Base.metadata.create_all(connection)
    schema = schema_of(connection.dialect.name)
    schema.install(execute, SYNCED)
    schema.start_clock(execute, site)
    triggers = [
        *_stale_triggers(schema),
        *schema.growing_triggers("audit_entry", "the audit log only grows"),
    ]
    for statement in triggers:
        execute(statement)
    _note_program(execute)


def _note_program(execute: Execute) -> None:
    execute(f"UPDATE sync_clock SET epoch = {SCHEMA_EPOCH}")
    execute(_PROGRAM.substitute(fingerprint=fingerprint()))


def _record_indexes() -> None:
    for kind in KINDS:
        table = kind.__table__
        assert isinstance(table, Table)
        name = f"{table.name}_counted"
        Index(name, table.c.campaign_id, table.c.unit_id, table.c.status)
    for name in ("unit_place", "person_tier", "body_member", "role_grant"):
        table = Base.metadata.tables[name]
        Index(f"{name}_owner", next(c for c in table.c if c.name.endswith("_id")))
    for name in ("person", "account", "attendance"):
        table = Base.metadata.tables[name]
        Index(f"{name}_unit", table.c.unit_id)
    for name in ("campaign_phase", "campaign_task", "campaign_requirement"):
        table = Base.metadata.tables[name]
        Index(f"{name}_campaign", table.c.campaign_id)
    for name in ("expected_unit", "expected_person"):
        table = Base.metadata.tables[name]
        Index(f"{name}_campaign", table.c.campaign_id, table.c.unit_id)


_record_indexes()


def _stale_triggers(schema: Schema) -> Iterator[str]:
    """Any change of what a unit's standings are counted from makes them stale.

    These fire during merges too, except where a merge marks many rows at once.
    """
    for name, query in STALE.items():
        columns = Base.metadata.tables[name].columns.keys()
        mark, left = (
            Template(query).substitute(rows=f"(SELECT {_row(side, columns)})")
            for side in ("NEW", "OLD")
        )
        places = ", ".join(column for column in PLACES if column in columns)
        yield from schema.stale_triggers(name, mark, left, places)


def _row(side: str, columns: Iterable[str]) -> str:
    return ", ".join(f"{side}.{column} AS {column}" for column in columns)
