"""A campaign in the making: its parts, where each stands, and what is in doubt."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.campaigns import Phase, Requirement, Task
from domain.plans.model import Place

Sureness = Literal["sure", "unsure", "unread"]
PartName = Literal["campaign", "phase", "task", "requirement"]
Handled = Literal["", "seen", "used"]
Part = Phase | Task | Requirement

WHOLE = 0
"""Id of the part ``campaign``, of which there is one."""


@dataclass(frozen=True)
class Doubt:
    """Why a field of a part may be wrong, or could not be read.

    Attributes:
        sureness: ``unsure`` when a weaker rule filled it, ``unread`` when nothing did.
    """

    field: str
    sureness: Sureness
    reason: str


@dataclass(frozen=True)
class Anchor:
    """Where a part stands in the text, and how sure its fields are.

    Attributes:
        at: Place of its sentence; None when a person added the part.
        date_at: Place of its date phrase, when that stands elsewhere than at.
        raw: The sentence, ``text[at[0]:at[1]]``; empty without a place.
        doubts: Fields not named are sure; a person who checks a part clears them.
        is_checked: Whether a person has corrected or confirmed the part.
    """

    part: PartName
    id: int
    at: Place | None = None
    date_at: Place | None = None
    raw: str = ""
    doubts: tuple[Doubt, ...] = ()
    is_checked: bool = False

    @property
    def sureness(self) -> Sureness:
        """The worst of its fields."""
        found = {one.sureness for one in self.doubts}
        if "unread" in found:
            return "unread"
        return "unsure" if found else "sure"

    def doubt(self, field: str) -> Doubt | None:
        """What is in doubt about the field, or None."""
        return next((one for one in self.doubts if one.field == field), None)


@dataclass(frozen=True)
class Leftover:
    """A sentence from which no part was made.

    Attributes:
        kind: ``unmapped`` was read but no metric fits; ``unread`` says a number, a day
            or a duty and was placed nowhere; ``removed`` is a part a person took out.
        handled: Empty while open; ``seen`` or ``used`` once a person decided.
    """

    id: int
    kind: Literal["unmapped", "unread", "removed"]
    raw: str
    at: Place
    reason: str
    handled: Handled = ""


@dataclass(frozen=True)
class Note:
    """Something read that becomes no part: a fault of the plan itself, or a filing."""

    kind: Literal["fault", "filing"]
    text: str
    raw: str
    at: Place


@dataclass(frozen=True)
class PlanDraft:
    """What a plan's reading comes to, until a person confirms it.

    Attributes:
        start_on, end_on: None while the plan does not say and nobody filled it in.
        phases, tasks, requirements: In the plan's order; ids are unique within each.
        anchors: One for the campaign and one for each part.
    """

    name: str
    start_on: date | None
    end_on: date | None
    phases: tuple[Phase, ...] = ()
    tasks: tuple[Task, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    leftovers: tuple[Leftover, ...] = ()
    notes: tuple[Note, ...] = ()

    def anchor(self, part: PartName, part_id: int = WHOLE) -> Anchor:
        """Of that part; an empty one when it has none."""
        found = (one for one in self.anchors if one.part == part and one.id == part_id)
        return next(found, Anchor(part, part_id))

    def part(self, part: PartName, part_id: int) -> Part | None:
        """The phase, task or requirement of that id, or None."""
        return next((one for one in self.parts(part) if one.id == part_id), None)

    def parts(self, part: PartName) -> tuple[Part, ...]:
        """All phases, tasks or requirements; none for the campaign itself."""
        found: dict[PartName, tuple[Part, ...]] = {
            "campaign": (),
            "phase": self.phases,
            "task": self.tasks,
            "requirement": self.requirements,
        }
        return found[part]

    @property
    def open_leftovers(self) -> tuple[Leftover, ...]:
        """Sentences nobody has decided about."""
        return tuple(one for one in self.leftovers if not one.handled)

    @property
    def doubted(self) -> tuple[Anchor, ...]:
        """Parts with fields that are not sure."""
        return tuple(one for one in self.anchors if one.doubts)


def next_id(parts: Iterable[Part | Leftover]) -> int:
    """An id none of them has."""
    return max((one.id for one in parts), default=0) + 1
