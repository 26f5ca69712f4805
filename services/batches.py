"""Batches: what somebody asked for at the exchange, worked off apart from the request.

A batch is a file in home/inbox/merges: what is wanted, with which files in which order,
at which step each is and what became of it. It is written at every step, so that a
killed worker loses nothing; the sweep calls again, and each file is done once.
"""

import fcntl
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from domain.errors import NotFound, WrongState
from domain.policy import Actor
from services import exchange, waiting
from services.sites import sites
from services.waiting import TOKEN
from store import clock

Act = Literal["merge", "judge", "retry", "rejoin"]
KEPT_SECONDS = 7 * 86_400
NO_BATCH = "没有这次办理，或它不在您的单位范围内。结果请看“往来记录”。"
NOTHING_LEFT = "这次办理没有可以再试的文件，可能已经办完。请刷新页面看结果。"


@dataclass
class Part:
    """One file of a batch.

    Attributes:
        has_gap: The dry run said that an earlier package is missing.
        begun: When each step began, in their order; see sync.node.Node.
        seq: Number in the journal, once it has been taken in or refused.
        reason: Why nothing came of it, and what to do next, else empty.
        may_again: The file is kept, and the same may be tried once more.
        found: What came of it, where no line of the journal says so.
    """

    token: str
    name: str
    sha256: str = ""
    sender: int = 0
    no: int = 0
    kind: str = ""
    has_gap: bool = False
    begun: dict[str, datetime] = field(default_factory=dict)
    ended_at: datetime | None = None
    seq: int | None = None
    reason: str = ""
    may_again: bool = False
    found: str = ""


@dataclass
class Batch:
    """Files of which somebody asked the same, in the order of the work."""

    by: str
    asked_at: datetime
    parts: list[Part]
    act: Act = "merge"

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return all(part.ended_at for part in self.parts)


def start(actor: Actor, act: Act, parts: list[Part]) -> str:
    """Write down what the actor asks for; name of the batch."""
    batch_id = secrets.token_urlsafe(16)
    keep(batch_id, Batch(actor.account_name, clock.now_utc(), parts, act))
    return batch_id


def ask_again(actor: Actor, batch_id: str) -> None:
    """Try once more what failed and may be tried again.

    Raises:
        NotFound: There is no such batch of the actor's.
        WrongState: Nothing of it can be tried again.
    """
    batch = batch_of(actor, batch_id)
    failed = [part for part in batch.parts if part.ended_at and part.may_again]
    if batch.by != actor.account_name:
        raise NotFound(NO_BATCH)
    if not failed:
        raise WrongState(NOTHING_LEFT)
    for part in failed:
        part.begun.clear()
        part.ended_at, part.reason, part.may_again = None, "", False
    keep(batch_id, batch)


def batch_of(actor: Actor, batch_id: str) -> Batch:
    """The batch of that name, if the actor may see it.

    Raises:
        NotFound: There is none.
    """
    found = read(batch_id)
    if found is None or not may_see(actor, found):
        raise NotFound(NO_BATCH)
    return found


def may_see(actor: Actor, batch: Batch) -> bool:
    """Whether the actor asked for the batch, or has every sender within reach."""
    known = sites()
    return batch.by == actor.account_name or all(
        known.may(actor, "exchange.read", one.sender) for one in batch.parts
    )


def open_batches() -> dict[str, Batch]:
    """Batches with work left to do, by name, oldest first."""
    found = {path.stem: read(path.stem) for path in _folder().glob("*.json")}
    left = {key: one for key, one in found.items() if one and not one.is_done}
    return dict(sorted(left.items(), key=lambda pair: pair[1].asked_at))


def forget_old() -> None:
    """Remove what is left of batches that have been done for a week."""
    oldest, left = time.time() - KEPT_SECONDS, open_batches()
    for path in _folder().glob("*.*"):
        if path.stem in left or path.stat().st_mtime >= oldest:
            continue
        batch = read(path.stem) if path.suffix == ".json" else None
        for part in batch.parts if batch else ():
            if part.may_again:
                waiting.drop(part.token)
        path.unlink(missing_ok=True)


@contextmanager
def alone(batch_id: str) -> Iterator[bool]:
    """Hold the batch against other workers; whether that was possible."""
    _folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    with _path(batch_id).with_suffix(".lock").open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def read(batch_id: str) -> Batch | None:
    """The batch as it stands in its file, or None."""
    try:
        words = json.loads(_path(batch_id).read_text())
    except FileNotFoundError:
        return None
    parts = [
        Part(**{
            **one,
            "begun": {key: _instant(at) for key, at in one["begun"].items()},
            "ended_at": one["ended_at"] and _instant(one["ended_at"]),
        })
        for one in words["parts"]
    ]  # fmt: skip
    asked_at = _instant(words["asked_at"])
    return Batch(words["by"], asked_at, parts, words.get("act", "merge"))


def keep(batch_id: str, batch: Batch) -> None:
    """Write the batch as it stands now, whole or not at all."""
    _folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    text = json.dumps(asdict(batch), ensure_ascii=False, default=datetime.isoformat)
    part = _path(batch_id).with_suffix(".part")
    part.write_text(text)
    part.replace(_path(batch_id))


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _folder() -> Path:
    return exchange.this_node().home / "inbox" / "merges"


def _path(batch_id: str) -> Path:
    if not TOKEN.fullmatch(batch_id):
        raise NotFound(NO_BATCH)
    return _folder() / f"{batch_id}.json"
