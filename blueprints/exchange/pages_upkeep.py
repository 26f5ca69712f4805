"""What the pages of parked rows, receipts and retiring show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from services.contacts import Contact
from services.parked import Parked
from services.receipts import Given
from store.queries.exchange import SiteRow
from web.paging import Filter, Pager


@dataclass(frozen=True)
class ParkedPage:
    """Rows put aside.

    Attributes:
        held_count: Whole packages that were not merged, which this list leaves out.
    """

    lines: tuple[Parked, ...]
    filters: tuple[Filter, ...]
    pager: Pager
    held_count: int
    export_url: str
    may_manage: bool


@dataclass(frozen=True)
class GivenLine:
    """A branch and its newest receipt; ``site`` is its name."""

    given: Given
    name: str
    unit: str
    may_give: bool


@dataclass(frozen=True)
class ReceivedLine:
    """What the parent's receipts say of a package made here."""

    seq: int
    no: int
    kind: str
    state: str
    style: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class ReceiptsPage:
    """Receipts given to branches, and those of the parent that were read in."""

    is_hub: bool
    given: tuple[GivenLine, ...]
    received: tuple[ReceivedLine, ...]
    filters: tuple[Filter, ...]
    pager: Pager
    may_check: bool
    may_manage: bool
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CheckedLine:
    """A line of a receipt just verified."""

    no: int
    state: str
    style: str
    at: datetime
    reason: str
    is_ours: bool


@dataclass(frozen=True)
class CheckedPage:
    """A receipt whose signature is the parent's."""

    lines: tuple[CheckedLine, ...]
    foreign_count: int
    parent: str


@dataclass(frozen=True)
class RetirePage:
    """The branch that would be retired."""

    site: SiteRow
    name: str
    unit: str
    contact: Contact
    waiting_count: int
    why: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
