"""The inbox: fields whose concurrent values differ, as plain data."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from domain.synced import SyncedTable
from sync.connection import Connection
from sync.core import inbox_text
from sync.core.clock import instant_of
from sync.scope import open_scope
from sync.sites import all_sites


@dataclass(frozen=True)
class Version:
    """One of the values a field has at once.

    Attributes:
        who: Account that wrote it; empty when nobody was named.
        at: Instant, ISO text in UTC, by the clock of the site that wrote.
        site: Number of that site; ``site_name`` is its name here, or empty.
    """

    value: object
    who: str
    at: str
    site: int
    site_name: str


@dataclass(frozen=True)
class ConflictItem:
    """One field in conflict.

    Attributes:
        row_name: What people call the row; may be empty.
        versions: The current value first, then the others, newest first; values are
            all different.
    """

    table: str
    table_label: str
    row_id: int
    row_name: str
    field: str
    field_label: str
    versions: tuple[Version, ...]

    @property
    def current(self) -> Version:
        """The provisional value, shown everywhere meanwhile."""
        return self.versions[0]

    @property
    def siblings(self) -> tuple[Version, ...]:
        """The other values."""
        return self.versions[1:]


def list_conflicts(
    connection: Connection,
    tables: Sequence[SyncedTable],
    unit_code: str | None,
    today: str,
) -> list[ConflictItem]:
    """Every field in conflict in the subtree; None is everything here.

    Order: tables as given, then row id, then column number.
    """
    whole = open_scope(connection, unit_code, today)
    names = {site.site: site.name for site in all_sites(connection).values()}
    items: list[ConflictItem] = []
    for table in tables:
        rows = connection.execute(inbox_text.conflicts(table, whole=whole)).fetchall()
        items += _items(table, rows, names)
    return items


def _items(
    table: SyncedTable, rows: list[Any], names: dict[int, str]
) -> Iterator[ConflictItem]:
    columns = {column.number: column for column in table.columns}
    for (row_id, number), group in groupby(rows, key=lambda row: (row[0], row[1])):
        found = list(group)
        *_, hlc, site, author, value, title = found[0]
        stamps = [
            (hlc, site, value, author),
            *((r[2], r[3], r[4], r[5]) for r in found),
        ]
        versions = _distinct(stamps, names)
        if len(versions) > 1:
            yield ConflictItem(
                table=table.name,
                table_label=table.label,
                row_id=row_id,
                row_name=str(title or ""),
                field=columns[number].name,
                field_label=columns[number].label,
                versions=versions,
            )


def _distinct(
    stamps: list[tuple[int, int, object, str | None]], names: dict[int, str]
) -> tuple[Version, ...]:
    """Versions with a value not yet listed: equal decisions are no conflict."""
    versions: list[Version] = []
    for hlc, site, value, author in stamps:
        if all(version.value != value for version in versions):
            at, name = instant_of(hlc), names.get(site, "")
            versions.append(Version(value, author or "", at, site, name))
    return tuple(versions)
