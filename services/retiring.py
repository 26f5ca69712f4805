"""Giving a silent branch up, by pages."""

from domain.errors import Invalid, NotFound
from domain.policy import Actor
from services import upkeep
from services.sites import Sites, invitation_path, sites

NOT_TO_RETIRE = (
    "这个节点不能停用：它不是本机的下级填报端、已经停用，或不在您管理的范围内。"
    "请从“数据交换”重新进入。"
)
NO_REASON = "请写明为什么停用；理由留在审计日志里。"


def can_retire(known: Sites, site: int) -> bool:
    """Whether the site is a branch of this node that is not retired yet."""
    found = known.by_number(site)
    is_branch = found is not None and found.relation == "child"
    return is_branch and found is not None and found.status != "retired"


def require_may_retire(actor: Actor, site: int) -> Sites:
    """The sites, when the actor may retire this one.

    Raises:
        NotFound: can_retire() says no, or it is not within the actor's reach.
    """
    known = sites()
    may = known.may(actor, "exchange.manage", site)
    if not may or not can_retire(known, site):
        raise NotFound(NOT_TO_RETIRE)
    return known


def retire_branch(actor: Actor, site: int, why: str) -> None:
    """Wait for the branch no more; its later packages are kept but not merged.

    Raises:
        NotFound: As require_may_retire().
        Invalid: There is no reason.
    """
    require_may_retire(actor, site)
    if not why.strip():
        raise Invalid(NO_REASON, {"why": NO_REASON})
    upkeep.retire(site, why, by=actor.account_name)
    invitation_path(site).unlink(missing_ok=True)
