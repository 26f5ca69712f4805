"""The container's header: canonical, complete, of the right types."""

import json
from dataclasses import asdict, replace

import pytest

from domain.errors import Refused
from sync.core import envelope
from sync.core.envelope import Enrolment, Header
from sync.core.keys import enrolment_proof, is_proven

ENROLMENT = Enrolment("甲所", "aa", "bb", "cc")
HEADER = Header(
    format=envelope.FORMAT,
    suite=envelope.SUITE,
    snapshot_id="s1",
    sender=2,
    receiver=1,
    no=1,
    prev_id="",
    kind="full",
    created_ms=1,
    app_version="0.1.0",
    schema_epoch=1,
    audit_head="",
    plain_size=4096,
    zip_size=100,
    cipher_sha256="00",
    file_key="11",
    enrolment=ENROLMENT,
)


def parsed(**changes: object) -> Header:
    return envelope.parse_header(envelope.canonical({**asdict(HEADER), **changes}))


def test_header_when_framed_then_reads_back() -> None:
    framed = envelope.header_bytes(HEADER)
    length = envelope.frame_length(framed[:12])
    assert envelope.parse_header(framed[12 : 12 + length]) == HEADER
    assert parsed(enrolment=None) == replace(HEADER, enrolment=None)


@pytest.mark.parametrize(
    "changes",
    [
        {"no": "1"},
        {"no": 0},
        {"no": True},
        {"sender": 1.0},
        {"kind": "other"},
        {"format": 2},
        {"suite": "none"},
        {"more": 1},
        {"plain_size": -1},
        {"snapshot_id": "x" * 2000},
        {"snapshot_id": ""},
        {"enrolment": []},
        {"enrolment": {"name": "x"}},
    ],
)
def test_header_when_a_field_is_wrong_then_refused(changes: dict[str, object]) -> None:
    with pytest.raises(Refused):
        parsed(**changes)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b"\xff\xff",
        b"[" * 60_000,
        json.dumps(asdict(HEADER)).encode(),
    ],
)
def test_header_when_not_canonical_then_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        envelope.parse_header(data)


@pytest.mark.parametrize(
    "start",
    [b"", b"OFSYNC1\0", b"PK\3\4aaaaaaaa", envelope.MAGIC + b"\xff\xff\xff\xff"],
)
def test_frame_when_start_is_wrong_then_refused(start: bytes) -> None:
    with pytest.raises(Refused):
        envelope.frame_length(start)


def test_proof_when_anything_differs_then_not_proven() -> None:
    secret = b"s" * 32
    proof = enrolment_proof(secret, 2, ENROLMENT)
    proven = replace(ENROLMENT, proof=proof)
    assert is_proven(secret, 2, proven)
    assert not is_proven(secret, 3, proven)
    assert not is_proven(b"t" * 32, 2, proven)
    assert not is_proven(secret, 2, replace(proven, sign_key="ab"))
    assert not is_proven(secret, 2, replace(proven, name="乙所"))
