"""`flask doctor`: one line for each thing, and what is wrong is told."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import event

from commands.doctor import doctor
from services import audit, health, nodes
from store import db as store_db

Told = Callable[[], dict[str, dict[str, Any]]]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def empty(home: Path) -> Iterator[Flask]:
    """A home with no node in it."""
    app = Flask("luoshi")
    store_db.init_app(app, home)
    with app.app_context():
        yield app


@pytest.fixture
def told(empty: Flask) -> Told:
    """A new hub; what doctor says, by name of the check."""
    nodes.init_node("局机关", "HW", "市环卫处")

    return lambda: _told(empty)


def _told(app: Flask) -> dict[str, dict[str, Any]]:
    info = ScriptInfo(create_app=lambda: app)
    answer = CliRunner().invoke(doctor, ["--json"], obj=info)
    found = {one["name"]: one for one in json.loads(answer.stdout)}
    is_bad = any(one["state"] == "bad" for one in found.values())
    assert answer.exit_code == int(is_bad)
    return found


def test_new_node_is_in_order(told: Told, empty: Flask) -> None:
    assert {one["state"] for one in told().values()} == {"ok"}
    info = ScriptInfo(create_app=lambda: empty)
    lines = CliRunner().invoke(doctor, [], obj=info).stdout.splitlines()
    assert len(lines) == len(told())
    assert all(line.startswith("● 正常") for line in lines)


def test_empty_home_says_how_to_begin(empty: Flask) -> None:
    found = _told(empty)
    assert found["节点"]["state"] == "bad"
    assert "flask node init" in found["节点"]["says"]
    assert "数据库文件" not in found


def test_lost_and_open_keys_are_told(told: Told, home: Path) -> None:
    (home / "keys" / "box.key").unlink()
    (home / "keys" / "sign.key").chmod(0o644)
    says = told()["密钥"]["says"]
    assert "缺少密钥 box.key" in says
    assert "密钥 sign.key 别的账号也能读" in says


def test_open_folder_is_told(told: Told, home: Path) -> None:
    home.chmod(0o755)
    assert "chmod go-rwx" in told()["目录权限"]["says"]


def test_wrong_setting_is_told(told: Told) -> None:
    def loosen(connection: Any, _: object) -> None:  # noqa: ANN401 - of the driver
        connection.execute("PRAGMA synchronous=NORMAL")

    event.listen(store_db.db.engine, "connect", loosen)
    store_db.db.session.remove()
    store_db.db.engine.dispose()
    assert "synchronous=1" in told()["数据库设置"]["says"]


def test_damaged_file_is_told(told: Told, home: Path) -> None:
    audit.record("accounts:account:add", "admin", None, "u1")
    with store_db.db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    store_db.db.session.remove()
    store_db.db.engine.dispose()
    with (home / "luoshi.db").open("r+b") as file:
        for page in range(pages // 2, pages):
            file.seek(page * 4096 + 8)
            file.write(b"\xff" * 40)
    found = told()
    damaged = {name for name, one in found.items() if one["state"] == "bad"}
    assert damaged & {"数据库文件", "节点"}
    assert "公文字体" in found


def test_altered_audit_log_is_told(told: Told) -> None:
    connection = store_db.database().connect()
    connection.execute("DROP TRIGGER audit_entry_no_update")
    connection.execute("UPDATE audit_entry SET actor = 'x' WHERE id = 1")
    connection.close()
    assert "第 1 条" in told()["审计日志"]["says"]


def test_little_space_is_told(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil._ntuple_diskusage
    for free, state in ((50 << 30, "ok"), (5 << 30, "warning"), (1 << 20, "bad")):
        found = usage(100 << 30, (100 << 30) - free, free)
        monkeypatch.setattr(shutil, "disk_usage", lambda _, found=found: found)
        assert told()["磁盘"]["state"] == state


@pytest.mark.parametrize(
    ("kind", "state"), [("ext4", "ok"), ("nfs4", "bad"), ("vfat", "bad")]
)
def test_file_system_that_loses_locks_is_told(
    kind: str, state: str, told: Told, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = home.parent / "mounts"
    mounts.write_text(f"/dev/a / ext4 rw 0 0\n//b {home} {kind} rw 0 0\n")
    monkeypatch.setattr(health, "MOUNTS", mounts)
    assert told()["文件系统"]["state"] == state


def test_missing_fonts_are_told(
    told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LUOSHI_FONTS", str(tmp_path / "none"))
    assert "build_fonts.py" in told()["公文字体"]["says"]


def test_fonts_of_the_unit_are_listed(told: Told, home: Path) -> None:
    assert "本单位字体" not in told()
    (home / "fonts").mkdir()
    (home / "fonts" / "logo.ttf").write_bytes(b"no font")
    found = told()["本单位字体"]
    assert found["state"] == "warning"
    assert "logo.ttf 不是认识的公文字体" in found["says"]
