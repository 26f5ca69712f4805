"""The inbox: fields whose concurrent values differ, as plain data."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from domain.synced import SyncedColumn, SyncedTable
from sync.connection import Connection
from sync.core import inbox_text
from sync.core.clock import instant_of
from sync.scope import open_scope
from sync.sites import all_sites, own_site


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


@dataclass(frozen=True)
class Orphan:
    """A living row that belongs to a row which is deleted or was never here.

    Attributes:
        field: The column that names the parent.
        parent_is_deleted: Else it is not here at all.
    """

    table: str
    table_label: str
    row_id: int
    row_name: str
    field: str
    field_label: str
    parent_id: int
    parent_is_deleted: bool


def list_orphans(
    connection: Connection,
    links: Iterable[tuple[SyncedTable, SyncedColumn, SyncedTable]],
    unit_code: str | None,
    today: str,
) -> list[Orphan]:
    """Orphans of a subtree; a parent that is not here counts only where all is held.

    Args:
        connection: The live database.
        links: Child table, its column, and the table that the column refers to.
        unit_code: The subtree; None is everything here.
        today: Beijing day as ISO text.
    """
    whole = open_scope(connection, unit_code, today)
    is_root = own_site(connection).parent is None
    found = []
    for table, column, parent in links:
        query = inbox_text.orphans(
            table, column.name, parent.name, whole=whole, absent=whole and is_root
        )
        found += [
            Orphan(
                table.name, table.label, row_id, str(title or ""),
                column.name, column.label, parent_id, bool(is_here),
            )
            for row_id, title, parent_id, is_here in connection.execute(query)
        ]  # fmt: skip
    return found


def list_conflicts(
    connection: Connection,
    tables: Sequence[SyncedTable],
    unit_code: str | None,
    today: str,
) -> list[ConflictItem]:
    """Every field in conflict in the subtree; None is everything here.

    A row deleted at one place and edited at another is an item too, of the field
    ``_del``: 1 keeps it deleted, 0 restores it. Order: tables as given; then fields by
    row id and column number, then deletions by row id.
    """
    whole = open_scope(connection, unit_code, today)
    names = {site.site: site.name for site in all_sites(connection).values()}
    items: list[ConflictItem] = []
    for table in tables:
        rows = connection.execute(inbox_text.conflicts(table, whole=whole)).fetchall()
        items += _items(table, rows, names)
        query = inbox_text.edited_when_deleted(table, whole=whole)
        items += _deletions(table, connection.execute(query).fetchall(), names)
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
        if number in columns and len(versions) > 1:
            yield ConflictItem(
                table=table.name,
                table_label=table.label,
                row_id=row_id,
                row_name=str(title or ""),
                field=columns[number].name,
                field_label=columns[number].label,
                versions=versions,
            )


def _deletions(
    table: SyncedTable, rows: list[Any], names: dict[int, str]
) -> Iterator[ConflictItem]:
    for row_id, group in groupby(rows, key=lambda row: row[0]):
        _, hlc, site, author, dead_hlc, dead_site, title = next(group)
        stamps = [(dead_hlc, dead_site, 1, None), (hlc, site, 0, author)]
        yield ConflictItem(
            table=table.name,
            table_label=table.label,
            row_id=row_id,
            row_name=str(title or ""),
            field=inbox_text.DELETION.name,
            field_label=inbox_text.DELETION.label,
            versions=_distinct(list(stamps), names),
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
