"""Cut a long ledger into parts that are laid out apart and joined page to page.

A part begins where a page of the whole begins anyway, after an even number of pages,
so that every page keeps its side of the sheet and everything on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from documents import layout
from documents.markup import form_title
from documents.official import SheetContext
from documents.tables import IN_FORM, LaidTable, lay_table

# Shorter ones are printed before a second process has begun.
PAGES_MIN = 12
TITLE_LINE, PERIOD_LINE, FACTS, CAPTION_LINE = 12.0, 8.0, 9.0, 8.0
# A row of the next part ends a part for a look at where it falls, and is not printed.
NEXT_ROW = "next-part"
_WIDE_TOP = layout.LEFT
_WIDE_HEIGHT = layout.WIDTH - layout.LEFT - layout.RIGHT + layout.SLACK


@dataclass(frozen=True, slots=True)
class Part:
    """Some pages of a form.

    Attributes:
        context: Of the whole, with the rows of this part; a part that is not the last
            has one row more, that of the next page.
        first_page: Its number in the whole, odd.
        page_count: How many there are; 0 in the last part, which ends where it ends.
        next_row_mm: Where the row of the next page stands on it, from the top.
    """

    context: SheetContext
    first_page: int
    page_count: int = 0
    next_row_mm: float = 0.0

    @property
    def is_first(self) -> bool:
        """Whether title and head stand on it."""
        return self.first_page == 1

    @property
    def is_last(self) -> bool:
        """Whether totals, signatures and notes stand on it."""
        return not self.page_count


def in_parts(context: object, count: int = 2) -> tuple[Part, ...]:
    """Parts of about as many pages each; none when it is short or no single table."""
    if not isinstance(context, SheetContext) or len(context.tables) != 1:
        return ()
    table = lay_table(context.tables[0], IN_FORM)
    starts = _page_starts(context, table)
    if len(starts) < PAGES_MIN:
        return ()
    # An even number of pages before each cut.
    cuts = [2 * round(len(starts) * n / count / 2) for n in range(count)]
    head_mm = _WIDE_TOP + table.head.height_mm
    return (
        *(_part(context, starts, pair, head_mm) for pair in pairwise(cuts)),
        _with_rows(context, starts[cuts[-1]], None, cuts[-1]),
    )


def _part(
    context: SheetContext, starts: Sequence[int], cut: tuple[int, int], head_mm: float
) -> Part:
    first, after = cut
    part = _with_rows(context, starts[first], starts[after] + 1, first)
    return replace(part, page_count=after - first, next_row_mm=head_mm)


def _with_rows(
    context: SheetContext, start: int, stop: int | None, pages_before: int
) -> Part:
    (table,) = context.tables
    totals = () if stop else table.totals
    table = replace(table, rows=table.rows[start:stop], totals=totals)
    return Part(replace(context, tables=(table,)), pages_before + 1)


def _page_starts(context: SheetContext, table: LaidTable) -> list[int]:
    """The first row of each page; the last pages may be other ones for what ends it."""
    room_mm = _WIDE_HEIGHT - table.head.height_mm
    used_mm = TITLE_LINE * len(form_title(context.title)) + PERIOD_LINE + FACTS
    used_mm += CAPTION_LINE if table.caption else 0.0
    starts = [0]
    for number, row in enumerate(table.rows):
        used_mm += row.height_mm
        if used_mm > room_mm:
            starts.append(number)
            used_mm = row.height_mm
    return starts
