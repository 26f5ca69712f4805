"""Conflicts as pages handle them: whose they are, and taking a decision back."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.errors import NotFound, WrongState
from domain.policy import Actor
from domain.synced import SyncedColumn, SyncedTable
from services import exchange
from services.exchange import Decision, place_of
from store.catalogue import SYNCED
from store.queries.exchange import decision_row
from sync.conflicts import ConflictItem, Orphan, list_conflicts, list_orphans
from sync.core.clock import instant_of
from sync.core.refusals import refuse
from sync.settle import current_cell, settle_cell, unit_of_row, value_from_text
from sync.sites import own_site

NO_DECISION = "没有这条处理记录，或它不在您的单位范围内。请从“已处理”列表重新进入。"
OPEN_AGAIN = "“{label}”又有了新的冲突，不能直接改回。请到冲突列表里重新选择。"
ROW_GONE = "这条记录已被删除，不能改回。请先恢复记录。"


PARENTS: Mapping[str, str] = {
    "campaign_id": "campaign",
    "phase_id": "campaign_phase",
    "task_id": "campaign_task",
    "unit_id": "unit",
    "person_id": "person",
    "account_id": "account",
    "body_id": "body",
}


@dataclass(frozen=True)
class OpenConflict:
    """A conflict within somebody's reach.

    Attributes:
        unit_id: Unit of the row; None when the row belongs to none.
        is_owners: Only the parent may settle it.
        may_settle: The actor may settle it here.
    """

    item: ConflictItem
    unit_id: int | None
    is_owners: bool
    may_settle: bool


def open_conflicts(actor: Actor) -> list[OpenConflict]:
    """Every conflict of the units whose exchange the actor may read.

    Order: tables as catalogued, then row id, then column number.
    """
    node = exchange.this_node()
    with exchange.moment(node) as connection:
        is_branch = own_site(connection).parent is not None
        found = []
        for item in list_conflicts(connection, SYNCED, None, node.today):
            table, _ = place_of(item.table, item.field)
            unit_id = unit_of_row(connection, table, item.row_id)
            where = actor.unit_id if unit_id is None else unit_id
            is_owners = is_branch and table.direction == "down"
            may_settle = not is_owners and actor.may("exchange.manage", where)
            if actor.may("exchange.read", where):
                found.append(OpenConflict(item, unit_id, is_owners, may_settle))
    return found


def orphans(actor: Actor) -> list[Orphan]:
    """Living rows within reach whose campaign, task, unit or person is deleted.

    One site deleted the parent while another still added to it. Restoring the parent
    or deleting the row ends it; nothing is hidden meanwhile.
    """
    node = exchange.this_node()
    with exchange.moment(node) as connection:
        found = []
        for one in list_orphans(connection, _parent_links(), None, node.today):
            table, _ = place_of(one.table, one.field)
            unit_id = unit_of_row(connection, table, one.row_id)
            where = actor.unit_id if unit_id is None else unit_id
            if actor.may("exchange.read", where):
                found.append(one)
    return found


def all_orphans() -> list[Orphan]:
    """Every orphan here, for the console."""
    node = exchange.this_node()
    with exchange.moment(node) as connection:
        return list_orphans(connection, _parent_links(), None, node.today)


def _parent_links() -> list[tuple[SyncedTable, SyncedColumn, SyncedTable]]:
    """Each column that refers to a row, with its table and the table it refers to."""
    tables = {table.name: table for table in SYNCED}
    return [
        (table, column, tables[PARENTS[column.name]])
        for table in SYNCED
        for column in table.columns
        if column.name in PARENTS
    ]


def settle_back(actor: Actor, decision_id: int, take: int, why: str) -> None:
    """Choose a value that a decision left aside; a new decision says so.

    Args:
        actor: Who decides now.
        decision_id: The decision that is taken back.
        take: Number of the value left aside, from 1.
        why: The reason, never empty.

    Raises:
        NotFound: No such decision within the actor's reach.
        WrongState: The field is in conflict again, or the row is deleted.
        Refused: No reason, no such value, or not the actor's to settle.
    """
    made = decision_row(decision_id)
    if made is None:
        raise NotFound(NO_DECISION)
    if not why.strip():
        refuse("no_reason")
    if not 1 <= take <= len(made.discarded):
        refuse("no_choice", number=take, count=len(made.discarded))
    table, column = place_of(made.table_name, made.field)
    value = stored_value(column, made.discarded[take - 1].value)
    _refuse_open(actor, made.row_id, column)
    with exchange.writing(actor.account_name) as connection:
        unit_id = exchange.require_settler(connection, actor, table, made.row_id)
        now = current_cell(connection, table, column, made.row_id)
        if now is None:
            raise WrongState(ROW_GONE)
        settle_cell(connection, table, column, made.row_id, value)
        discarded = [(now[0], now[2], instant_of(now[1]))]
        decision = Decision(unit_id, table, column, made.row_id, value)
        exchange.keep_decision(actor, decision, discarded, why)


def stored_value(column: SyncedColumn, plain: object) -> object:
    """A value as a decision keeps it, as the column stores it."""
    if isinstance(plain, str) and column.sql_type != "TEXT":
        return value_from_text(column, plain)
    return plain


def _refuse_open(actor: Actor, row_id: int, column: SyncedColumn) -> None:
    place = (row_id, column.name)
    for one in open_conflicts(actor):
        if (one.item.row_id, one.item.field) == place:
            raise WrongState(OPEN_AGAIN.format(label=column.label))
