"""Altered, shortened, foreign and misdirected files: refused, nothing changed."""

import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from domain.errors import Refused
from sync import inbox
from sync.core import envelope
from sync.gate import admit
from sync.inbox import gate_request
from tests.integration.sync import forge
from tests.integration.sync.homes import Home, join, make_hub, make_pair


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, Home]:
    return make_pair(tmp_path_factory.mktemp("pair"))


@pytest.fixture(scope="module")
def package(pair: tuple[Home, Home]) -> Path:
    _, branch = pair
    branch.add("note", unit_id=branch.unit("A"), title="新的便签", count=1)
    return branch.export()


def refused(hub: Home, path: Path) -> str:
    """The sentence of a refusal that changed nothing and kept the file."""
    before = hub.digest(), hub.knowledge(), hub.one("SELECT count(*) FROM sync_file")
    result = hub.take(path)
    assert result.state == "refused"
    after = hub.digest(), hub.knowledge(), hub.one("SELECT count(*) FROM sync_file")
    assert after == (*before[:2], before[2] + 1)
    kept = hub.path / "quarantine" / f"{forge.sha256(path)[:16]}.luoshi"
    assert kept.read_bytes() == path.read_bytes()
    assert list((hub.path / "inbox").iterdir()) == []
    return result.reason


def test_byte_when_flipped_anywhere_then_refused(
    pair: tuple[Home, Home], package: Path, tmp_path: Path
) -> None:
    hub, _ = pair
    data = package.read_bytes()
    header_end = 12 + envelope.frame_length(data[:12])
    places = {*range(12), *range(12, header_end, 11), header_end - 1}
    places |= {header_end, header_end + 31, header_end + 63}
    places |= {*range(header_end + 64, len(data), len(data) // 90), len(data) - 1}
    altered = tmp_path / "altered"
    with hub.node.open() as connection:
        request = gate_request(hub.node, connection, altered)
    for place in sorted(places):
        flipped = bytearray(data)
        flipped[place] ^= 1 << (place % 8)
        altered.write_bytes(flipped)
        with pytest.raises(Refused):
            admit(request)
    altered.write_bytes(data)
    assert admit(request).no == 2
    assert len(places) > 100


@pytest.mark.parametrize("share", [0.0, 0.001, 0.2, 0.5, 0.9, 0.9999])
def test_file_when_shortened_then_refused(
    pair: tuple[Home, Home], package: Path, tmp_path: Path, share: float
) -> None:
    data = package.read_bytes()
    short = tmp_path / "short"
    short.write_bytes(data[: int(len(data) * share)])
    assert refused(pair[0], short).endswith("。")


def test_file_when_something_is_appended_then_refused(
    pair: tuple[Home, Home], package: Path, tmp_path: Path
) -> None:
    longer = tmp_path / "longer"
    longer.write_bytes(package.read_bytes() + b"\0")
    assert "不完整" in refused(pair[0], longer)


def flipped(package: Path, out: Path, place: int) -> Path:
    data = bytearray(package.read_bytes())
    data[place] ^= 4
    out.write_bytes(data)
    return out


def test_file_when_one_byte_is_flipped_then_sentence_says_what_to_do(
    pair: tuple[Home, Home], package: Path, tmp_path: Path
) -> None:
    size = package.stat().st_size
    altered = flipped(package, tmp_path / "altered", size - 100)
    assert "文件被改动过或已损坏" in refused(pair[0], altered)


def test_package_when_sender_is_unknown_then_refused(
    pair: tuple[Home, Home], tmp_path: Path
) -> None:
    stranger_hub = make_hub(tmp_path)
    join(stranger_hub, "B")
    stranger = join(stranger_hub, "A")
    with stranger.node.open_for_writing() as connection:
        connection.execute("UPDATE sync_range SET holder = 77 WHERE holder = 1")
        connection.execute("UPDATE sync_site SET site = 77 WHERE relation = 'self'")
    (stranger.path / "keys" / "enrol.key").unlink()
    assert "没有登记这个节点" in refused(pair[0], stranger.export())


def test_package_when_signed_with_another_key_then_refused(
    pair: tuple[Home, Home], package: Path, tmp_path: Path
) -> None:
    hub, branch = pair
    body = tmp_path / "body"
    header = forge.body_of(package, hub, body)
    out = forge.pack(body, header, hub, hub, tmp_path / "forged")
    assert "签名不对" in refused(hub, out)
    assert forge.pack(body, header, branch, hub, tmp_path / "again").exists()


def test_package_when_meant_for_another_then_refused(
    pair: tuple[Home, Home], package: Path
) -> None:
    _, branch = pair
    assert "本机自己导出" in refused(branch, package)


def test_package_when_receiver_is_another_site_then_refused(
    pair: tuple[Home, Home], package: Path, tmp_path: Path
) -> None:
    hub, branch = pair
    header = replace(forge.body_of(package, hub, tmp_path / "body"), receiver=99)
    out = forge.pack(tmp_path / "body", header, branch, hub, tmp_path / "misdirected")
    assert "发给第99号节点" in refused(hub, out)


def test_package_when_schema_is_newer_then_parked_and_kept(
    pair: tuple[Home, Home], package: Path, tmp_path: Path
) -> None:
    hub, branch = pair
    header = replace(forge.body_of(package, hub, tmp_path / "body"), schema_epoch=2)
    out = forge.pack(tmp_path / "body", header, branch, hub, tmp_path / "newer")
    result = hub.take(out)
    assert result.state == "parked"
    assert "更新本机程序" in result.reason


@pytest.mark.parametrize("content", [b"", b"PK\3\4" + b"0" * 5000, b"\0" * 100])
def test_file_when_it_is_no_package_then_refused(
    pair: tuple[Home, Home], tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "other"
    path.write_bytes(content)
    assert "不是落实系统的数据包" in refused(pair[0], path)


def test_plain_database_with_a_view_when_imported_then_refused(
    pair: tuple[Home, Home], tmp_path: Path
) -> None:
    path = tmp_path / "plain.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE VIEW note AS SELECT 1 AS id, '甲' AS title")
    connection.commit()
    connection.close()
    assert "不是落实系统的数据包" in refused(pair[0], path)


def test_wal_when_beside_the_package_then_ignored(
    tmp_path: Path, package: Path
) -> None:
    hub, branch = make_pair(tmp_path)
    branch.add("note", unit_id=branch.unit("A"), title="新的便签", count=1)
    path = branch.export()
    for suffix in ("-wal", "-journal", "-shm"):
        shutil.copy(package, f"{path}{suffix}")
    assert hub.take(path).new == 1


def test_file_when_too_big_then_refused(
    pair: tuple[Home, Home], package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub, _ = pair
    monkeypatch.setattr(inbox, "PACKAGE_BYTES_MAX", 100)
    with pytest.raises(Refused, match="上限"):
        hub.take(package)


def test_file_when_missing_then_refused(pair: tuple[Home, Home]) -> None:
    with pytest.raises(Refused, match="读不了"):
        pair[0].take(Path("/nowhere/package.luoshi"))


def test_body_when_larger_than_allowed_then_refused(
    pair: tuple[Home, Home], package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "BODY_BYTES_MAX", 10_000)
    assert "上限" in refused(pair[0], package)
