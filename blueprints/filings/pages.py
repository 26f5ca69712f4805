"""What each page of filings shows: one frozen dataclass a page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from blueprints.filings.sources import SourcedFigure
from documents.compose import FilingKind
from services.packing import Packing
from store.queries.filings import FilingRow, RequestRow


@dataclass(frozen=True)
class FilingLine:
    """A finished filing in words."""

    row: FilingRow
    kind: str
    unit: str
    campaign: str
    made_by: str


@dataclass(frozen=True)
class RequestLine:
    """Work asked for in words.

    Attributes:
        style: Of the state's tag.
        says: What is being waited for, or why it failed and what to do.
        is_open: It will change by itself.
    """

    row: RequestRow
    kind: str
    unit: str
    campaign: str
    state: str
    style: str
    says: str
    is_open: bool


@dataclass(frozen=True)
class ListPage:
    """Finished filings and work in progress."""

    lines: tuple[FilingLine, ...]
    requests: tuple[RequestLine, ...]
    may_make: bool


@dataclass(frozen=True)
class NewPage:
    """What is to be made; each choice as (value, label)."""

    kinds: tuple[FilingKind, ...]
    campaigns: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, str], ...]
    texts: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RequestPage:
    """Work asked for, watched until it is done."""

    line: RequestLine


@dataclass(frozen=True)
class FilingPage:
    """One filing with every figure in it.

    Attributes:
        is_word: Its file for editing is for Word, not for Excel.
    """

    line: FilingLine
    figures: tuple[SourcedFigure, ...]
    size_bytes: int | None
    is_word: bool


@dataclass(frozen=True)
class BatchLine:
    """One unit of a batch in words; request is what was asked for it."""

    unit: str
    state: str
    style: str
    says: str
    request: RequestRow | None


@dataclass(frozen=True)
class BatchPage:
    """The same filing for many units, watched until all are done.

    Attributes:
        texts: What was asked for, as the address says it.
        is_open: A filing is being made.
        is_joined: There is one file of all that are ready.
        packing: How far that file is, when it was asked for.
    """

    kind: str
    campaign: str
    on: date
    texts: Mapping[str, str]
    lines: tuple[BatchLine, ...]
    ready_count: int
    is_open: bool
    is_joined: bool
    packing: Packing | None

    @property
    def is_watched(self) -> bool:
        """Something will still change by itself."""
        return self.is_open or bool(self.packing and self.packing.is_open)


@dataclass(frozen=True)
class ArchivePage:
    """A campaign's pack for the archives.

    Attributes:
        size_bytes: Of the pack; none before it was made.
        checks: The four, as documents.archive.checks.Check.
        packing: How far the pack is, when it was asked for.
    """

    campaigns: tuple[tuple[str, str], ...]
    chosen: str
    size_bytes: int | None
    file_count: Any
    checks: Any
    not_looked_at: Any
    packing: Packing | None
