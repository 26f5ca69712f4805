"""Taking packages in: private copy, gate, chain, merge in one transaction, journal.

A file is all or nothing. Whatever happens to it, it stays in the journal, and a
refused file also in quarantine.
"""

import hashlib
import shutil
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from domain.errors import Refused
from sync import authority, journal, moves
from sync.blobs import note_wants, take_blobs
from sync.catalogue import tables_here
from sync.connection import Connection
from sync.core import places_text, stable_text
from sync.core.envelope import Header
from sync.core.refusals import NotStored, RolledBack, refuse
from sync.core.selection import FORGET_MOVES
from sync.disk import content_of, disk_failures_in_words
from sync.gate import Request
from sync.gatekeeper import judge
from sync.merge import MergeReport, Rules, TableCount, merge
from sync.node import Node, check_marker, require_new_number, write_marker
from sync.sites import Site, all_sites, own_site

PACKAGE_BYTES_MAX = 2 * 1024**3
BODY_BYTES_MAX = 4 * 1024**3
ROWS_MAX = 5_000_000
PARKED_ROWS = (
    "有{count}条记录的内容不合规定，已另存待处理（sync parked），其余照常并入。"
)
COUNTS = ("new", "changed", "same", "conflicts")


@dataclass(frozen=True)
class ImportResult:
    """What became of one file.

    Attributes:
        file: Name as given.
        sender: Site number; None when the file could not be believed.
        no: Number in the sender's chain; None likewise.
        state: merged, known, gap, parked or refused.
        new, changed, same: Rows; conflicts: fields newly in conflict.
        reason: The sentence of a refusal, else empty.
        kind: full or delta; empty when the file could not be believed.
        made_ms: The sender's clock when it made the package; 0 likewise.
        tables: Counts by table name, of tables the package has rows of.
        sha256: Of the file, hex; the journal names it so.
        epoch: Schema epoch of the sender's program; 0 likewise.
    """

    file: str
    sender: int | None
    no: int | None
    state: str
    new: int = 0
    changed: int = 0
    same: int = 0
    conflicts: int = 0
    reason: str = ""
    kind: str = ""
    made_ms: int = 0
    tables: Mapping[str, TableCount] = field(default_factory=dict)
    sha256: str = ""
    epoch: int = 0


def kept_path(node: Node, sha256: str) -> Path:
    """Where a refused or parked file lies."""
    return node.home / "quarantine" / f"{sha256[:16]}.luoshi"


def files_for_this_program(node: Node) -> dict[Path, str]:
    """Files that an older program could not read and this one can; names by path."""
    with node.open() as connection:
        parked = journal.parked_below(connection, node.epoch)
    paths = {kept_path(node, sha256): name for sha256, name in parked}
    return {path: name for path, name in paths.items() if path.exists()}


def import_file(
    node: Node, path: Path, *, name: str = "", dry_run: bool = False
) -> ImportResult:
    """Take one file in; a refusal is a result, not an exception.

    Args:
        node: The receiver.
        path: Anywhere, also on a stick; only this one file is read, never a -wal or
            -journal beside it.
        name: What people call the file, when its path does not say.
        dry_run: Judge and count, then leave everything as it was, journal included.

    Raises:
        Refused: When the file cannot be read, or this database is older than its
            marker: then nothing at all may be taken in.
        NotStored: When the disk fails.
    """
    node.tell("copy")
    with disk_failures_in_words("not_stored"):
        node.make_folders()
        with node.open() as connection:
            check_marker(node, connection)
        with node.scratch("inbox") as folder:
            package = folder / "package"
            sha256 = _copy_in(path, package)
            unread = ImportResult(name or path.name, None, None, "", sha256=sha256)
            try:
                return _take(node, package, unread, dry_run=dry_run)
            except Refused as refused:
                return _refused(node, package, unread, refused, dry_run=dry_run)


