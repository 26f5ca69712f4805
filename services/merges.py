"""Merging uploaded files apart from the request: asked for, worked off, looked at.

A batch is a file in home/inbox/merges: which waiting files, in which order, at which
step each is and what became of it. It is written at every step, so that a killed
worker loses nothing; the sweep calls again, and each file is merged once.
"""

import fcntl
import json
import logging
import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from domain.errors import DomainError, NotFound
from domain.policy import Actor
from services import exchange, packages, waiting
from services.sites import sites
from services.waiting import NO_FILE, TOKEN, Kept
from store import clock
from store.queries.exchange import newest_of_file

log = logging.getLogger(__name__)

KEPT_SECONDS = 7 * 86_400
NO_BATCH = "没有这次并入，或它不在您的单位范围内。结果请看“往来记录”。"
FAILED = "并入时程序出错，数据未变，文件仍在“待并入”里。请稍后重试。"


@dataclass
class Part:
    """One file of a batch.

    Attributes:
        has_gap: The dry run said that an earlier package is missing.
        begun: When each step began, in their order; see sync.node.Node.
        seq: Number in the journal, once it has been taken in.
        reason: Why it was not taken in and goes on waiting, else empty.
    """

    token: str
    name: str
    sha256: str
    sender: int
    no: int
    kind: str
    has_gap: bool
    begun: dict[str, datetime] = field(default_factory=dict)
    ended_at: datetime | None = None
    seq: int | None = None
    reason: str = ""


@dataclass
class Batch:
    """Files that somebody asked to be merged, in the order of the work."""

    by: str
    asked_at: datetime
    parts: list[Part]

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return all(part.ended_at for part in self.parts)


def ask(actor: Actor, tokens: Sequence[str]) -> str:
    """Ask for these files to be merged, each all or nothing; name of the batch.

    Raises:
        NotFound: One of them does not wait any more, or is not the actor's.
        Forbidden: A sender is not within the actor's reach.
    """
    known = sites()
    chosen = [one for one in waiting.kept_files(actor) if one.token in tokens]
    if not chosen or len(chosen) != len(set(tokens)):
        raise NotFound(NO_FILE)
    for one in chosen:
        packages.require_reach(actor, known, one.found.sender or 0)
    parts = [_part(one) for one in chosen]
    batch_id = secrets.token_urlsafe(16)
    _write(batch_id, Batch(actor.account_name, clock.now_utc(), parts))
    for one in chosen:
        waiting.claim(one.token)
    return batch_id


def batch_of(actor: Actor, batch_id: str) -> Batch:
    """The batch of that name, if the actor may see it.

    Raises:
        NotFound: There is none.
    """
    found = _read(batch_id)
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
    found = {path.stem: _read(path.stem) for path in _folder().glob("*.json")}
    left = {key: one for key, one in found.items() if one and not one.is_done}
    return dict(sorted(left.items(), key=lambda pair: pair[1].asked_at))


def work_off(batch_id: str) -> None:
    """Merge what is left of a batch; returns at once while another worker does."""
    with _alone(batch_id) as is_ours:
        batch = _read(batch_id) if is_ours else None
        if batch is None:
            return
        for part in batch.parts:
            if part.ended_at is None:
                _merge(batch_id, batch, part)


def forget_old() -> None:
    """Remove what is left of batches that have been done for a week."""
    oldest, left = time.time() - KEPT_SECONDS, open_batches()
    for path in _folder().glob("*.*"):
        if path.stem not in left and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def _part(kept: Kept) -> Part:
    found = kept.found
    return Part(
        token=kept.token,
        name=kept.name,
        sha256=found.sha256,
        sender=found.sender or 0,
        no=found.no or 0,
        kind=found.kind,
        has_gap=found.state == "gap",
    )


def _merge(batch_id: str, batch: Batch, part: Part) -> None:
    def tell(step: str) -> None:
        part.begun[step] = clock.now_utc()
        _write(batch_id, batch)

    part.begun.clear()
    try:
        part.reason = _missing(part)
        if not part.reason:
            path = waiting.path_of(part.token)
            part.seq = _seq_of(part) or packages.take(batch.by, path, part.name, tell)
    except DomainError as error:
        part.reason = error.message
    except Exception:
        log.exception("merge %s: %s was not taken in", batch_id, part.sha256)
        part.reason = FAILED
    if part.seq is None:
        waiting.release(part.token)
    else:
        waiting.drop(part.token)
    part.ended_at = clock.now_utc()
    _write(batch_id, batch)


def _missing(part: Part) -> str:
    """Why the file still has to wait for an earlier one, or empty."""
    if not part.has_gap:
        return ""
    found = exchange.take_in(waiting.path_of(part.token), part.name, dry_run=True)
    return found.reason if found.state == "gap" else ""


def _seq_of(part: Part) -> int | None:
    """The line of a file that a worker had taken in when it was killed, or None."""
    if waiting.path_of(part.token).exists():
        return None
    row = newest_of_file(part.sha256)
    if row is None:
        raise NotFound(NO_FILE)
    return row.seq


@contextmanager
def _alone(batch_id: str) -> Iterator[bool]:
    """Hold the batch against other workers; whether that was possible."""
    _folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    with _path(batch_id).with_suffix(".lock").open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def _read(batch_id: str) -> Batch | None:
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
    return Batch(words["by"], _instant(words["asked_at"]), parts)


def _write(batch_id: str, batch: Batch) -> None:
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
