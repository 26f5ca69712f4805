"""The canonical dump: equal knowledge gives equal bytes, on every node."""

import hashlib
import json
from collections.abc import Iterator, Sequence

from domain.synced import SyncedTable
from sync.connection import Connection
from sync.core.clock import instant_of
from sync.core.selection import dump_rows
from sync.scope import open_scope

EXACT_MAX = 2**53
_SIBLINGS = """SELECT pk, col, hlc, site, val FROM sync_sib WHERE tid = ?
    ORDER BY pk, col, hlc, site"""


def dump_lines(
    connection: Connection,
    tables: Sequence[SyncedTable],
    unit_code: str | None,
    today: str,
) -> Iterator[str]:
    """One line of JSON for each row in scope, without line ends.

    Order: table name, then id. A field is in conflict when a sibling's value differs
    from the current one; conflicts are listed oldest stamp first. Call inside a
    transaction to see one moment.

    Raises:
        NotFound: When no unit has the code.
    """
    whole = open_scope(connection, unit_code, today)
    for table in sorted(tables, key=lambda one: one.name):
        siblings = _siblings(connection, table)
        for row in connection.execute(dump_rows(table, whole=whole)):
            fields = dict(zip(table.column_names, row[1:-3], strict=True))
            line = {
                "table": table.name,
                "id": str(row[0]),
                "deleted": bool(row[-3]),
                "fields": {name: plain(name, v) for name, v in fields.items()},
                "conflicts": _conflicts(fields, siblings.get(row[0], {})),
            }
            yield json.dumps(
                line, sort_keys=True, separators=(",", ":"), ensure_ascii=False
            )


def digest_of(
    connection: Connection,
    tables: Sequence[SyncedTable],
    unit_code: str | None,
    today: str,
) -> str:
    """SHA-256, hex, of the dump with a line end after each line."""
    digest = hashlib.sha256()
    for line in dump_lines(connection, tables, unit_code, today):
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()


def plain(name: str, value: object) -> object:
    """The value as JSON carries it: ids and large numbers are text, bytes are hex."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, int) and (name.endswith("_id") or abs(value) > EXACT_MAX):
        return str(value)
    return value


def _siblings(
    connection: Connection, table: SyncedTable
) -> dict[int, dict[str, list[dict[str, object]]]]:
    names = {column.number: column.name for column in table.columns}
    found: dict[int, dict[str, list[dict[str, object]]]] = {}
    for pk, col, hlc, site, value in connection.execute(_SIBLINGS, (table.number,)):
        version = {"value": value, "site": site, "at": instant_of(hlc)}
        found.setdefault(pk, {}).setdefault(names[col], []).append(version)
    return found


def _conflicts(
    fields: dict[str, object], siblings: dict[str, list[dict[str, object]]]
) -> dict[str, list[dict[str, object]]]:
    shown = {
        name: [
            {**version, "value": plain(name, version["value"])}
            for version in versions
            if version["value"] != fields[name]
        ]
        for name, versions in siblings.items()
    }
    return {name: versions for name, versions in shown.items() if versions}
