"""What each page of campaigns shows: one frozen dataclass a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from domain.campaigns import Phase, Requirement, Task
from domain.templates import CampaignTemplate
from store.queries.campaigns import CampaignRow
from store.queries.expected import Amendment


@dataclass(frozen=True)
class ListPage:
    """All campaigns held here."""

    rows: Sequence[CampaignRow]
    may_manage: bool


@dataclass(frozen=True)
class PhaseLine:
    """A phase with what hangs on it.

    Attributes:
        is_now: Whether today lies inside.
        phases: Phases nested in it.
    """

    phase: Phase
    is_now: bool
    tasks: Sequence[Task]
    phases: Sequence["PhaseLine"]


@dataclass(frozen=True)
class RequirementLine:
    """A requirement as the table shows it."""

    requirement: Requirement
    metric: str
    comparison: str
    per: str
    tier: str
    start_on: date
    due_on: date


@dataclass(frozen=True)
class ShowPage:
    """One campaign as its plan states it.

    Attributes:
        loose: Tasks of no phase.
        persons: How many people are counted on today.
    """

    row: CampaignRow
    phases: Sequence[PhaseLine]
    loose: Sequence[Task]
    requirements: Sequence[RequirementLine]
    kind_labels: Mapping[str, str]
    persons: int
    amendments: Sequence[Amendment]
    may_manage: bool


@dataclass(frozen=True)
class NewPage:
    """A campaign to come.

    Attributes:
        chosen: The template to preview, its days moved to the day asked for.
        units: (id, name) of units the actor may found it at.
    """

    templates: Sequence[CampaignTemplate]
    chosen: CampaignTemplate | None
    units: Sequence[tuple[str, str]]
    unit_id: str
    start: str
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PublishPage:
    """Whom publishing would freeze.

    Attributes:
        units: (name, how many people), in official order.
        on: Day as of which they are frozen.
    """

    row: CampaignRow
    units: Sequence[tuple[str, int]]
    persons: int
    on: date


@dataclass(frozen=True)
class AmendPage:
    """A change of the frozen lists.

    Attributes:
        choices: (value, label) of the units and persons it may name.
        typed: What was typed, when it comes back with errors.
    """

    row: CampaignRow
    deed: str
    title: str
    choices: Sequence[tuple[str, str]]
    typed: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)
