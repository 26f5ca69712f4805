"""Backups: a whole node in one file, made under load; services/restores.py reads it.

The database is copied first and the other files after it: contents are kept by their
hash and written before the rows that name them, so everything named is there.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from domain.errors import Refused
from services import audit, exchange
from services.accounts import CONSOLE
from store import clock
from store.catalogue import SYNCED
from store.copies import copy_database, newest_audit_entry, opened
from store.schema import SCHEMA_EPOCH, fingerprint
from sync import dump
from sync.outbox import refuse_existing
from sync.sites import own_site

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "luoshi.db"
PASSING = (
    "luoshi.db",
    "jobs.db",
    "inbox/",
    "outbox/",
    "site.state",
    "online.json",
    "fonts/.built/",
    "keys/secret.key",  # of forms and sessions: the restored node makes another
)
COPY_BYTES = 1024 * 1024
NOT_WRITTEN = "备份写不进 {path}（{why}）。请换一个有空间、可写的位置。"


@dataclass(frozen=True)
class StoredFile:
    """One file of the node, as the backup holds it."""

    size_bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds, and by what it is proved.

    Attributes:
        made_at: Instant, ISO.
        program: Fingerprint of the schema the digest was taken with.
        digest: SHA-256 of the canonical dump; see flask sync digest.
        audit_entries, audit_head: Length of the audit log and its newest hash.
        files: By path below the home.
    """

    format: int
    site: int
    name: str
    unit: str
    made_at: str
    schema_epoch: int
    app_version: str
    program: str
    digest: str
    audit_entries: int
    audit_head: str
    files: Mapping[str, StoredFile]


def back_up(out: Path, by: str = CONSOLE) -> Manifest:
    """Write everything this node is into one new file, its keys included.

    Raises:
        Refused: The file exists or cannot be written, or the data lie elsewhere.
    """
    refuse_existing(out)
    node = exchange.this_node()
    part = out.with_name(f"{out.name}.part")
    try:
        with node.scratch("outbox") as folder:
            copy = folder / DATABASE
            copy_database(copy)
            with new_file(part) as file, ZipFile(file, "w", ZIP_STORED) as archive:
                manifest = _write(archive, copy)
        part.rename(out)
    except OSError as error:
        part.unlink(missing_ok=True)
        why = os.strerror(error.errno or 0)
        raise Refused(NOT_WRITTEN.format(path=out, why=why)) from error
    audit.record("node:backup:make", by, None, out.name, {"digest": manifest.digest})
    return manifest


def _write(archive: ZipFile, copy: Path) -> Manifest:
    home = exchange.this_node().home
    files = {DATABASE: _add(archive, copy, DATABASE, ZIP_DEFLATED)}
    for name in sorted(_names(home)):
        files[name] = _add(archive, home / name, name, ZIP_STORED)
    with opened(copy) as connection:
        own = own_site(connection)
        entries, head = newest_audit_entry(connection)
        manifest = Manifest(
            format=FORMAT,
            site=own.site,
            name=own.name,
            unit=own.unit,
            made_at=clock.now_utc().isoformat(timespec="seconds"),
            schema_epoch=SCHEMA_EPOCH,
            app_version=exchange.APP_VERSION,
            program=fingerprint(),
            digest=dump.digest_of(connection, SYNCED, None, clock.today().isoformat()),
            audit_entries=entries,
            audit_head=head,
            files=files,
        )
    words = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
    archive.writestr(MANIFEST, words, ZIP_DEFLATED)
    return manifest


def _names(home: Path) -> Iterator[str]:
    """Paths below home of the files that make up the node, besides its database."""
    for path in home.rglob("*"):
        name = path.relative_to(home).as_posix()
        is_passing = name.startswith(PASSING) or name.endswith(".part")
        if path.is_file() and not is_passing:
            yield name


def _add(archive: ZipFile, path: Path, name: str, method: int) -> StoredFile:
    digest, size_bytes = hashlib.sha256(), 0
    entry = ZipInfo(name)
    entry.compress_type = method
    with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as into:
        while data := source.read(COPY_BYTES):
            into.write(data)
            digest.update(data)
            size_bytes += len(data)
    return StoredFile(size_bytes, digest.hexdigest())


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that only this account may read, on the disk when it is closed."""
    path.touch(mode=0o600)
    with path.open("wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
