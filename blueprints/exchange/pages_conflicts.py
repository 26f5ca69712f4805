"""What the pages of the conflict inbox show: one frozen dataclass a page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from web.paging import Filter, Pager


@dataclass(frozen=True)
class Side:
    """One value of a field, as text, with whose it is."""

    key: str
    value: str
    by: str
    at: datetime
    is_current: bool = False


@dataclass(frozen=True)
class FieldLine:
    """One field in conflict."""

    name: str
    label: str
    sides: tuple[Side, ...]


@dataclass(frozen=True)
class ConflictLine:
    """A row and its fields in conflict.

    Attributes:
        is_owners: Only the parent may settle it.
        record_url: Page of the record, when it has one.
    """

    row_id: int
    table_label: str
    row_name: str
    unit: str
    fields: tuple[FieldLine, ...]
    is_owners: bool
    may_settle: bool
    record_url: str


@dataclass(frozen=True)
class OrphanLine:
    """A living row whose parent was deleted elsewhere."""

    row_name: str
    table_label: str
    why: str
    record_url: str


@dataclass(frozen=True)
class ConflictsPage:
    """Open conflicts, and rows whose parent is gone.

    Attributes:
        field_count: Fields of all rows that match the filters.
        takes: Whose values may be taken for many at once: (value, label).
    """

    lines: tuple[ConflictLine, ...]
    filters: tuple[Filter, ...]
    pager: Pager
    field_count: int
    takes: tuple[tuple[str, str], ...]
    settled_count: int
    orphans: tuple[OrphanLine, ...]
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ConflictPage:
    """The conflicts of one row, to be settled."""

    line: ConflictLine
    why: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ReadyLine:
    """A field that would be settled, with the value it would take."""

    row_name: str
    table_label: str
    unit: str
    field_label: str
    chosen: Side
    others: tuple[Side, ...]


@dataclass(frozen=True)
class LeftLine:
    """A field that cannot be settled with the others."""

    row_id: int
    row_name: str
    table_label: str
    field_label: str
    why: str


@dataclass(frozen=True)
class TogetherPage:
    """What settling many conflicts at once would do.

    Attributes:
        address: This page, where the form goes too.
        take: Whose value is taken, in words.
        seen: Stands for exactly what is shown; changes with any version of any field.
        ready: At most as many as one page of a list; so is left.
    """

    address: str
    take: str
    seen: str
    ready: tuple[ReadyLine, ...]
    ready_count: int
    left: tuple[LeftLine, ...]
    left_count: int
    why: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DecisionLine:
    """A conflict as it was settled; others are the values left aside."""

    id: int
    table_label: str
    row_name: str
    field_label: str
    unit: str
    chosen: str
    others: tuple[Side, ...]
    why: str
    by: str
    at: datetime
    record_url: str


@dataclass(frozen=True)
class SettledPage:
    """Decisions, newest first."""

    lines: tuple[DecisionLine, ...]
    pager: Pager
    open_count: int


@dataclass(frozen=True)
class DecisionPage:
    """One decision, which may be taken back."""

    line: DecisionLine
    may_settle: bool
    why: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
