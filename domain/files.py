"""What a file is, by its first bytes, and what it may be called."""

import codecs

from domain.reading import clean

MIME_UNKNOWN = "application/octet-stream"
NAME_LONGEST = 120

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
)
_OFFICE: tuple[tuple[bytes, str], ...] = (
    (b"word/", "wordprocessingml.document"),
    (b"xl/", "spreadsheetml.sheet"),
    (b"ppt/", "presentationml.presentation"),
)
_OFFICE_PREFIX = "application/vnd.openxmlformats-officedocument."


def mime_of(head: bytes) -> str:
    """The format by content, never by name.

    Args:
        head: The first bytes of the file, 4096 or all of it.
    """
    for magic, mime in _MAGIC:
        if head.startswith(magic):
            return mime
    if head.startswith(b"PK\x03\x04"):
        inside = (mime for folder, mime in _OFFICE if folder in head)
        found = next(inside, None)
        return _OFFICE_PREFIX + found if found else "application/zip"
    return "text/plain" if _is_text(head) else MIME_UNKNOWN


def safe_name(name: str) -> str:
    """The last part of a path, without control characters, at most 120 characters.

    The ending is kept when the name is cut.
    """
    last = clean(name.replace("\\", "/").rpartition("/")[2]).replace("\n", " ")
    last = last.replace("\t", " ").strip(". ") or "附件"
    stem, dot, ending = last.rpartition(".")
    if len(last) <= NAME_LONGEST or not dot or len(ending) > 10:
        return last[:NAME_LONGEST]
    return f"{stem[: NAME_LONGEST - len(ending) - 1]}.{ending}"


def size_words(size_bytes: int) -> str:
    """A size as people read it: 12 KB, 3.4 MB."""
    if size_bytes < 1024 * 1024:
        return f"{max(1, round(size_bytes / 1024))} KB"
    return f"{size_bytes / 1024 / 1024:.1f} MB"


def _is_text(head: bytes) -> bool:
    if not head or b"\0" in head:
        return False
    try:
        # not final: the piece may end inside a character
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True
