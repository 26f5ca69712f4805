"""What stands printed beside a filing so that the paper proves itself.

A QR code holds number, digest of the frozen data and the node's signature over it; the
code below it is the beginning of the same digest, short enough to be typed.
"""

import base64
import binascii
import hashlib
import unicodedata
from dataclasses import dataclass

import segno

QR_WORD = "LUOSHI1"
CODE_LENGTH = 10
_GROUP = 5
# Without I, L, O and U: what is misread is read as what it was taken for.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OIL", "011")


@dataclass(frozen=True, slots=True)
class QrContent:
    """What a QR code says.

    Attributes:
        number: Of the filing.
        digest: SHA-256 of its frozen data.
        signature: Of the node over the digest.
    """

    number: str
    digest: bytes
    signature: bytes


def typed_code(data: bytes) -> str:
    """The first 50 bits of the digest of the data, for example 7QKD0-3XVM9."""
    return code_of_digest(hashlib.sha256(data).digest())


def code_of_digest(digest: bytes) -> str:
    """Ten letters and digits in groups of five."""
    bits = int.from_bytes(digest[:7]) >> 6
    text = "".join(
        _ALPHABET[bits >> (5 * place) & 31] for place in reversed(range(CODE_LENGTH))
    )
    starts = range(0, CODE_LENGTH, _GROUP)
    return "-".join(text[start : start + _GROUP] for start in starts)


def read_code(text: str) -> str:
    """The code as it is kept; empty when this can be none.

    Small and full-width letters, blanks, dashes and the letters O, I, L are forgiven.
    """
    plain = unicodedata.normalize("NFKC", text).upper().translate(_MISREAD)
    letters = "".join(one for one in plain if one in _ALPHABET)
    extra = {one for one in plain if one not in _ALPHABET} - set(" -–—_.\t")
    if extra or len(letters) != CODE_LENGTH:
        return ""
    starts = range(0, CODE_LENGTH, _GROUP)
    return "-".join(letters[start : start + _GROUP] for start in starts)


def qr_text(content: QrContent, algorithms: str) -> str:
    """The text of the QR code; algorithms are named, so that others can be added."""
    words = (base64.b64encode(one).decode() for one in _parts(content))
    return "|".join((QR_WORD, algorithms, content.number, *words))


def read_qr(text: str, algorithms: str) -> QrContent | None:
    """What a scanner read; None for any other text and for other algorithms."""
    words = text.strip().split("|")
    if len(words) != 5 or words[:2] != [QR_WORD, algorithms]:
        return None
    try:
        digest, signature = (base64.b64decode(one, validate=True) for one in words[3:])
    except (binascii.Error, ValueError):
        return None
    return QrContent(words[2], digest, signature)


def qr_path(text: str) -> tuple[int, str]:
    """Modules along a side, and the dark ones as an SVG path one unit a module."""
    rows = segno.make_qr(text, error="m", boost_error=False).matrix
    runs = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and row[end]:
                end += 1
            if end > x:
                runs.append(f"M{x} {y}h{end - x}v1h{x - end}z")
            x = end + 1
    return len(rows), "".join(runs)


def _parts(content: QrContent) -> tuple[bytes, bytes]:
    return content.digest, content.signature
