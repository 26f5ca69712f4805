"""Reads of the exchange for its pages: sites, the journal of packages, decisions."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, text

from store.catalogue import CLASS_BY_TABLE
from store.db import db
from store.scope import EVERYTHING, acting_in
from store.tables.exchange import ConflictDecision
from store.tables.people import Account, Person

_SITES = text("""SELECT site, parent, name, unit, relation, status,
    box_key IS NOT NULL, incarnation_of FROM sync_site ORDER BY relation <> 'self',
    relation <> 'parent', relation <> 'child', site""")
_PACKAGES = """SELECT seq, way, peer, no, kind, snapshot_id, sha256, state, report,
    made_ms, at_ms, own_hlc, way = 'out' AND own_hlc <= coalesce((SELECT m.hlc
    FROM sync_mat m WHERE m.site = peer AND m.origin = (SELECT site FROM sync_clock)),
    -1) AS confirmed
    FROM sync_file"""
_ALL = text(f"{_PACKAGES} ORDER BY seq DESC")
_ONE = text(f"{_PACKAGES} WHERE seq = :seq")
_MADE = text(f"{_PACKAGES} WHERE snapshot_id = :id AND way = 'out'")
_NEWEST = text(f"{_PACKAGES} WHERE sha256 = :sha256 ORDER BY seq DESC LIMIT 1")
_LACKS = text("""SELECT EXISTS (SELECT 1 FROM sync_knowledge k LEFT JOIN sync_mat m
    ON m.site = :peer AND m.origin = k.site WHERE k.hlc > coalesce(m.hlc, -1))""")
_SINCE = text("""SELECT max(seq) FROM sync_file WHERE peer = :peer AND way = 'out'
    AND state = 'sent'""")
_MERGED = text("""SELECT EXISTS (SELECT 1 FROM sync_file WHERE state = 'merged'
    AND way = 'in' AND seq > :seq AND (peer = :peer OR NOT :only_of_peer))""")
_OWN = text("""SELECT own_hlc = (SELECT own FROM sync_clock) FROM sync_file
    WHERE seq = :seq""")
_WANTED = text("SELECT sha256 FROM sync_want WHERE peer = :peer")
TAKEN = ("merged", "known")
HELD = ("gap", "parked", "refused")


@dataclass(frozen=True)
class SiteRow:
    """One site.

    Attributes:
        unit: Code of the unit whose subtree it holds.
        relation: self, parent, child, or other for sites known by name only.
        status: invited until the first package, then active, at last retired.
        can_receive: Its key is known, so a package for it can be sealed.
        former: The number that it takes over from, when it was registered anew.
    """

    site: int
    parent: int | None
    name: str
    unit: str
    relation: str
    status: str
    can_receive: bool
    former: int | None


@dataclass(frozen=True)
class PackageRow:
    """One line of the journal.

    Attributes:
        way: ``in`` or ``out``.
        peer: The other site; 0 when a file could not be read.
        state: sent or writing; merged, known, gap, parked or refused.
        report: Counts, tables, reason and file, as far as they are known.
        made_at: By the sender's clock; None when it could not be read.
        own_hlc: Newest stamp of this node when the line was written.
        is_confirmed: The receiver has since said that it knows all we had then.
    """

    seq: int
    way: str
    peer: int
    no: int
    kind: str
    snapshot_id: str
    sha256: str
    state: str
    report: Mapping[str, Any]
    made_at: datetime | None
    at: datetime
    own_hlc: int
    is_confirmed: bool

    @property
    def ahead_seconds(self) -> float:
        """How much the sender's clock is certainly ahead of ours; 0 when it is not."""
        if self.way == "out" or self.made_at is None:
            return 0
        return max(0.0, (self.made_at - self.at).total_seconds())


@dataclass(frozen=True)
class Discarded:
    """A value not chosen, as JSON holds it, and whose it was."""

    value: object
    site: int
    at: datetime


@dataclass(frozen=True)
class DecisionRow:
    """How a conflict was settled."""

    id: int
    unit_id: int
    table_name: str
    row_id: int
    field: str
    chosen: object
    why: str
    decided_by: str
    decided_at: datetime
    discarded: tuple[Discarded, ...]


