"""Files that somebody uploaded and that wait in home/inbox until somebody merges them.

Each lies under a random name; what the dry run found stands beside it. A file whose
merge was asked for is taken off the list; services/merges.py works it off.
"""

import json
import re
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from domain.errors import NotFound
from domain.policy import Actor
from services import audit, exchange
from services.sites import Sites, sites
from store import clock
from sync.core.refusals import refuse
from sync.inbox import PACKAGE_BYTES_MAX, ImportResult
from sync.merge import TableCount
from sync.node import write_private

TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
NO_FILE = "没有这个待并入的文件，可能已由别人并入或移除。请从“待并入”列表重新进入。"


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


def receive(stream: IO[bytes]) -> str:
    """Keep what somebody sends, not judged yet; the token it is known by.

    Raises:
        Refused: It is larger than any package may be; it is not kept.
    """
    token = secrets.token_urlsafe(16)
    exchange.this_node().make_folders()
    path = path_of(token)
    try:
        copy_upload(stream, path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return token


def keep(token: str, name: str, by: str, found: ImportResult) -> None:
    """Put a received file on the list, with what its dry run found."""
    size_bytes = path_of(token).stat().st_size
    kept = Kept(token, name, size_bytes, by, clock.now_utc(), found)
    words = {**asdict(kept), "judged_at": kept.judged_at.isoformat()}
    part = path_of(token).with_suffix(".part")
    part.unlink(missing_ok=True)
    write_private(part, json.dumps(words, ensure_ascii=False))
    part.rename(_words_path(token))


def is_kept(token: str) -> bool:
    """Whether the file stands on the list."""
    return _words_path(token).exists()


def kept_files(actor: Actor) -> list[Kept]:
    """Files waiting within reach, or uploaded by the actor; by sender and number."""
    known = sites()
    folder = exchange.this_node().home / "inbox"
    found = [_read(path) for path in folder.glob("*.json")]
    return sorted(
        (one for one in found if one and _is_theirs(actor, known, one)),
        key=lambda one: (one.found.sender or 0, one.found.no or 0, one.token),
    )


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
    drop(token)
    return found.name


def claim(token: str) -> None:
    """Take a waiting file off the list, because its merge was asked for.

    Raises:
        NotFound: It does not wait any more.
    """
    try:
        _words_path(token).rename(_claimed_path(token))
    except FileNotFoundError:
        raise NotFound(NO_FILE) from None


def release(token: str) -> None:
    """Put a file back on the list, if it was taken off."""
    if _claimed_path(token).exists():
        _claimed_path(token).rename(_words_path(token))


def drop(token: str) -> None:
    """Remove a file and all that stands beside it."""
    _words_path(token).unlink(missing_ok=True)
    _claimed_path(token).unlink(missing_ok=True)
    path_of(token).unlink(missing_ok=True)


def copy_upload(stream: IO[bytes], path: Path) -> int:
    """Write what somebody sends to a new private file; its size in bytes.

    Raises:
        Refused: It is larger than any package may be.
    """
    size_bytes = 0
    path.touch(mode=0o600, exist_ok=False)
    with path.open("wb") as target:
        while data := stream.read(1024 * 1024):
            size_bytes += target.write(data)
            if size_bytes > PACKAGE_BYTES_MAX:
                size_mb, max_mb = size_bytes >> 20, PACKAGE_BYTES_MAX >> 20
                refuse("too_big", size_mb=size_mb, max_mb=max_mb)
    return size_bytes


def path_of(token: str) -> Path:
    """Where the file lies.

    Raises:
        NotFound: The token is none.
    """
    if not TOKEN.fullmatch(token):
        raise NotFound(NO_FILE)
    return exchange.this_node().home / "inbox" / f"{token}.luoshi"


def _words_path(token: str) -> Path:
    return path_of(token).with_suffix(".json")


def _claimed_path(token: str) -> Path:
    return path_of(token).with_suffix(".asked")


def _is_theirs(actor: Actor, known: Sites, kept: Kept) -> bool:
    is_within = known.may(actor, "exchange.manage", kept.found.sender or 0)
    return is_within or kept.by == actor.account_name


def _read(path: Path) -> Kept | None:
    try:
        words = json.loads(path.read_text())
    except FileNotFoundError:  # merged by somebody else meanwhile
        return None
    words["judged_at"] = datetime.fromisoformat(words["judged_at"])
    tables = words["found"].pop("tables")
    counts = {key: TableCount(**one) for key, one in tables.items()}
    words["found"] = ImportResult(**words["found"], tables=counts)
    return Kept(**words)
