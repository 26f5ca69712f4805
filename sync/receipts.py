"""Receipts: a small signed file that says what became of a branch's packages.

It lets a person see that work has arrived; no program counts it as knowledge: only a
merged package does.
"""

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sync import seal
from sync.connection import Connection
from sync.core import envelope
from sync.core.refusals import refuse
from sync.node import Node
from sync.outbox import refuse_existing, write_surely
from sync.sites import all_sites, own_site, receiver_named

MAGIC = b"OFRCPT1\0"
FORMAT = 1
LINES_MAX = 200
_RECEIVED = """SELECT no, snapshot_id, sha256, state, at_ms, report FROM sync_file
    WHERE way = 'in' AND peer = ? ORDER BY seq DESC LIMIT ?"""
_SENT = """SELECT seq FROM sync_file WHERE way = 'out' AND peer = ? AND no = ?
    AND sha256 = ?"""
_CONFIRM = "UPDATE sync_file SET report = ? WHERE seq = ?"


@dataclass(frozen=True)
class Line:
    """What became of one package.

    Attributes:
        state: merged, known, gap, parked or refused.
        at_ms: The hub's clock when it took the file in.
        reason: The sentence of a refusal, else empty.
        is_ours: Whether this node made exactly this file; a receipt for another is
            a sign that the database was copied.
    """

    no: int
    sha256: str
    state: str
    at_ms: int
    reason: str
    is_ours: bool


def write_receipt(node: Node, unit: str, out: Path) -> int:
    """Sign what became of the packages of the branch of a unit; how many it lists.

    Raises:
        Refused: No such branch, or the file exists or cannot be written.
    """
    refuse_existing(out)
    node.make_folders()
    with node.open() as connection:
        branch = receiver_named(connection, unit)
        lines = _received(connection, branch.site)
        words = {
            "format": FORMAT,
            "hub": own_site(connection).site,
            "site": branch.site,
            "made_ms": time.time_ns() // 1_000_000,
            "lines": lines,
        }
    framed = envelope.framed(MAGIC, envelope.canonical(words))
    with node.scratch("outbox") as folder:
        part = folder / "receipt"
        part.write_bytes(framed + seal.sign(framed, node.sign_key()))
        write_surely(out, [part])
    return len(lines)


def _received(connection: Connection, peer: int) -> list[dict[str, object]]:
    rows = connection.execute(_RECEIVED, (peer, LINES_MAX)).fetchall()
    names = ("no", "snapshot_id", "sha256", "state", "at_ms")
    return [
        {
            **dict(zip(names, row, strict=False)),
            "reason": str(json.loads(row[5]).get("reason", "")),
        }
        for row in rows
    ]


def read_receipt(node: Node, path: Path) -> list[Line]:
    """Check the parent's receipt and note it in the journal; newest line first.

    Raises:
        Refused: When it is not the parent's, not for this node, or altered.
    """
    with node.open_for_writing() as connection:
        hub, told = _verified(connection, path)
        return [_note(connection, hub, one) for one in told]


def _verified(connection: Connection, path: Path) -> tuple[int, list[dict[str, Any]]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        refuse("cannot_read", path=path, why=str(error.strerror))
    sites = all_sites(connection).values()
    parent = next((site for site in sites if site.relation == "parent"), None)
    if parent is None or parent.sign_key is None:
        refuse("no_parent")
    end = 12 + int.from_bytes(data[8:12], "big")
    if data[:8] != MAGIC or len(data) != end + envelope.SIGNATURE_BYTES:
        refuse("bad_receipt", why="不是回执，或不完整")
    if not seal.is_signed(data[:end], data[end:], parent.sign_key):
        refuse("bad_receipt", why="签名不是上级的")
    words: dict[str, Any] = envelope.parse_json(data[12:end])
    if (words.get("hub"), words.get("site")) != (
        parent.site,
        own_site(connection).site,
    ):
        refuse("bad_receipt", why="不是给本机的")
    return parent.site, words["lines"]


def _note(connection: Connection, hub: int, told: dict[str, Any]) -> Line:
    values = (hub, told["no"], told["sha256"])
    row = connection.execute(_SENT, values).fetchone()
    if row is not None:
        kept = {name: told[name] for name in ("state", "at_ms", "reason")}
        receipt = json.dumps({"receipt": kept}, ensure_ascii=False, sort_keys=True)
        connection.execute(_CONFIRM, (receipt, row[0]))
    return Line(
        no=told["no"],
        sha256=told["sha256"],
        state=told["state"],
        at_ms=told["at_ms"],
        reason=told["reason"],
        is_ours=row is not None,
    )
