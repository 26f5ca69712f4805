"""Files given as evidence: stored once by their content, named by each record.

The bytes lie in home/attachments/ab/<sha256>; a row says which record they belong to.
Bytes reach the disk before the row does, so a row never names a missing file.
"""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from domain.errors import Invalid, NotFound
from domain.fields import Kind
from domain.files import mime_of, safe_name, size_words
from domain.policy import Actor
from services import records
from store import clock
from store.db import home_path, write
from store.queries import record_detail
from store.rows import any_row
from store.scope import acting_in
from store.tables.records import Attachment

FILE_BYTES_MAX = 50 * 1024 * 1024
CHANGED = "attachment"
_PIECE_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Stored:
    """Bytes that lie in the folder of attachments."""

    sha256: str
    mime: str
    size_bytes: int


@dataclass(frozen=True)
class Opened:
    """A file ready to be handed out."""

    path: Path
    name: str
    mime: str


def store(stream: IO[bytes]) -> Stored:
    """Put the bytes on disk by their content; safe to repeat, safe to lose power in.

    Raises:
        Invalid: When the file is empty or larger than FILE_BYTES_MAX.
    """
    folder = attachments_path()
    folder.mkdir(parents=True, exist_ok=True)
    descriptor, part = tempfile.mkstemp(suffix=".part", dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as target:
            stored = _copy(stream, target)
            target.flush()
            os.fsync(target.fileno())
        final = path_of(stored.sha256)
        final.parent.mkdir(exist_ok=True)
        Path(part).replace(final)
        for changed in (final.parent, folder):
            _sync_folder(changed)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
    return stored


def add(actor: Actor, kind: Kind, record_id: int, name: str, stored: Stored) -> int:
    """Name stored bytes as evidence of the record; the attachment's id.

    The record must be open to change by the actor; an accepted one is not.
    """
    with write(actor.account_name) as session, acting_in(actor.scope):
        called = safe_name(name)
        records.log_move(actor, kind, record_id, {CHANGED: (None, called)})
        detail = record_detail.record_detail(kind, record_id)
        assert detail is not None
        row = Attachment(
            kind=kind.key,
            record_id=record_id,
            unit_id=detail.record.unit_id,
            sha256=stored.sha256,
            name=called,
            mime=stored.mime,
            size_bytes=stored.size_bytes,
            added_by=actor.account_name,
            added_at=clock.now_utc(),
        )
        session.add(row)
        session.flush()
        return row.id


def remove(actor: Actor, attachment_id: int) -> None:
    """Take a file off its record; the bytes stay, since others may name them."""
    with write(actor.account_name), acting_in(actor.scope):
        kind, record_id, found = _find(attachment_id)
        records.log_move(actor, kind, record_id, {CHANGED: (found.name, None)})
        row = any_row(Attachment, attachment_id)
        assert row is not None
        row.is_deleted = 1


def open_file(actor: Actor, attachment_id: int) -> Opened:
    """Where the bytes of a file in the actor's scope lie.

    Raises:
        NotFound: When there is no such file, or its bytes have not arrived here.
    """
    with acting_in(actor.scope):
        _, _, found = _find(attachment_id)
    path = path_of(found.sha256)
    if not path.exists():
        message = f"附件“{found.name}”的内容还没有传到本机，请等下一次数据交换后再取。"
        raise NotFound(message)
    return Opened(path, found.name, found.mime)


def attachments_path() -> Path:
    """The folder of attachments of this node."""
    return home_path() / "attachments"


def path_of(sha256: str) -> Path:
    """Where bytes of that hash lie, whether they are there or not."""
    return attachments_path() / sha256[:2] / sha256


def _find(attachment_id: int) -> tuple[Kind, int, record_detail.AttachmentRow]:
    found = record_detail.attachment(attachment_id)
    if found is None:
        message = "没有找到这个附件，可能已被移除，或不在您的范围内。"
        raise NotFound(message)
    return found


def _copy(stream: IO[bytes], target: IO[bytes]) -> Stored:
    digest, size_bytes, mime = hashlib.sha256(), 0, ""
    while piece := stream.read(_PIECE_BYTES):
        mime = mime or mime_of(piece[:4096])
        size_bytes += len(piece)
        if size_bytes > FILE_BYTES_MAX:
            most = size_words(FILE_BYTES_MAX)
            message = f"文件超过{most}，没有保存；请压缩或分成几个文件后再上传。"
            raise Invalid(message, {"file": message})
        digest.update(piece)
        target.write(piece)
    if not size_bytes:
        message = "文件是空的，没有保存；请重新选择文件。"
        raise Invalid(message, {"file": message})
    return Stored(digest.hexdigest(), mime, size_bytes)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
