"""The text of a PDF file: lines top to bottom, tables row by row."""

import io

import pdfplumber
from pdfplumber.page import Page
from pdfplumber.table import Table

PAGES_MAX = 300


def _rows(table: Table) -> str:
    lines = []
    for row in table.extract():
        cells = [(cell or "").replace("\n", "") for cell in row]
        lines.append("\t".join(cells))
    return "\n".join(lines)


def _is_table(table: Table) -> bool:
    """Whether ruled lines make a real table: two columns and two rows at least."""
    rows = table.extract()
    return len(rows) >= 2 and max(len(row) for row in rows) >= 2


def _page_text(page: Page) -> str:
    """The words of a page with each table at its place."""
    tables = [table for table in page.find_tables() if _is_table(table)]
    pieces: list[str] = []
    top = page.bbox[1]
    for table in sorted(tables, key=lambda found: found.bbox[1]):
        above, below = table.bbox[1], table.bbox[3]
        if above > top:
            pieces.append(_lines(page, top, above))
        pieces.append(_rows(table))
        top = max(top, below)
    if page.bbox[3] > top:
        pieces.append(_lines(page, top, page.bbox[3]))
    return "\n".join(piece for piece in pieces if piece)


def _lines(page: Page, top: float, bottom: float) -> str:
    area = page.crop((page.bbox[0], top, page.bbox[2], bottom))
    return area.extract_text(x_tolerance=2) or ""


def pdf_text(data: bytes) -> str:
    """The words of the first PAGES_MAX pages; a scan without text gives nothing.

    Raises:
        Exception: Whatever the library meets in a damaged file.
    """
    with pdfplumber.open(io.BytesIO(data)) as document:
        return "\n".join(_page_text(page) for page in document.pages[:PAGES_MAX])
