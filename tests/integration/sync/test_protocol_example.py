"""The worked example of docs/sync-protocol.md is a package this program takes."""

import base64
import hashlib
import re
from dataclasses import asdict
from pathlib import Path

import apsw
import pytest
from nacl.signing import SigningKey

from domain.synced import SUBTREE, SyncedColumn, SyncedTable
from sync import seal
from sync.core import envelope
from sync.core.layout import body_sql
from sync.gate import Request, admit, believe
from tests.integration.sync import forge

TEXT = (Path(__file__).resolve().parents[3] / "docs" / "sync-protocol.md").read_text()
SIGN_SEED, BOX_KEY = b"\1" * 32, b"\2" * 32
NOTE = SyncedTable(
    4,
    "note",
    "便签",
    (
        SyncedColumn(1, "unit_id", "INTEGER", "单位"),
        SyncedColumn(2, "title", "TEXT", "标题"),
    ),
    SUBTREE,
    "unit",
)


def block(language: str) -> str:
    """The last code block of a language."""
    return str(re.findall(rf"```{language}\n(.*?)\n```", TEXT, re.DOTALL)[-1])


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "package"
    path.write_bytes(base64.b64decode(block("base64")))
    return path


@pytest.fixture
def request_(package: Path, tmp_path: Path) -> Request:
    public = bytes(SigningKey(SIGN_SEED).verify_key).hex()
    assert public in TEXT
    return Request(
        package=str(package),
        folder=str(tmp_path),
        site=1,
        box_key=BOX_KEY.hex(),
        sign_keys={"2": public},
        retired=[],
        secrets={},
        epoch=1,
        now_ms=1_795_536_100_000,
        rows_max=1000,
        plain_bytes_max=1_000_000,
        tables=[NOTE],
        migrations={},
    )


def test_example_when_taken_apart_then_every_offset_is_as_told(package: Path) -> None:
    data = package.read_bytes()
    lines = re.findall(r"^\| (\d+) \| `([0-9a-f ]+?)(?: …)?` \|", TEXT, re.MULTILINE)
    assert len(lines) == 4
    for offset, told in lines:
        wanted = bytes.fromhex(told.replace(" ", ""))
        assert data[int(offset) : int(offset) + len(wanted)] == wanted, offset
    assert f"| 668 | {len(data) - 668:,} bytes |" in TEXT


def test_example_when_signed_again_then_same_header_and_signature(
    package: Path, request_: Request
) -> None:
    data = package.read_bytes()
    header = believe(request_)
    framed = envelope.header_bytes(header)
    assert data.startswith(framed + seal.sign(framed, SIGN_SEED))
    shown = {**asdict(header), "file_key": "…160 hex digits…"}
    assert envelope.canonical(shown).decode() == block("json")
    assert len(header.file_key) == 160


def test_example_when_admitted_then_holds_the_rows_told(
    package: Path, request_: Request, tmp_path: Path
) -> None:
    header, _, cipher = forge.split(package)
    (tmp_path / "cipher").write_bytes(cipher)
    with (tmp_path / "cipher").open("rb") as file:
        key = seal.open_key(header.file_key, BOX_KEY)
        seal.decrypt_body(file, tmp_path / "plain", key, header.plain_size)
    assert hashlib.sha256((tmp_path / "plain").read_bytes()).hexdigest() in TEXT
    admit(request_)
    clean = apsw.Connection(str(request_.clean_path))
    found = [
        *clean.execute("SELECT * FROM note"),
        *clean.execute("SELECT * FROM sync_cell"),
    ]
    for row in found:
        assert f"({', '.join(map(str, row))})" in TEXT.replace("\n", " ")
    for table in ("know", "base"):
        for site, hlc in clean.execute(f"SELECT site, hlc FROM {table}"):
            assert f"{site} → {hlc}" in TEXT.replace("\n", " ")


def test_tables_when_told_then_are_those_of_every_body() -> None:
    told = re.findall(r"```sql\n(.*?)\n```", TEXT, re.DOTALL)[1]
    assert told.splitlines() == [text.replace("main.", "") for text in body_sql([])]
