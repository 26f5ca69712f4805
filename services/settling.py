"""Settling many conflicts alike: which can be, which not and why, then all at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.policy import Actor
from services import exchange
from services.decisions import OpenConflict
from services.exchange import Settlement

OWNERS = "这条记录由上级保管，请由上级处理。"
NOT_YOURS = "请由该单位或上级的负责人处理。"
NO_VALUE = "这个字段没有该节点填的值，或与别处填的相同，请单独处理。"


@dataclass(frozen=True)
class Ready:
    """A conflict that can be settled; take is the number of the version, from 1."""

    found: OpenConflict
    take: int


@dataclass(frozen=True)
class Left:
    """A conflict that cannot be settled this way, and why."""

    found: OpenConflict
    why: str


def sorted_out(
    conflicts: Iterable[OpenConflict], site: int | None
) -> tuple[list[Ready], list[Left]]:
    """Which conflicts can take the value of a site, or None for the value in use."""
    ready, left = [], []
    for one in conflicts:
        take, why = _take(one, site), _refusal(one)
        if take and not why:
            ready.append(Ready(one, take))
        else:
            left.append(Left(one, why or NO_VALUE))
    return ready, left


def settle_together(actor: Actor, ready: Sequence[Ready], why: str) -> None:
    """Settle each by the rules for a single one, all for one reason; all or none.

    Raises:
        Refused: As services.exchange.settle_item() does.
    """
    with exchange.writing(actor.account_name):
        for one in ready:
            item = one.found.item
            wanted = Settlement(item.row_id, item.field, why, take=one.take)
            exchange.settle_item(actor, item, wanted)


def _take(one: OpenConflict, site: int | None) -> int:
    """Number of the version wanted; 0 when there is none."""
    if site is None:
        return 1
    sites = [version.site for version in one.item.versions]
    return sites.index(site) + 1 if site in sites else 0


def _refusal(one: OpenConflict) -> str:
    if one.may_settle:
        return ""
    return OWNERS if one.is_owners else NOT_YOURS
