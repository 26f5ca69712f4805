"""Packages changed at random, by somebody without the sender's key."""

import random
from collections.abc import Callable, Iterator
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import NamedTuple

from nacl.signing import SigningKey

from sync import seal
from sync.core import envelope
from sync.core.envelope import Enrolment, Header
from tests.integration.sync import forge


class Parts(NamedTuple):
    """A package as it lies in the file: the framed header, signature, ciphertext."""

    frame: bytes
    signature: bytes
    cipher: bytes

    @property
    def whole(self) -> bytes:
        return self.frame + self.signature + self.cipher


Mutation = Callable[[random.Random, list[Parts]], bytes]


def parts_of(package: Path) -> Parts:
    header, signature, cipher = forge.split(package)
    return Parts(envelope.header_bytes(header), signature, cipher)


def flip(data: bytes, rand: random.Random, first: int, last: int) -> bytes:
    """One to eight bits, all within ``first <= place < last``."""
    flipped = bytearray(data)
    for _ in range(rand.randint(1, 8)):
        flipped[rand.randrange(first, last)] ^= 1 << rand.randrange(8)
    return bytes(flipped)


def flip_frame(rand: random.Random, packages: list[Parts]) -> bytes:
    one = packages[0]
    return flip(one.whole, rand, 0, len(one.frame))


def flip_signature(rand: random.Random, packages: list[Parts]) -> bytes:
    one, start = packages[0], len(packages[0].frame)
    return flip(one.whole, rand, start, start + len(one.signature))


def flip_cipher(rand: random.Random, packages: list[Parts]) -> bytes:
    whole = packages[0].whole
    return flip(whole, rand, len(whole) - len(packages[0].cipher), len(whole))


def flip_anywhere(rand: random.Random, packages: list[Parts]) -> bytes:
    whole = packages[0].whole
    return flip(whole, rand, 0, len(whole))


def shorten(rand: random.Random, packages: list[Parts]) -> bytes:
    whole = packages[0].whole
    return whole[: rand.randrange(len(whole))]


def lengthen(rand: random.Random, packages: list[Parts]) -> bytes:
    return packages[0].whole + rand.randbytes(rand.randint(1, 5000))


def take_out(rand: random.Random, packages: list[Parts]) -> bytes:
    whole = packages[0].whole
    start = rand.randrange(len(whole))
    return whole[:start] + whole[start + rand.randint(1, 300) :]


def put_in(rand: random.Random, packages: list[Parts]) -> bytes:
    whole = packages[0].whole
    start, size = rand.randrange(len(whole)), rand.randint(1, 300)
    piece = rand.choice([rand.randbytes(size), whole[start : start + size] or b"\0"])
    return whole[:start] + piece + whole[start:]


def splice(rand: random.Random, packages: list[Parts]) -> bytes:
    """The start of one and the end of another, cut anywhere."""
    first, second = rand.sample(packages, 2)
    cut = rand.randrange(len(first.whole))
    return first.whole[:cut] + second.whole[rand.randrange(len(second.whole)) :]


def recombine(rand: random.Random, packages: list[Parts]) -> bytes:
    """Whole parts of several packages."""
    names = [rand.choice(packages) for _ in range(3)]
    return names[0].frame + names[1].signature + names[2].cipher


def edited(rand: random.Random, one: Parts) -> bytes:
    """The framed header with one field, of the right type or not, set anew."""
    header = envelope.parse_header(one.frame[12:])
    name = rand.choice([field.name for field in fields(Header)])
    value = rand.choice(_VALUES)
    if name == "enrolment":
        key = bytes(SigningKey(rand.randbytes(32)).verify_key).hex()
        header = replace(header, enrolment=Enrolment("乙", key, key, rand.choice(_HEX)))
        return envelope.header_bytes(header)
    words = asdict(header) | {name: value}
    return envelope.framed(envelope.MAGIC, envelope.canonical(words))


def edit_header(rand: random.Random, packages: list[Parts]) -> bytes:
    """The old signature stays."""
    one = rand.choice(packages)
    return edited(rand, one) + one.signature + one.cipher


def sign_anew(rand: random.Random, packages: list[Parts]) -> bytes:
    """A header, edited or not, under the key of a stranger."""
    one, key = rand.choice(packages), rand.randbytes(32)
    frame = rand.choice([one.frame, edited(rand, one)])
    return frame + seal.sign(frame, key) + one.cipher


_HEX = ["", "00" * 32, "ff" * 32, "zz"]
_VALUES: list[object] = [
    0, 1, 2, 3, 99, -1, 1 << 33, 1 << 62, 1 << 70, 1.5, True, None, "", "full", "delta",
    "x" * 999, "x" * 1001, *_HEX, [], {},
]  # fmt: skip
MUTATIONS: dict[Mutation, int] = {
    flip_frame: 1500,
    flip_signature: 600,
    flip_cipher: 1500,
    flip_anywhere: 1000,
    shorten: 1000,
    lengthen: 300,
    take_out: 800,
    put_in: 800,
    splice: 1000,
    recombine: 300,
    edit_header: 1000,
    sign_anew: 1000,
}


def mutated(mutation: Mutation, packages: list[Parts], seed: int) -> Iterator[bytes]:
    """The stated number of changed packages; none is one of the genuine."""
    rand, genuine = random.Random(seed), {one.whole for one in packages}
    for _ in range(MUTATIONS[mutation]):
        data = mutation(rand, packages)
        while data in genuine:
            data = mutation(rand, packages)
        yield data
