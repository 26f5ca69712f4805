"""The merge of one clean package into the live database, in one transaction.

The caller holds the write lock. The file must be a clean copy made by sync.gate, or by
sync.snapshot in tests: nothing foreign is ever attached.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from pathlib import Path

from domain.synced import SyncedTable
from sync.catalogue import adopt
from sync.connection import Connection
from sync.core import parked_text, statements
from sync.core.clock import instant_of
from sync.core.knowledge import covers, lacking
from sync.core.layout import count_rows
from sync.core.refusals import refuse

Check = Callable[[Connection], None]
INSERT_ROWS, UPDATE_ROWS = 50_000, 10_000
OWN_SITE = "SELECT site FROM main.sync_clock"


@dataclass(frozen=True)
class TableCount:
    """What a merge did to one table.

    Attributes:
        new: Rows that were not here.
        changed: Rows that were here and about which something was new.
        same: Rows of the package that said nothing new.
        conflicts: Fields that are in conflict now and were not before.
    """

    new: int
    changed: int
    same: int
    conflicts: int


@dataclass(frozen=True)
class MergeReport:
    """Counts by table name; ``known`` when the package said nothing new.

    ``parked`` rows were put aside because a value of theirs breaks a rule.
    """

    known: bool = False
    parked: int = 0
    tables: Mapping[str, TableCount] = field(default_factory=dict)

    def total(self, what: str) -> int:
        """Sum of one count over all tables."""
        return sum(getattr(count, what) for count in self.tables.values())


@dataclass(frozen=True)
class Rules:
    """What else happens in the merge's transaction.

    Attributes:
        prepare: Runs first, before anything here is read.
        before: Refuses by exception, before anything is merged.
        after: Refuses by exception, when everything is merged but not committed.
        finish: Writes the journal.
        noted: Is told the report when only COMMIT is left.
        keep: False rolls everything back after counting: a dry run.
    """

    before: Check
    after: Check
    finish: Callable[[Connection, MergeReport], None]
    keep: bool = True
    prepare: Check = lambda _: None
    noted: Callable[[MergeReport], None] = lambda _: None


NO_RULES = Rules(lambda _: None, lambda _: None, lambda _, __: None)


def knowledge_of(connection: Connection, table: str) -> dict[int, int]:
    """The vector stored in a table of (site, hlc)."""
    query = {
        "here": "SELECT site, hlc FROM main.sync_knowledge",
        "know": "SELECT site, hlc FROM snap.know",
        "base": "SELECT site, hlc FROM snap.base",
    }[table]
    return dict(connection.execute(query).fetchall())


@contextmanager
def transaction(connection: Connection, *, keep: bool) -> Iterator[None]:
    """BEGIN IMMEDIATE, then COMMIT when ``keep`` and nothing was raised."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT" if keep else "ROLLBACK")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def merge(
    connection: Connection,
    tables: Sequence[SyncedTable],
    clean_path: Path,
    *,
    sender: int,
    rules: Rules = NO_RULES,
) -> MergeReport:
    """Merge one clean file; everything or nothing.

    Args:
        connection: Autocommit connection to the live database.
        tables: Every synced table, parents first.
        clean_path: File that is attached and spoiled by work tables.
        sender: Site whose acknowledgement the package carries.
        rules: Authority checks, the journal entry, and whether to keep the result.

    Raises:
        Gap: When a delta starts after what is known here.
        Refused: When a rule refuses.
    """
    with connection.attached(clean_path), transaction(connection, keep=rules.keep):
        tables = adopt(connection, tables)
        for statement in (parked_text.NO_PARKED, *statements.WORK_TABLES):
            connection.execute(statement)
        rules.prepare(connection)
        connection.execute(statements.FILL_HERE)
        _refuse_gap(connection)
        here = knowledge_of(connection, "here")
        known = covers(here, knowledge_of(connection, "know"))
        rules.before(connection)
        connection.execute("UPDATE main.sync_clock SET merging = 1")
        _take_late(connection, tables)
        words = {"sender": sender, "now_ms": time.time_ns() // 1_000_000}
        for statement in parked_text.TAKE_PARKED:
            used = {key: words[key] for key in words if f":{key}" in statement}
            connection.execute(statement, used)
        has_whole = connection.execute(statements.ANY_WHOLE).fetchone()[0] > 0
        counts = _merge_tables(connection, tables) if has_whole or not known else {}
        known = known and not any(one.new or one.changed for one in counts.values())
        _evict(connection, tables)
        for statement in statements.SETTLE_KNOWLEDGE:
            values = {"sender": sender} if ":sender" in statement else {}
            connection.execute(statement, values)
        parked = connection.execute(parked_text.COUNT_PARKED).fetchone()[0]
        report = MergeReport(known=known, tables=counts, parked=parked)
        rules.after(connection)
        rules.finish(connection, report)
        rules.noted(report)
    return report


def _refuse_gap(connection: Connection) -> None:
    here = knowledge_of(connection, "here")
    missing = lacking(here, knowledge_of(connection, "base"))
    if connection.execute(OWN_SITE).fetchone()[0] in missing:
        refuse("rolled_back")
    if missing:
        site, hlc = next(iter(missing.items()))
        refuse("gap", site=site, at=instant_of(hlc))


def _merge_tables(
    connection: Connection, tables: Sequence[SyncedTable]
) -> dict[str, TableCount]:
    counts = {}
    for table in tables:
        rows = connection.execute(count_rows(table.name, "snap")).fetchone()[0]
        if rows:
            text = statements.merge_text(table)
            counts[table.name] = _merge_table(connection, text, rows)
            _empty_work(connection)
    return counts


def _empty_work(connection: Connection) -> None:
    for statement in statements.EMPTY_WORK:
        connection.execute(statement)


def _take_late(connection: Connection, tables: Sequence[SyncedTable]) -> None:
    """Let rows that were once kept back, for whatever reason, come whole."""
    if connection.execute(statements.ANY_LATE).fetchone()[0] == 0:
        return
    for table in tables:
        text = statements.merge_text(table)
        for step in statements.TAKE_LATE:
            connection.execute(text[step])


def _evict(connection: Connection, tables: Sequence[SyncedTable]) -> None:
    """Drop rows that have left this node's scope and hold nothing unsent."""
    if connection.execute(statements.ANY_EVICTED).fetchone()[0] == 0:
        return
    for table in tables:
        text = statements.merge_text(table)
        for step in statements.EVICTION:
            connection.execute(text[step])
        _empty_work(connection)


def _win(connection: Connection, table: SyncedTable) -> None:
    """Write the winners a window at a time: SQLite keeps an UPDATE's rows in memory."""
    after = 0
    while True:
        window = {"after": after, "size": UPDATE_ROWS}
        last = connection.execute(statements.WINDOW, window).fetchone()[0]
        if last is None:
            return
        bounds = {"after": after, "last": last}
        masks = connection.execute(statements.MASKS, bounds).fetchall()
        columns = reduce(or_, (mask for (mask,) in masks))
        connection.execute(statements.win_text(table, columns), bounds)
        after = last


def _insert(connection: Connection, text: statements.MergeText) -> int:
    """Write the rows that are not here; how many there were.

    Before an INSERT into a table with triggers, SQLite copies all its rows into
    memory. Many rows therefore go in without, and what the triggers would have marked
    is marked in one statement.
    """
    most = {"most": INSERT_ROWS + 1}
    if connection.execute(text["count_new"], most).fetchone()[0] <= INSERT_ROWS:
        return connection.execute(text["insert"]).rowcount
    with connection.without_triggers(text.table.name):
        new = connection.execute(text["insert"]).rowcount
    if text.table.stale:
        connection.execute(text["stale"])
    return new


def _merge_table(
    connection: Connection, text: statements.MergeText, rows: int
) -> TableCount:
    def run(*steps: str) -> int:
        return sum(connection.execute(text[step]).rowcount for step in steps)

    found = run("new_cells", "new_siblings", "new_lives")
    found += connection.execute(text["count_whole"]).fetchone()[0]
    if found:
        run("fresh", "classify", "asked_before")
        run("keep_own", "keep_incoming")
        run("mask")
        _win(connection, text.table)
        run("win_cells")
        run("take_siblings", "drop_settled")
        run("fresh_cells", "fresh_siblings")
    new = _insert(connection, text)
    conflicts = changed = 0
    if found:
        changed = connection.execute(text["count_changed"]).fetchone()[0]
        new += run("insert_fresh")
        run("returned")
    run("live", "mark")
    if found:
        conflicts = connection.execute(text["count_asked"]).fetchone()[0]
    return TableCount(new, changed, rows - new - changed, conflicts)
