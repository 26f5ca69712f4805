"""Packages that arrive over the line in pieces, and what became of them.

A piece counts where it belongs or not at all, so a broken line resumes. A whole
package waits for the job that takes it in the way a file from a stick is taken in.
"""

import fcntl
import hashlib
import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from domain.errors import DomainError, Invalid, WrongState
from services import exchange
from sync.core.refusals import refuse
from sync.inbox import PACKAGE_BYTES_MAX

BY = "在线交换"
PIECE_BYTES_MAX = 4 * 1024 * 1024
UNFINISHED_MAX = 3
KEPT_SECONDS = 7 * 86_400
WRONG_PLACE = "这一段接不上已收到的部分，没有保存。请从已收到的位置继续上传。"
WRONG_HASH = "收到的数据包与它的校验值不符，已丢弃。请重新上传。"
WRONG_NAME = "数据包的校验值写法不对，没有办理。"


@dataclass(frozen=True)
class Upload:
    """How far a package has come.

    Attributes:
        offset: Bytes received.
        state: receiving, waiting, or what became of it: see sync.inbox.ImportResult.
    """

    offset: int
    state: str
    reason: str = ""


def upload_of(site: int, sha256: str) -> Upload:
    """The site's upload of the file with that hash; nothing received is an offset 0."""
    path = _path(site, sha256)
    result = path.with_suffix(".json")
    if result.exists():
        return Upload(**json.loads(result.read_text()))
    if path.exists():
        return Upload(path.stat().st_size, "waiting")
    part = path.with_suffix(".part")
    return Upload(part.stat().st_size if part.exists() else 0, "receiving")


def add_piece(
    site: int, sha256: str, size_bytes: int, offset: int, piece: bytes
) -> Upload:
    """Append a piece; the last one makes the package wait to be taken in.

    Raises:
        Refused: The whole is too large.
        WrongState: The piece does not begin where the last one ended.
        Invalid: The whole does not have its hash; everything received is dropped.
    """
    if size_bytes > PACKAGE_BYTES_MAX:
        size_mb, max_mb = size_bytes >> 20, PACKAGE_BYTES_MAX >> 20
        refuse("too_big", size_mb=size_mb, max_mb=max_mb)
    path = _path(site, sha256)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    _make_room(part)
    with _alone(part) as received:
        if received != offset or offset + len(piece) > size_bytes:
            raise WrongState(WRONG_PLACE)
        with part.open("ab") as file:
            file.write(piece)
        if received + len(piece) == size_bytes:
            _complete(part, path, sha256)
    return upload_of(site, sha256)


def waiting() -> list[tuple[int, str]]:
    """(site, hash) of whole packages that nobody has taken in, oldest first."""
    found = sorted(_folder().glob("*/*.luoshi"), key=lambda path: path.stat().st_mtime)
    return [(int(path.parent.name), path.stem) for path in found]


def take_in(site: int, sha256: str) -> None:
    """Take a whole package in and keep what became of it; a repeat does nothing."""
    path = _path(site, sha256)
    with _alone(path) as size_bytes:
        if not size_bytes:
            path.unlink(missing_ok=True)
            return
        try:
            found = exchange.take_in(path, by=BY)
            upload = Upload(size_bytes, found.state, found.reason)
        except DomainError as error:
            upload = Upload(size_bytes, "refused", error.message)
        part = path.with_suffix(".json.part")
        part.write_text(json.dumps(asdict(upload), ensure_ascii=False))
        part.replace(path.with_suffix(".json"))
        path.unlink()


def forget_old() -> None:
    """Remove what has not been touched for a week."""
    oldest = time.time() - KEPT_SECONDS
    for path in _folder().glob("*/*.[jp]*"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def _complete(part: Path, path: Path, sha256: str) -> None:
    with part.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != sha256:
        part.unlink()
        raise Invalid(WRONG_HASH)
    part.rename(path)


def _make_room(part: Path) -> None:
    """Only the newest unfinished uploads of a site are kept."""
    others = [one for one in part.parent.glob("*.part") if one != part]
    others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in others[UNFINISHED_MAX - 1 :]:
        path.unlink(missing_ok=True)


@contextmanager
def _alone(path: Path) -> Iterator[int]:
    """Hold the file against other processes; its size in bytes, 0 for a new one."""
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file.tell() if path.exists() else 0


def _folder() -> Path:
    return exchange.this_node().home / "inbox" / "online"


def _path(site: int, sha256: str) -> Path:
    if not re.fullmatch("[0-9a-f]{64}", sha256):
        raise Invalid(WRONG_NAME)
    return _folder() / str(site) / f"{sha256}.luoshi"
