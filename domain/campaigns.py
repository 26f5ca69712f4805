"""A campaign as its plan states it: phases, tasks and counted requirements."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Comparison = Literal[
    "at_least", "at_most", "exactly", "between", "coverage", "cadence", "event"
]
Per = Literal[
    "person", "unit", "branch", "body", "campaign", "person_per_week", "unit_per_phase",
    "person_per_phase",
]  # fmt: skip

Who = Literal["unit", "branch", "campaign"]


@dataclass(frozen=True)
class Phase:
    """A stage; stages may overlap, nest (parent_id) or lack dates.

    Attributes:
        raw_date: The date phrase as the plan writes it, kept beside the dates read.
    """

    id: int
    name: str
    start_on: date | None
    end_on: date | None
    raw_date: str
    parent_id: int | None
    position: int


@dataclass(frozen=True)
class Task:
    """A piece of work of a phase, done by each expected unit or by the campaign office.

    Attributes:
        kinds: Record kinds that are evidence for it, by key.
        who: ``unit`` or ``branch`` when each of those owes it; ``campaign`` when the
            office does.
    """

    id: int
    phase_id: int | None
    parent_id: int | None
    name: str
    start_on: date | None
    due_on: date | None
    raw_date: str
    kinds: tuple[str, ...]
    who: Who
    position: int


@dataclass(frozen=True)
class Requirement:
    """metric x comparison x value x measure x per x tier x window x evidence.

    Attributes:
        value: Threshold in ``measure``; lower bound for ``between``; share 0 to 1
            for ``coverage``; count per week for ``cadence``.
        value_to: Upper bound for ``between``, else None.
        tier: Persons of this tier only; None is everybody (or does not apply).
            Several joined by 、 mean any of them.
        tier_except: Persons of this tier are left out: 其他党员 is tier 党员 except
            班子成员.
        body_kind: Kind of body for ``per == "body"``, such as 中心组.
        window_start: First day whose entries count; None is the campaign's first.
        window_end: Last day whose entries count; also the day it is due.
        weekday: ISO weekday 1 to 7 for ``cadence`` (每周一晚 is 1), else None.
        evidence: Record kinds that count, by key; empty is every kind of the metric.
        raw: The plan's own sentence.
        note: What a reader should know, such as an ambiguity.
        windows: Where a plan names several stretches (4月上旬、5月上旬), the days
            inside them that count; window_start and window_end then span them all.
    """

    id: int
    phase_id: int | None
    task_id: int | None
    position: int
    metric: str
    comparison: Comparison
    value: float
    value_to: float | None
    measure: str
    per: Per
    tier: str | None
    tier_except: str | None
    body_kind: str | None
    window_start: date | None
    window_end: date | None
    weekday: int | None
    evidence: tuple[str, ...]
    raw: str
    note: str = ""
    windows: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True)
class Campaign:
    """A plan made live.

    Attributes:
        phases, tasks, requirements: In the plan's own order.
    """

    id: int
    name: str
    start_on: date
    end_on: date
    phases: tuple[Phase, ...]
    tasks: tuple[Task, ...]
    requirements: tuple[Requirement, ...]
