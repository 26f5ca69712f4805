"""What the exchange must know of a table: plain data, made once from the classes."""

from dataclasses import dataclass
from typing import Literal

SqlType = Literal["INTEGER", "REAL", "TEXT", "BLOB"]
ConflictPolicy = Literal["ask", "latest"]
SUBTREE = "x.unit_id IN (SELECT unit_id FROM temp.scope_unit)"
SUBTREE_AND_ABOVE = (
    "x.unit_id IN (SELECT unit_id FROM temp.scope_unit"
    " UNION SELECT unit_id FROM temp.scope_above)"
)


@dataclass(frozen=True)
class SyncedColumn:
    """One exchanged column.

    Attributes:
        number: Permanent, 1 to 60, never reused; clocks name the column by it.
        policy: ``ask`` lists concurrent values in the inbox; ``latest`` does not.
    """

    number: int
    name: str
    sql_type: SqlType
    label: str
    policy: ConflictPolicy = "ask"


@dataclass(frozen=True)
class SyncedTable:
    """One exchanged table; every such table also has id, _del, _hlc and _site.

    Attributes:
        number: Permanent, never reused; clocks name the table by it.
        label: Its Chinese name, for reports and the inbox.
        scope: SQL condition over alias ``x`` that says which rows belong to a
            subtree. It may read temp.scope_unit(unit_id), the subtree itself, and
            temp.scope_above(unit_id), the units above it.
        direction: ``unit`` rows are written inside the subtree and above it;
            ``down`` rows only by the owner level.
        stale: SQL query of campaign_id and unit_id whose standings have to be counted
            anew when rows of this table come or change; ``$rows`` stands for those
            rows. Empty when none.
    """

    number: int
    name: str
    label: str
    columns: tuple[SyncedColumn, ...]
    scope: str
    direction: Literal["unit", "down"]
    stale: str = ""

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names in the order of their numbers."""
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True)
class Migration:
    """How data of one schema epoch become data of the next.

    Attributes:
        rows: SQL over the exchanged tables, without a schema's name: it runs on the
            live database and on the clean copy of an older package.
        described: SQL over ``table_info`` of such a copy, so that it states the new
            names and types.
    """

    rows: tuple[str, ...]
    described: tuple[str, ...]
