"""What the home page shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.lights import Light
from services.gaps import Gap
from store.queries.campaigns import CampaignRow


@dataclass(frozen=True)
class Todo:
    """Something that waits; url is empty where no page for it is open to them."""

    label: str
    count: int
    unit: str
    url: str


@dataclass(frozen=True)
class Owed:
    """What the unit owes in one campaign, the nearest day first.

    Attributes:
        count: How many there are in all; gaps holds the first of them.
    """

    row: CampaignRow
    unit_id: int
    unit_name: str
    gaps: Sequence[tuple[Gap, Light]]
    count: int


@dataclass(frozen=True)
class HomePage:
    """The home page.

    Attributes:
        todo: What waits, with a count above zero.
        done, started: Records the person has handled, and has entered.
    """

    name: str
    unit_name: str
    todo: Sequence[Todo]
    done: int
    started: int
    owed: Sequence[Owed]
    can_see_campaigns: bool
