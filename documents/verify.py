"""Tell whether a file is a filing as it was signed, and if not, what was done to it."""

import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, resolve1

from documents.proof import DATA_NAME, FORMAT, SLOT, data_message, file_message
from sync.seal import is_signed

NO_SLOT = (
    "文件里没有本系统的签名，可能不是本系统制作的，或制作后被其他软件重新保存过。"
    "请向签发单位索取原件。"
)
UNSIGNED = "文件制作时没有签名（本机当时没有节点密钥），不能证明来源。请重新制作。"
UNKNOWN_KEY = "签名的密钥不是本机认识的节点，不能确认签发者。请在签发单位的节点上核验。"
FILE_CHANGED = (
    "文件与签发时不一致：签发后被改动，或被其他软件重新保存过。请以签发单位的原件为准。"
)
DATA_CHANGED = "附带的数据与签发时不一致，数字被改动过。请以签发单位的原件为准。"
NO_DATA = "文件里没有附带数据，或数据无法读取，不能核对数字。请向签发单位索取原件。"
PAGES_CHANGED = "页数与签发时不一致：签发时 {then} 页，现在 {now} 页。请以原件为准。"


@dataclass(frozen=True)
class Verdict:
    """What the file is; an empty word where it does not say.

    Attributes:
        valid: Signed by a known node and unchanged in every byte.
        sha256: Of the file as it is.
        data: The frozen figures, as attached.
        problems: Whole sentences; empty when valid.
    """

    valid: bool
    number: str
    unit: str
    made_at: str
    sha256: str
    signer: str
    data: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Opened:
    data: bytes = b""
    page_count: int = 0
    slot: bytes = b""


def verify(pdf: bytes, names_by_key: Mapping[str, str]) -> Verdict:
    """The verdict over a file.

    Args:
        pdf: The whole file; anything at all may stand in it.
        names_by_key: Names of the nodes whose signatures count, by public key, hex.
    """
    opened = _open(pdf)
    slots = list(SLOT.finditer(pdf))
    told = SLOT.search(opened.slot)
    facts = _facts(opened.data)
    key = told.group(1).decode() if told else ""
    problems = [] if facts else [NO_DATA]
    if told is None:
        problems.append(NO_SLOT)
    elif not int(key, 16):
        problems.append(UNSIGNED)
    else:
        problems += _signature_problems(pdf, opened, len(slots))
        problems += [] if key in names_by_key else [UNKNOWN_KEY]
    then = facts.get("page_count", opened.page_count)
    if then != opened.page_count:
        problems.append(PAGES_CHANGED.format(then=then, now=opened.page_count))
    return Verdict(
        valid=not problems,
        number=str(facts.get("number", "")),
        unit=str(facts.get("unit", "")),
        made_at=str(facts.get("made_at", "")),
        sha256=hashlib.sha256(pdf).hexdigest(),
        signer=names_by_key.get(key, ""),
        data=facts.get("data", {}),
        problems=tuple(problems),
    )


def _signature_problems(pdf: bytes, opened: _Opened, slot_count: int) -> list[str]:
    """A slot in the bytes themselves is needed: a saved file packs it away."""
    told = SLOT.search(opened.slot)
    assert told is not None
    key, first = (bytes.fromhex(told.group(n).decode()) for n in (1, 2))
    found = SLOT.search(pdf)
    is_whole = (
        slot_count == 1
        and found is not None
        and is_signed(file_message(pdf), bytes.fromhex(found.group(3).decode()), key)
    )
    problems = [] if is_whole else [FILE_CHANGED]
    if opened.data and not is_signed(data_message(opened.data), first, key):
        problems.append(DATA_CHANGED)
    return problems


def _facts(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except ValueError:
        return {}
    is_ours = isinstance(found, dict) and found.get("format") == FORMAT
    return found if is_ours else {}


def _open(pdf: bytes) -> _Opened:
    """Data, pages and slot; a file that cannot be read has none.

    The parser raises whatever a broken file makes it stumble over, so every error of
    it means the same: not readable.
    """
    raw = SLOT.search(pdf)
    slot = raw.group() if raw else b""
    try:
        document = PDFDocument(PDFParser(io.BytesIO(pdf)))
        pages = sum(1 for _ in PDFPage.create_pages(document))
        if not slot:
            slot = next(_slots(document), b"")
        return _Opened(_attached(document), pages, slot)
    except Exception:  # noqa: BLE001 - see above
        return _Opened(slot=slot)


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
                data = found.get_data()
                if SLOT.search(data):
                    yield data
