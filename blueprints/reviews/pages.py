"""What the pages of the review queue show."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.fields import Kind
from domain.records import Status
from store.queries.reviews import Waiting
from web.paging import Filter


@dataclass(frozen=True)
class QueuePage:
    """Submitted records, oldest submission first.

    Attributes:
        count: All that wait, also those beyond the rows shown.
        chosen: Keys ticked, when the form came back.
    """

    rows: tuple[Waiting, ...]
    count: int
    units: Mapping[int, str]
    filters: tuple[Filter, ...]
    may_accept: bool
    may_return: bool
    chosen: frozenset[str] = frozenset()
    why: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ResultLine:
    """What became of one record of a bulk decision; message says why not."""

    kind: Kind
    id: int
    title: str
    unit_id: int
    status: Status
    is_done: bool
    message: str


@dataclass(frozen=True)
class ResultsPage:
    """A bulk decision, row by row."""

    label: str
    rows: tuple[ResultLine, ...]
    units: Mapping[int, str]

    @property
    def done_count(self) -> int:
        """How many were decided."""
        return sum(row.is_done for row in self.rows)
