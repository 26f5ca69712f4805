"""The exchange's SQL, as SQLite takes it, in the words of PostgreSQL.

The text itself keeps to what both understand. Only this differs:

* ``snap`` and ``temp`` are both the session's temporary schema;
* a parameter is written otherwise;
* CROSS JOIN ... ON fixes the order of a join for SQLite; PostgreSQL finds its own;
* INSERT OR IGNORE, types and storage words of CREATE have other names;
* ``/*any*/`` before a column or a bracket: the value goes where all types meet.
"""

import re
from functools import lru_cache

WRITE_LOCK = 7_233_014
"""Number of the advisory lock that a writing transaction holds to its end."""

_WHOLE = {
    "BEGIN": "BEGIN ISOLATION LEVEL REPEATABLE READ",
    "BEGIN IMMEDIATE": f"BEGIN; SELECT pg_advisory_xact_lock({WRITE_LOCK})",
}
_ANYWHERE = (
    (re.compile(r"\b(?:snap|temp)\."), "pg_temp."),
    (re.compile(r"\bCROSS JOIN\b"), "JOIN"),
    (re.compile(r"/\*any\*/([\w.\"]+)"), r"as_value(\1)"),
    (re.compile(r"/\*any\*/(?=\()"), "as_value"),
    (re.compile(r"(?<![:\w]):([a-z_]\w*)"), r"%(\1)s"),
    (re.compile(r"\?"), "%s"),
)
_IN_CREATE = (
    (re.compile(r"\bTEXT\b"), 'TEXT COLLATE "C"'),
    (re.compile(r"\bINTEGER\b"), "BIGINT"),
    (re.compile(r"\bREAL\b"), "DOUBLE PRECISION"),
    (re.compile(r"\bBLOB\b"), "BYTEA"),
    (re.compile(r"\bANY\b"), "JSONB"),
    (re.compile(r"CREATE VIEW IF NOT EXISTS"), "CREATE OR REPLACE VIEW"),
    (re.compile(r"\)\s*(?:STRICT|WITHOUT ROWID)(?:,\s*WITHOUT ROWID)?$"), ")"),
)


@lru_cache(maxsize=4096)
def to_postgresql(sql: str) -> str:
    """One statement for psycopg."""
    if sql in _WHOLE:
        return _WHOLE[sql]
    for pattern, words in _ANYWHERE:
        sql = pattern.sub(words, sql)
    if sql.startswith(("CREATE", "ALTER")):
        for pattern, words in _IN_CREATE:
            sql = pattern.sub(words, sql)
    if sql.startswith("INSERT OR IGNORE"):
        sql = f"INSERT{sql.removeprefix('INSERT OR IGNORE')} ON CONFLICT DO NOTHING"
    return sql
