"""四性检测 of a pack: 真实性, 完整性, 可用性, 安全性, each with what was looked at.

Only the file is looked at, so a pack is checked anywhere and at any time the same way.

Source:
    DA/T 70-2018. What it asks and this does not do stands in NOT_LOOKED_AT.
"""

import hashlib
import io
import json
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
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
    read_index,
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
NOT_LOOKED_AT = (
    "未做病毒检查：请用本单位的杀毒软件检查。",
    "未检查载体：请按光盘、硬盘的检测规程检查。",
    "PDF 的动作只在未压缩的部分查找。",
)
NOT_A_PACK = (
    "不是本系统的归档包，或已损坏：打不开，或没有可读的目录。请向移交单位重新索取。"
)


@dataclass(frozen=True, slots=True)
class Check:
    """One of the four.

    Attributes:
        looked_at: What was checked, in words with counts.
        problems: Whole sentences; empty when it passes.
    """

    name: str
    looked_at: tuple[str, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All four; valid when none has a problem."""

    valid: bool
    campaign: str
    made_at: str
    file_count: int
    checks: tuple[Check, ...]
    not_looked_at: tuple[str, ...] = NOT_LOOKED_AT


@dataclass(frozen=True, slots=True)
class _Pack:
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


def check(path: Path, names_by_key: Mapping[str, str]) -> Report:
    """What the four checks find.

    Args:
        path: The pack; anything at all may stand in it.
        names_by_key: Names of the nodes whose signatures count, by public key, hex.
    """
    try:
        with ZipFile(path) as opened:
            index = read_index(opened.read(INDEX))
            pack = _Pack(opened, index, tuple(opened.namelist()))
            return _report(pack, names_by_key)
    except (BadZipFile, KeyError, ValueError, OSError, RuntimeError, zlib.error):
        broken = Check("完整性", ("归档包能打开，目录能读",), (NOT_A_PACK,))
        return Report(
            valid=False, campaign="", made_at="", file_count=0, checks=(broken,)
        )


def _report(pack: _Pack, names_by_key: Mapping[str, str]) -> Report:
    count = len(pack.index.items)
    papers = sum(one.is_filing for one in pack.index.items)
    checks = (
        Check(
            "真实性",
            ("目录有签名，签名者是本机认识的节点", f"{papers} 份材料的签名和数据"),
            (*_index_problems(pack, names_by_key), *_signatures(pack, names_by_key)),
        ),
        Check(
            "完整性",
            (
                f"目录 {count} 个文件与包内文件一一对应",
                "大小和 SHA-256",
                "应归档的都已归入",
            ),
            (*_counts(pack), *_hashes(pack), *pack.index.missing),
        ),
        Check(
            "可用性",
            ("每个文件的格式能识别", "每个 PDF 能打开，有页"),
            tuple(_unreadable(pack)),
        ),
        Check(
            "安全性",
            (
                "没有加密的文件",
                "没有程序和脚本",
                "文件名不越出包外",
                "PDF 没有脚本和外部动作",
            ),
            tuple(_dangers(pack)),
        ),
    )
    is_valid = not any(one.problems for one in checks)
    index = pack.index
    return Report(is_valid, index.campaign, index.made_at, count, checks)


def _index_problems(pack: _Pack, names_by_key: Mapping[str, str]) -> Iterator[str]:
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


def _signatures(pack: _Pack, names_by_key: Mapping[str, str]) -> Iterator[str]:
    for one in pack.index.items:
        if one.is_filing:
            verdict = verify(pack.content(one.path), names_by_key)
            if not verdict.valid:
                yield f"{_called(one)}：{verdict.problems[0]}"


def _counts(pack: _Pack) -> Iterator[str]:
    listed = Counter(one.path for one in pack.index.items)
    present = Counter(name for name in pack.names if name not in OWN_FILES)
    for path in listed - present:
        yield f"目录里的“{path}”不在包内。"
    for path in present - listed:
        yield f"包内的“{path}”不在目录里。"
    numbers = [one.number for one in pack.index.items]
    if numbers != list(range(1, len(numbers) + 1)):
        yield "目录的序号不连续。"


def _hashes(pack: _Pack) -> Iterator[str]:
    for one in pack.index.items:
        content = pack.content(one.path)
        digest = hashlib.sha256(content).hexdigest()
        if one.path in pack.names and (len(content), digest) != (
            one.size_bytes,
            one.sha256,
        ):
            yield f"{_called(one)}：内容与目录记载的大小或 SHA-256 不符，被改动过。"


def _unreadable(pack: _Pack) -> Iterator[str]:
    for one in pack.index.items:
        content = pack.content(one.path)
        mime = mime_of(content[:4096])
        if not content or mime == MIME_UNKNOWN:
            yield f"{_called(one)}：格式不能识别，以后可能打不开。"
        elif mime == "application/pdf" and not _page_count(content):
            yield f"{_called(one)}：PDF 打不开，或没有页。"


def _dangers(pack: _Pack) -> Iterator[str]:
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
