"""The audit log's hash chain, and the words of its events."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

START = "0" * 64
"""What the first entry names as the hash before it."""


@dataclass(frozen=True)
class Entry:
    """One act as it is hashed.

    Attributes:
        no: Position in the log, from 1, without holes.
        event: ``source:subject:action``, such as ``records:study_session:submit``.
        subject: What was acted on, by number or name; empty when the event says it.
        detail: Canonical JSON of one object.
    """

    no: int
    at: datetime
    actor: str
    event: str
    unit_id: int | None
    subject: str
    detail: str
    previous_hash: str


@dataclass(frozen=True)
class Broken:
    """Where the log stops being what was written."""

    no: int
    reason: str


def canonical(value: Mapping[str, object]) -> str:
    """The one JSON text of an object: keys sorted, no spaces, no escapes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(entry: Entry) -> str:
    """SHA-256 over the whole entry, so also over every entry before it."""
    facts = {**entry.__dict__, "at": entry.at.isoformat(timespec="milliseconds")}
    return hashlib.sha256(canonical(facts).encode()).hexdigest()


def first_broken(
    entries: Iterable[tuple[Entry, str]], head: str | None = None
) -> Broken | None:
    """The first entry that was changed, removed or put in, or None.

    A chain alone cannot notice its own end cut off, nor all of it computed anew;
    a head noted earlier elsewhere (a receipt, a printed page) can.

    Args:
        entries: Every entry with its stored hash, in order.
        head: Hash of an entry as noted elsewhere, or None.
    """
    previous, no, head_seen = START, 0, head is None
    for no, (entry, stored) in enumerate(entries, start=1):
        fault = _fault(entry, stored, previous)
        if fault:
            return Broken(no, fault)
        previous = stored
        head_seen = head_seen or stored == head
    if head_seen:
        return None
    return Broken(no + 1, "给出的链头不在日志中：末尾被截去，或整个日志被重写。")


def _fault(entry: Entry, stored: str, previous: str) -> str:
    if entry.previous_hash != previous:
        return "与前一条接不上：前面有记录被增删或调换。"
    if hash_of(entry) != stored:
        return "内容与当时写入的不一致，被改动过。"
    return ""


SOURCE_LABELS: Mapping[str, str] = {
    "sessions": "登录",
    "accounts": "账号",
    "audit": "审计",
    "organisation": "单位和人员",
    "records": "台账",
    "campaigns": "活动",
    "filings": "材料",
    "exchange": "数据交换",
    "node": "本机",
}
ACTION_LABELS: Mapping[str, str] = {
    "sign_in": "登录",
    "sign_out": "退出",
    "refuse": "被拒绝",
    "add": "新增",
    "create": "新建",
    "change": "修改",
    "delete": "删除",
    "restore": "恢复",
    "enable": "启用",
    "disable": "停用",
    "issue": "发放一次性密码",
    "end": "结束登录",
    "submit": "提交",
    "withdraw": "撤回",
    "return": "退回",
    "accept": "审核通过",
    "correct": "更正",
    "load": "导入",
    "export": "导出",
    "import": "收取",
    "settle": "处理冲突",
    "publish": "发布",
    "verify": "核验",
}


def label_of(event: str) -> str:
    """The event in Chinese as far as its words are known: 账号 · 停用."""
    source, _, rest = event.partition(":")
    action = rest.rpartition(":")[2]
    first = SOURCE_LABELS.get(source, source)
    return f"{first} · {ACTION_LABELS.get(action, action)}" if action else first
