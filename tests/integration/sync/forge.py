"""Packages as somebody hostile or careless might make them, properly signed."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import apsw

from sync import seal
from sync.core import envelope
from sync.core.envelope import Header
from tests.integration.sync.homes import Home

Change = Callable[[Any], object]


def split(package: Path) -> tuple[Header, bytes, bytes]:
    """Header, signature and ciphertext of a package."""
    data = package.read_bytes()
    length = envelope.frame_length(data[:12])
    header = envelope.parse_header(data[12 : 12 + length])
    rest = data[12 + length :]
    return header, rest[:64], rest[64:]


def body_of(package: Path, receiver: Home, body: Path) -> Header:
    """Decrypt with the receiver's key."""
    header, _, cipher = split(package)
    raw = body.with_suffix(".cipher")
    raw.write_bytes(cipher)
    key = seal.open_key(header.file_key, receiver.node.box_key())
    with raw.open("rb") as file:
        seal.decrypt_body(file, body, key, header.plain_size)
    return header


def pack(body: Path, header: Header, sender: Home, receiver: Home, out: Path) -> Path:
    """Seal a body again with the sender's own keys."""
    file_key, cipher = seal.new_file_key(), body.with_suffix(".cipher")
    seal.encrypt_body(body, cipher, file_key)
    header = replace(header, plain_size=body.stat().st_size)
    return sign(cipher, header, file_key, (sender, receiver), out)


def sign(
    cipher: Path, header: Header, file_key: bytes, way: tuple[Home, Home], out: Path
) -> Path:
    """A package of this ciphertext, signed; ``way`` is from whom to whom."""
    sender, receiver = way
    _, box_key = receiver.node.public_keys()
    header = replace(
        header,
        zip_size=cipher.stat().st_size,
        cipher_sha256=sha256(cipher),
        file_key=seal.seal_key(file_key, box_key),
    )
    framed = envelope.header_bytes(header)
    signature = seal.sign(framed, sender.node.sign_key())
    out.write_bytes(framed + signature + cipher.read_bytes())
    return out


def changed(package: Path, sender: Home, receiver: Home, change: Change) -> Path:
    """The package with its body changed by ``change(connection)``, signed again."""
    body = package.with_suffix(".body")
    header = body_of(package, receiver, body)
    connection = apsw.Connection(str(body))
    change(connection)
    connection.close()
    return pack(body, header, sender, receiver, package.with_suffix(".forged"))


def rebuilt(package: Path, sender: Home, receiver: Home, content: bytes) -> Path:
    """The package with other bytes in place of its body."""
    body = package.with_suffix(".body")
    header = body_of(package, receiver, body)
    body.write_bytes(content)
    return pack(body, header, sender, receiver, package.with_suffix(".forged"))


def replaced(header: Header, **words: Any) -> Header:  # noqa: ANN401 - any field
    """The header with other words."""
    return replace(header, **words)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
