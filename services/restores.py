"""A node from its backup: unpacked into an empty home, and proved before it counts."""

import hashlib
import json
import shutil
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from domain.errors import Refused
from services import audit, exchange
from services.accounts import CONSOLE
from services.backups import (
    COPY_BYTES,
    FORMAT,
    MANIFEST,
    Manifest,
    StoredFile,
    new_file,
)
from store import clock
from store.catalogue import SYNCED
from store.copies import damage_of
from store.db import bring_up_to_date, db
from store.schema import fingerprint
from sync import dump
from sync.core.refusals import refuse
from sync.node import require_new_number

MANIFEST_BYTES_MAX = 256 * 1024 * 1024
NOT_A_BACKUP = "{path} 不是本系统的备份，或已损坏（{why}）。没有恢复任何内容。"


def restore(path: Path, *, keep_number: bool = False) -> Manifest:
    """Make the empty home the node of a backup, and prove that it is.

    The node may exchange nothing until it has a new number, because nobody can say
    what it had sent since the backup; keep_number is for who knows: nothing.

    Raises:
        Refused: The home holds a node, or the file is no whole backup; the home is
            then as empty as it was.
    """
    node = exchange.this_node()
    if node.exists() or (node.home / "keys" / "sign.key").exists():
        refuse("not_empty", home=node.home)
    try:
        manifest = _unpack(path, node.home)
        _prove(path, manifest)
    except BaseException:
        _empty(node.home)
        raise
    if not keep_number:
        with node.open() as connection:
            require_new_number(node, connection, just_restored=True)
    detail = {"digest": manifest.digest, "made_at": manifest.made_at}
    audit.record("node:backup:restore", CONSOLE, None, path.name, detail)
    return manifest


def _unpack(path: Path, home: Path) -> Manifest:
    try:
        with ZipFile(path) as archive:
            manifest = _manifest(archive)
            for name, stored in manifest.files.items():
                _extract(archive, name, stored, home / name)
    except (OSError, BadZipFile, ValueError, KeyError, TypeError) as error:
        raise Refused(NOT_A_BACKUP.format(path=path, why=error)) from error
    return manifest


def _manifest(archive: ZipFile) -> Manifest:
    if archive.getinfo(MANIFEST).file_size > MANIFEST_BYTES_MAX:
        raise ValueError(MANIFEST)
    words = json.loads(archive.read(MANIFEST))
    files = {name: StoredFile(**one) for name, one in words.pop("files").items()}
    manifest = Manifest(**words, files=files)
    names = [name for name in archive.namelist() if name != MANIFEST]
    if manifest.format != FORMAT or sorted(names) != sorted(files):
        raise ValueError(MANIFEST)
    return manifest


def _extract(archive: ZipFile, name: str, stored: StoredFile, target: Path) -> None:
    parts = Path(name).parts
    if not parts or Path(name).is_absolute() or ".." in parts:
        raise ValueError(name)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, left = hashlib.sha256(), stored.size_bytes
    with archive.open(name) as source, new_file(target) as into:
        while data := source.read(COPY_BYTES):
            left -= len(data)
            if left < 0:
                break
            into.write(data)
            digest.update(data)
    if left or digest.hexdigest() != stored.sha256:
        raise ValueError(name)


def _prove(path: Path, manifest: Manifest) -> None:
    """Integrity, digest and audit log are what the backup says.

    The digest is compared only by a program of the same schema: another one would
    write the dump down with other columns.
    """
    with exchange.this_node().open() as connection:
        damage = damage_of(connection)
        if not damage and manifest.program == fingerprint():
            today = clock.today().isoformat()
            found = dump.digest_of(connection, SYNCED, None, today)
            damage = "" if found == manifest.digest else found
    if damage:
        raise Refused(NOT_A_BACKUP.format(path=path, why=damage))
    bring_up_to_date()
    broken = audit.verify(manifest.audit_head or None)
    if broken or audit.entry_count() != manifest.audit_entries:
        why = broken.reason if broken else audit.entry_count()
        raise Refused(NOT_A_BACKUP.format(path=path, why=why))


def _empty(home: Path) -> None:
    """Remove what a failed restore has written; the home held no node before."""
    db.engine.dispose()
    for path in home.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name.partition(".")[0] != "jobs":
            path.unlink()
