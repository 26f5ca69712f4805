"""Rows for writing, deleted ones included: reviving needs what reads do not see.

Not limited by scope either; whoever calls has authorised the unit.
"""

from typing import TypeVar, cast

from sqlalchemy import Table, select

from store.base import Synced
from store.db import db

Row = TypeVar("Row", bound=Synced)


def any_row(row_class: type[Row], row_id: int) -> Row | None:
    """The row of that id, living or deleted, or None."""
    found = any_rows(row_class, "id", row_id)
    return found[0] if found else None


def any_rows(row_class: type[Row], column: str, value: int) -> list[Row]:
    """Rows whose column has the value, living or deleted, oldest id first."""
    table = cast("Table", row_class.__table__)
    plain = select(table).where(table.c[column] == value).order_by(table.c.id)
    # a statement over plain columns: reading limits are not put on it
    statement = select(row_class).from_statement(plain)
    return list(db.session.scalars(statement))
