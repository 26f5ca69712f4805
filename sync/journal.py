"""The journal of every package made and seen, and the chain it proves."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from string import Template

from sync.connection import Connection
from sync.core.envelope import Header
from sync.core.refusals import refuse

_ADD = """INSERT INTO sync_file(way, snapshot_id, peer, no, prev_id, kind, sha256,
    state, report, own_hlc, made_ms, at_ms) VALUES (:way, :snapshot_id, :peer, :no,
    :prev_id, :kind, :sha256, :state, :report, (SELECT own FROM sync_clock), :made_ms,
    :at_ms)"""
# Every new number of this node starts all chains anew.
_TAKEN = Template("""SELECT $what FROM sync_file WHERE way = 'in' AND peer = ?
    AND state IN ('merged', 'known') AND seq > (SELECT coalesce(max(seq), 0)
    FROM sync_file WHERE state = 'rejoined')""")
_CHAIN = _TAKEN.substitute(what="no, snapshot_id, prev_id") + " AND no BETWEEN ? AND ?"
_NEWEST = _TAKEN.substitute(what="coalesce(max(no), 0)")
_HEARD = _TAKEN.substitute(what="snapshot_id") + " ORDER BY no DESC LIMIT 1"
# A package of ours is known here, or what it told of our own writes once stood here.
_MADE_HERE = """SELECT 1 FROM sync_file WHERE way = 'out' AND snapshot_id = :heard
    UNION ALL SELECT 1 FROM snap.know k JOIN sync_clock c ON c.site = k.site
    WHERE k.hlc = c.own OR EXISTS (SELECT 1 FROM sync_file f
        WHERE f.way = 'out' AND f.own_hlc = k.hlc)"""
_SEEN = """SELECT peer, no FROM sync_file
    WHERE way = 'in' AND sha256 = ? AND state IN ('merged', 'known') LIMIT 1"""
_AGAIN = """INSERT INTO sync_file(way, snapshot_id, peer, no, prev_id, kind, sha256,
    state, report, own_hlc, made_ms, at_ms) SELECT way, snapshot_id, peer, no, prev_id,
    kind, sha256, 'known', report, own_hlc, made_ms,
    CAST(unixepoch('subsec') * 1000 AS BIGINT) FROM sync_file
    WHERE way = 'in' AND sha256 = ? AND state IN ('merged', 'known')
    ORDER BY seq LIMIT 1"""
_PARKED = """SELECT sha256, report FROM sync_file f WHERE way = 'in'
    AND state = 'parked' AND NOT EXISTS (SELECT 1 FROM sync_file g
        WHERE g.sha256 = f.sha256 AND g.way = 'in' AND g.seq > f.seq)
    ORDER BY seq"""
_LAST_MADE = """SELECT no, snapshot_id FROM sync_file
    WHERE way = 'out' AND peer = ? ORDER BY no DESC LIMIT 1"""
_LAST = """SELECT max(at_ms) FROM sync_file WHERE way = ? AND state IN
    ('merged', 'known', 'sent')"""
_SKEW = """SELECT at_ms - made_ms FROM sync_file WHERE way = 'in' AND state = 'merged'
    AND peer = (SELECT site FROM sync_site WHERE relation = 'parent')
    ORDER BY seq DESC LIMIT 1"""


_TOLD = "SELECT CAST(v AS INTEGER) FROM snap.manifest WHERE k = 'skew_ms'"
_TOLD_REPORT = """SELECT report FROM sync_file WHERE way = 'in'
    AND state IN ('merged', 'known')
    AND peer = (SELECT site FROM sync_site WHERE relation = 'parent')
    ORDER BY seq DESC LIMIT 1"""
_SKEW_OF = """SELECT at_ms - made_ms FROM sync_file WHERE way = 'in' AND peer = ?
    AND made_ms > 0 ORDER BY seq DESC LIMIT 1"""
_VOID = "SELECT below FROM sync_void WHERE site = ?"
_LEARN_VOID = """INSERT INTO main.sync_void(site, below)
    SELECT ?, CAST(v AS INTEGER) FROM snap.manifest WHERE k = 'void_below'
    ON CONFLICT(site) DO UPDATE SET below = excluded.below"""


@dataclass(frozen=True)
class Entry:
    """One line of the journal.

    Attributes:
        way: ``in`` or ``out``.
        peer: The other site; 0 when a file could not even be read.
        sha256: Of the whole file, hex.
    """

    way: str
    peer: int
    no: int
    snapshot_id: str
    prev_id: str
    kind: str
    sha256: str
    state: str
    report: Mapping[str, object]
    made_ms: int


def add(connection: Connection, entry: Entry) -> None:
    """Write one line; inside the transaction of what it reports."""
    report = json.dumps(entry.report, ensure_ascii=False, sort_keys=True)
    at_ms = time.time_ns() // 1_000_000
    connection.execute(_ADD, {**entry.__dict__, "report": report, "at_ms": at_ms})


def add_again(connection: Connection, sha256: str) -> None:
    """Write a line for a file that came once more."""
    connection.execute(_AGAIN, (sha256,))


def entry_of(header: Header, sha256: str, state: str, **report: object) -> Entry:
    """The line for an incoming package whose header was believed."""
    return Entry(
        way="in",
        peer=header.sender,
        no=header.no,
        snapshot_id=header.snapshot_id,
        prev_id=header.prev_id,
        kind=header.kind,
        sha256=sha256,
        state=state,
        report=report,
        made_ms=header.created_ms,
    )


def unread(sha256: str, state: str, **report: object) -> Entry:
    """The line for a file whose header cannot be believed."""
    return Entry("in", 0, 0, "", "", "", sha256, state, report, 0)


def seen(connection: Connection, sha256: str) -> tuple[int, int] | None:
    """Sender and number of exactly this file, when it was merged before."""
    row = connection.execute(_SEEN, (sha256,)).fetchone()
    return None if row is None else (row[0], row[1])


def parked_below(connection: Connection, epoch: int) -> list[tuple[str, str]]:
    """Hash and name of files parked only because an older program ran, oldest first.

    Args:
        connection: The live database.
        epoch: Of the program that runs now.
    """
    found = []
    for sha256, text in connection.execute(_PARKED):
        report = json.loads(text)
        if report.get("program", epoch) < report.get("epoch", 0) <= epoch:
            found.append((str(sha256), str(report["file"])))
    return found


def last_made(connection: Connection, peer: int) -> tuple[int, str]:
    """Number and snapshot id of the newest package for a receiver; (0, "") if none."""
    row = connection.execute(_LAST_MADE, (peer,)).fetchone()
    return (0, "") if row is None else (row[0], row[1])


def last_at(connection: Connection, way: str) -> int | None:
    """Millisecond of the newest package made, or taken in; None if none."""
    last: int | None = connection.execute(_LAST, (way,)).fetchone()[0]
    return last


def skew_ms(connection: Connection) -> int | None:
    """How much later than its making the parent's newest package came in, or None."""
    row = connection.execute(_SKEW).fetchone()
    return None if row is None else int(row[0])


