"""Tables of the exchange, and the clock, as text for every database.

Written as SQLite takes it; store/dialects/translate.py turns it into PostgreSQL's.
"""

from string import Template

NODE_TABLES: tuple[str, ...] = (
    """CREATE TABLE IF NOT EXISTS sync_cell(tid INTEGER NOT NULL, pk INTEGER NOT NULL,
        col INTEGER NOT NULL, hlc INTEGER NOT NULL, site INTEGER NOT NULL, author TEXT,
        PRIMARY KEY(tid, pk, col)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS sync_sib(tid INTEGER NOT NULL, pk INTEGER NOT NULL,
        col INTEGER NOT NULL, hlc INTEGER NOT NULL, site INTEGER NOT NULL, val ANY,
        author TEXT, PRIMARY KEY(tid, pk, col, hlc, site)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS sync_life(tid INTEGER NOT NULL, pk INTEGER NOT NULL,
        hlc INTEGER NOT NULL, site INTEGER NOT NULL, dead INTEGER NOT NULL,
        seen TEXT NOT NULL, PRIMARY KEY(tid, pk)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS sync_move(tid INTEGER NOT NULL, pk INTEGER NOT NULL,
        old_unit INTEGER NOT NULL, PRIMARY KEY(tid, pk, old_unit))
        STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS sync_know(site INTEGER PRIMARY KEY,
        hlc INTEGER NOT NULL) STRICT""",
    """CREATE TABLE IF NOT EXISTS sync_mat(site INTEGER NOT NULL,
        origin INTEGER NOT NULL, hlc INTEGER NOT NULL,
        PRIMARY KEY(site, origin)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS sync_unknown(tid INTEGER NOT NULL,
        number INTEGER NOT NULL, table_name TEXT NOT NULL, form TEXT NOT NULL,
        PRIMARY KEY(tid, number)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS sync_held(peer INTEGER NOT NULL,
        no INTEGER NOT NULL, unit_id INTEGER NOT NULL, above INTEGER NOT NULL,
        PRIMARY KEY(peer, no, unit_id)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS sync_late(tid INTEGER NOT NULL, pk INTEGER NOT NULL,
        applied INTEGER NOT NULL, PRIMARY KEY(tid, pk)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS sync_floor(site INTEGER NOT NULL,
        origin INTEGER NOT NULL, hlc INTEGER NOT NULL,
        PRIMARY KEY(site, origin)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS sync_stable(site INTEGER PRIMARY KEY,
        hlc INTEGER NOT NULL) STRICT""",
    """CREATE TABLE IF NOT EXISTS sync_parked(tid INTEGER NOT NULL,
        pk INTEGER NOT NULL, peer INTEGER NOT NULL, reason TEXT NOT NULL,
        row_text TEXT NOT NULL, at_ms INTEGER NOT NULL, PRIMARY KEY(tid, pk))
        STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS sync_void(site INTEGER PRIMARY KEY,
        below INTEGER NOT NULL) STRICT""",
    """CREATE TABLE IF NOT EXISTS sync_former(site INTEGER PRIMARY KEY,
        kept INTEGER NOT NULL) STRICT""",
    """CREATE TABLE IF NOT EXISTS sync_program(one INTEGER PRIMARY KEY,
        fingerprint TEXT NOT NULL) STRICT""",
    """CREATE TABLE IF NOT EXISTS sync_want(peer INTEGER NOT NULL,
        sha256 TEXT NOT NULL, PRIMARY KEY(peer, sha256)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS sync_site(site INTEGER PRIMARY KEY, parent INTEGER,
        name TEXT NOT NULL, unit TEXT NOT NULL, relation TEXT NOT NULL
        CHECK (relation IN ('self', 'parent', 'child', 'other')), status TEXT NOT NULL
        CHECK (status IN ('invited', 'active', 'retired')),
        sign_key BLOB, box_key BLOB, secret BLOB, incarnation_of INTEGER) STRICT""",
    """CREATE TABLE IF NOT EXISTS sync_range(site_first INTEGER PRIMARY KEY,
        site_last INTEGER NOT NULL, holder INTEGER NOT NULL,
        granted_by INTEGER NOT NULL, CHECK (site_last >= site_first)) STRICT""",
    """CREATE TABLE IF NOT EXISTS sync_file(seq INTEGER PRIMARY KEY,
        way TEXT NOT NULL CHECK (way IN ('in', 'out')), snapshot_id TEXT NOT NULL,
        peer INTEGER NOT NULL, no INTEGER NOT NULL, prev_id TEXT NOT NULL,
        kind TEXT NOT NULL, sha256 TEXT NOT NULL, state TEXT NOT NULL,
        report TEXT NOT NULL, own_hlc INTEGER NOT NULL, made_ms INTEGER NOT NULL,
        at_ms INTEGER NOT NULL) STRICT""",
    """CREATE INDEX IF NOT EXISTS sync_file_chain ON sync_file(way, peer, no)""",
    """CREATE UNIQUE INDEX IF NOT EXISTS sync_file_once
        ON sync_file(way, peer, no, sha256) WHERE state = 'merged'""",
    """CREATE VIEW IF NOT EXISTS sync_knowledge AS
        SELECT site, max(hlc) AS hlc FROM (SELECT site, hlc FROM sync_know
        UNION ALL SELECT site, own FROM sync_clock WHERE own > 0) k GROUP BY site""",
)

_NEXT = "max(hlc + 1, (CAST(unixepoch('subsec') * 1000 AS BIGINT) + offset_ms) << 16)"
TICK = Template("UPDATE sync_clock SET hlc = $next, own = $next").substitute(next=_NEXT)
