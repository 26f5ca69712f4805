"""What each page of plan readings shows: one frozen dataclass a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from domain.fields import Field
from domain.plan_mapping.difference import Change
from domain.plan_mapping.model import Anchor, Leftover, Note, PartName, PlanDraft
from domain.plan_mapping.segments import Segment
from store.queries.plans import DraftRow

Pair = tuple[str, str]


@dataclass(frozen=True)
class ListPage:
    """Readings of the actor's units.

    Attributes:
        units: Name by unit id.
    """

    rows: Sequence[DraftRow]
    units: Mapping[int, str]


@dataclass(frozen=True)
class NewPage:
    """A plan to come.

    Attributes:
        units: (id, name) of units the actor may found a campaign at.
        earlier: (value, label) of what the plan may amend.
        typed: What was typed, when it comes back with errors.
    """

    units: Sequence[Pair]
    earlier: Sequence[Pair]
    typed: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FactLine:
    """One field of a part; reason says why it is in doubt, empty when it is not."""

    label: str
    value: str
    sureness: str
    reason: str


@dataclass(frozen=True)
class PartCard:
    """A part as the right-hand side shows it.

    Attributes:
        key: Unique on the page: phase-3.
        inside: Tasks of a phase, requirements of a task, and so on.
    """

    part: PartName
    id: int
    key: str
    title: str
    anchor: Anchor
    facts: Sequence[FactLine]
    inside: Sequence["PartCard"] = ()


@dataclass(frozen=True)
class ShowPage:
    """A reading: text and campaign side by side.

    Attributes:
        lines: The text, line by line, cut where parts stand.
        loose: Tasks and requirements that belong to no phase.
        open_left, decided: Leftovers waiting for a person, and those decided.
        has_first: Whether it amends something it can be compared with.
    """

    row: DraftRow
    draft: PlanDraft
    lines: Sequence[Sequence[Segment]]
    whole: PartCard
    phases: Sequence[PartCard]
    loose: Sequence[PartCard]
    faults: Sequence[tuple[str, Note]]
    filings: Sequence[tuple[str, Note]]
    open_left: Sequence[Leftover]
    decided: Sequence[Leftover]
    has_first: bool


@dataclass(frozen=True)
class CardPage:
    """One part alone, as a fragment."""

    row: DraftRow
    card: PartCard


@dataclass(frozen=True)
class EditPage:
    """A form for a part.

    Attributes:
        id: Of the part; 0 for one to come.
        key: Names the form on the page.
        sentence: The plan's words for it; empty when it is made by hand.
        typed: What stands in the fields; several keys joined by commas.
        choices: (key, label) to choose from, by field name.
        seen: Fingerprint of the part as shown.
        source: Id of the leftover it is made of, or empty.
    """

    row: DraftRow
    part: PartName
    id: int
    key: str
    title: str
    sentence: str
    fields: Sequence[Field]
    many: frozenset[str]
    typed: Mapping[str, str]
    choices: Mapping[str, Sequence[Pair]]
    action: str
    seen: str
    source: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DifferencePage:
    """What the reading changes against what it amends."""

    row: DraftRow
    changes: Sequence[Change]
    counts: Mapping[str, int]


@dataclass(frozen=True)
class ConfirmPage:
    """What confirming would make, and whom publishing would freeze.

    Attributes:
        units: (name, how many people), in official order.
        on: Day as of which they are frozen.
        doubted: How many parts have fields that are not sure.
    """

    row: DraftRow
    draft: PlanDraft
    units: Sequence[tuple[str, int]]
    persons: int
    on: date
    doubted: int
    errors: Mapping[str, str] = field(default_factory=dict)
