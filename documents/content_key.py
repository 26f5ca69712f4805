"""Name a print by everything that decides how it looks.

Equal keys mean equal pages: a filing asked for again with the same data need not be
printed again.
"""

import hashlib
from functools import cache

import weasyprint

from documents.fonts import font_set
from documents.render import Context, page_html, style_text


def content_key(context: Context, public_key: str) -> str:
    """SHA-256 over the page, its style, the fonts, the library and who signs."""
    parts = (page_html(context), style_text(context.form), _ground(), public_key)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@cache
def _ground() -> str:
    """Fonts and library of this process."""
    metrics = (font_set().folder / "metrics.json").read_bytes()
    return f"{weasyprint.__version__} {hashlib.sha256(metrics).hexdigest()}"
