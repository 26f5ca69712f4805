"""The container around a package's body: its bytes and its header's words.

``magic | u32 length | header JSON | 64-byte signature | ciphertext``. The signature
covers magic, length and header, and the header names the ciphertext's SHA-256: it is
checked before anything is decrypted, unzipped or parsed as SQL.
"""

import json
from dataclasses import asdict, dataclass, fields
from struct import Struct

from sync.core.refusals import refuse

MAGIC = b"OFSYNC1\0"
INVITATION_MAGIC = b"OFINVT1\0"
SIGNATURE_BYTES = 64
HEADER_BYTES_MAX = 65_536
FORMAT = 1
SUITE = "Ed25519+X25519+XChaCha20-Poly1305+zstd"
_LENGTH = Struct(">I")


@dataclass(frozen=True)
class Enrolment:
    """What a branch's packages carry until its parent has answered.

    Attributes:
        sign_key: Ed25519 public key, hex.
        box_key: X25519 public key, hex.
        proof: HMAC of the keys under the invitation's secret, hex (sync.core.keys).
    """

    name: str
    sign_key: str
    box_key: str
    proof: str


@dataclass(frozen=True)
class Header:
    """What stands before the body, readable by anybody, signed.

    Attributes:
        no: Running number of this sender's packages for this receiver, from 1.
        prev_id: Snapshot id of number ``no - 1``; empty for the first.
        created_ms: The sender's wall clock; information only.
        zip_size: Bytes of the ciphertext; ``plain_size``, of the body.
        file_key: The body's key sealed for the receiver, hex.
        audit_head: Newest entry of the sender's audit chain, or empty.
    """

    format: int
    suite: str
    snapshot_id: str
    sender: int
    receiver: int
    no: int
    prev_id: str
    kind: str
    created_ms: int
    app_version: str
    schema_epoch: int
    audit_head: str
    plain_size: int
    zip_size: int
    cipher_sha256: str
    file_key: str
    enrolment: Enrolment | None


def canonical(words: object) -> bytes:
    """JSON with sorted keys, no spaces, UTF-8: one text for one meaning."""
    text = json.dumps(words, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def framed(magic: bytes, header: bytes) -> bytes:
    """The bytes that are signed: magic, length and header."""
    return magic + _LENGTH.pack(len(header)) + header


def header_bytes(header: Header) -> bytes:
    """The framed header, ready to be signed."""
    return framed(MAGIC, canonical(asdict(header)))


def frame_length(start: bytes, magic: bytes = MAGIC) -> int:
    """Length of the header JSON, from the first twelve bytes of a file.

    Raises:
        Refused: When these are not the first bytes of such a file.
    """
    if len(start) < len(magic) + _LENGTH.size or not start.startswith(magic):
        refuse("not_package", why="开头的标记不对")
    length: int = _LENGTH.unpack(start[len(magic) :])[0]
    if not 2 <= length <= HEADER_BYTES_MAX:
        refuse("not_package", why="文件头的长度不对")
    return length


def parse_json(data: bytes) -> dict[str, object]:
    """The object in canonical JSON bytes.

    Raises:
        Refused: When it is no object, or another spelling of it.
    """
    try:
        words = json.loads(data)
        same = canonical(words) == data
    except (ValueError, RecursionError):
        refuse("not_package", why="文件头读不懂")
    if not isinstance(words, dict) or not same:
        refuse("not_package", why="文件头的写法不对")
    return words


def parse_header(data: bytes) -> Header:
    """The header in canonical JSON bytes, every field checked.

    Raises:
        Refused: When a field is missing, unknown, of a wrong type or out of range.
    """
    words = parse_json(data)
    enrolment = words.pop("enrolment", None)
    _check_types(words, Header, without="enrolment")
    if enrolment is not None:
        if not isinstance(enrolment, dict):
            refuse("not_package", why="加入凭据的写法不对")
        _check_types(enrolment, Enrolment)
        enrolment = Enrolment(**enrolment)
    header = Header(**words, enrolment=enrolment)  # type: ignore[arg-type] # checked
    _check_values(header)
    return header


def _check_types(words: dict[str, object], kind: type, without: str = "") -> None:
    wanted = {field.name: field.type for field in fields(kind) if field.name != without}
    if words.keys() != wanted.keys():
        refuse("not_package", why="文件头的项目不对")
    for name, value in words.items():
        if type(value) is not wanted[name] or len(str(value)) > 1000:
            refuse("not_package", why=f"文件头的{name}不对")


def _check_values(header: Header) -> None:
    numbers = (header.sender, header.receiver, header.no, header.zip_size)
    if header.format != FORMAT or header.suite != SUITE:
        refuse("not_package", why="格式或算法的版本不认识")
    if min(numbers) < 1 or header.plain_size < 512 or header.created_ms < 0:
        refuse("not_package", why="文件头的数字不合理")
    if header.kind not in {"full", "delta"} or not header.snapshot_id:
        refuse("not_package", why="文件头的类别不对")
