"""Which conflicts a page is about: by row, filtered, chosen."""

import hashlib
from collections.abc import Iterable, Sequence
from itertools import groupby

from flask import request

from blueprints.exchange import shown
from blueprints.exchange.shown import Reader
from services.decisions import OpenConflict
from services.settling import Ready
from web.paging import Filter

CURRENT = "current"
TAKE_CURRENT = "各字段的现用值"
TAKE_OF_SITE = "{name}填的值"
FILTERS = ("table", "unit", "site")
Fields = Sequence[OpenConflict]


def by_row(conflicts: Iterable[OpenConflict]) -> list[Fields]:
    """The fields of each row together, in the order of open_conflicts()."""
    grouped = groupby(conflicts, key=lambda one: one.item.row_id)
    return [tuple(group) for _, group in grouped]


def matching(rows: Iterable[Fields]) -> list[Fields]:
    """Rows that match the filters of this request."""
    table, unit, site = (request.args.get(name, "") for name in FILTERS)
    return [
        row
        for row in rows
        if table in {"", row[0].item.table}
        and unit in {"", str(row[0].unit_id)}
        and (not site or site in _sites(row))
    ]


def filters(rows: Sequence[Fields], reader: Reader) -> tuple[Filter, ...]:
    """The filter bar, with the choices that the rows give."""
    tables = {row[0].item.table: row[0].item.table_label for row in rows}
    units = {
        str(one): reader.units.get(one, "")
        for one in dict.fromkeys(row[0].unit_id for row in rows)
        if one
    }
    named = (
        ("table", "数据表", tables),
        ("unit", "单位", units),
        ("site", "填写的节点", site_names(rows, reader)),
    )
    return tuple(
        Filter(name, label, request.args.get(name, ""), tuple(choices.items()))
        for name, label, choices in named
    )


def takes(rows: Iterable[Fields], reader: Reader) -> tuple[tuple[str, str], ...]:
    """Whose values can be taken for many fields at once: (value, label)."""
    named = site_names(rows, reader).items()
    theirs = ((key, TAKE_OF_SITE.format(name=name)) for key, name in named)
    return (CURRENT, TAKE_CURRENT), *theirs


def site_names(rows: Iterable[Fields], reader: Reader) -> dict[str, str]:
    """Names of the sites that wrote one of the values, by number."""
    found = dict.fromkeys(site for row in rows for site in _sites(row))
    return {site: reader.known.name(int(site)) for site in found}


def keys_of(one: OpenConflict) -> list[str]:
    """Names of a field's versions in forms, in their order."""
    return [shown.key_of(version) for version in one.item.versions]


def mark_of(ready: Iterable[Ready]) -> str:
    """Stands for exactly these versions of these fields; any change changes it."""
    digest = hashlib.sha256()
    for one in ready:
        item = one.found.item
        words = (str(item.row_id), item.field, str(one.take), *keys_of(one.found))
        digest.update("\n".join(words).encode() + b"\n\n")
    return digest.hexdigest()[:32]


def _sites(row: Fields) -> list[str]:
    return [str(version.site) for one in row for version in one.item.versions]
