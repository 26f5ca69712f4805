"""Packages as pages handle them: made into the outbox, taken in, kept when refused.

A refused file goes to home/quarantine; services/waiting.py holds those that wait.
"""

import secrets
from collections.abc import Callable
from pathlib import Path

from domain.errors import Forbidden, NotFound
from domain.policy import Actor
from services import audit, exchange
from services.sites import Sites, sites
from store.queries.exchange import (
    HELD,
    PackageRow,
    SiteRow,
    newest_of_file,
    package_made,
    package_row,
)
from sync.sites import Site

NOT_YOURS = "这个节点不在您管理的单位范围内，没有办理。请由该单位或上级的负责人办理。"
NO_PACKAGE = "没有这个数据包，或它不在您的单位范围内。请从“往来记录”重新进入。"
FILE_GONE = "这个数据包的文件已不在本机。请让对方重新导出，或重新上传一次。"


def make_package(actor: Actor, site: int, *, full: bool) -> int:
    """Journal number of a new package for the parent or a branch, in the outbox.

    Raises:
        Forbidden: The site is not within the actor's reach.
        Refused: It has no key yet, or the file cannot be written.
    """
    known = sites()
    receiver = known.by_number(site)
    if receiver is None or receiver not in known.partners():
        raise NotFound(NO_PACKAGE)
    require_reach(actor, known, site)
    return into_outbox(receiver, full=full, by=actor.account_name).seq


def into_outbox(receiver: SiteRow | Site, *, full: bool, by: str) -> PackageRow:
    """Journal line of a new package, which lies in the outbox under its id."""
    node = exchange.this_node()
    node.make_folders()
    aside = node.home / "outbox" / f"{secrets.token_urlsafe(16)}.luoshi"
    to = None if receiver.relation == "parent" else receiver.unit
    header = exchange.export_to(aside, to, full=full, by=by)
    aside.rename(outbox_path(header.snapshot_id))
    made = package_made(header.snapshot_id)
    assert made is not None
    return made


def package_of(actor: Actor, seq: int) -> PackageRow:
    """A line of the journal.

    Raises:
        NotFound: There is none, or it is not within the actor's reach.
    """
    found = package_row(seq)
    if found is None or not sites().may(actor, "exchange.read", found.peer):
        raise NotFound(NO_PACKAGE)
    return found


def outbox_path(snapshot_id: str) -> Path:
    """Where the file of a package made by a page lies."""
    return exchange.this_node().home / "outbox" / f"{snapshot_id}.luoshi"


def quarantine_path(sha256: str) -> Path:
    """Where a refused file lies."""
    return exchange.this_node().home / "quarantine" / f"{sha256[:16]}.luoshi"


def file_of(row: PackageRow) -> Path | None:
    """Where the package's file lies here: made here, or refused; else None."""
    if row.way == "out":
        path = outbox_path(row.snapshot_id)
    else:
        path = quarantine_path(row.sha256)
    return path if path.exists() else None


def note_download(actor: Actor, subject: str) -> None:
    """Keep in the audit log that somebody took a file with data out."""
    audit.record("exchange:package:download", actor.account_name, None, subject)


def held_file(actor: Actor, seq: int) -> tuple[PackageRow, Path]:
    """A file in quarantine that the actor may take in once more, and its line.

    Raises:
        NotFound: No such file, or it is not here any more.
        Forbidden: Its sender is not within the actor's reach.
    """
    row = package_of(actor, seq)
    require_reach(actor, sites(), row.peer)
    path = quarantine_path(row.sha256)
    if row.state not in HELD or not path.exists():
        raise NotFound(FILE_GONE)
    return row, path


def require_reach(actor: Actor, known: Sites, site: int) -> None:
    """Refuse who may not manage the exchange with the site.

    Raises:
        Forbidden: The actor may not.
    """
    if not known.may(actor, "exchange.manage", site):
        raise Forbidden(NOT_YOURS)


def take(
    by: str, path: Path, name: str, tell: Callable[[str], None] = lambda _: None
) -> int:
    """Take a file in for an account; its number in the journal.

    ``tell`` hears of each step: see sync.node.Node.
    """
    result = exchange.take_in(path, name, by=by, tell=tell)
    row = newest_of_file(result.sha256)
    assert row is not None
    if result.state not in HELD:
        quarantine_path(result.sha256).unlink(missing_ok=True)
    return row.seq
