"""The child process that lets a foreign package in, or says why not.

``python -m sync.gate`` reads one request as JSON from standard input and answers one
JSON object on standard output. It has no access to the live database: it gets the
copied package, an empty folder, public keys and one private box key.
"""

import hashlib
import json
import resource
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

import apsw

from domain.errors import Refused
from domain.synced import Migration, SyncedColumn, SyncedTable
from sync import seal, structure
from sync.core import envelope, keys
from sync.core.catalogue import joined
from sync.core.envelope import Header
from sync.core.refusals import refuse
from sync.disk import disk_failures_in_words

MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 60
UNZIP_RATIO_MAX = 1000


@dataclass(frozen=True)
class Request:
    """What the gate needs to judge one package.

    Attributes:
        package: Private copy of the file.
        folder: Private empty folder for the body and the clean copy.
        site: The receiver's own number.
        box_key: Private key, hex, that the file key is sealed for.
        sign_keys: Ed25519 public key, hex, by site; includes the own one.
        retired: Sites whose packages are parked.
        secrets: Invitation secret, hex, by site that has not yet enrolled.
        epoch: Newest schema epoch this program understands.
        now_ms: The receiver's wall clock.
        migrations: From the epoch of that number, as text, to the next.
    """

    package: str
    folder: str
    site: int
    box_key: str
    sign_keys: Mapping[str, str]
    retired: Sequence[int]
    secrets: Mapping[str, str]
    epoch: int
    now_ms: int
    rows_max: int
    plain_bytes_max: int
    tables: Sequence[SyncedTable]
    migrations: Mapping[str, Migration]

    @property
    def clean_path(self) -> Path:
        """Where the clean copy is made."""
        return Path(self.folder, "clean.db")


def limit_process(file_bytes_max: int) -> None:
    """Bound memory, processor time and file size of this process, for good."""
    limits = {
        resource.RLIMIT_AS: MEMORY_BYTES,
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_FSIZE: file_bytes_max,
        resource.RLIMIT_CORE: 0,
    }
    for what, most in limits.items():
        resource.setrlimit(what, (most, most))


def read_request(text: str) -> Request:
    """The request, its tables made into plain data again."""
    words = json.loads(text)
    tables = [
        SyncedTable(**{**t, "columns": tuple(SyncedColumn(**c) for c in t["columns"])})
        for t in words.pop("tables")
    ]
    migrations = {
        epoch: Migration(tuple(one["rows"]), tuple(one["described"]))
        for epoch, one in words.pop("migrations").items()
    }
    return Request(**words, tables=tables, migrations=migrations)


def believe(request: Request) -> Header:
    """Header of the package, after its signature has been checked.

    Raises:
        Refused: When the file is none, or its sender is not who it says.
    """
    with Path(request.package).open("rb") as package:
        return read_header(package, request)


def admit(request: Request) -> Header:
    """Check one package and make its clean copy.

    Raises:
        Refused: With the sentence for the person who brought the file.
    """
    body_path = Path(request.folder, "body.db")
    with Path(request.package).open("rb") as package:
        header = read_header(package, request)
        _check_header(header, request)
        _check_cipher(package, header)
        key = seal.open_key(header.file_key, bytes.fromhex(request.box_key))
        seal.decrypt_body(package, body_path, key, header.plain_size)
    _make_clean(body_path, header, request)
    body_path.unlink()
    return header


def read_header(package: BinaryIO, request: Request) -> Header:
    """Header of a package after its signature has been checked."""
    length = envelope.frame_length(package.read(12))
    data = package.read(length)
    signature = package.read(envelope.SIGNATURE_BYTES)
    if len(data) + len(signature) != length + envelope.SIGNATURE_BYTES:
        found = package.tell()
        refuse("truncated", wanted=12 + length + envelope.SIGNATURE_BYTES, found=found)
    header = envelope.parse_header(data)
    sign_key = _sign_key(header, request)
    framed = envelope.framed(envelope.MAGIC, data)
    if not seal.is_signed(framed, signature, sign_key):
        refuse("bad_signature", site=header.sender)
    return header


def _sign_key(header: Header, request: Request) -> bytes:
    """The sender's key; of a site not yet enrolled, the key its proof vouches for."""
    sender, enrolment = str(header.sender), header.enrolment
    if sender in request.sign_keys:
        return bytes.fromhex(request.sign_keys[sender])
    if enrolment is None or sender not in request.secrets:
        refuse("unknown_sender", site=header.sender)
    secret = bytes.fromhex(request.secrets[sender])
    if not keys.is_proven(secret, header.sender, enrolment):
        refuse("bad_proof", site=header.sender)
    try:
        return bytes.fromhex(enrolment.sign_key)
    except ValueError:
        refuse("bad_proof", site=header.sender)


def _check_header(header: Header, request: Request) -> None:
    if header.sender == request.site:
        refuse("from_self")
    if header.receiver != request.site:
        refuse("not_for_us", receiver=header.receiver, site=request.site)
    if header.sender in request.retired:
        refuse("retired", site=header.sender)
    if header.schema_epoch > request.epoch:
        refuse("newer_program", theirs=header.schema_epoch, ours=request.epoch)
    size_max = min(request.plain_bytes_max, header.zip_size * UNZIP_RATIO_MAX)
    if header.plain_size > size_max:
        size_mb, max_mb = header.plain_size >> 20, size_max >> 20
        refuse("too_big", size_mb=size_mb, max_mb=max_mb)


def _check_cipher(package: BinaryIO, header: Header) -> None:
    """Size and SHA-256 of the ciphertext; leaves the file at its start."""
    start = package.tell()
    end = package.seek(0, 2)
    if end - start != header.zip_size:
        refuse("truncated", wanted=start + header.zip_size, found=end)
    package.seek(start)
    digest = hashlib.sha256()
    while data := package.read(seal.CHUNK_BYTES):
        digest.update(data)
    if digest.hexdigest() != header.cipher_sha256:
        refuse("altered")
    package.seek(start)


def _make_clean(body_path: Path, header: Header, request: Request) -> None:
    theirs, ours = header.schema_epoch, request.epoch
    try:
        foreign = structure.open_foreign(body_path)
        tables = structure.stated_tables(foreign)
        structure.check_structure(foreign, tables, request.rows_max)
        clean = structure.copy_clean(foreign, tables, request.clean_path)
        foreign.close()
        if theirs < ours:
            tables = structure.migrate(clean, theirs, request.migrations, ours)
        joined(request.tables, tables)
        structure.check_manifest(clean, tables, header.snapshot_id)
        structure.check_values(clean, tables, request.now_ms)
        clean.close()
    except (apsw.FullError, apsw.IOError, apsw.CantOpenError):
        raise
    except (apsw.Error, UnicodeError, MemoryError, OverflowError) as error:
        refuse("bad_body", why=f"{type(error).__name__}：{str(error)[:80]}")


def main() -> None:
    """Answer one request."""
    request = read_request(sys.stdin.read())
    limit_process(request.plain_bytes_max * 2)
    answer: dict[str, object] = {}
    try:
        with disk_failures_in_words("not_stored"):
            answer["header"] = asdict(believe(request))
            admit(request)
        answer["state"] = "clean"
    except Refused as refused:
        answer |= {"state": refused.code, "reason": refused.message}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
