"""Views of verification, for everybody: whoever holds a paper may ask about it."""

import json
from datetime import datetime
from threading import BoundedSemaphore

from flask import request
from flask.wrappers import Response

from blueprints.verification import bp
from blueprints.verification.pages import CodeAnswer, FileAnswer, VerifyPage
from documents.codes import read_code, typed_code
from documents.figures import figures_in
from documents.opening import open_apart
from documents.verify import Verdict, is_data_proved, verify, verify_qr
from domain.errors import Invalid
from services import filings, signers
from web.filters import instant
from web.login import address, signed_in
from web.pages import page
from web.policy import public
from web.throttle import Throttle

NO_FILE = "请选择要核验的 PDF 文件。"
NO_CODE = (
    "核验码是二维码下面的十位字母和数字，如 7QKD0-3XVM9。"
    "请核对后重新输入，或粘贴扫描二维码得到的全部文字。"
)
TOO_OFTEN = "核验得太频繁，这一次没有办理。请过几分钟再试。"
BUSY = "正在核验的文件太多，这一次没有办理。请稍后再试。"
TEXT_LENGTH_MAX = 2000

_throttle = Throttle(count=30, seconds=600)
_opening = BoundedSemaphore(2)
_WAIT_SECONDS = 20


@bp.get("/")
@public
def show() -> Response:
    """The two forms."""
    return page("verification/show.html", VerifyPage())


@bp.post("/file")
@public
def check_file() -> Response:
    """Whether a file is a filing as it was signed, and what was done to it."""
    if not _throttle.take(_asker()):
        return _refused("file", TOO_OFTEN, 429)
    sent = request.files.get("file")
    content = sent.read() if sent else b""
    if not content:
        return _refused("file", NO_FILE)
    if not _opening.acquire(timeout=_WAIT_SECONDS):
        return _refused("file", BUSY, 503)
    try:
        opened = open_apart(content)
    finally:
        _opening.release()
    verdict = verify(content, signers.signer_names(), lambda _: opened)
    newer = _newer(opened.data) if is_data_proved(verdict) else 0
    data = VerifyPage(file=_file_answer(verdict), newer=newer)
    return page("verification/show.html", data)


@bp.post("/code")
@public
def check_code() -> Response:
    """Which filing a typed code or the text of a QR code belongs to."""
    text = request.form.get("code", "").strip()[:TEXT_LENGTH_MAX]
    if not _throttle.take(_asker()):
        return _refused("code", TOO_OFTEN, 429)
    try:
        answer = _code_answer(text)
    except Invalid as error:
        return _refused("code", error.message)
    return page("verification/show.html", VerifyPage(text=text, code=answer))


def _asker() -> str:
    found = signed_in()
    return found.actor.account_name if found else address()


def _refused(name: str, message: str, status: int = 422) -> Response:
    text = request.form.get("code", "")[:TEXT_LENGTH_MAX]
    data = VerifyPage(text=text, errors={name: message})
    return page("verification/show.html", data, status)


def _code_answer(text: str) -> CodeAnswer:
    if "|" in text:
        proved = verify_qr(text, signers.signer_names())
        code, signer, number = proved.code, proved.signer, proved.number
    else:
        code, signer, number = read_code(text), "", ""
    if not code:
        raise Invalid(NO_CODE)
    return CodeAnswer(code, signer, number, filings.registered(code))


def _file_answer(verdict: Verdict) -> FileAnswer:
    facts = (
        ("编号", verdict.number),
        ("单位", verdict.unit),
        ("签名节点", verdict.signer or "本机不认识"),
        ("制作时间", _as_told(verdict.made_at)),
        ("SHA-256", verdict.sha256),
    )
    is_proved = is_data_proved(verdict)
    return FileAnswer(
        is_valid=verdict.valid,
        facts=tuple(one for one in facts if verdict.number or one[0] == "SHA-256"),
        figures=tuple(figures_in(verdict.data)) if is_proved else (),
        data=json.dumps(verdict.data, ensure_ascii=False, indent=1)
        if is_proved
        else "",
        problems=verdict.problems,
    )


def _as_told(made_at: str) -> str:
    """The instant in Beijing; anything else may stand in a forged file."""
    try:
        return instant(datetime.fromisoformat(made_at))
    except ValueError:
        return made_at


def _newer(data: bytes) -> int:
    """The newest version, when the register has a newer one than of these data."""
    found = filings.registered(typed_code(data))
    return max((one.newest for one in found if one.newest > one.version), default=0)
