"""Files made of other files, which takes longer than a page may: asked for, then made.

Beside the file to be made lies a note: who wants it, of what, how far it is and why
nothing came of it. A killed worker loses nothing: the sweep calls again, and the file
appears whole or not at all.
"""

import fcntl
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from domain.policy import Actor
from store import clock
from store.db import home_path

Act = Literal["join", "archive"]
FOLDERS: dict[Act, str] = {"join": "joined", "archive": "archive"}


@dataclass
class Packing:
    """One file that is wanted.

    Attributes:
        by: Number of the account that asked.
        words: What it is made of: hashes of the filings, or the number of a campaign.
        done_count: Files put in so far.
        total_count: Files to put in; 0 until that is known.
        reason: Why nothing came of it, and what to do next, else empty.
    """

    act: Act
    by: int
    words: list[str]
    asked_at: str
    done_count: int = 0
    total_count: int = 0
    ended_at: str = ""
    reason: str = ""

    @property
    def is_open(self) -> bool:
        """It will change by itself."""
        return not self.ended_at


def ask(actor: Actor, act: Act, target: Path, words: Sequence[str]) -> str:
    """Ask for that file, unless it is being made; its name for the job."""
    name = f"{FOLDERS[act]}/{target.name}"
    found = read(target)
    if found is None or not found.is_open:
        now = clock.now_utc().isoformat()
        keep(target, Packing(act, actor.account_id, list(words), now))
    return name


def read(target: Path) -> Packing | None:
    """What was asked for last of that file, or None."""
    try:
        return Packing(**json.loads(_note(target).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def keep(target: Path, packing: Packing) -> None:
    """Write the note as it stands now, whole or not at all."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = _note(target).with_suffix(".note-part")
    part.write_text(json.dumps(asdict(packing), ensure_ascii=False), encoding="utf-8")
    part.replace(_note(target))


def end(target: Path, packing: Packing, reason: str = "") -> None:
    """It is made, or the reason says why not."""
    packing.reason, packing.ended_at = reason, clock.now_utc().isoformat()
    keep(target, packing)


def path_of(name: str) -> Path:
    """Where the file of that name is made."""
    return home_path() / "filings" / name


def open_packings() -> list[str]:
    """Names of files that somebody waits for."""
    return [
        f"{folder}/{target.name}"
        for folder in FOLDERS.values()
        for note in sorted(path_of(folder).glob("*.note"))
        if (found := read(target := note.with_suffix(""))) and found.is_open
    ]


@contextmanager
def alone(target: Path) -> Iterator[bool]:
    """Hold the file against other workers; whether that was possible."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with target.with_name(f"{target.name}.lock").open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def _note(target: Path) -> Path:
    return target.with_name(f"{target.name}.note")
