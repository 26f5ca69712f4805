"""The schema as this program makes it: tables, indexes, capture and guard triggers.

Called once on an empty database, inside store.db.write(). What it makes is stamped
with SCHEMA_EPOCH; see docs/decisions/0002 for how it may change.
"""

from sqlalchemy import (
    BigInteger,
    Connection,
    Float,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
)
from sqlalchemy.ext.compiler import compiles

from store.base import Base
from store.catalogue import SYNCED
from store.kinds import KINDS
from store.sync_schema import install, start_clock
from store.tables import access, audit, standings  # noqa: F401 - declares them

SCHEMA_EPOCH = 1


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


def create_schema(connection: Connection, site: int) -> None:
    """Make every table and trigger for the site of that number."""
    for table in Base.metadata.tables.values():
        table.dialect_options["sqlite"]["strict"] = True
    Base.metadata.create_all(connection)
    install(connection.exec_driver_sql, SYNCED)
    start_clock(connection.exec_driver_sql, site)
    for statement in (*_stale_triggers(), *_audit_triggers()):
        connection.exec_driver_sql(statement)


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


def _stale_triggers() -> list[str]:
    """Any change of what a unit's standings are counted from makes them stale.

    These fire during merges too: counting must follow whatever way a change came.
    """
    attended = [kind.__tablename__ for kind in KINDS if kind.ATTENDANCE]
    rows = "VALUES (NEW.campaign_id, NEW.unit_id)"
    expected = "SELECT campaign_id, unit_id FROM expected_unit WHERE campaign_id"
    of_campaign = f"{expected} = NEW.campaign_id"
    of_unit = "SELECT campaign_id FROM expected_unit WHERE unit_id = NEW.unit_id"
    marks = {kind.__tablename__: rows for kind in KINDS}
    marks |= {"expected_unit": rows, "expected_person": rows}
    marks |= {"campaign": f"{expected} = NEW.id"}
    for part in ("phase", "task", "requirement"):
        marks[f"campaign_{part}"] = of_campaign
    marks |= {"body": f"{expected} IN ({of_unit})"}
    return [
        statement
        for table, mark in marks.items()
        for statement in _stale_pair(table, f"ON {table}", mark)
    ] + [
        statement
        for name in attended
        for statement in _stale_pair(
            f"attendance_{name}",
            f"ON attendance WHEN NEW.kind = '{name}'",
            f"SELECT campaign_id, unit_id FROM {name} WHERE id = NEW.record_id",
        )
    ]


def _stale_pair(name: str, place: str, mark: str) -> list[str]:
    return [
        f"CREATE TRIGGER {name}_stale_{event.lower()} AFTER {event} {place}"
        f" BEGIN INSERT OR IGNORE INTO stale_unit {mark}; END"
        for event in ("INSERT", "UPDATE")
    ]


def _audit_triggers() -> list[str]:
    return [
        f"CREATE TRIGGER audit_entry_no_{event.lower()} BEFORE {event} ON audit_entry"
        " BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END"
        for event in ("UPDATE", "DELETE")
    ]
