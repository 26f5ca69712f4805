"""Name a print by everything that decides how it looks.

Equal keys mean equal pages: a filing asked for again with the same data need not be
printed again.
"""

import hashlib
from functools import cache
from pathlib import Path

import weasyprint

from documents.fonts import fonts_folder
from documents.render import Context, page_html, style_text


def content_key(context: Context, public_key: str) -> str:
    """SHA-256 over the page, its style, the fonts, the library and who signs."""
    parts = (
        page_html(context),
        style_text(context.form),
        _ground(fonts_folder()),
        public_key,
    )
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@cache
def _ground(fonts: Path) -> str:
    """Fonts and library of this process."""
    metrics = (fonts / "metrics.json").read_bytes()
    return f"{weasyprint.__version__} {hashlib.sha256(metrics).hexdigest()}"
