"""The same filing for a unit and each unit below it, to be printed as one file."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from domain.policy import Actor
from services import filings
from services.filings import Wanted
from services.overview import View, overview
from store.db import home_path
from store.queries.filing_batches import newest_requests
from store.queries.filings import RequestRow


@dataclass(frozen=True)
class Member:
    """One unit of a batch and what was asked for it last, if anything."""

    unit_id: int
    unit_name: str
    request: RequestRow | None

    @property
    def state(self) -> str:
        """Of the request; ``none`` before one was made."""
        return self.request.state if self.request else "none"

    @property
    def is_open(self) -> bool:
        """It will change by itself."""
        return self.state in {"waiting", "rendering"}


def members(actor: Actor, batch: Wanted) -> list[Member]:
    """Units that take part and that the actor may make filings for, official order.

    Args:
        actor: Who asks.
        batch: What is wanted, of its unit and of every unit below.

    Raises:
        NotFound: No such campaign.
    """
    reach = actor.reach.get("filings.make", frozenset())
    seen = overview(batch.campaign_id, View(unit_id=batch.unit_id, on=batch.figures_on))
    names = {line.id: line.name for line in seen.lines if line.id in reach}
    asked = newest_requests(
        batch.kind, batch.campaign_id, batch.figures_on, names.keys()
    )
    return [Member(key, name, asked.get(key)) for key, name in names.items()]


def ask_all(actor: Actor, batch: Wanted) -> list[int]:
    """Numbers of new requests, one for each member that nothing is being made for.

    Asking again is cheap: what has not changed is not printed again.
    """
    return [
        filings.ask(actor, replace(batch, unit_id=one.unit_id))
        for one in members(actor, batch)
        if not one.is_open
    ]


def joined_path(sha256s: Iterable[str]) -> Path:
    """Where the file made of those PDFs lies, whether it is there or not."""
    name = hashlib.sha256(" ".join(sha256s).encode()).hexdigest()
    return home_path() / "filings" / "joined" / f"{name}.pdf"