def gate_request(node: Node, connection: Connection, package: Path) -> Request:
    """What the gate must know to judge a package for this node."""
    sites = all_sites(connection).values()
    own = own_site(connection)
    offset = connection.execute("SELECT offset_ms FROM sync_clock").fetchone()[0]
    sign_keys = {str(s.site): s.sign_key.hex() for s in sites if s.sign_key}
    sign_keys[str(own.site)] = node.public_keys()[0].hex()
    return Request(
        package=str(package),
        folder=str(package.parent),
        site=own.site,
        box_key=node.box_key().hex(),
        sign_keys=sign_keys,
        retired=[s.site for s in sites if s.status == "retired"],
        secrets={str(s.site): s.secret.hex() for s in sites if s.secret},
        epoch=node.epoch,
        now_ms=time.time_ns() // 1_000_000 + offset,
        rows_max=ROWS_MAX,
        plain_bytes_max=BODY_BYTES_MAX,
        tables=tables_here(connection, node.tables),
        migrations={str(n): one for n, one in node.migrations.items()},
    )


def _copy_in(path: Path, package: Path) -> str:
    """Copy at most the allowed size; return the SHA-256 of what was copied."""
    digest, size = hashlib.sha256(), 0
    with package.open("xb") as target:
        for data in content_of(path):
            size += len(data)
            if size > PACKAGE_BYTES_MAX:
                refuse("too_big", size_mb=size >> 20, max_mb=PACKAGE_BYTES_MAX >> 20)
            digest.update(data)
            target.write(data)
    return digest.hexdigest()


def _take(
    node: Node, package: Path, unread: ImportResult, *, dry_run: bool
) -> ImportResult:
    sha256 = unread.sha256
    node.tell("check")
    with node.open() as connection:
        before = journal.seen(connection, sha256)
        request = gate_request(node, connection, package)
    if before is not None:
        result = replace(unread, sender=before[0], no=before[1], state="known")
        if not dry_run:
            with node.open_for_writing() as connection:
                journal.add_again(connection, sha256)
        return result
    node.tell("open")
    verdict = judge(request)
    header, refusal = verdict.header, verdict.refusal
    result = unread if header is None else _believed(unread, header)
    if header is None or refusal is not None:
        assert refusal is not None
        return _refused(node, package, result, refusal, dry_run=dry_run)
    node.tell("merge")
    try:
        report = merge_admitted(
            node, header, request.clean_path, sha256, dry_run=dry_run
        )
    except Refused as refused:
        if isinstance(refused, RolledBack) and not dry_run:
            _stop_if_parent_says(node, header)
        return _refused(node, package, result, refused, dry_run=dry_run)
    return replace(
        result,
        state="known" if report.known else "merged",
        new=report.total("new"),
        changed=report.total("changed"),
        same=report.total("same"),
        conflicts=report.total("conflicts"),
        tables=report.tables,
        reason=PARKED_ROWS.format(count=report.parked) if report.parked else "",
    )


def _stop_if_parent_says(node: Node, header: Header) -> None:
    """A branch that was rolled back exchanges nothing until it is registered anew.

    Only the parent is believed: a branch could stop its hub with a made-up claim.
    """
    with node.open() as connection:
        if all_sites(connection)[header.sender].relation == "parent":
            require_new_number(node, connection)


def merge_admitted(
    node: Node, header: Header, clean_path: Path, sha256: str, *, dry_run: bool
) -> MergeReport:
    """Merge the clean copy of a package that passed the gate."""
    with node.open_for_writing() as connection:
        sender = all_sites(connection)[header.sender]
        reports: list[MergeReport] = []
        rules = _rules(node, sender, header, sha256, keep=not dry_run)
        rules = replace(rules, noted=reports.append)
        try:
            report = merge(
                connection,
                node.tables,
                clean_path,
                sender=sender.site,
                rules=rules,
            )
        except Exception:
            # SQLite commits the database before the work tables: when these find no
            # room then, COMMIT fails though all is merged
            if dry_run or not reports or not _is_noted(node, sha256):
                raise
            return reports[0]
        if not dry_run:
            # nothing of our own has changed: an older marker is as good
            with suppress(OSError):
                write_marker(node, connection)
    return report


