"""Use cases of the exchange: packages out and in, dumps, and the conflict inbox.

Commands and pages call these inside an application context. The rules of the merge
stand in sync/; its README explains them. services/nodes.py sets nodes up.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from domain.policy import Actor
from domain.synced import SyncedColumn, SyncedTable
from services import audit
from services.accounts import CONSOLE
from store import clock, db
from store.catalogue import LOCAL_REFERENCES, SYNCED
from store.migrations import MIGRATIONS
from store.queries.access import last_audit_entry
from store.queries.actors import actor_by_name
from store.schema import SCHEMA_EPOCH
from store.tables.exchange import ConflictDecision
from sync import conflicts, dump
from sync.catalogue import tables_here
from sync.conflicts import ConflictItem
from sync.connection import Connection
from sync.core.envelope import Header
from sync.core.inbox_text import DELETION
from sync.core.refusals import refuse
from sync.disk import disk_failures_in_words
from sync.inbox import ImportResult, files_for_this_program, import_file
from sync.invitation import enrolment_of
from sync.node import Node
from sync.outbox import Letter, export_package
from sync.settle import settle_cell, unit_of_row, value_from_text
from sync.sites import own_site, receiver_named

APP_VERSION = "0.1.0"


@dataclass(frozen=True)
class Settlement:
    """How somebody settles one field.

    Attributes:
        row_id: Row in conflict; ids are unique over all tables.
        take: Number of the version chosen, 1 for the current value; None when
            ``value`` is given instead.
        value: A value typed in; empty text is no value.
        why: The reason, never empty.
    """

    row_id: int
    field: str
    why: str
    take: int | None = None
    value: str | None = None


@dataclass(frozen=True)
class Decision:
    """What was chosen for one field of one row."""

    unit_id: int
    table: SyncedTable
    column: SyncedColumn
    row_id: int
    value: object


def this_node() -> Node:
    """The node of the current application."""
    return Node(
        home=db.home_path(),
        tables=SYNCED,
        epoch=SCHEMA_EPOCH,
        migrations=MIGRATIONS,
        app_version=APP_VERSION,
        today=clock.today().isoformat(),
        database_url=db.database().address,
        local_references=LOCAL_REFERENCES,
    )


@disk_failures_in_words("not_exported")
def export_to(
    out: Path, to: str | None = None, *, full: bool = False, by: str = CONSOLE
) -> Header:
    """Write a package for the parent, or for the branch that holds unit ``to``.

    Everything new since the receiver's last package taken in here; all of it when
    ``full``, or when there was none.

    Raises:
        Refused: No such receiver, or the file exists or cannot be written.
    """
    node = this_node()
    with node.open() as connection:
        receiver = receiver_named(connection, to)
        is_upward = receiver.relation == "parent"
        letter = Letter(
            receiver=receiver.site,
            box_key=receiver.box_key or b"",
            unit=None if is_upward else receiver.unit,
            full=full,
            enrolment=enrolment_of(node, connection) if is_upward else None,
            audit_head=last_audit_entry()[1],
        )
    header = export_package(node, out, letter)
    detail = {"to": header.receiver, "no": header.no, "kind": header.kind}
    audit.record("exchange:package:export", by, None, header.snapshot_id, detail)
    return header


def import_files(
    paths: list[Path], *, dry_run: bool = False, by: str = CONSOLE
) -> Iterator[ImportResult]:
    """Take files in, one after the other, each all or nothing.

    First those that had to wait for a newer program, when this is one.

    Raises:
        Refused: When a file cannot be read, or this database was rolled back.
    """
    if not dry_run:
        yield from import_waiting(by=by)
    for path in paths:
        yield take_in(path, dry_run=dry_run, by=by)


def import_waiting(*, by: str = CONSOLE) -> Iterator[ImportResult]:
    """Take in files that an older program has kept because it could not read them."""
    for path, name in files_for_this_program(this_node()).items():
        yield take_in(path, name, by=by)


def take_in(
    path: Path,
    name: str = "",
    *,
    dry_run: bool = False,
    by: str = CONSOLE,
    tell: Callable[[str], None] = lambda _: None,
) -> ImportResult:
    """Take one file in, all or nothing; name is what people call it.

    ``tell`` hears of each step: see sync.node.Node.

    Raises:
        Refused: When the file cannot be read, or this database was rolled back.
    """
    node = replace(this_node(), tell=tell)
    result = import_file(node, path, name=name, dry_run=dry_run)
    if not dry_run:
        detail = {
            "from": result.sender or 0,
            "no": result.no or 0,
            "new": result.new,
            "changed": result.changed,
            "conflicts": result.conflicts,
            "reason": result.reason,
        }
        event = f"exchange:package:{result.state}"
        audit.record(event, by, None, result.file, detail)
    return result


def dump_lines(unit_code: str | None = None) -> Iterator[str]:
    """The canonical dump of one moment, line by line; None is everything here.

    Raises:
        NotFound: No unit has the code.
    """
    node = this_node()
    with moment(node) as connection:
        tables = tables_here(connection, SYNCED)
        yield from dump.dump_lines(connection, tables, unit_code, node.today)


def digest(unit_code: str | None = None) -> str:
    """SHA-256 of the dump, hex."""
    node = this_node()
    with moment(node) as connection:
        tables = tables_here(connection, SYNCED)
        return dump.digest_of(connection, tables, unit_code, node.today)


def list_conflicts(unit_code: str | None = None) -> list[ConflictItem]:
    """The inbox: every field in conflict in a subtree; None is everything here."""
    node = this_node()
    with moment(node) as connection:
        return conflicts.list_conflicts(connection, SYNCED, unit_code, node.today)


def settle_conflict(account_name: str, wanted: Settlement) -> ConflictItem:
    """Settle one field: an ordinary write that travels, and a decision kept with it.

    Returns:
        The item as it was before.

    Raises:
        Refused: No such account or not its unit, no such conflict or choice, no
            reason, or a row that only the parent may write.
    """
    actor = actor_by_name(account_name)
    if actor is None:
        refuse("no_account", name=account_name)
    item = _find(wanted)
    settle_item(actor, item, wanted)
    return item


def settle_item(actor: Actor, item: ConflictItem, wanted: Settlement) -> None:
    """Settle a field of which the caller knows what it holds now.

    Raises:
        Refused: As settle_conflict() does; nothing has been written then.
    """
    if not wanted.why.strip():
        refuse("no_reason")
    table, column = place_of(item.table, item.field)
    with writing(actor.account_name) as connection:
        unit_id = require_settler(connection, actor, table, item.row_id)
        value = _chosen(item, wanted)
        if wanted.take is None:
            value = value_from_text(column, str(value))
        settle_cell(connection, table, column, item.row_id, value)
        discarded = [
            (version.value, version.site, version.at)
            for version in item.versions
            if version.value != value
        ]
        decision = Decision(unit_id, table, column, item.row_id, value)
        keep_decision(actor, decision, discarded, wanted.why)


def keep_decision(
    actor: Actor,
    decision: Decision,
    discarded: Iterable[tuple[object, int, str]],
    why: str,
) -> None:
    """Write down what was chosen, what not (value, site, instant), and why."""
    table, field = decision.table.name, decision.column.name
    others = [
        {"value": dump.plain(field, value), "site": site, "at": at}
        for value, site, at in discarded
    ]
    row = ConflictDecision(
        unit_id=decision.unit_id,
        table_name=table,
        row_id=decision.row_id,
        field=field,
        chosen=json.dumps(dump.plain(field, decision.value), ensure_ascii=False),
        discarded=json.dumps(others, ensure_ascii=False),
        why=why.strip(),
        decided_by=actor.account_name,
        decided_at=clock.now_utc(),
    )
    subject = f"{table} {decision.row_id} {field}"
    detail = {"chosen": row.chosen, "why": row.why}
    event, name = "exchange:conflict:settle", actor.account_name
    with db.write(name) as session:
        session.add(row)
        session.flush()
        audit.record(event, name, decision.unit_id, subject, detail)


def place_of(table_name: str, field: str) -> tuple[SyncedTable, SyncedColumn]:
    """The table and the column of those names; ``_del`` is a column too."""
    table = next(one for one in SYNCED if one.name == table_name)
    if field == DELETION.name:
        return table, DELETION
    return table, next(one for one in table.columns if one.name == field)


@contextmanager
def writing(account_name: str) -> Iterator[Connection]:
    """The connection of the current write, for statements no class stands for."""
    with db.write(account_name):
        yield db.plain_connection()


@contextmanager
def moment(node: Node) -> Iterator[Connection]:
    """A connection that sees one moment; nothing it does is kept."""
    with node.open() as connection:
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            connection.execute("ROLLBACK")


def _find(wanted: Settlement) -> ConflictItem:
    place = (wanted.row_id, wanted.field)
    found = [item for item in list_conflicts() if (item.row_id, item.field) == place]
    if not found:
        refuse("no_conflict", row=wanted.row_id, field=wanted.field)
    return found[0]


def require_settler(
    connection: Connection, actor: Actor, table: SyncedTable, row_id: int
) -> int:
    """The row's unit, when the actor may settle there and this node may write it.

    Raises:
        Refused: When one of them may not.
    """
    unit_id = unit_of_row(connection, table, row_id)
    if unit_id is None:
        unit_id = actor.unit_id
    if own_site(connection).parent is not None and table.direction == "down":
        refuse("owner_settles", table=table.label)
    if not actor.may("exchange.manage", unit_id):
        refuse("not_yours", name=actor.account_name)
    return unit_id


def _chosen(item: ConflictItem, wanted: Settlement) -> object:
    if wanted.take is None:
        return wanted.value or ""
    if not 1 <= wanted.take <= len(item.versions):
        refuse("no_choice", number=wanted.take, count=len(item.versions))
    return item.versions[wanted.take - 1].value
