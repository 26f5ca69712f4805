"""What records are called, for links to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import inspect, select

from store.db import db
from store.describe import CLASS_BY_KEY, KIND_BY_KEY


@dataclass(frozen=True)
class RecordTitle:
    """A record as a link shows it."""

    kind: str
    kind_label: str
    id: int
    title: str
    on: date | None


def record_titles(
    records: Iterable[tuple[str, int]],
) -> dict[tuple[str, int], RecordTitle]:
    """Titles by (kind, id); one statement a kind; out of scope is absent."""
    wanted: dict[str, list[int]] = {}
    for kind_key, number in records:
        wanted.setdefault(kind_key, []).append(number)
    found: dict[tuple[str, int], RecordTitle] = {}
    for kind_key, numbers in wanted.items():
        record, kind = CLASS_BY_KEY[kind_key], KIND_BY_KEY[kind_key]
        columns: Any = inspect(record).all_orm_descriptors
        statement = select(record.id, columns[kind.title], columns[kind.day]).where(
            record.id.in_(numbers)
        )
        for number, title, on in db.session.execute(statement):
            named = str(title) if title else "（未填标题）"
            found[kind_key, number] = RecordTitle(
                kind_key, kind.label, number, named, on
            )
    return found