def told_skew(connection: Connection) -> int | None:
    """How late our newest package came by the attached sender's clock, if it says."""
    row = connection.execute(_TOLD).fetchone()
    return None if row is None else int(row[0])


def ahead_ms(connection: Connection) -> int:
    """How far this clock is certainly ahead of the parent's, by its own word; or 0."""
    row = connection.execute(_TOLD_REPORT).fetchone()
    told = None if row is None else json.loads(row[0]).get("told_skew_ms")
    return max(0, -int(told or 0))


def skew_of(connection: Connection, peer: int) -> int | None:
    """How much later than its making a peer's newest file came in, also a refused."""
    row = connection.execute(_SKEW_OF, (peer,)).fetchone()
    return None if row is None else int(row[0])


def refuse_void(connection: Connection, header: Header) -> None:
    """Refuse a package whose sender has given its content other stamps since."""
    row = connection.execute(_VOID, (header.sender,)).fetchone()
    if row is not None and header.no < row[0]:
        refuse("void", site=header.sender, no=header.no)


def learn_void(connection: Connection, sender: int) -> None:
    """Note below which number the attached sender's packages are void."""
    connection.execute(_LEARN_VOID, (sender,))


def is_newer(connection: Connection, header: Header) -> bool:
    """Whether the package is newer than all that came from its sender."""
    return header.no > newest_from(connection, header.sender)


def newest_from(connection: Connection, peer: int) -> int:
    """Number of the newest package taken in from a peer; 0 if none."""
    newest: int = connection.execute(_NEWEST, (peer,)).fetchone()[0]
    return newest


def heard_from(connection: Connection, peer: int) -> str:
    """Snapshot id of the newest package taken in from a peer; empty if none."""
    row = connection.execute(_HEARD, (peer,)).fetchone()
    return "" if row is None else str(row[0])


def refuse_unknown_to_us(connection: Connection, site: int) -> None:
    """Refuse when the sender took in a package of ours that we never made.

    Unless all it knows of us stood here when we made some other package: then nothing
    of ours was lost or written twice. Stamps cannot show this: a copy of the database
    that has worked on may have a clock beyond all that its twin has sent.
    """
    heard = connection.execute("SELECT v FROM snap.manifest WHERE k = 'heard'")
    row = heard.fetchone()
    if row is None or not row[0]:
        return
    if connection.execute(_MADE_HERE, {"heard": row[0]}).fetchone() is None:
        refuse("unknown_to_us", site=site)


def refuse_fork(connection: Connection, header: Header) -> None:
    """Refuse a package that does not fit between its neighbours in the chain.

    Any order and missing numbers are fine; two different histories are not.
    """
    values = (header.sender, header.no - 1, header.no + 1)
    for no, snapshot_id, prev_id in connection.execute(_CHAIN, values).fetchall():
        same = no == header.no and snapshot_id == header.snapshot_id
        before = no == header.no - 1 and snapshot_id == header.prev_id
        after = no == header.no + 1 and prev_id == header.snapshot_id
        if not (same or before or after):
            refuse("forked", site=header.sender, no=header.no)
