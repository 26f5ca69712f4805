"""What the pages of people show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from domain.units import Unit
from store.queries.people import PersonLine, TierSpan
from web.paging import Filter, Pager


@dataclass(frozen=True)
class ListPage:
    """People that match the filters, a page of them.

    Attributes:
        unit_names: Unit name by id.
        export_url: The same list as XLSX.
        is_filtered: Whether any filter is set.
    """

    people: Sequence[PersonLine]
    unit_names: Mapping[int, str]
    filters: Sequence[Filter]
    pager: Pager
    export_url: str
    is_filtered: bool
    may_manage: bool


@dataclass(frozen=True)
class ShowPage:
    """One person.

    Attributes:
        spans: Every tier with its days, the present ones first.
        unit_names: Unit name by id.
    """

    person: PersonLine
    unit: Unit | None
    spans: Sequence[TierSpan]
    unit_names: Mapping[int, str]
    may_manage: bool


@dataclass(frozen=True)
class TiersPage:
    """The tiers of a person as a form.

    Attributes:
        rows: id, tier, from, to as they stand in the form; some empty at the end.
        known: Tiers in use, to choose from while typing.
        errors: Reason by ``tier-N``.
    """

    person: PersonLine
    rows: Sequence[Mapping[str, str]]
    known: Sequence[str]
    errors: Mapping[str, str] = field(default_factory=dict)
