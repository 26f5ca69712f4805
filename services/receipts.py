"""Signed receipts as pages handle them: given to branches, read from the parent."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from domain.errors import NotFound
from domain.policy import Actor
from services import exchange, upkeep
from services.sites import Sites, sites
from services.waiting import copy_upload
from store.db import home_path
from store.queries.exchange import PackageRow, SiteRow
from sync.receipts import Line

NOT_TO_GIVE = (
    "不能给这个节点签发回执：它不是本机正在用的下级填报端，或不在您管理的范围内。"
    "请从“回执”页重新进入。"
)
NONE_GIVEN = "还没有给它签发过回执，或文件已不在本机。请先签发。"
NOT_TO_CHECK = "本机没有上级，或您不能办理本机的数据交换，不能核对回执。"


@dataclass(frozen=True)
class Given:
    """A branch, and the receipt it was given last.

    Attributes:
        came_count: Packages that came from it.
        at: When its newest receipt was signed; None when there is none here.
        is_newer_here: Packages have come since.
    """

    site: SiteRow
    came_count: int
    at: datetime | None
    is_newer_here: bool


def given(actor: Actor, known: Sites, rows: Sequence[PackageRow]) -> list[Given]:
    """Branches in use within reach, and the receipts they were given."""
    return [
        _given(one, [row for row in rows if row.peer == one.site and row.way == "in"])
        for one in known.partners()
        if _is_branch(one) and known.may(actor, "exchange.read", one.site)
    ]


def give(actor: Actor, site: int) -> None:
    """Sign what became of a branch's packages, into receipt_path().

    Raises:
        NotFound: It is no branch in use within the actor's reach.
        Refused: The file cannot be written.
    """
    found = _branch(actor, site)
    exchange.this_node().make_folders()
    aside = _path(site).with_name(f"{secrets.token_urlsafe(16)}.luoshi")
    upkeep.write_receipt(found.unit, aside, by=actor.account_name)
    aside.replace(_path(site))


def file_given(actor: Actor, site: int) -> Path:
    """The newest receipt for a branch.

    Raises:
        NotFound: There is none, or it is not within the actor's reach.
    """
    _branch(actor, site)
    if not _path(site).exists():
        raise NotFound(NONE_GIVEN)
    return _path(site)


def may_check(actor: Actor, known: Sites) -> bool:
    """Whether this node gets receipts and the actor may read them in."""
    own = known.own
    return own.parent is not None and known.may(actor, "exchange.manage", own.site)


def check(actor: Actor, stream: IO[bytes]) -> list[Line]:
    """Verify the parent's receipt and note in the journal what it says.

    Raises:
        NotFound: may_check() says no.
        Refused: It is not the parent's receipt for this node, or was altered.
    """
    if not may_check(actor, sites()):
        raise NotFound(NOT_TO_CHECK)
    node = exchange.this_node()
    node.make_folders()
    with node.scratch("inbox") as folder:
        path = folder / "receipt"
        copy_upload(stream, path)
        return upkeep.read_receipt(path)


def _given(site: SiteRow, came: Sequence[PackageRow]) -> Given:
    path = _path(site.site)
    at = datetime.fromtimestamp(path.stat().st_mtime, UTC) if path.exists() else None
    is_newer = at is not None and any(row.at > at for row in came)
    return Given(site, len(came), at, is_newer)


def _is_branch(site: SiteRow) -> bool:
    return site.relation == "child" and site.status == "active"


def _branch(actor: Actor, site: int) -> SiteRow:
    known = sites()
    found = known.by_number(site)
    may = known.may(actor, "exchange.manage", site)
    if found is None or not may or not _is_branch(found):
        raise NotFound(NOT_TO_GIVE)
    return found


def _path(site: int) -> Path:
    return home_path() / "outbox" / f"receipt-{site}.luoshi"
