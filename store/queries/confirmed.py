"""What another site has said that it has of the rows here, table by table."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import text

from domain.synced import SyncedTable
from store.db import db

_COUNTS = """SELECT
    coalesce(sum(CASE WHEN NOT is_new AND is_living THEN 1 ELSE 0 END), 0),
    coalesce(sum(CASE WHEN is_new THEN 1 ELSE 0 END), 0)
    FROM (SELECT x._del = 0 AS is_living,
            u.pk IS NOT NULL OR x._hlc > coalesce(m.hlc, -1) AS is_new
        FROM {name} x
        LEFT JOIN sync_mat m ON m.site = :peer AND m.origin = x._site
        LEFT JOIN (SELECT DISTINCT c.pk FROM (
                SELECT tid, pk, hlc, site FROM sync_cell
                UNION ALL SELECT tid, pk, hlc, site FROM sync_sib
                UNION ALL SELECT tid, pk, hlc, site FROM sync_life) c
            LEFT JOIN sync_mat k ON k.site = :peer AND k.origin = c.site
            WHERE c.tid = :tid AND c.hlc > coalesce(k.hlc, -1)) u ON u.pk = x.id) r"""


@dataclass(frozen=True)
class Confirmed:
    """Rows of one table.

    Attributes:
        known: Living rows of which the other site knows every value.
        pending: Rows, deleted ones too, of which it does not know something yet.
    """

    table: SyncedTable
    known: int
    pending: int


def confirmed_at(peer: int, tables: Iterable[SyncedTable]) -> list[Confirmed]:
    """What the site's packages have acknowledged of each table held here."""
    found = []
    for table in tables:
        query = text(_COUNTS.format(name=f'"{table.name}"'))
        words = {"peer": peer, "tid": table.number}
        known, pending = db.session.execute(query, words).one()
        found.append(Confirmed(table, known, pending))
    return found
