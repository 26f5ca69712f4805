"""What each page of records shows: one frozen dataclass a page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from blueprints.records.shown import Change, Fact
from domain.fields import Field, Kind
from domain.records import STATUS_LABELS, Move, Status
from domain.validation import Problem
from services.record_import import Preview
from store.queries.record_detail import AttachmentRow
from store.queries.record_places import CampaignPlace, TaskPlace
from web.paging import Column, Filter, Pager

Option = tuple[int, str, str]
"""Id, name, and what tells people of one name apart."""


@dataclass(frozen=True)
class Options:
    """Persons and units to choose from; above only for fields that ask for it."""

    people: tuple[Option, ...]
    above: tuple[Option, ...]
    units: tuple[Option, ...]

    def of(self, one: Field) -> tuple[Option, ...]:
        """What the field's control offers; empty for a field without choices here."""
        if one.input == "unit":
            return self.units
        if one.input != "person":
            return ()
        return (*self.people, *self.above) if one.from_above else self.people


@dataclass(frozen=True)
class KindLine:
    """A kind with how many of its records stand where."""

    kind: Kind
    counts: Mapping[Status, int]


@dataclass(frozen=True)
class OverviewPage:
    """Kinds and tasks of one campaign.

    Attributes:
        campaign: None when nothing is published for the actor's unit.
        kind_labels: Label by key, for the kinds a task collects.
    """

    campaign: CampaignPlace | None
    campaigns: tuple[CampaignPlace, ...]
    tasks: tuple[TaskPlace, ...]
    kinds: tuple[KindLine, ...]
    kind_labels: Mapping[str, str]
    columns: tuple[Column, ...]
    may_enter: bool


@dataclass(frozen=True)
class LedgerRow:
    """One record in a list; cells (text, is a number) follow title, status and unit."""

    id: int
    title: str
    status: Status
    unit: str
    cells: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class ListPage:
    """Records of one kind, filtered by the URL.

    Attributes:
        totals: Cells of the last row; empty when no column can be summed.
        query: The filters alone, for the export and the print page.
        place: Of them, what a new record would be for.
    """

    kind: Kind
    columns: tuple[Column, ...]
    rows: tuple[LedgerRow, ...]
    totals: tuple[str, ...]
    filters: tuple[Filter, ...]
    pager: Pager
    query: Mapping[str, str]
    place: Mapping[str, str]
    may_enter: bool


@dataclass(frozen=True)
class PrintPage:
    """All rows found, to be printed.

    Attributes:
        note: What the list was limited to.
        is_cut: There are more rows than one print holds.
    """

    kind: Kind
    columns: tuple[Column, ...]
    rows: tuple[LedgerRow, ...]
    totals: tuple[str, ...]
    note: str
    made_at: datetime
    is_cut: bool


@dataclass(frozen=True)
class FormPage:
    """The form of a new or a stored record.

    Attributes:
        texts: What stands in each control, as typed.
        move: The move that saving makes; it says whether a reason is asked for.
        seen: What the form shows, for the saving that follows; see domain.seen.
        theirs: Text by field name of what somebody else put there meanwhile.
        returned: Reason by field of the last return, while it is to be worked in.
    """

    kind: Kind
    record_id: int | None
    action: str
    cancel_url: str
    unit: str
    campaign: str
    task: str
    move: Move
    texts: Mapping[str, str]
    present: tuple[str, ...]
    options: Options
    errors: Mapping[str, str] = field(default_factory=dict)
    message: str = ""
    why: str = ""
    seen: str = ""
    theirs: Mapping[str, str] = field(default_factory=dict)
    returned: Mapping[str, str] = field(default_factory=dict)
    returned_why: str = ""

    @property
    def saves_itself(self) -> bool:
        """Whether it is a stored draft: only those are saved without being asked."""
        return self.record_id is not None and not self.move.checks

    @property
    def fields(self) -> tuple[Field, ...]:
        """What the kind asks for, in order."""
        return self.kind.fields


@dataclass(frozen=True)
class AutosavePage:
    """What became of a draft that saved itself.

    Attributes:
        seen: What the form shows from now on; empty leaves it as it was.
    """

    message: str
    seen: str = ""


@dataclass(frozen=True)
class PlacePage:
    """Which unit and campaign a new record is for, when that is not plain."""

    kind: Kind
    action: str
    units: tuple[tuple[str, str], ...]
    campaigns: tuple[tuple[str, str], ...]
    unit_id: str
    campaign_id: str
    message: str = ""


@dataclass(frozen=True)
class ImportPage:
    """Where a template is had and a filled-in file is sent."""

    kind: Kind
    unit: str
    campaign: str
    template_url: str
    choose_url: str
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PreviewPage:
    """What a file would make, row by row; token is empty while cells are wrong."""

    kind: Kind
    file_name: str
    unit: str
    campaign: str
    found: Preview
    token: str


@dataclass(frozen=True)
class TimelineLine:
    """One move as the page tells it; began_at when it stands for several."""

    label: str
    actor: str
    at: datetime
    note: str
    changes: tuple[Change, ...]
    reasons: tuple[tuple[str, str], ...]
    began_at: datetime | None = None


@dataclass(frozen=True)
class ShowPage:
    """One record with its history.

    Attributes:
        moves: Only what the actor may do next.
        differences: Since the submission before; None when there was none.
        may_attach: Files may be added and removed now.
        back: Where a decision leads: ``reviews`` when one came from the queue.
    """

    kind: Kind
    record_id: int
    back: str
    title: str
    status: Status
    is_deleted: bool
    unit: str
    campaign: str
    task: str
    day: date | None
    created_by: str
    created_at: datetime
    facts: tuple[Fact, ...]
    moves: tuple[Move, ...]
    timeline: tuple[TimelineLine, ...]
    differences: tuple[Change, ...] | None
    attachments: tuple[AttachmentRow, ...]
    may_attach: bool
    may_restore: bool
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CheckPage:
    """核对: everything once more before it goes to the office."""

    kind: Kind
    record_id: int
    title: str
    unit: str
    status: Status
    facts: tuple[Fact, ...]
    hard: tuple[Problem, ...]
    soft: tuple[Problem, ...]
    problem_of: Mapping[str, Problem]
    file_count: int
    note: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ConfirmPage:
    """A move that asks first: withdraw, delete, return, with a reason where needed."""

    kind: Kind
    record_id: int
    title: str
    unit: str
    move: Move
    back: str
    facts: tuple[Fact, ...]
    why: str = ""
    reasons: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SheetPage:
    """One record as a paper form.

    Attributes:
        rows: One or two facts a row.
        people: Names of those present, in the order they were listed.
        timeline: Oldest first, without what each move changed.
    """

    kind: Kind
    record_id: int
    title: str
    status: Status
    unit: str
    campaign: str
    task: str
    rows: tuple[tuple[Fact, ...], ...]
    people: tuple[str, ...]
    files: tuple[str, ...]
    timeline: tuple[TimelineLine, ...]
    made_at: datetime

    @property
    def status_label(self) -> str:
        """In words, as paper has no colours."""
        return STATUS_LABELS[self.status]
