"""A disk that fails during an exchange, as a sentence instead of an error.

Nothing is wrong with the package then: it is neither kept nor noted, and goes in once
there is room again.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from sync.core.refusals import refuse

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
def disk_failures_in_words() -> Iterator[None]:
    """Refuse with a sentence when the disk, or the database because of it, fails.

    Raises:
        NotStored: Everything is as it was, or all of it was merged.
    """
    try:
        yield
    except Exception as error:
        why = _why(error)
        if why is None:
            raise
        refuse("not_stored", why=why)


def _why(error: Exception) -> str | None:
    """What the disk did; None when it was something else."""
    if isinstance(error, OSError):
        return FULL if error.errno in _NO_ROOM else BROKEN
    name: str = getattr(error, "sqlite_errorname", None) or type(error).__name__
    return next((why for start, why in _NAMES.items() if name.startswith(start)), None)
