"""A plan's file to the plan: bytes of any kind in, never an exception."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import opencc

from domain.plans.model import Plan, Problem
from domain.plans.reader import read_plan
from services.pdf_text import pdf_text
from services.plan_text import decode_text
from services.word_text import word_text

_REFUSED = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": (
        "这是旧版 Word 文件(.doc),请在 Word 或 WPS 中另存为 .docx 后再读取。"
    ),
    b"{\\rtf": "这是 RTF 文件,请另存为 .docx 后再读取。",
}
_HAN_BLOCKS = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00))


@dataclass(frozen=True)
class ReadPlan:
    """A plan with the text as read, which all its places count in."""

    text: str
    plan: Plan


@cache
def simplified_characters() -> dict[int, str]:
    """Simplified character by code point of the traditional one, one for one."""
    convert = opencc.OpenCC("t2s").convert
    found: dict[int, str] = {}
    for first, last in _HAN_BLOCKS:
        for code in range(first, last):
            plain = convert(chr(code))
            if len(plain) == 1 and plain != chr(code):
                found[code] = plain
    return found


def read_plan_text(text: str) -> Plan:
    """Read a plan from its characters, traditional ones included."""
    return read_plan(text, simplified_characters())


def read_plan_file(data: bytes) -> ReadPlan:
    """Read a plan from the bytes of a TXT, DOCX or PDF file, known by content.

    A file that cannot be opened gives an empty plan whose only problem says what
    to do; the same holds for a scan without text.
    """
    text, problem = file_text(data)
    plan = read_plan_text(text)
    if problem:
        plan = replace(plan, problems=(problem, *plan.problems))
    return ReadPlan(text, plan)


def file_text(data: bytes) -> tuple[str, Problem | None]:
    """The text of a file and what stood in the way, if anything."""
    for mark, message in _REFUSED.items():
        if data.startswith(mark):
            return "", _unreadable(message)
    if data.startswith(b"PK\x03\x04"):
        return _opened(word_text, data, "Word")
    if b"%PDF-" in data[:1024]:
        return _opened(pdf_text, data, "PDF")
    return decode_text(data), None


def _opened(
    read: Callable[[bytes], str], data: bytes, kind: str
) -> tuple[str, Problem | None]:
    try:
        text = read(data)
    except Exception:  # noqa: BLE001 - a damaged file makes the libraries raise anything
        return "", _unreadable(
            f"这个 {kind} 文件打不开,可能已损坏或加密,请重新导出,或复制文字后粘贴。"
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        return "", _unreadable(
            f"这个 {kind} 文件里没有文字,可能是扫描件,请先做文字识别,再粘贴文字。"
        )
    return text, None


def _unreadable(message: str) -> Problem:
    return Problem("file_unreadable", message, "", (0, 0))