def site_rows() -> list[SiteRow]:
    """Every site known here: this one, its parent, its branches, then others."""
    rows = db.session.execute(_SITES)
    return [SiteRow(*row) for row in rows]


def package_rows() -> list[PackageRow]:
    """The whole journal, newest first."""
    return [_package(row) for row in db.session.execute(_ALL)]


def package_row(seq: int) -> PackageRow | None:
    """One line of the journal, or None."""
    row = db.session.execute(_ONE, {"seq": seq}).first()
    return _package(row) if row else None


def package_made(snapshot_id: str) -> PackageRow | None:
    """The line of a package made here, or None."""
    row = db.session.execute(_MADE, {"id": snapshot_id}).first()
    return _package(row) if row else None


def newest_of_file(sha256: str) -> PackageRow | None:
    """The newest line about exactly that file, or None."""
    row = db.session.execute(_NEWEST, {"sha256": sha256}).first()
    return _package(row) if row else None


def lacks_something(peer: int) -> bool:
    """Whether a site, by what it last said, does not know all that is known here."""
    return bool(db.session.scalar(_LACKS, {"peer": peer}))


def wanted_contents(peer: int) -> list[str]:
    """Hashes of attachments the site has said it lacks."""
    return list(db.session.scalars(_WANTED, {"peer": peer}))


def has_merged_since_sending(peer: int) -> bool:
    """Whether a package of the site was merged after the last one made for it."""
    seq = db.session.scalar(_SINCE, {"peer": peer}) or 0
    found = {"seq": seq, "peer": peer, "only_of_peer": True}
    return bool(db.session.scalar(_MERGED, found))


def current_package(peer: int) -> PackageRow | None:
    """The newest package for the site, if nothing was written or merged since."""
    seq = db.session.scalar(_SINCE, {"peer": peer})
    if seq is None or not db.session.scalar(_OWN, {"seq": seq}):
        return None
    found = {"seq": seq, "peer": peer, "only_of_peer": False}
    return None if db.session.scalar(_MERGED, found) else package_row(seq)


def decision_rows() -> list[DecisionRow]:
    """Decisions within scope, newest first, at most 500."""
    statement = select(ConflictDecision).order_by(
        ConflictDecision.decided_at.desc(), ConflictDecision.id.desc()
    )
    return [_decision(row) for row in db.session.scalars(statement.limit(500))]


def decision_row(decision_id: int) -> DecisionRow | None:
    """One decision within scope, or None."""
    statement = select(ConflictDecision).where(ConflictDecision.id == decision_id)
    row = db.session.scalars(statement).first()
    return _decision(row) if row else None


def _package(row: Any) -> PackageRow:
    return PackageRow(
        seq=row.seq,
        way=row.way,
        peer=row.peer,
        no=row.no,
        kind=row.kind,
        snapshot_id=row.snapshot_id,
        sha256=row.sha256,
        state=row.state,
        report=json.loads(row.report),
        made_at=_instant(row.made_ms) if row.made_ms else None,
        at=_instant(row.at_ms),
        own_hlc=row.own_hlc,
        is_confirmed=bool(row.confirmed),
    )


def _decision(row: ConflictDecision) -> DecisionRow:
    return DecisionRow(
        id=row.id,
        unit_id=row.unit_id,
        table_name=row.table_name,
        row_id=row.row_id,
        field=row.field,
        chosen=json.loads(row.chosen),
        why=row.why,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        discarded=tuple(
            Discarded(one["value"], one["site"], datetime.fromisoformat(one["at"]))
            for one in json.loads(row.discarded)
        ),
    )


def _instant(unix_ms: int) -> datetime:
    return datetime.fromtimestamp(unix_ms / 1000, UTC)


def row_title(table_name: str, row_id: int) -> str:
    """What people call a row within scope; empty when nothing tells."""
    row = db.session.get(CLASS_BY_TABLE[table_name], row_id)
    named = getattr(row, "TITLE", "")
    for name in (named, "name", "title", "label", "code"):
        value = getattr(row, name, None) if name else None
        if value:
            return str(value)
    return ""


def people_of_accounts() -> dict[str, str]:
    """Name of the person behind each account, by account name."""
    statement = select(Account.name, Person.name).join(
        Person, Person.id == Account.person_id
    )
    with acting_in(EVERYTHING):
        return {row[0]: row[1] for row in db.session.execute(statement)}
