"""What a branch may bring, as queries that find what it may not.

``snap`` is the clean copy with the work tables of sync.core.statements; w_range holds
the sender's site numbers. Each query answers at most one offender.
"""

from collections.abc import Iterator
from string import Template

from domain.synced import SyncedTable
from sync.core.layout import quoted
from sync.core.statements import known

FILL_RANGE = """INSERT INTO snap.w_range SELECT site_first, site_last
    FROM main.sync_range WHERE holder = :sender"""
KEEP_SCOPE = (
    "INSERT INTO snap.w_unit SELECT unit_id FROM temp.scope_unit",
    """INSERT INTO snap.w_former SELECT DISTINCT tid, pk FROM main.sync_move
        WHERE old_unit IN (SELECT unit_id FROM temp.scope_unit)""",
)
# Of these a branch says itself that it knows less than its knowledge claims.
KEEP_LOOSE = "INSERT INTO snap.w_loose SELECT tid, pk FROM snap.whole"
# A branch may complete rows it has news of; it brings back nothing that was removed.
ONLY_NEWS_WHOLE = """DELETE FROM snap.whole WHERE NOT EXISTS (SELECT 1
    FROM snap.w_touched t WHERE t.tid = whole.tid AND t.pk = whole.pk)"""
_GRANTED = (
    "EXISTS (SELECT 1 FROM snap.w_range r WHERE $site BETWEEN r.first AND r.last)"
)
_FOREIGN = Template("""SELECT x.$site FROM snap.$source x WHERE $of_table
    NOT $known AND NOT $granted LIMIT 1""")
_NOT_HERE = Template("""SELECT x.id FROM snap.$name x WHERE NOT $granted
    AND NOT EXISTS (SELECT 1 FROM main.$name m WHERE m.id = x.id)
    AND NOT EXISTS (SELECT 1 FROM snap.w_former f
        WHERE f.tid = $tid AND f.pk = x.id) LIMIT 1""")
_TOUCHED = Template("SELECT pk FROM snap.w_touched WHERE tid = $tid LIMIT 1")
_OUTSIDE = Template("""SELECT x.id FROM snap.w_touched w
    CROSS JOIN main.$name x ON x.id = w.pk
    WHERE w.tid = $tid AND ($scope) IS NOT TRUE AND NOT EXISTS (
        SELECT 1 FROM snap.w_former f WHERE f.tid = w.tid AND f.pk = w.pk) LIMIT 1""")


def _granted(site: str) -> str:
    return Template(_GRANTED).substitute(site=site)


ANNEXED = Template("""SELECT u.unit_id FROM temp.scope_unit u
    WHERE u.unit_id NOT IN (SELECT unit_id FROM snap.w_unit)
    AND NOT $granted LIMIT 1""").substitute(granted=_granted("(u.unit_id >> 33)"))
CLAIMED = Template("""SELECT t.site FROM snap.w_there t WHERE NOT $known
    AND NOT $granted LIMIT 1""").substitute(
    known=known("here", "t.hlc", "t.site"), granted=_granted("t.site")
)
OWN_CLAIMED = Template("""SELECT t.site FROM snap.w_there t
    JOIN main.sync_range r ON t.site BETWEEN r.site_first AND r.site_last
    JOIN main.sync_clock c ON r.holder = c.site
    WHERE NOT $known LIMIT 1""").substitute(known=known("here", "t.hlc", "t.site"))
REWOUND = """SELECT 1 FROM snap.w_here h
    LEFT JOIN snap.w_there t ON t.site = h.site
    WHERE h.site = :sender AND coalesce(t.hlc, -1) < h.hlc"""


def foreign_stamps(table: SyncedTable) -> Iterator[str]:
    """Queries of a new stamp of a site that the sender may not speak for."""
    words = {"source": quoted(table.name), "site": "_site", "of_table": ""}
    words["known"] = known("here", "x._hlc", "x._site")
    yield _FOREIGN.substitute(words, granted=_granted("x._site"))
    for clock in ("sync_cell", "sync_sib", "sync_life"):
        yield _FOREIGN.substitute(
            source=clock,
            site="site",
            of_table=f"x.tid = {table.number} AND",
            known=known("here", "x.hlc", "x.site"),
            granted=_granted("x.site"),
        )


def foreign_rows(table: SyncedTable) -> str:
    """Query of a row that is neither the sender's, nor here, nor was ever both."""
    return _NOT_HERE.substitute(
        name=quoted(table.name),
        tid=table.number,
        granted=_granted("(x.id >> 33)"),
    )


def touched(table: SyncedTable) -> str:
    """Query of a row about which the package says anything new."""
    return _TOUCHED.substitute(tid=table.number)


def outside_scope(table: SyncedTable) -> str:
    """Query of a touched row that lies outside the scope filled in.

    A row that lay inside before this package came passes: its edit may have been made
    before the branch heard that it was moved away.
    """
    return _OUTSIDE.substitute(
        name=quoted(table.name), tid=table.number, scope=table.scope
    )
