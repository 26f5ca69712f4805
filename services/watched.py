"""The watched folder: packages that somebody puts there are taken in, each once.

Files are never changed or removed: a stick goes back as it came. A file is read when
two looks in a row found it alike, so one that is still being copied waits.
"""

import hashlib
import logging
from dataclasses import dataclass, field
from pathlib import Path

from domain.errors import DomainError
from services import exchange
from store.queries.exchange import newest_of_file
from sync.inbox import ImportResult

log = logging.getLogger(__name__)

WATCHER = "自动收件"
ENDING = ".luoshi"
DEALT_WITH = {"merged", "known", "refused", "sent"}
Sight = tuple[int, int]  # size in bytes, time of change in ns


@dataclass
class Watch:
    """One folder, and what earlier looks saw in it.

    Attributes:
        seen: What each file looked like in the last look.
        done: What each file looked like that need not be read again.
    """

    folder: Path
    seen: dict[Path, Sight] = field(default_factory=dict)
    done: dict[Path, Sight] = field(default_factory=dict)

    def look(self) -> list[ImportResult]:
        """Take in what is new; a folder that is not there holds nothing.

        A file that lacks an earlier one is tried again after every other that was
        merged, and in every later look. A bad one never keeps the next from being read.
        """
        now = _packages(self.folder)
        settled = [path for path, sight in now.items() if self.seen.get(path) == sight]
        waiting = [path for path in settled if self.done.get(path) != now[path]]
        self.seen = now
        results: list[ImportResult] = []
        while waiting:
            taken = {path: _take(path) for path in waiting}
            results += [found for found in taken.values() if found]
            waiting = [
                p for p, found in taken.items() if found and found.state == "gap"
            ]
            self.done |= {path: now[path] for path in taken if path not in waiting}
            if not any(found and found.state == "merged" for found in taken.values()):
                break
        return results


def _is_gap(found: ImportResult | None) -> bool:
    return found is not None and found.state == "gap"


def _packages(folder: Path) -> dict[Path, Sight]:
    """The package files of the folder by name; links are not followed."""
    try:
        paths = sorted(folder.glob(f"[!.]*{ENDING}"))
        status = {path: path.lstat() for path in paths if path.is_file()}
    except OSError:  # the stick was pulled out
        return {}
    return {
        path: (found.st_size, found.st_mtime_ns)
        for path, found in status.items()
        if not path.is_symlink()
    }


def _take(path: Path) -> ImportResult | None:
    """What became of the file; None when it was dealt with before, or failed."""
    try:
        with path.open("rb") as file:
            known = newest_of_file(hashlib.file_digest(file, "sha256").hexdigest())
        if known and known.state in DEALT_WITH:
            return None
        if known and known.state == "gap":
            found = exchange.take_in(path, dry_run=True)
            if found.state == "gap":
                return found
        return exchange.take_in(path, by=WATCHER)
    except (DomainError, OSError) as error:
        log.warning("watched folder: %s was not taken in: %s", path.name, error)
    except Exception:
        log.exception("watched folder: %s was not taken in", path.name)
    return None
