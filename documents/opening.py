"""Read what a filing carries out of a PDF: its data, its pages, its slot.

Run as a program it does so for bytes of anybody, with little memory and little time.
"""

import io
import json
import os
import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, resolve1

DATA_NAME = "data.json"
SLOT = re.compile(
    rb"LUOSHI-SIGNATURE ed25519 sha256 "
    rb"key:([0-9a-f]{64}) data:([0-9a-f]{128}) pages:(\d{4}) file:([0-9a-f]{128}) END"
)
_SECONDS_MAX = 20
_MEMORY_MAX = 1024**3
_ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Opened:
    """What was found; nothing where it could not be read."""

    data: bytes = b""
    page_count: int = 0
    slot: bytes = b""


def open_pdf(pdf: bytes) -> Opened:
    """Data, pages and slot; a file that cannot be read has none.

    The parser raises whatever a broken file makes it stumble over, so every error of
    it means the same: not readable.
    """
    raw = SLOT.search(pdf)
    slot = raw.group() if raw else b""
    pages, data = 0, b""
    try:
        document = PDFDocument(PDFParser(io.BytesIO(pdf)))
        pages = sum(1 for _ in PDFPage.create_pages(document))
        slot = slot or next(_slots(document), b"")
        data = _attached(document)
    except Exception:  # noqa: BLE001, S110 - see above
        pass
    return Opened(data, pages, slot)


def open_apart(pdf: bytes) -> Opened:
    """The same in a process of its own that cannot use up the machine."""
    slot = SLOT.search(pdf)
    unread = Opened(slot=slot.group() if slot else b"")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "documents.opening"],
            input=pdf,
            capture_output=True,
            cwd=_ROOT,
            env={"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONUTF8": "1"},
            timeout=2 * _SECONDS_MAX,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return unread
    told = json.loads(done.stdout)
    data, slot_found = (bytes.fromhex(told[name]) for name in ("data", "slot"))
    return Opened(data, told["page_count"], slot_found)


def main() -> None:
    """Open standard input; answer as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_MAX, _MEMORY_MAX))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS_MAX, _SECONDS_MAX))
    opened = open_pdf(sys.stdin.buffer.read())
    answer = {
        "data": opened.data.hex(),
        "page_count": opened.page_count,
        "slot": opened.slot.hex(),
    }
    sys.stdout.write(json.dumps(answer))


def _attached(document: PDFDocument) -> bytes:
    names = resolve1(resolve1(document.catalog["Names"])["EmbeddedFiles"])["Names"]
    for name, entry in zip(names[::2], names[1::2], strict=True):
        described = resolve1(entry)
        words = {bytes(resolve1(name)), bytes(described.get("UF", b""))}
        if any(DATA_NAME in _text(one) for one in words) or len(names) == 2:
            data: bytes = resolve1(resolve1(described["EF"])["F"]).get_data()
            return data
    return b""


def _text(word: bytes) -> str:
    return word.decode("utf-16" if word[:2] == b"\xfe\xff" else "latin-1")


def _slots(document: PDFDocument) -> Iterator[bytes]:
    """Slots that another program packed away when it saved the file."""
    for xref in document.xrefs:
        for number in xref.get_objids():
            found = document.getobj(number)
            if isinstance(found, PDFStream) and "Type" in found.attrs:
                slot = SLOT.search(found.get_data())
                if slot:
                    yield slot.group()


if __name__ == "__main__":
    main()
