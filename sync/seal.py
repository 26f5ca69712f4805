"""Bytes of packages: compress, encrypt, sign, and the way back with hard limits.

The body is compressed with zstd and encrypted in chunks with secretstream; the last
chunk carries a FINAL tag, so that a shortened file is noticed. A fresh file key is
sealed for the receiver's X25519 key.
"""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import nacl.bindings as sodium
import zstandard
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.signing import SigningKey, VerifyKey

from sync.core.refusals import refuse

CHUNK_BYTES = 1024 * 1024
WINDOW_BYTES_MAX = 8 * 1024 * 1024
_TAG_MESSAGE = sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
_TAG_FINAL = sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL
_EXTRA = sodium.crypto_secretstream_xchacha20poly1305_ABYTES
_START = sodium.crypto_secretstream_xchacha20poly1305_HEADERBYTES


def new_file_key() -> bytes:
    """A fresh key for one body."""
    return sodium.crypto_secretstream_xchacha20poly1305_keygen()


def seal_key(file_key: bytes, box_key: bytes) -> str:
    """The file key sealed for a public X25519 key, hex."""
    return SealedBox(PublicKey(box_key)).encrypt(file_key).hex()


def open_key(sealed: str, private_box_key: bytes) -> bytes:
    """The file key; refuses a box that was not sealed for this key."""
    try:
        box = SealedBox(PrivateKey(private_box_key))
        return box.decrypt(bytes.fromhex(sealed))
    except (CryptoError, ValueError):
        refuse("altered")


def sign(data: bytes, private_sign_key: bytes) -> bytes:
    """The 64-byte Ed25519 signature."""
    return SigningKey(private_sign_key).sign(data).signature


def is_signed(data: bytes, signature: bytes, sign_key: bytes) -> bool:
    """Whether the signature is of this key over exactly these bytes."""
    try:
        VerifyKey(sign_key).verify(data, signature)
    except (CryptoError, ValueError):
        return False
    return True


def encrypt_body(body_path: Path, cipher_path: Path, file_key: bytes) -> str:
    """Compress and encrypt a file; return the SHA-256 of the ciphertext, hex."""
    digest = hashlib.sha256()
    with body_path.open("rb") as body, cipher_path.open("wb") as cipher:
        for part in _encrypted(_compressed(body), file_key):
            digest.update(part)
            cipher.write(part)
    return digest.hexdigest()


def _compressed(body: BinaryIO) -> Iterator[bytes]:
    chunker: Any = zstandard.ZstdCompressor(level=1).chunker(chunk_size=CHUNK_BYTES)
    while data := body.read(CHUNK_BYTES):
        yield from chunker.compress(data)
    yield from chunker.finish()


def _encrypted(chunks: Iterable[bytes], file_key: bytes) -> Iterator[bytes]:
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    yield sodium.crypto_secretstream_xchacha20poly1305_init_push(state, file_key)
    push = sodium.crypto_secretstream_xchacha20poly1305_push
    held = b""
    for chunk in chunks:
        if held:
            yield push(state, held, tag=_TAG_MESSAGE)
        held = chunk
    yield push(state, held, tag=_TAG_FINAL)


class _Decrypted:
    """The compressed bytes as a file-like object, decrypted as they are read."""

    def __init__(self, cipher: BinaryIO, file_key: bytes) -> None:
        self._cipher, self._rest, self.is_final = cipher, b"", False
        self._state = sodium.crypto_secretstream_xchacha20poly1305_state()
        start = cipher.read(_START)
        if len(start) != _START:
            refuse("altered")
        sodium.crypto_secretstream_xchacha20poly1305_init_pull(
            self._state, start, file_key
        )

    def read(self, size: int = -1) -> bytes:
        if not self._rest and not self.is_final:
            self._rest = self._next()
        size = len(self._rest) if size < 0 else size
        part, self._rest = self._rest[:size], self._rest[size:]
        return part

    def _next(self) -> bytes:
        chunk = self._cipher.read(CHUNK_BYTES + _EXTRA)
        try:
            data, tag = sodium.crypto_secretstream_xchacha20poly1305_pull(
                self._state, chunk
            )
        except (CryptoError, ValueError):
            refuse("altered")
        self.is_final = tag == _TAG_FINAL
        if self.is_final and self._cipher.read(1):
            refuse("altered")
        return bytes(data)


def decrypt_body(
    cipher: BinaryIO, body_path: Path, file_key: bytes, plain_size: int
) -> None:
    """Decrypt and uncompress into a file of exactly ``plain_size`` bytes.

    Never writes more than that, whatever the compressed data claims.

    Raises:
        Refused: When anything does not fit.
    """
    source = _Decrypted(cipher, file_key)
    unzip: Any = zstandard.ZstdDecompressor(max_window_size=WINDOW_BYTES_MAX)
    written = 0
    with body_path.open("wb") as body:
        try:
            with unzip.stream_reader(source, read_size=CHUNK_BYTES) as reader:
                while data := reader.read(CHUNK_BYTES):
                    written += len(data)
                    if written > plain_size:
                        refuse("altered")
                    body.write(data)
        except zstandard.ZstdError:
            refuse("altered")
    if written != plain_size or not source.is_final or source.read(1):
        refuse("altered")
