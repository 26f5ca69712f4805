"""How far the exchange with another site is, read from the journal of packages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.errors import NotFound
from domain.policy import Actor
from services.sites import sites
from store.catalogue import SYNCED
from store.queries.confirmed import Confirmed, confirmed_at
from store.queries.exchange import TAKEN, PackageRow

NO_PARENT = "本机没有上级，或您不能查看整机的数据交换。请从“数据交换”重新进入。"


@dataclass(frozen=True)
class Contact:
    """One partner.

    Attributes:
        last_at: When anything of it last came, also what was not merged; or None.
        received: Newest package taken in; sent: newest package made for it.
        confirmed: Newest package made for it that it has confirmed.
        pending_count: Packages made for it after that.
        ahead_seconds: How much its clock is certainly ahead of ours; 0 when not.
        behind_seconds: How much its clock is certainly behind ours; 0 when not.
    """

    last_at: datetime | None
    received: PackageRow | None
    sent: PackageRow | None
    confirmed: PackageRow | None
    pending_count: int
    ahead_seconds: float
    behind_seconds: float


def contact(rows: Sequence[PackageRow]) -> Contact:
    """The contact with a partner; rows are all lines about it, newest first."""
    came = [row for row in rows if row.way == "in"]
    taken = [row for row in came if row.state in TAKEN]
    sent = [row for row in rows if row.way == "out" and row.state == "sent"]
    confirmed = next((row for row in sent if row.is_confirmed), None)
    return Contact(
        last_at=came[0].at if came else None,
        received=taken[0] if taken else None,
        sent=sent[0] if sent else None,
        confirmed=confirmed,
        pending_count=sent.index(confirmed) if confirmed else len(sent),
        ahead_seconds=came[0].ahead_seconds if came else 0,
        behind_seconds=max(_told(taken), _behind(taken, sent)),
    )


def confirmed_by_parent(actor: Actor) -> list[Confirmed]:
    """What the parent has of the data held here, every table that travels up.

    Raises:
        NotFound: Nobody stands above this node, or the actor does not see all of it.
    """
    known = sites()
    parent = next((one for one in known.rows if one.relation == "parent"), None)
    if parent is None or not known.may(actor, "exchange.read", known.own.site):
        raise NotFound(NO_PARENT)
    return confirmed_at(parent.site, (one for one in SYNCED if one.direction != "down"))


def _told(taken: Sequence[PackageRow]) -> float:
    """What the parent's newest package says of the delay of ours, where negative."""
    told = taken[0].report.get("told_skew_ms") if taken else None
    return max(0, -(told or 0)) / 1000


def _behind(taken: Sequence[PackageRow], sent: Sequence[PackageRow]) -> float:
    """A package that knows what another one first told was made after that one.

    Of packages with the same newest stamp only the oldest need have arrived.
    """
    confirmed = [row for row in sent if row.is_confirmed]
    made = [row.made_at for row in taken if row.made_at]
    if not confirmed or not made:
        return 0
    newest = confirmed[0].own_hlc
    first = min(row.at for row in confirmed if row.own_hlc == newest)
    return max(0.0, (first - max(made)).total_seconds())
