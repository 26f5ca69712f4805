"""From a declared class to the plain Kind that forms, lists and files read."""

from dataclasses import replace

from sqlalchemy import inspect

from domain.fields import Field, Kind
from store.base import Record
from store.kinds import KINDS


def describe(record: type[Record]) -> Kind:
    """The class as plain data, fields in the order of declaration."""
    columns = inspect(record).columns
    fields: list[Field] = [
        replace(column.info["field"], name=name)
        for name, column in columns.items()
        if "field" in column.info
    ]
    return Kind(
        key=record.__tablename__,
        label=record.LABEL,
        fields=tuple(fields),
        counts=record.COUNTS,
        title=record.TITLE,
        day=record.DAY,
        person=record.PERSON,
        attendance=record.ATTENDANCE,
        help=record.HELP,
    )


KIND_BY_KEY: dict[str, Kind] = {kind.__tablename__: describe(kind) for kind in KINDS}
CLASS_BY_KEY: dict[str, type[Record]] = {kind.__tablename__: kind for kind in KINDS}