def _is_noted(node: Node, sha256: str) -> bool:
    """Whether the journal on the disk has the file, as a new connection reads it."""
    with node.open() as connection:
        return journal.seen(connection, sha256) is not None


def _rules(
    node: Node, sender: Site, header: Header, sha256: str, *, keep: bool
) -> Rules:
    def before(connection: Connection) -> None:
        _check_chain(connection, sender, header)
        if sender.relation == "parent":
            authority.refuse_rollback(connection)
        else:
            tables = tables_here(connection, node.tables)
            authority.check_branch_before(connection, tables, sender, node.today)

    def after(connection: Connection) -> None:
        if sender.relation != "parent":
            tables = tables_here(connection, node.tables)
            authority.check_branch_after(connection, tables, sender, node.today)
            place = (sender.unit, node.today)
            moves.note_departures(connection, tables, sender.site, place)
        if keep:
            take_blobs(node, connection)

    def finish(connection: Connection, report: MergeReport) -> None:
        state = "known" if report.known else "merged"
        counts: dict[str, object] = {what: report.total(what) for what in COUNTS}
        counts["told_skew_ms"] = journal.told_skew(connection)
        counts["tables"] = {key: asdict(one) for key, one in report.tables.items()}
        journal.add(connection, journal.entry_of(header, sha256, state, **counts))
        learn_sites(connection, sender, header)
        moves.forget(connection, sender.site)
        learn_floor(connection, sender)
        journal.learn_void(connection, sender.site)
        note_wants(node, connection, sender.site)

    return Rules(before, after, finish, keep)


def _check_chain(connection: Connection, sender: Site, header: Header) -> None:
    journal.refuse_void(connection, header)
    journal.refuse_fork(connection, header)
    journal.refuse_unknown_to_us(connection, own_site(connection).site)
    if journal.is_newer(connection, header):
        authority.refuse_rewound(connection, sender)
        return
    # what has moved since was told by a newer package
    for statement in FORGET_MOVES:
        connection.execute(statement)


def learn_sites(connection: Connection, sender: Site, header: Header) -> None:
    """Names of sites for the inbox; the keys of a branch that has just enrolled."""
    if sender.relation == "parent":
        connection.execute(places_text.LEARN_FROM_PARENT)
        return
    connection.execute(places_text.LEARN_FROM_BRANCH, {"sender": sender.site})
    enrolment = header.enrolment
    if sender.status == "invited" and enrolment is not None:
        keys = bytes.fromhex(enrolment.sign_key), bytes.fromhex(enrolment.box_key)
        values = (enrolment.name, *keys, sender.site)
        connection.execute(places_text.ENROL, values)


def learn_floor(connection: Connection, sender: Site) -> None:
    """Note what the sender's package says that others know for sure."""
    if sender.relation == "parent":
        connection.execute(stable_text.LEARN_STABLE)
    else:
        connection.execute(stable_text.LEARN_FLOOR, {"peer": sender.site})


def _believed(unread: ImportResult, header: Header) -> ImportResult:
    return replace(
        unread,
        sender=header.sender,
        no=header.no,
        kind=header.kind,
        made_ms=header.created_ms,
        epoch=header.schema_epoch,
    )


def _refused(
    node: Node, package: Path, result: ImportResult, refusal: Refused, *, dry_run: bool
) -> ImportResult:
    """The result; except in a dry run the file is kept, with a line in the journal."""
    if isinstance(refusal, NotStored):
        raise refusal
    result = replace(result, state=refusal.code, reason=refusal.message)
    if dry_run:
        return result
    kept = kept_path(node, result.sha256)
    if not kept.exists():
        shutil.move(package, kept)
    facts: dict[str, object] = {
        "reason": result.reason,
        "file": result.file,
        "epoch": result.epoch,
    }
    facts["program"] = node.epoch
    entry = journal.unread(result.sha256, result.state, **facts)
    entry = replace(
        entry,
        peer=result.sender or 0,
        no=result.no or 0,
        kind=result.kind,
        made_ms=result.made_ms,
    )
    with node.open_for_writing() as connection:
        journal.add(connection, entry)
    return result
