"""Packages as pages handle them: made into the outbox, kept when uploaded, taken in.

An uploaded file waits in home/inbox under a random name until somebody merges it; what
the dry run found stands beside it. A refused file goes to home/quarantine.
"""

import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from domain.errors import Forbidden, NotFound
from domain.policy import Actor
from services import audit, exchange
from services.sites import Sites, sites
from store import clock
from store.queries.exchange import (
    HELD,
    PackageRow,
    newest_of_file,
    package_made,
    package_row,
)
from sync.core.refusals import refuse
from sync.inbox import PACKAGE_BYTES_MAX, ImportResult
from sync.merge import TableCount
from sync.node import write_private

TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
NOT_YOURS = "这个节点不在您管理的单位范围内，没有办理。请由该单位或上级的负责人办理。"
NO_FILE = "没有这个待并入的文件，可能已由别人并入或移除。请从“待并入”列表重新进入。"
NO_PACKAGE = "没有这个数据包，或它不在您的单位范围内。请从“往来记录”重新进入。"
FILE_GONE = "这个数据包的文件已不在本机。请让对方重新导出，或重新上传一次。"


@dataclass(frozen=True)
class Kept:
    """An uploaded file that waits.

    Attributes:
        name: As it was called where it came from; never used as a path.
        found: What the dry run of ``judged_at`` said would happen.
    """

    token: str
    name: str
    size_bytes: int
    by: str
    judged_at: datetime
    found: ImportResult


def make_package(actor: Actor, site: int, *, full: bool) -> int:
    """Journal number of a new package for the parent or a branch, in the outbox.

    Raises:
        Forbidden: The site is not within the actor's reach.
        Refused: It has no key yet, or the file cannot be written.
    """
    known = sites()
    receiver = known.by_number(site)
    if receiver is None or receiver not in known.partners():
        raise NotFound(NO_PACKAGE)
    _require(actor, known, site)
    node = exchange.this_node()
    node.make_folders()
    aside = node.home / "outbox" / f"{secrets.token_urlsafe(16)}.luoshi"
    to = None if receiver.relation == "parent" else receiver.unit
    header = exchange.export_to(aside, to, full=full, by=actor.account_name)
    aside.rename(outbox_path(header.snapshot_id))
    made = package_made(header.snapshot_id)
    assert made is not None
    return made.seq


def package_of(actor: Actor, seq: int) -> PackageRow:
    """A line of the journal.

    Raises:
        NotFound: There is none, or it is not within the actor's reach.
    """
    found = package_row(seq)
    if found is None or not sites().may(actor, "exchange.read", found.peer):
        raise NotFound(NO_PACKAGE)
    return found


def outbox_path(snapshot_id: str) -> Path:
    """Where the file of a package made by a page lies."""
    return exchange.this_node().home / "outbox" / f"{snapshot_id}.luoshi"


def quarantine_path(sha256: str) -> Path:
    """Where a refused file lies."""
    return exchange.this_node().home / "quarantine" / f"{sha256[:16]}.luoshi"


def file_of(row: PackageRow) -> Path | None:
    """Where the package's file lies here: made here, or refused; else None."""
    if row.way == "out":
        path = outbox_path(row.snapshot_id)
    else:
        path = quarantine_path(row.sha256)
    return path if path.exists() else None


def note_download(actor: Actor, subject: str) -> None:
    """Keep in the audit log that somebody took a file with data out."""
    audit.record("exchange:package:download", actor.account_name, None, subject)


def keep_upload(actor: Actor, stream: IO[bytes], name: str) -> int | None:
    """Keep a file and judge it; the journal number when it is refused, else None.

    Raises:
        Refused: It is too large, or this database was rolled back; it is not kept.
    """
    token = secrets.token_urlsafe(16)
    exchange.this_node().make_folders()
    path = _path(token)
    try:
        size_bytes = _copy(stream, path)
        found = exchange.take_in(path, name, dry_run=True)
        if found.state in {"refused", "parked"}:
            seq = _take(actor, path, name)
            path.unlink()
            return seq
        kept = Kept(token, name, size_bytes, actor.account_name, clock.now_utc(), found)
        _note(kept)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return None


def kept_files(actor: Actor) -> list[Kept]:
    """Files waiting within reach, or uploaded by the actor; by sender and number."""
    known = sites()
    folder = exchange.this_node().home / "inbox"
    found = [_read(path.stem) for path in folder.glob("*.json")]
    return sorted(
        (one for one in found if one and _is_theirs(actor, known, one)),
        key=lambda one: (one.found.sender or 0, one.found.no or 0, one.token),
    )


