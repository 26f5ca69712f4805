"""What the pages of the audit log show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.audit import Broken
from store.queries.audit import EntryLine
from web.paging import Filter, Pager


@dataclass(frozen=True)
class ListPage:
    """Acts that match the filters, a page of them.

    Attributes:
        errors: Days of the query that are no days, by name of the filter.
    """

    entries: Sequence[EntryLine]
    labels: Mapping[str, str]
    unit_names: Mapping[int, str]
    filters: Sequence[Filter]
    errors: Mapping[str, str]
    pager: Pager
    is_filtered: bool


@dataclass(frozen=True)
class ShowPage:
    """One act.

    Attributes:
        facts: (label, value) of what was kept with it.
    """

    entry: EntryLine
    label: str
    unit_name: str
    facts: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class VerifyPage:
    """Whether the chain holds.

    Attributes:
        head: Hash asked for, noted elsewhere before; empty when none was.
        broken: The first act that is not as written, or None.
        last_hash: Present head, to be noted elsewhere.
    """

    head: str
    broken: Broken | None
    count: int
    last_hash: str
