"""What is wrong with an opened pack: one generator of sentences for each question."""

import hashlib
import io
import json
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser

from documents.archive.index import (
    INDEX,
    OWN_FILES,
    SIGNATURE,
    Index,
    Item,
    index_message,
)
from documents.verify import verify
from domain.files import MIME_UNKNOWN, mime_of
from sync.seal import is_signed

FILE_BYTES_MAX = 200 * 1024 * 1024
ENCRYPTED_FLAG = 0x1
PROGRAM_HEADS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe")
PROGRAM_ENDINGS = frozenset(
    (".exe", ".bat", ".cmd", ".com", ".js", ".vbs", ".ps1", ".sh", ".scr", ".msi")
)
PDF_ACTIONS = (b"/JavaScript", b"/JS ", b"/Launch", b"/RichMedia")


@dataclass(frozen=True, slots=True)
class Pack:
    """An opened pack: its index and its files."""

    zip: ZipFile
    index: Index
    names: tuple[str, ...]

    def content(self, path: str) -> bytes:
        """Bytes of a file; nothing when it is not there or too large to be one."""
        try:
            info = self.zip.getinfo(path)
            is_fit = info.file_size <= FILE_BYTES_MAX
            return self.zip.read(path) if is_fit else b""
        except (KeyError, BadZipFile, RuntimeError, OSError, EOFError, zlib.error):
            return b""


def index_problems(pack: Pack, names_by_key: Mapping[str, str]) -> Iterator[str]:
    """Whether the index is signed, as it is, by a node known here."""
    try:
        told = json.loads(pack.content(SIGNATURE))
        key, signature = bytes.fromhex(told["key"]), bytes.fromhex(told["signature"])
    except (ValueError, KeyError, TypeError):
        yield "目录没有签名（归档时节点还没有密钥，或签名被去掉），不能证明来源。"
        return
    if not is_signed(index_message(pack.content(INDEX)), signature, key):
        yield "目录与签名时不一致，目录被改动过。请以移交单位的原件为准。"
    if told["key"] not in names_by_key:
        yield "目录的签名者不是本机认识的节点，不能确认移交单位。"


def signature_problems(pack: Pack, names_by_key: Mapping[str, str]) -> Iterator[str]:
    """Papers that do not prove themselves."""
    for one in pack.index.items:
        if one.is_filing:
            verdict = verify(pack.content(one.path), names_by_key)
            if not verdict.valid:
                yield f"{_called(one)}：{verdict.problems[0]}"


def count_problems(pack: Pack) -> Iterator[str]:
    """Files that are only in the index, or only in the pack."""
    listed = Counter(one.path for one in pack.index.items)
    present = Counter(name for name in pack.names if name not in OWN_FILES)
    for path in listed - present:
        yield f"目录里的“{path}”不在包内。"
    for path in present - listed:
        yield f"包内的“{path}”不在目录里。"
    numbers = [one.number for one in pack.index.items]
    if numbers != list(range(1, len(numbers) + 1)):
        yield "目录的序号不连续。"


def hash_problems(pack: Pack) -> Iterator[str]:
    """Files that are not what the index says."""
    for one in pack.index.items:
        content = pack.content(one.path)
        digest = hashlib.sha256(content).hexdigest()
        if one.path in pack.names and (len(content), digest) != (
            one.size_bytes,
            one.sha256,
        ):
            yield f"{_called(one)}：内容与目录记载的大小或 SHA-256 不符，被改动过。"


def unreadable(pack: Pack) -> Iterator[str]:
    """Files of no known format, and PDF files without pages."""
    for one in pack.index.items:
        content = pack.content(one.path)
        mime = mime_of(content[:4096])
        if not content or mime == MIME_UNKNOWN:
            yield f"{_called(one)}：格式不能识别，以后可能打不开。"
        elif mime == "application/pdf" and not _page_count(content):
            yield f"{_called(one)}：PDF 打不开，或没有页。"


def dangers(pack: Pack) -> Iterator[str]:
    """What is encrypted, would run, or would be unpacked elsewhere."""
    for info in pack.zip.infolist():
        path = PurePosixPath(info.filename)
        if info.flag_bits & ENCRYPTED_FLAG:
            yield f"“{info.filename}”加了密，以后可能打不开。"
        if path.is_absolute() or ".." in path.parts or "\\" in info.filename:
            yield f"“{info.filename}”的名字指向包外，解包时会覆盖别的文件。"
        if info.file_size > FILE_BYTES_MAX:
            yield f"“{info.filename}”太大，没有检查。"
            continue
        content = pack.content(info.filename)
        is_program = path.suffix.lower() in PROGRAM_ENDINGS
        if is_program or content.startswith(PROGRAM_HEADS):
            yield f"“{info.filename}”是程序或脚本，不能归档。"
        if content.startswith(b"%PDF") and any(one in content for one in PDF_ACTIONS):
            yield f"“{info.filename}”里有脚本或外部动作。"


def _page_count(pdf: bytes) -> int:
    """Pages of the file; none when it cannot be read, whatever the reader raises."""
    try:
        document = PDFDocument(PDFParser(io.BytesIO(pdf)))
        return sum(1 for _ in PDFPage.create_pages(document))
    except Exception:  # noqa: BLE001 - a broken file raises whatever it stumbles over
        return 0


def _called(one: Item) -> str:
    return f"第{one.number}号“{one.title}”"