def merge_kept(actor: Actor, tokens: Sequence[str]) -> list[int]:
    """Merge these files, each all or nothing; their journal numbers.

    A file that still lacks an earlier package stays where it is.

    Raises:
        NotFound: One of them does not wait any more, or is not the actor's.
        Forbidden: A sender is not within the actor's reach.
    """
    known = sites()
    chosen = [one for one in kept_files(actor) if one.token in tokens]
    if not chosen or len(chosen) != len(set(tokens)):
        raise NotFound(NO_FILE)
    for one in chosen:
        _require(actor, known, one.found.sender or 0)
    taken = (_merge(actor, one) for one in chosen)
    return [seq for seq in taken if seq is not None]


def discard(actor: Actor, token: str) -> str:
    """Remove a waiting file, which changes no data; its name.

    Raises:
        NotFound: It does not wait any more, or is not the actor's.
    """
    found = next((one for one in kept_files(actor) if one.token == token), None)
    if found is None:
        raise NotFound(NO_FILE)
    name = actor.account_name
    audit.record("exchange:upload:delete", name, None, found.name)
    _drop(token)
    return found.name


def retry(actor: Actor, seq: int) -> int:
    """Take a quarantined file in once more; its new journal number.

    Raises:
        NotFound: No such file, or it is not here any more.
        Forbidden: Its sender is not within the actor's reach.
    """
    row = package_of(actor, seq)
    _require(actor, sites(), row.peer)
    path = quarantine_path(row.sha256)
    if row.state not in HELD or not path.exists():
        raise NotFound(FILE_GONE)
    return _take(actor, path, str(row.report.get("file", "")))


def _require(actor: Actor, known: Sites, site: int) -> None:
    if not known.may(actor, "exchange.manage", site):
        raise Forbidden(NOT_YOURS)


def _is_theirs(actor: Actor, known: Sites, kept: Kept) -> bool:
    is_within = known.may(actor, "exchange.manage", kept.found.sender or 0)
    return is_within or kept.by == actor.account_name


def _merge(actor: Actor, kept: Kept) -> int | None:
    path = _path(kept.token)
    if kept.found.state == "gap":
        found = exchange.take_in(path, kept.name, dry_run=True)
        if found.state == "gap":
            return None
    seq = _take(actor, path, kept.name)
    _drop(kept.token)
    return seq


def _take(actor: Actor, path: Path, name: str) -> int:
    result = exchange.take_in(path, name, by=actor.account_name)
    row = newest_of_file(result.sha256)
    assert row is not None
    if result.state not in HELD:
        quarantine_path(result.sha256).unlink(missing_ok=True)
    return row.seq


def _path(token: str) -> Path:
    if not TOKEN.fullmatch(token):
        raise NotFound(NO_FILE)
    return exchange.this_node().home / "inbox" / f"{token}.luoshi"


def _copy(stream: IO[bytes], path: Path) -> int:
    size_bytes = 0
    path.touch(mode=0o600, exist_ok=False)
    with path.open("wb") as target:
        while data := stream.read(1024 * 1024):
            size_bytes += target.write(data)
            if size_bytes > PACKAGE_BYTES_MAX:
                size_mb, max_mb = size_bytes >> 20, PACKAGE_BYTES_MAX >> 20
                refuse("too_big", size_mb=size_mb, max_mb=max_mb)
    return size_bytes


def _note(kept: Kept) -> None:
    words = {**asdict(kept), "judged_at": kept.judged_at.isoformat()}
    path = _path(kept.token).with_suffix(".json")
    write_private(path, json.dumps(words, ensure_ascii=False))


def _read(token: str) -> Kept | None:
    path = _path(token).with_suffix(".json")
    try:
        words = json.loads(path.read_text())
    except FileNotFoundError:  # merged by somebody else meanwhile
        return None
    words["judged_at"] = datetime.fromisoformat(words["judged_at"])
    tables = words["found"].pop("tables")
    counts = {key: TableCount(**one) for key, one in tables.items()}
    words["found"] = ImportResult(**words["found"], tables=counts)
    return Kept(**words)


def _drop(token: str) -> None:
    path = _path(token)
    path.with_suffix(".json").unlink(missing_ok=True)
    path.unlink(missing_ok=True)
