"""What a record kind asks for: plain frozen data that forms, lists and files read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Input = Literal[
    "text",
    "long_text",
    "number",
    "decimal",
    "date",
    "choice",
    "person",
    "unit",
    "yes_no",
]
Subject = Literal["unit", "person", "attendance"]


@dataclass(frozen=True)
class Count:
    """How a record of a kind counts toward a metric.

    Attributes:
        metric: Key of the metric catalogue (domain/metrics.py).
        measure: 次 篇 份 个 项 字 学时 工作日 小时 …; different measures never add up.
        by: ``unit`` counts for the record's unit only; ``person`` also for the
            record's person; ``attendance`` also for each person present.
        amount: Field that holds the amount; None counts the record as one.
        when: Accepted values by field name; all must hold.
    """

    metric: str
    measure: str
    by: Subject = "unit"
    amount: str | None = None
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Field:
    """One field of a kind.

    Attributes:
        required: Must be filled before the record may be submitted; drafts may
            leave it empty.
        summary: Shown as a column of lists and ledgers.
        size_max: Longest text in characters, or largest number; None is no limit.
        from_above: A person who may also be a leader from above, that is a member
            of the bodies that lead the campaign.
    """

    name: str
    label: str
    input: Input
    required: bool = False
    summary: bool = False
    help: str = ""
    choices: tuple[str, ...] = ()
    size_max: int | None = None
    size_min: int | None = None
    unit: str = ""
    from_above: bool = False


@dataclass(frozen=True)
class Kind:
    """A record kind as everything generic sees it.

    Attributes:
        key: Table name, snake_case; also the word in URLs (with hyphens) and CLI.
        title: Name of the field that names a record in lists and links.
        day: Name of the field whose day decides windows and weeks.
        person: Name of the field that holds the person the record is about.
        attendance: Whether persons present are listed one by one.
    """

    key: str
    label: str
    fields: tuple[Field, ...]
    counts: tuple[Count, ...]
    title: str
    day: str
    person: str | None = None
    attendance: bool = False
    help: str = ""

    def field(self, name: str) -> Field | None:
        """The field of that name, or None."""
        return next((one for one in self.fields if one.name == name), None)
