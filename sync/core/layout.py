"""The tables of a package's body, as SQL text.

The same text makes the body at the sender, the clean copy at the receiver, and the
expectation that a foreign body is held against, byte for byte.
"""

from collections.abc import Mapping, Sequence
from string import Template

from domain.synced import SyncedColumn, SyncedTable

SYSTEM_COLUMNS = ("_del", "_hlc", "_site")
CLOCK_TABLES = ("sync_cell", "sync_sib", "sync_life")
CLOCK_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "sync_cell": ("tid", "pk", "col", "hlc", "site", "author"),
    "sync_sib": ("tid", "pk", "col", "hlc", "site", "val", "author"),
    "sync_life": ("tid", "pk", "hlc", "site", "dead", "seen"),
}

_SYNCED = Template(
    "CREATE TABLE $schema.$name(id INTEGER PRIMARY KEY, $columns,"
    " _del INTEGER NOT NULL DEFAULT 0, _hlc INTEGER NOT NULL DEFAULT 0,"
    " _site INTEGER NOT NULL DEFAULT 0) STRICT"
)
_ADD_COLUMN = Template("ALTER TABLE $schema.$name ADD COLUMN $column $sql_type")
CLOCK_DDL: Mapping[str, str] = {
    "sync_cell": "(tid INTEGER NOT NULL, pk INTEGER NOT NULL, col INTEGER NOT NULL,"
    " hlc INTEGER NOT NULL, site INTEGER NOT NULL, author TEXT,"
    " PRIMARY KEY(tid, pk, col)) STRICT, WITHOUT ROWID",
    "sync_sib": "(tid INTEGER NOT NULL, pk INTEGER NOT NULL, col INTEGER NOT NULL,"
    " hlc INTEGER NOT NULL, site INTEGER NOT NULL, val ANY, author TEXT,"
    " PRIMARY KEY(tid, pk, col, hlc, site)) STRICT, WITHOUT ROWID",
    "sync_life": "(tid INTEGER NOT NULL, pk INTEGER NOT NULL, hlc INTEGER NOT NULL,"
    " site INTEGER NOT NULL, dead INTEGER NOT NULL, seen TEXT NOT NULL,"
    " PRIMARY KEY(tid, pk)) STRICT, WITHOUT ROWID",
}
_PACKAGE_DDL: Mapping[str, str] = {
    "manifest": "(k TEXT PRIMARY KEY, v TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "table_info": "(tid INTEGER PRIMARY KEY, name TEXT NOT NULL,"
    " columns TEXT NOT NULL, row_count INTEGER NOT NULL) STRICT",
    "know": "(site INTEGER PRIMARY KEY, hlc INTEGER NOT NULL) STRICT",
    "base": "(site INTEGER PRIMARY KEY, hlc INTEGER NOT NULL) STRICT",
    "floor": "(site INTEGER PRIMARY KEY, hlc INTEGER NOT NULL) STRICT",
    "place": "(site INTEGER PRIMARY KEY, parent INTEGER, name TEXT NOT NULL,"
    " unit TEXT NOT NULL) STRICT",
    "evict": "(tid INTEGER NOT NULL, pk INTEGER NOT NULL, PRIMARY KEY(tid, pk))"
    " STRICT, WITHOUT ROWID",
    "whole": "(tid INTEGER NOT NULL, pk INTEGER NOT NULL, PRIMARY KEY(tid, pk))"
    " STRICT, WITHOUT ROWID",
    "blob": "(sha256 TEXT NOT NULL, i INTEGER NOT NULL, data BLOB NOT NULL,"
    " PRIMARY KEY(sha256, i)) STRICT, WITHOUT ROWID",
    "blob_want": "(sha256 TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
}


def quoted(name: str) -> str:
    """The name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def synced_sql(table: SyncedTable, schema: str = "main") -> str:
    """CREATE TABLE of one synced table, as a package carries it."""
    columns = ", ".join(f"{quoted(c.name)} {c.sql_type}" for c in table.columns)
    return _SYNCED.substitute(schema=schema, name=quoted(table.name), columns=columns)


def body_sql(tables: Sequence[SyncedTable], schema: str = "main") -> list[str]:
    """All CREATE TABLE statements of a body, in the order of their making."""
    fixed = {**_PACKAGE_DDL, **CLOCK_DDL}
    statements = [f"CREATE TABLE {schema}.{name}{ddl}" for name, ddl in fixed.items()]
    return statements + [synced_sql(table, schema) for table in tables]


def row_columns(table: SyncedTable) -> tuple[str, ...]:
    """Every column of a synced table as a package carries it, id first."""
    return ("id", *table.column_names, *SYSTEM_COLUMNS)


def column_list(names: Sequence[str], alias: str = "") -> str:
    """Names as an SQL list, each quoted and, when given, behind the alias."""
    prefix = f"{alias}." if alias else ""
    return ", ".join(prefix + quoted(name) for name in names)


def numbered_columns(table: SyncedTable) -> str:
    """Reach, direction and columns by number, as ``table_info`` states them.

    ``subtree unit|1:unit_id:INTEGER:ask,2:title:TEXT:ask``; the reach is ``above``
    when rows of the units above a subtree belong to it too.
    """
    reach = "above" if "scope_above" in table.scope else "subtree"
    columns = (f"{c.number}:{c.name}:{c.sql_type}:{c.policy}" for c in table.columns)
    return f"{reach} {table.direction}|{','.join(columns)}"


def add_column(table: SyncedTable, column: SyncedColumn, schema: str) -> str:
    """ALTER TABLE that gives a synced table one more, empty column."""
    return _ADD_COLUMN.substitute(
        schema=schema,
        name=quoted(table.name),
        column=quoted(column.name),
        sql_type=column.sql_type,
    )


_COUNT = Template("SELECT count(*) FROM $schema.$name")
_COUNT_CAPPED = Template("SELECT count(*) FROM (SELECT 1 FROM $name LIMIT $most)")
_READ = Template("SELECT $columns FROM $name")
_WRITE = Template("INSERT INTO $name($columns) VALUES ($marks)")


def count_rows(name: str, schema: str) -> str:
    """Query of the number of rows of a table."""
    return _COUNT.substitute(schema=schema, name=quoted(name))


def count_up_to(name: str, most: int) -> str:
    """Query of the number of rows, which stops counting at ``most``."""
    return _COUNT_CAPPED.substitute(name=quoted(name), most=most)


def copy_text(name: str, columns: Sequence[str]) -> tuple[str, str]:
    """The query and the INSERT with which a whole table goes to another file."""
    words = {
        "name": quoted(name),
        "columns": column_list(columns),
        "marks": ", ".join("?" * len(columns)),
    }
    return _READ.substitute(words), _WRITE.substitute(words)
