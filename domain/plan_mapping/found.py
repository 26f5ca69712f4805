"""What mapping rules hand each other: the surroundings, and a field with its doubt."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from domain.plan_mapping.days import Years
from domain.plan_mapping.model import Doubt, Sureness
from domain.plan_mapping.words import plain


@dataclass(frozen=True)
class Around:
    """What a plan is read into.

    Attributes:
        text: The plan as read, which all places count in.
        years: For days written without a year.
        tiers: Names of the tiers the organisation uses.
        simplified: Simplified character by code point of the traditional one.
    """

    text: str
    years: Years
    tiers: Collection[str] = ()
    simplified: Mapping[int, str] = field(default_factory=dict)

    def plain(self, text: str | None) -> str:
        """The text as word tables spell it; empty for None."""
        return plain(text or "", dict(self.simplified))


@dataclass
class Doubts:
    """Doubts of one part as its fields are filled; the first of a field stays."""

    found: dict[str, Doubt] = field(default_factory=dict)

    def unsure(self, name: str, reason: str) -> None:
        """A weaker rule filled the field."""
        self._add(name, "unsure", reason)

    def unread(self, name: str, reason: str) -> None:
        """Nothing could be read for the field."""
        self._add(name, "unread", reason)

    def listed(self) -> tuple[Doubt, ...]:
        """In the order found."""
        return tuple(self.found.values())

    def _add(self, name: str, sureness: Sureness, reason: str) -> None:
        self.found.setdefault(name, Doubt(name, sureness, reason))
