"""A disk that fails during an exchange, as a sentence instead of an error.

Nothing is wrong with a package then: it is neither kept nor noted, and goes in once
there is room again. Everything else is all or nothing too.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sync.core.refusals import NotStored, refuse

COPY_BYTES = 1024 * 1024
FULL, BROKEN = "磁盘已满", "磁盘读写错误"
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# as the libraries name it: pysqlite3, apsw, psycopg
_NAMES = {
    "SQLITE_FULL": FULL,
    "FullError": FULL,
    "DiskFull": FULL,
    "SQLITE_IOERR": BROKEN,
    "SQLITE_CANTOPEN": BROKEN,
    "SQLITE_READONLY": BROKEN,
    "IOError": BROKEN,
    "CantOpenError": BROKEN,
    "IoError": BROKEN,
}


@contextmanager
def disk_failures_in_words(sentence: str) -> Iterator[None]:
    """Refuse with a sentence when the disk, or the database because of it, fails.

    Also a decorator.

    Args:
        sentence: Key of what could not be done: not_stored, not_exported,
            not_renumbered or not_set_up.

    Raises:
        NotStored: Everything is as it was, or all of it was merged.
    """
    try:
        yield
    except Exception as error:
        why = _why(error)
        if why is None:
            raise
        refuse(sentence, why=why)


def content_of(path: Path, start: int = 0) -> Iterator[bytes]:
    """A file from elsewhere, piece by piece.

    Raises:
        Refused: When it cannot be read; the caller's own disk is another matter.
    """
    try:
        with path.open("rb") as source:
            source.seek(start)
            while data := source.read(COPY_BYTES):
                yield data
    except OSError as error:
        refuse("cannot_read", path=path, why=os.strerror(error.errno or 0))


def reason_of(error: OSError) -> str:
    """Why a file could not be written, for people."""
    return FULL if error.errno in _NO_ROOM else os.strerror(error.errno or 0)


def _why(error: Exception) -> str | None:
    """What the disk did; None when it was something else."""
    if isinstance(error, NotStored):  # the gate's, or of an inner step
        return FULL if FULL in error.message else BROKEN
    if isinstance(error, OSError):
        return FULL if error.errno in _NO_ROOM else BROKEN
    name: str = getattr(error, "sqlite_errorname", None) or type(error).__name__
    return next((why for start, why in _NAMES.items() if name.startswith(start)), None)
