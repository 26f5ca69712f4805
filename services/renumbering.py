"""Registering a restored or copied node anew: at the parent, and at the node."""

from collections.abc import Callable
from pathlib import Path

from domain.errors import NotFound
from domain.policy import Actor
from services import nodes
from services.sites import Sites, sites, write_invitation
from store.queries.exchange import SiteRow

NOT_TO_RENUMBER = (
    "这个节点不能重新登记：它还没有加入过、已由新编号接替，或不在您管理的范围内。"
    "请从“数据交换”重新进入。"
)
DONE = (
    "本机已重新登记为第 {site} 号节点，数据都在，新冲突 {conflicts} 处。"
    "请导出一个数据包交给上级，上级并入后登记才算完成。"
)
NOT_TO_REJOIN = "本机没有上级，或您不能办理本机的数据交换，没有重新登记。"


def can_renumber(known: Sites, site: int) -> bool:
    """Whether the branch can be registered anew: it has joined, no other follows it."""
    found = known.by_number(site)
    if found is None or found.relation != "child":
        return False
    newest = max(
        one.site
        for one in known.rows
        if one.relation == "child" and one.unit == found.unit
    )
    return site == newest and (found.can_receive or found.former is not None)


def renumber_branch(actor: Actor, site: int) -> int:
    """The number that takes over from a branch; see invitation_path().

    The old number is void at once; the branch keeps its data and joins with the
    invitation.

    Raises:
        NotFound: can_renumber() says no, or it is not within the actor's reach.
        Refused: The file cannot be written, or numbers have run out.
    """
    known = sites()
    found = known.by_number(site)
    may = known.may(actor, "exchange.manage", site)
    if found is None or not may or not can_renumber(known, site):
        raise NotFound(NOT_TO_RENUMBER)
    return write_invitation(actor, found.unit, again=True)


def require_may_rejoin(actor: Actor) -> SiteRow:
    """This node, when the actor may register it anew.

    Raises:
        NotFound: Nobody stands above this node, or the actor may not manage it.
    """
    known = sites()
    own = known.own
    if own.parent is None or not known.may(actor, "exchange.manage", own.site):
        raise NotFound(NOT_TO_REJOIN)
    return own


def renumber_here(path: Path, *, by: str, tell: Callable[[str], None]) -> str:
    """Register this node anew with an invitation; what came of it, in a sentence.

    Safe to repeat: then it is refused, because this node has that number.

    Raises:
        Refused: It is no invitation to do so, or cannot be read.
    """
    tell("check")
    invitation, report = nodes.rejoin(path, by=by, tell=tell)
    return DONE.format(site=invitation.site, conflicts=report.total("conflicts"))
