"""Bytes of attachments: out with the package up to a budget, in with verification.

A content that has not arrived is no error: the next package says it is wanted.
"""

import hashlib
import os
from pathlib import Path

from domain.synced import SyncedTable
from sync.connection import Connection
from sync.core import blobs_text
from sync.core.refusals import refuse
from sync.node import Node

BUDGET_BYTES = 64 * 1024 * 1024
CHUNK_BYTES = 1024 * 1024
WANTS_MAX = 10_000


def path_of(node: Node, sha256: str) -> Path:
    """Where a content lies."""
    return node.home / "attachments" / sha256[:2] / sha256


def pack_blobs(
    node: Node, connection: Connection, receiver: int, *, whole: bool
) -> None:
    """Put contents into the body, smallest first, and the names of missing ones.

    Sends what fits the budget, and one content even if it is larger; the rest when
    the receiver asks for it. Call after the rows, with the scope still filled in.
    """
    table = _attachments(node)
    if table is None:
        return
    left = BUDGET_BYTES
    query = blobs_text.offered(table, whole=whole)
    for sha256, size in connection.execute(query, {"peer": receiver}).fetchall():
        path = path_of(node, sha256)
        if path.exists() and (size <= left or left == BUDGET_BYTES):
            _pack(connection, sha256, path)
            left -= size
    named = connection.execute(blobs_text.listed(table, whole=whole)).fetchall()
    missing = [(name,) for name, _ in named if not path_of(node, name).exists()]
    wanted = sorted(set(missing))[:WANTS_MAX]
    connection.executemany(blobs_text.ADD_WANT, wanted)


def take_blobs(node: Node, connection: Connection) -> None:
    """Store the contents that a row here names; before COMMIT, so bytes come first.

    Raises:
        Refused: When the bytes do not have the hash they go by.
    """
    if _attachments(node) is None:
        return
    for (sha256,) in connection.execute(blobs_text.ARRIVED).fetchall():
        path = path_of(node, sha256)
        if not path.exists():
            _store(connection, sha256, path)


def note_wants(node: Node, connection: Connection, sender: int) -> None:
    """Remember what the sender has not got yet."""
    if _attachments(node) is not None:
        for statement in blobs_text.NOTE_WANTS:
            connection.execute(statement, {"peer": sender})


def _attachments(node: Node) -> SyncedTable | None:
    return next((t for t in node.tables if t.name == blobs_text.TABLE), None)


def _pack(connection: Connection, sha256: str, path: Path) -> None:
    with path.open("rb") as file:
        number = 0
        while data := file.read(CHUNK_BYTES):
            connection.execute(blobs_text.ADD_CHUNK, (sha256, number, data))
            number += 1


def _store(connection: Connection, sha256: str, path: Path) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    part, digest = path.with_name(path.name + ".part"), hashlib.sha256()
    with part.open("wb") as file:
        rows = connection.execute(blobs_text.CHUNKS, (sha256,))
        for number, (stated, data) in enumerate(rows):
            if stated != number:
                break
            digest.update(data)
            file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if digest.hexdigest() != sha256:
        part.unlink()
        refuse("bad_body", why="附件内容与校验值不符")
    part.replace(path)
