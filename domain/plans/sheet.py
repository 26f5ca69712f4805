"""What every rule reads from: the page, its outline, its dates and its year."""

import re
from bisect import bisect_left
from dataclasses import dataclass

from domain.plans.dates import Mention
from domain.plans.outline import Block
from domain.plans.page import Page
from domain.plans.tables import Table

_OUTER = re.compile(
    r"^[ ,，。.;；:：、—·()（）!！?？-]+|[ ,，。.;；:：、—·(（!！?？-]+$"
)
_QUOTED = re.compile(r"《[^《》\n]{1,120}》|〔\d{4}〕|\[\d{4}\]")


@dataclass(frozen=True)
class Sheet:
    """A plan laid out for reading; all offsets are those of `page.text`.

    Attributes:
        page: The cleaned text.
        root: The outline.
        mentions: Every date expression, in order.
        tables: Tables with their rows.
        year: The year for days that write none, or None.
        quoted: Places of document titles, in order.
    """

    page: Page
    root: Block
    mentions: list[Mention]
    tables: list[Table]
    year: int | None
    quoted: list[tuple[int, int]]

    @property
    def text(self) -> str:
        """The text the rules read."""
        return self.page.text

    def mentions_in(self, start: int, end: int) -> list[Mention]:
        """Date expressions that begin in text[start:end], titles left out."""
        first = bisect_left(self.mentions, start, key=lambda m: m.start)
        found = []
        for mention in self.mentions[first:]:
            if mention.start >= end:
                break
            if not self.is_quoted(mention.start):
                found.append(mention)
        return found

    def is_quoted(self, at: int) -> bool:
        """Whether a place lies inside a document's title."""
        index = bisect_left(self.quoted, (at + 1, 0)) - 1
        return index >= 0 and self.quoted[index][1] > at

    def in_table(self, at: int) -> bool:
        """Whether a place lies inside a table."""
        return any(table.start <= at < table.end for table in self.tables)

    def name(self, start: int, end: int) -> str:
        """The words of a place as printed, without breaks and outer marks."""
        return tidy(self.page.shown[start:end])


def quoted_places(text: str) -> list[tuple[int, int]]:
    """Where document titles and document numbers stand."""
    return [match.span() for match in _QUOTED.finditer(text)]


def tidy(words: str) -> str:
    """Words without line breaks, outer spaces and outer punctuation."""
    return _OUTER.sub("", re.sub(r"\s+", "", words))
