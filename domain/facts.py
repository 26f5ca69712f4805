"""What the engine counts: contributions of records, and the frozen list of subjects."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from domain.metrics import counted_measure

_BRANCH_ENDINGS = ("支部", "总支", "党支部委员会", "党总支委员会")


@dataclass(frozen=True, slots=True)
class Fact:
    """One contribution of one accepted record toward a metric.

    Attributes:
        person_id: The person it counts for; None counts for the unit. A record that
            counts for both gives one fact each, so that neither is counted twice.
        on: The record's own day, not the day of entry; without one it never counts.
        phase_id: Phase of the task the record was entered for, if any.
    """

    metric: str
    measure: str
    amount: float
    unit_id: int
    person_id: int | None
    on: date | None
    phase_id: int | None
    kind: str
    record_id: int


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the campaign's frozen list, with the tiers of that day."""

    id: int
    code: str
    name: str
    unit_id: int
    tiers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the campaign's frozen list."""

    id: int
    code: str
    name: str
    kind: str

    @property
    def is_branch(self) -> bool:
        """Whether it is a party branch (see is_branch)."""
        return is_branch(self.kind)


@dataclass(frozen=True, slots=True)
class Body:
    """A temporary body such as a 中心组; what its unit enters counts for it."""

    id: int
    kind: str
    name: str
    unit_id: int
    member_ids: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Subjects:
    """Everybody who owes something: the denominators, in official order.

    Attributes:
        exempt: (requirement id, subject kind, subject id) let off by an amendment.
    """

    units: tuple[Unit, ...]
    persons: tuple[Person, ...]
    bodies: tuple[Body, ...] = ()
    exempt: frozenset[tuple[int, str, int]] = frozenset()


@dataclass(frozen=True)
class Facts:
    """Facts found by metric and measure without a search; built once per assessment."""

    unit_level: dict[tuple[str, str], list[Fact]] = field(default_factory=dict)
    person_level: dict[tuple[str, str], list[Fact]] = field(default_factory=dict)

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> "Facts":
        """Index them; the order of the input does not matter to any result."""
        index = cls()
        for fact in facts:
            level = index.unit_level if fact.person_id is None else index.person_level
            key = (fact.metric, counted_measure(fact.metric, fact.measure))
            level.setdefault(key, []).append(fact)
        return index

    def for_units(self, metric: str, measure: str) -> Sequence[Fact]:
        """Those that count for units, in that measure and no other."""
        return self.unit_level.get((metric, counted_measure(metric, measure)), [])

    def for_persons(self, metric: str, measure: str) -> Sequence[Fact]:
        """Those that count for persons, in that measure and no other."""
        return self.person_level.get((metric, counted_measure(metric, measure)), [])


def is_branch(kind: str) -> bool:
    """Whether a unit of that kind is a party branch: 党支部, 党总支, 联合支部 and such.

    党委, 党组 and 党工委 lead branches and are none themselves.
    """
    return kind.strip().endswith(_BRANCH_ENDINGS)


def has_tier(person: Person, tier: str | None, tier_except: str | None) -> bool:
    """Whether a threshold for that tier is meant for the person.

    其他党员 is tier 党员 except 班子成员; several tiers joined by 、 mean any of them.
    """
    wanted = tier is None or not person.tiers.isdisjoint(tier.split("、"))
    left_out = tier_except is not None and not person.tiers.isdisjoint(
        tier_except.split("、")
    )
    return wanted and not left_out
