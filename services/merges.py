"""What may be asked for at the exchange, and how each is done to one file.

Uploads are judged, waiting files merged, files in quarantine tried again, and this node
is registered anew: each asked for by a page and worked off by a job, see batches.py.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import IO

from domain.errors import DomainError, NotFound
from domain.policy import Actor
from services import exchange, packages, renumbering, waiting
from services.batches import Act, Batch, Part, alone, keep, read, start
from services.sites import sites
from services.waiting import NO_FILE, Kept
from store import clock
from store.queries.exchange import newest_of_file

log = logging.getLogger(__name__)

Tell = Callable[[str], None]
FAILED = "程序出错，没有办成，数据未变，文件还在。请稍后再试；再不成请联系系统管理员。"


def ask(actor: Actor, tokens: Sequence[str]) -> str:
    """Ask for these waiting files to be merged, each all or nothing; the batch.

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
    batch_id = start(actor, "merge", [_part(one) for one in chosen])
    for one in chosen:
        waiting.claim(one.token)
    return batch_id


def ask_to_judge(actor: Actor, files: Sequence[tuple[IO[bytes], str]]) -> str:
    """Keep uploaded files, each with its name, and ask for them to be judged.

    Raises:
        Refused: One is too large; none of them is kept.
    """
    parts: list[Part] = []
    try:
        for stream, name in files:
            parts.append(Part(waiting.receive(stream), name))
    except BaseException:
        for part in parts:
            waiting.drop(part.token)
        raise
    return start(actor, "judge", parts)


def ask_to_retry(actor: Actor, seq: int, *, dry_run: bool) -> str:
    """Ask for a file in quarantine to be taken in once more, or only judged.

    Raises:
        NotFound: No such file, or it is not here any more.
        Forbidden: Its sender is not within the actor's reach.
    """
    row, path = packages.held_file(actor, seq)
    with path.open("rb") as stream:
        token = waiting.receive(stream)
    part = Part(
        token=token,
        name=str(row.report.get("file", "")),
        sha256=row.sha256,
        sender=row.peer,
        no=row.no,
        kind=row.kind,
    )
    return start(actor, "judge" if dry_run else "retry", [part])


def ask_to_rejoin(actor: Actor, stream: IO[bytes], name: str) -> str:
    """Keep an invitation and ask for this node to be registered anew with it.

    Raises:
        NotFound: Nobody stands above this node, or the actor may not manage it.
        Refused: The file is too large.
    """
    own = renumbering.require_may_rejoin(actor)
    part = Part(waiting.receive(stream), name, sender=own.site)
    return start(actor, "rejoin", [part])


def work_off(batch_id: str) -> None:
    """Do what is left of a batch; returns at once while another worker does."""
    with alone(batch_id) as is_ours:
        batch = read(batch_id) if is_ours else None
        if batch is None:
            return
        for part in batch.parts:
            if part.ended_at is None:
                _do(batch_id, batch, part)


def _do(batch_id: str, batch: Batch, part: Part) -> None:
    def tell(step: str) -> None:
        part.begun[step] = clock.now_utc()
        keep(batch_id, batch)

    try:
        if part.seq is None and not part.found:  # else a killed worker had done it
            part.begun.clear()
            DOING[batch.act](batch.by, part, tell)
    except DomainError as error:
        part.reason = error.message
        part.may_again = batch.act in {"judge", "retry"}
    except Exception:
        log.exception("%s %s: %s failed", batch.act, batch_id, part.sha256)
        part.reason = FAILED
        part.may_again = batch.act != "merge"
    keep(batch_id, batch)  # what came of it, before its file goes
    _put_away(batch.act, part)
    part.ended_at = clock.now_utc()
    keep(batch_id, batch)


def _put_away(act: Act, part: Part) -> None:
    """A merge that failed waits on; what may be tried again stays; the rest goes."""
    if act == "merge" and part.seq is None:
        waiting.release(part.token)
    elif not part.may_again and not waiting.is_kept(part.token):
        waiting.drop(part.token)


def _merge(by: str, part: Part, tell: Tell) -> None:
    part.reason = _missing(part)
    if not part.reason:
        _take(by, part, tell)


def _take(by: str, part: Part, tell: Tell) -> None:
    path = waiting.path_of(part.token)
    part.seq = _seq_of(part) or packages.take(by, path, part.name, tell)


def _judge(by: str, part: Part, tell: Tell) -> None:
    if waiting.is_kept(part.token):  # by a worker that was killed before it said so
        return
    if (seq := _seq_of(part)) is not None:
        part.seq = seq
        return
    path = waiting.path_of(part.token)
    found = exchange.take_in(path, part.name, dry_run=True, tell=tell)
    part.sha256, part.kind = found.sha256, found.kind
    part.sender, part.no = found.sender or 0, found.no or 0
    if found.state in {"refused", "parked"}:
        part.seq = packages.take(by, path, part.name)
    else:
        waiting.keep(part.token, part.name, by, found)


def _rejoin(by: str, part: Part, tell: Tell) -> None:
    path = waiting.path_of(part.token)
    part.found = renumbering.renumber_here(path, by=by, tell=tell)


DOING: Mapping[Act, Callable[[str, Part, Tell], None]] = {
    "merge": _merge,
    "judge": _judge,
    "retry": _take,
    "rejoin": _rejoin,
}


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
