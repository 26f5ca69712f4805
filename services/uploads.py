"""A file between its preview and its confirmation, kept per account for a day."""

import re
from hashlib import sha256
from pathlib import Path

from domain.errors import Invalid
from domain.policy import Actor
from store import clock
from store.db import home_path

_KEPT_SECONDS = 24 * 60 * 60
_TOKEN = re.compile(r"[0-9a-f]{64}")
_GONE = "预览过的文件已不在（保留一天）。请重新选择文件上传。"


def keep_upload(actor: Actor, data: bytes) -> str:
    """Keep the file and answer the token its confirmation names it by."""
    folder = _folder()
    folder.mkdir(mode=0o700, exist_ok=True)
    _sweep(folder)
    token = sha256(data).hexdigest()
    _path(actor, token).write_bytes(data)
    return token


def kept_upload(actor: Actor, token: str) -> bytes:
    """The file this account uploaded under the token.

    Raises:
        Invalid: It is no longer there, or was another account's.
    """
    if not _TOKEN.fullmatch(token) or not _path(actor, token).exists():
        raise Invalid(_GONE)
    return _path(actor, token).read_bytes()


def drop_upload(actor: Actor, token: str) -> None:
    """Forget the file once it is loaded."""
    _path(actor, token).unlink(missing_ok=True)


def _folder() -> Path:
    return home_path() / "uploads"


def _path(actor: Actor, token: str) -> Path:
    return _folder() / f"{actor.account_id}-{token}"


def _sweep(folder: Path) -> None:
    oldest = clock.now_utc().timestamp() - _KEPT_SECONDS
    for path in folder.iterdir():
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
