"""Making packages: body, seal, signature, and a file that is surely written."""

import contextlib
import hashlib
import json
import os
import secrets
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from sync import journal, moves, seal
from sync.blobs import pack_blobs
from sync.catalogue import tables_here
from sync.compact import tell_floor
from sync.connection import Connection
from sync.core import envelope, former_text, stable_text
from sync.core.envelope import Enrolment, Header
from sync.core.refusals import refuse
from sync.disk import disk_failures_in_words, reason_of
from sync.merge import transaction
from sync.node import Node, check_marker, write_marker
from sync.sites import own_site
from sync.snapshot import Selection, write_body

_VOID = """SELECT max(no) + 1 FROM sync_file
    WHERE way = 'out' AND peer = ? AND state = 'void'"""


@dataclass(frozen=True)
class Letter:
    """To whom a package goes, and how.

    Attributes:
        receiver: Site number.
        box_key: The receiver's public box key.
        unit: Code of the subtree that goes; None upward, where everything goes: an
            edit that takes a row out of our own subtree must not be lost.
        full: True sends everything, not only what the receiver lacks.
        enrolment: Our keys, until the parent has answered.
        audit_head: Newest entry of the audit chain.
    """

    receiver: int
    box_key: bytes
    unit: str | None
    full: bool = False
    enrolment: Enrolment | None = None
    audit_head: str = ""


@disk_failures_in_words("not_exported")
def export_package(node: Node, out: Path, letter: Letter) -> Header:
    """Write one package; return its header.

    Raises:
        Refused: When the file exists, cannot be written, or reads back otherwise.
        NotStored: When the disk of this node fails.
    """
    refuse_existing(out)
    with node.scratch("outbox") as folder:
        body, cipher = folder / "body.db", folder / "cipher"
        entry = _write_body(node, body, letter)
        header = _seal(node, entry, body, cipher, letter)
        framed = envelope.header_bytes(header)
        head = folder / "head"
        head.write_bytes(framed + seal.sign(framed, node.sign_key()))
        sha256 = write_surely(out, [head, cipher])
    with node.open_for_writing() as connection:
        connection.execute(
            "UPDATE sync_file SET state = 'sent', sha256 = ? WHERE way = 'out'"
            " AND snapshot_id = ?",
            (sha256, header.snapshot_id),
        )
        write_marker(node, connection)
    return header


def refuse_existing(out: Path) -> None:
    """Refuse to overwrite: the previous file may be the only good one."""
    if out.exists():
        refuse("file_exists", path=out)


def _write_body(node: Node, body: Path, letter: Letter) -> journal.Entry:
    """One moment of the database as a file, and its line in the journal."""
    node.make_folders()
    with node.open_for_writing() as connection:
        check_marker(node, connection)
        with connection.attached(body), transaction(connection, keep=True):
            base = None if letter.full else _acknowledged(connection, letter.receiver)
            entry = _next_entry(connection, letter, "delta" if base else "full")
            manifest = {
                "snapshot_id": entry.snapshot_id,
                "unit": letter.unit or "",
                "heard": journal.heard_from(connection, letter.receiver),
            }
            peer = letter.receiver
            manifest |= _told(connection, letter.receiver)
            if letter.unit is not None:
                manifest |= _former(connection)
            wanted = Selection(letter.unit, node.today, base, manifest, peer)
            tables = tables_here(connection, node.tables)
            write_body(connection, tables, wanted)
            is_whole = letter.unit is None
            tell_floor(connection, upward=is_whole)
            pack_blobs(node, connection, letter.receiver, whole=is_whole)
            if letter.unit is not None:
                moves.remember(connection, letter.receiver, entry.no)
            if entry.no == 1:
                words = {"peer": letter.receiver}
                connection.execute(stable_text.FIRST_FLOOR, words)
            journal.add(connection, entry)
    return entry


def _told(connection: Connection, receiver: int) -> dict[str, str]:
    """What the receiver should know of its clock, and of packages made void."""
    skew = journal.skew_of(connection, receiver)
    (void,) = connection.execute(_VOID, (receiver,)).fetchone()
    told = {"skew_ms": skew, "void_below": void}
    return {key: str(value) for key, value in told.items() if value is not None}


def _former(connection: Connection) -> dict[str, str]:
    """Numbers we had before we were restored, and up to where their writes are here."""
    former = dict(connection.execute(former_text.LIST_FORMER).fetchall())
    return {"former": json.dumps(former)} if former else {}


def _acknowledged(connection: Connection, receiver: int) -> dict[int, int] | None:
    """What the receiver's last merged package says it knows; None if nothing."""
    query = "SELECT origin, hlc FROM sync_mat WHERE site = ?"
    return dict(connection.execute(query, (receiver,)).fetchall()) or None


def _next_entry(connection: Connection, letter: Letter, kind: str) -> journal.Entry:
    no, prev_id = journal.last_made(connection, letter.receiver)
    return journal.Entry(
        way="out",
        peer=letter.receiver,
        no=no + 1,
        snapshot_id=secrets.token_hex(16),
        prev_id=prev_id,
        kind=kind,
        sha256="",
        state="writing",
        report={},
        made_ms=time.time_ns() // 1_000_000,
    )


def _seal(
    node: Node, entry: journal.Entry, body: Path, cipher: Path, letter: Letter
) -> Header:
    file_key = seal.new_file_key()
    digest = seal.encrypt_body(body, cipher, file_key)
    with node.open() as connection:
        sender = own_site(connection).site
    return Header(
        format=envelope.FORMAT,
        suite=envelope.SUITE,
        snapshot_id=entry.snapshot_id,
        sender=sender,
        receiver=letter.receiver,
        no=entry.no,
        prev_id=entry.prev_id,
        kind=entry.kind,
        created_ms=entry.made_ms,
        app_version=node.app_version,
        schema_epoch=node.epoch,
        audit_head=letter.audit_head,
        plain_size=body.stat().st_size,
        zip_size=cipher.stat().st_size,
        cipher_sha256=digest,
        file_key=seal.seal_key(file_key, letter.box_key),
        enrolment=letter.enrolment,
    )


def write_surely(out: Path, parts: list[Path]) -> str:
    """Join the parts into a new file: aside, fsync, rename, read back.

    Returns:
        SHA-256 of the file, hex.

    Raises:
        Refused: When writing fails or the file reads back otherwise.
    """
    part = out.with_name(out.name + ".part")
    try:
        wanted = _join(part, parts)
        refuse_existing(out)
        part.rename(out)
        _sync_folder(out.parent)
        found = _digest_on_disk(out)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        refuse("cannot_write", path=out, why=reason_of(error))
    if found != wanted:
        out.unlink()
        refuse("copy_differs", path=out)
    return wanted


def _join(target: Path, parts: list[Path]) -> str:
    digest = hashlib.sha256()
    with target.open("wb") as file:
        for part in parts:
            with part.open("rb") as source:
                shutil.copyfileobj(source, file, 1024 * 1024)
        file.flush()
        os.fsync(file.fileno())
    for part in parts:
        with part.open("rb") as source:
            while data := source.read(1024 * 1024):
                digest.update(data)
    return digest.hexdigest()


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _digest_on_disk(path: Path) -> str:
    """SHA-256 of the file as the disk gives it back, not as memory remembers it."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while data := file.read(1024 * 1024):
            digest.update(data)
    return digest.hexdigest()
