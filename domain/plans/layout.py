"""From a text to the sheet the rules read: clean, find dates, outline, tables, year."""

from domain.plans.cleaning import Simplified, clean
from domain.plans.dates import mentions
from domain.plans.heads import title_place
from domain.plans.outline import outline
from domain.plans.sheet import Sheet, quoted_places
from domain.plans.tables import tables
from domain.plans.years import basis_year


def lay_out(source: str, simplified: Simplified) -> Sheet:
    """The sheet of a text as read; any text gives one."""
    page = clean(source, simplified)
    text = page.text
    found = mentions(text)
    quoted = quoted_places(text)
    title = title_place(text)
    free = [m for m in found if not any(a <= m.start < b for a, b in quoted)]
    year = basis_year(text, free, title[1] if title else 0)
    return Sheet(page, outline(text), found, tables(text), year, quoted)
