"""What each page of the exchange shows: one frozen dataclass a page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from services.contacts import Contact
from services.online import Round
from services.waiting import Kept
from store.queries.exchange import PackageRow, SiteRow
from web.paging import Filter, Pager


@dataclass(frozen=True)
class TableLine:
    """What a package does to one table, by its Chinese name."""

    label: str
    new: int
    changed: int
    same: int
    conflicts: int


@dataclass(frozen=True)
class PackageLine:
    """A package of the journal in words.

    Attributes:
        peer: Name of the other site.
        style: Of the state's tag.
        reason: Why it was not merged, and what to do next; else empty.
        tables: Only those the package says something new about.
    """

    row: PackageRow
    peer: str
    state: str
    style: str
    reason: str
    tables: tuple[TableLine, ...]


@dataclass(frozen=True)
class KeptLine:
    """An uploaded file and what merging it would do."""

    kept: Kept
    peer: str
    made_at: datetime | None
    state: str
    style: str
    tables: tuple[TableLine, ...]
    may_merge: bool


@dataclass(frozen=True)
class SiteLine:
    """A site this node exchanges with.

    Attributes:
        clock: What is certainly wrong between its clock and ours, or empty.
        held: Files from it that were not merged, newest first.
        waiting_count: Uploaded files from it that wait to be merged.
        can_renumber: It can be registered anew.
        can_retire: It can be given up.
    """

    site: SiteRow
    name: str
    unit: str
    contact: Contact
    clock: str
    held: tuple[PackageLine, ...]
    waiting_count: int
    can_renumber: bool
    can_retire: bool


@dataclass(frozen=True)
class ShowPage:
    """This node and its partners.

    Attributes:
        strangers: Files nobody could say from whom they came.
        conflict_count: Open conflicts within reach.
        online: The last exchange over the line; None when there never was one.
        must_rejoin: Why this node must first be registered anew, or empty.
        may_rejoin: The person may do that here.
    """

    own: SiteRow
    unit: str
    is_hub: bool
    online: Round | None
    sites: tuple[SiteLine, ...]
    strangers: tuple[PackageLine, ...]
    conflict_count: int
    waiting_count: int
    may_manage: bool
    may_invite: bool
    must_rejoin: str
    may_rejoin: bool


@dataclass(frozen=True)
class PackagesPage:
    """The journal."""

    lines: tuple[PackageLine, ...]
    filters: tuple[Filter, ...]
    pager: Pager


@dataclass(frozen=True)
class NewPackagePage:
    """To whom a package goes.

    Attributes:
        receivers: (site number, name) of those that can get one.
        not_yet: Names of invited branches that have not answered.
    """

    receivers: tuple[tuple[str, str], ...]
    not_yet: tuple[str, ...]
    chosen: str
    extent: str = "delta"
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PackagePage:
    """One package.

    Attributes:
        size_bytes: Of the file here; None when it is not here any more.
        own: Name of this node; ``own_unit`` is its unit.
        may_retry: It lies in quarantine and the person may try again.
    """

    line: PackageLine
    own: str
    own_unit: str
    peer_unit: str
    by: str
    size_bytes: int | None
    may_retry: bool


@dataclass(frozen=True)
class StepLine:
    """One step of taking a file in.

    Attributes:
        state: done, now or later.
        seconds: How long it took, or has taken so far; None when it has not begun.
    """

    label: str
    state: str
    seconds: float | None = None


@dataclass(frozen=True)
class PartLine:
    """One file that is being merged, or was.

    Attributes:
        seconds: As in StepLine, for the whole file.
        seq: Its line in the journal, once it has been taken in.
        reason: Why nothing came of it, else empty.
        found: What came of it, where the journal does not say so.
    """

    name: str
    peer: str
    no: int
    kind: str
    state: str
    style: str
    steps: tuple[StepLine, ...]
    seconds: float | None
    seq: int | None
    reason: str
    found: str


@dataclass(frozen=True)
class ActWords:
    """What a batch is called: under way, done, what it promises, what failed of it."""

    now: str
    done: str
    promise: str
    left: str


@dataclass(frozen=True)
class MergingPage:
    """How far a batch is.

    Attributes:
        may_again: Some of it failed and may be tried once more.
    """

    id: str
    act: str
    words: ActWords
    asked_at: datetime
    lines: tuple[PartLine, ...]
    done_count: int
    is_done: bool
    may_again: bool


@dataclass(frozen=True)
class ResultsPage:
    """What became of the files just merged; some may still wait."""

    lines: tuple[PackageLine, ...]
    conflict_count: int
    waiting_count: int


@dataclass(frozen=True)
class MergingLine:
    """A batch that is being worked off."""

    id: str
    label: str
    count: int
    asked_at: datetime


@dataclass(frozen=True)
class UploadsPage:
    """Files that wait, and the form that brings more."""

    lines: tuple[KeptLine, ...]
    merging: tuple[MergingLine, ...]
    size_bytes_max: int
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class InvitePage:
    """Which unit gets a branch of its own."""

    units: tuple[tuple[str, str], ...]
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class InvitationPage:
    """An invitation made; size_bytes is None when its file is not here."""

    site: SiteRow
    unit: str
    size_bytes: int | None


@dataclass(frozen=True)
class RenumberPage:
    """The branch that would be registered anew."""

    site: SiteRow
    name: str
    unit: str


@dataclass(frozen=True)
class RejoinPage:
    """This node, about to be registered anew; notice says why, or is empty."""

    own: SiteRow
    notice: str
    errors: Mapping[str, str]


@dataclass(frozen=True)
class ConfirmedLine:
    """One kind of data: what the parent has, and what it has not yet."""

    label: str
    known: int
    pending: int


@dataclass(frozen=True)
class ConfirmedPage:
    """What the parent has of the data held here.

    Attributes:
        newest: The parent's package that says so; None when none has come.
    """

    lines: tuple[ConfirmedLine, ...]
    known_count: int
    pending_count: int
    parent: str
    newest: PackageRow | None
    may_manage: bool
