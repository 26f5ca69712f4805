"""Name a print by everything that decides how it looks.

Equal keys mean equal pages: a filing asked for again with the same data need not be
printed again.
"""

import hashlib
from functools import cache
from pathlib import Path

import weasyprint

from documents.fonts import font_set, fonts_folder
from documents.official import OfficialContext
from documents.render import Context, page_html, style_text
from documents.signing import sign_block
from domain.filings import Signer


def content_key(context: Context, signer: Signer | None) -> str:
    """SHA-256 over page, style, seals, fonts, library, and who signs with which key."""
    whole = hashlib.sha256()
    for part in (
        page_html(context).encode(),
        style_text(context.form).encode(),
        _seals(context),
        _ground(fonts_folder()),
        signer.public_key.encode() if signer else b"",
        signer.certificate if signer else b"",
    ):
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()


def _seals(context: Context) -> bytes:
    """As they are drawn: the first one stands in the signature, not in the page."""
    if not isinstance(context, OfficialContext) or not context.is_sealed:
        return b""
    return b"".join(one.seal.operators() for one in sign_block(context).seals)


@cache
def _ground(folder: Path) -> bytes:
    """Library and fonts of this process, their outlines too."""
    whole = hashlib.sha256(weasyprint.__version__.encode())
    files = (path for path, _ in font_set().files.values())
    for path in (folder / "metrics.json", *sorted(files)):
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.digest()
