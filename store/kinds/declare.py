"""The vocabulary in which a record kind declares its columns.

Each function gives a nullable typed column whose ``info["field"]`` is the Field that
form, list, Excel, import check and PDF row are made from.
"""

from typing import Any, TypedDict, Unpack

from sqlalchemy import BigInteger, Float, Integer, SmallInteger, String
from sqlalchemy.orm import MappedColumn, mapped_column

from domain.fields import Field, Input
from store.types import Day


class Options(TypedDict, total=False):
    """What any field may say of itself; see domain.fields.Field."""

    required: bool
    summary: bool
    help: str
    unit: str
    size_min: int
    from_above: bool


def text(
    label: str, size_max: int = 100, **options: Unpack[Options]
) -> MappedColumn[Any]:
    """One line, at most size_max characters."""
    return _column(String, label, "text", size_max=size_max, **options)


def long_text(
    label: str, size_max: int = 5000, **options: Unpack[Options]
) -> MappedColumn[Any]:
    """Paragraphs, at most size_max characters."""
    return _column(String, label, "long_text", size_max=size_max, **options)


def number(label: str, size_max: int, **options: Unpack[Options]) -> MappedColumn[Any]:
    """A whole number from size_min (0) to size_max."""
    return _column(Integer, label, "number", size_max=size_max, **options)


def decimal(label: str, size_max: int, **options: Unpack[Options]) -> MappedColumn[Any]:
    """A number with at most one decimal place, from size_min (0) to size_max."""
    return _column(Float, label, "decimal", size_max=size_max, **options)


def day(label: str, **options: Unpack[Options]) -> MappedColumn[Any]:
    """A calendar day."""
    return _column(Day, label, "date", **options)


def choice(
    label: str, choices: tuple[str, ...], **options: Unpack[Options]
) -> MappedColumn[Any]:
    """One of choices; a choice is never renamed or reused."""
    return _column(String, label, "choice", choices=choices, **options)


def person(label: str, **options: Unpack[Options]) -> MappedColumn[Any]:
    """A person of the unit's subtree, by id; from_above adds leaders from above."""
    return _column(BigInteger, label, "person", **options)


def unit(label: str, **options: Unpack[Options]) -> MappedColumn[Any]:
    """A unit of the campaign, by id."""
    return _column(BigInteger, label, "unit", **options)


def yes_no(label: str, **options: Unpack[Options]) -> MappedColumn[Any]:
    """Yes (1) or no (0)."""
    return _column(SmallInteger, label, "yes_no", **options)


def _column(
    sql_type: type[Any], label: str, kind: Input, **facts: Any
) -> MappedColumn[Any]:
    # the column's own name is not known yet: store/describe.py puts it in
    described = Field(name="", label=label, input=kind, **facts)
    info = {"label": label, "field": described}
    return mapped_column(sql_type, nullable=True, info=info)
