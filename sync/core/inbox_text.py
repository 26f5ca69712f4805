"""The conflict inbox as SQL text: what it lists and how a field is settled."""

from string import Template

from domain.synced import SyncedColumn, SyncedTable
from sync.core.layout import quoted

STAMP_CELL: tuple[str, ...] = (
    """INSERT INTO sync_cell(tid, pk, col, hlc, site, author)
        SELECT :tid, :pk, :col, hlc, site, actor FROM sync_clock WHERE true
        ON CONFLICT(tid, pk, col) DO UPDATE
        SET hlc = excluded.hlc, site = excluded.site, author = excluded.author""",
    "DELETE FROM sync_sib WHERE tid = :tid AND pk = :pk AND col = :col",
)
_SET = Template("UPDATE main.$name SET $column = :value WHERE id = :pk")


def set_value(table: SyncedTable, column: SyncedColumn) -> str:
    """Statement that sets one field; parameters ``value`` and ``pk``."""
    return _SET.substitute(name=quoted(table.name), column=quoted(column.name))
