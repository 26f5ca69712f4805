"""Use cases that keep the exchange going: forgetting, retiring, receipts, clocks."""

import json
from dataclasses import dataclass
from pathlib import Path

from services import audit
from services.accounts import CONSOLE
from services.exchange import this_node
from store import clock
from store.catalogue import SYNCED
from sync import compact as sync_compact
from sync import receipts
from sync import restamp as sync_restamp
from sync.compact import Compacted
from sync.core.clock import hlc_at, instant_of
from sync.core.parked_text import LIST_PARKED
from sync.core.refusals import refuse
from sync.receipts import Line
from sync.sites import all_sites

BY = "定时任务"


@dataclass(frozen=True)
class ParkedRow:
    """A row that was put aside; it comes whole when its maker has mended it.

    Attributes:
        site: Whose package brought it.
        row: What it says, cut where it is too long.
        at: Instant, ISO text in UTC.
    """

    table: str
    table_label: str
    row_id: int
    site: int
    why: str
    row: dict[str, object]
    at: str


def compact(
    grace_days: int = sync_compact.GRACE_DAYS, *, by: str = CONSOLE
) -> Compacted:
    """Forget what every site is known to know; see sync/compact.py.

    Kept in the audit log, unless there was nothing to forget.
    """
    done = sync_compact.compact(this_node(), grace_days)
    if done.cells or done.rows:
        detail = {"cells": done.cells, "rows": done.rows}
        audit.record("exchange:site:compact", by, None, "", detail)
    return done


class DailyCompaction:
    """Compaction once each Beijing day: after midnight, or when the machine is on."""

    def __init__(self) -> None:
        self._done_on = ""

    def look(self) -> None:
        """Compact, if that was not done today since the program started."""
        today = clock.today().isoformat()
        if today != self._done_on and this_node().exists():
            compact(by=BY)
            self._done_on = today


def retire(site: int, why: str, *, by: str = CONSOLE) -> None:
    """Give a silent branch up: nobody waits for it, its files are parked.

    Its data stays. If it turns up again, register it anew (``node invite --again``).

    Raises:
        Refused: It is no branch of this node, or there is no reason.
    """
    if not why.strip():
        refuse("no_reason")
    with this_node().open_for_writing() as connection:
        found = all_sites(connection).get(site)
        if found is None or found.relation != "child":
            refuse("no_site", site=site)
        query = "UPDATE sync_site SET status = 'retired', secret = NULL WHERE site = ?"
        connection.execute(query, (site,))
    audit.record("exchange:site:retire", by, None, str(site), {"why": why.strip()})


def restamp(*, by: str = CONSOLE) -> int:
    """Give own writes of a clock that ran ahead the right time; how many.

    Raises:
        Refused: When no own write is ahead of the clock.
    """
    count = sync_restamp.restamp(this_node())
    audit.record("exchange:site:restamp", by, None, "", {"count": count})
    return count


def parked_rows() -> list[ParkedRow]:
    """Rows that were put aside, oldest first."""
    tables = {table.number: table for table in SYNCED}
    with this_node().open() as connection:
        rows = connection.execute(LIST_PARKED).fetchall()
    return [
        ParkedRow(
            table=tables[tid].name if tid in tables else str(tid),
            table_label=tables[tid].label if tid in tables else str(tid),
            row_id=row_id,
            site=site,
            why=why,
            row=json.loads(text),
            at=instant_of(hlc_at(at_ms)),
        )
        for tid, row_id, site, why, text, at_ms in rows
    ]


def write_receipt(unit_code: str, out: Path, *, by: str = CONSOLE) -> int:
    """Sign what became of a branch's packages; how many the file lists.

    Raises:
        Refused: No such branch, or the file exists or cannot be written.
    """
    count = receipts.write_receipt(this_node(), unit_code, out)
    audit.record("exchange:receipt:write", by, None, unit_code, {"count": count})
    return count


def read_receipt(path: Path) -> list[Line]:
    """What the parent says became of our packages, newest first.

    Raises:
        Refused: When the file is not the parent's receipt for this node.
    """
    return receipts.read_receipt(this_node(), path)
