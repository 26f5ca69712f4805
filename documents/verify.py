"""Tell whether a file is a filing as it was signed, and if not, what was done to it."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from documents import pades
from documents.codes import code_of_digest, read_qr
from documents.opening import SLOT, Opened, open_pdf
from documents.pades import State
from documents.proof import (
    ALGORITHMS,
    FORMAT,
    data_message,
    digest_message,
    file_message,
)
from domain.errors import Invalid
from sync.seal import is_signed

NO_SLOT = (
    "文件里没有本系统的签名：不是本系统制作的，或签名已被去掉。请向签发单位索取原件。"
)
UNSIGNED = "文件制作时没有签名（当时节点还没有密钥），不能证明来源。请重新制作。"
UNKNOWN_KEY = (
    "签名的密钥不是本机认识的节点，不能确认签发者。请在签发单位或其上级的节点上核验。"
)
FOREIGN_SIGNATURE = (
    "文件上的 PDF 签名不是签发节点做的，可能被他人重新签过名。请以签发单位的原件为准。"
)
FILE_CHANGED = "签发以后文件内容被改动过。请以签发单位的原件为准。"
SAVED_ANEW = (
    "签发以后文件被其他软件重新保存过，版面是否原样已不能证明。请以签发单位的原件为准。"
)
APPENDED = "签发以后文件末尾追加过内容（如批注或另一个版本）。请以签发单位的原件为准。"
DATA_CHANGED = "附带的数据与签发时不一致，数字被改动过。请以签发单位的原件为准。"
NO_DATA = "文件里没有附带数据，或数据无法读取，不能核对数字。请向签发单位索取原件。"
PAGES_CHANGED = "页数与签发时不一致：签发时 {then} 页，现在 {now} 页。请以原件为准。"
NO_QR = "这不是本系统材料上的二维码内容。请重新扫描，或输入二维码下面的核验码。"
FOREIGN_QR = (
    "二维码的签名不是本机认识的节点做的，不能确认签发者。"
    "请在签发单位或其上级的节点上核验。"
)
_ABOUT_DATA = frozenset({NO_SLOT, UNSIGNED, UNKNOWN_KEY, DATA_CHANGED, NO_DATA})
_BY_STATE = {
    State.NONE: SAVED_ANEW,
    State.CHANGED: FILE_CHANGED,
    State.APPENDED: APPENDED,
}


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


def verify(
    pdf: bytes,
    names_by_key: Mapping[str, str],
    opener: Callable[[bytes], Opened] = open_pdf,
) -> Verdict:
    """The verdict over a file.

    Args:
        pdf: The whole file; anything at all may stand in it.
        names_by_key: Names of the nodes whose signatures count, by public key, hex.
        opener: How it is read; open_apart for files from anybody.
    """
    opened = opener(pdf)
    told = SLOT.fullmatch(opened.slot)
    facts = _facts(opened.data)
    problems = [] if facts else [NO_DATA]
    problems += _signature_problems(pdf, opened, names_by_key)
    key = told.group(1).decode() if told else ""
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


def is_data_proved(verdict: Verdict) -> bool:
    """Whether the data are those that a known node signed.

    That a program saved the file anew, or that a page was added, does not touch them.
    """
    return not _ABOUT_DATA.intersection(verdict.problems)


def proved_data(pdf: bytes, names_by_key: Mapping[str, str]) -> dict[str, Any]:
    """The attached data of a file, to be used as data again; see is_data_proved.

    Raises:
        Invalid: When the data are not those that a known node signed.
    """
    found = verify(pdf, names_by_key)
    if not is_data_proved(found):
        message = "不能取出数据：" + "".join(found.problems)
        raise Invalid(message)
    return _facts(open_pdf(pdf).data)


@dataclass(frozen=True)
class QrVerdict:
    """What a QR code proves: that the node signed the data with that code."""

    number: str
    code: str
    signer: str


def verify_qr(text: str, names_by_key: Mapping[str, str]) -> QrVerdict:
    """The verdict over what a scanner read.

    Raises:
        Invalid: No QR code of ours, or none that a known node signed.
    """
    content = read_qr(text, ALGORITHMS)
    if content is None:
        raise Invalid(NO_QR)
    message = digest_message(content.digest)
    for key, name in names_by_key.items():
        if is_signed(message, content.signature, bytes.fromhex(key)):
            code = code_of_digest(content.digest)
            return QrVerdict(content.number, code, name)
    raise Invalid(FOREIGN_QR)


def _signature_problems(
    pdf: bytes, opened: Opened, names_by_key: Mapping[str, str]
) -> list[str]:
    told = SLOT.fullmatch(opened.slot)
    if told is None:
        return [NO_SLOT]
    key, first, pages, second = (one.decode() for one in told.groups())
    if not int(key, 16):
        return [UNSIGNED]
    problems = [] if key in names_by_key else [UNKNOWN_KEY]
    public = bytes.fromhex(key)
    if opened.data and not is_signed(
        data_message(opened.data), bytes.fromhex(first), public
    ):
        problems.append(DATA_CHANGED)
    if int(pages) != opened.page_count:
        problems.append(PAGES_CHANGED.format(then=int(pages), now=opened.page_count))
    signature = pades.examine(pdf)
    if signature.state is not State.WHOLE:
        return [*problems, _BY_STATE[signature.state]]
    message = file_message(int(pages), signature.certificate)
    if not is_signed(message, bytes.fromhex(second), public):
        problems.append(FOREIGN_SIGNATURE)
    return problems


def _facts(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except ValueError:
        return {}
    is_ours = isinstance(found, dict) and found.get("format") == FORMAT
    return found if is_ours else {}
