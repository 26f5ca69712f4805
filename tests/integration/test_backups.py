"""Backups under load, and restores that prove themselves or leave nothing."""

import json
import re
import shutil
import threading
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from domain.errors import Refused
from services import attachments, backups, exchange, nodes, restores
from services.backups import MANIFEST
from store.scope import EVERYTHING, acting_in
from sync.sites import own_site
from tests.factories.entries import change_record
from tests.factories.nodes import NodeApp, change, open_node


def _digest(node: NodeApp) -> str:
    with node.app.app_context():
        return exchange.digest()


def _back_up(node: NodeApp, name: str = "node.backup") -> Path:
    path = node.folder / name
    with node.app.app_context():
        backups.back_up(path)
    return path


def _restored(home: Path, backup: Path, *, keep_number: bool = False) -> NodeApp:
    node = open_node(home)
    with node.app.app_context():
        restores.restore(backup, keep_number=keep_number)
    return node


def test_backup_when_restored_then_the_same_node_with_its_files(
    branch: NodeApp, tmp_path: Path
) -> None:
    with branch.app.app_context():
        stored = attachments.store(BytesIO(b"%PDF-1.7 attendance"))
    again = _restored(tmp_path / "again", _back_up(branch))
    assert _digest(again) == _digest(branch)
    with again.app.app_context():
        assert attachments.path_of(stored.sha256).read_bytes().startswith(b"%PDF")
        assert "重新登记" in nodes.rollback_notice()
        with pytest.raises(Refused, match="重新登记"):
            exchange.export_to(tmp_path / "1.luoshi")
    assert (tmp_path / "again" / "keys" / "sign.key").stat().st_mode & 0o077 == 0


def test_backup_when_others_write_then_whole_and_nothing_acknowledged_missing(
    hub: NodeApp, lecture: int, tmp_path: Path
) -> None:
    stop, written = threading.Event(), [0]

    def work() -> None:
        with hub.app.app_context():
            while not stop.is_set():
                change_record("lecture", lecture, place=f"第{written[0] + 1}会议室")
                written[0] += 1

    writer = threading.Thread(target=work)
    writer.start()
    try:
        for number in range(5):
            before = written[0]
            backup = _back_up(hub, f"{number}.backup")
            again = _restored(tmp_path / f"again-{number}", backup)
            assert _place(again, lecture) >= before
    finally:
        stop.set()
        writer.join()
    assert written[0] > 5


def _place(node: NodeApp, lecture: int) -> int:
    with node.app.app_context(), acting_in(EVERYTHING):
        rows = (json.loads(line) for line in exchange.dump_lines())
        places = [r["fields"]["place"] for r in rows if r["id"] == str(lecture)]
    found = re.fullmatch(r"第(\d+)会议室", places[0])
    return int(found[1]) if found else 0


def test_branch_restored_when_registered_anew_then_nothing_is_lost(
    hub: NodeApp, branch: NodeApp, lecture: int, tmp_path: Path
) -> None:
    backup = _back_up(branch)
    change(branch, lecture, "备份之后填的")
    assert hub.take(branch.export("late.luoshi")) == "merged"
    again = _restored(tmp_path / "again", backup)
    change(again, lecture, "恢复之后填的")
    with hub.app.app_context():
        nodes.invite("A", tmp_path / "again.invite", again=True)
    with again.app.app_context():
        nodes.rejoin(tmp_path / "again.invite")
        (item,) = exchange.list_conflicts()
    assert {one.value for one in item.versions} == {"备份之后填的", "恢复之后填的"}
    assert hub.take(again.export("new.luoshi")) == "merged"


def test_hub_restored_when_nothing_was_sent_since_then_keeps_its_number(
    hub: NodeApp, branch: NodeApp, lecture: int, tmp_path: Path
) -> None:
    backup = _back_up(hub)
    again = _restored(tmp_path / "again", backup, keep_number=True)
    change(branch, lecture, "备份之后填的")
    assert again.take(branch.export("late.luoshi")) == "merged"
    with again.app.app_context(), exchange.this_node().open() as connection:
        assert own_site(connection).site == 1


def _without(names: set[str]) -> Callable[[dict[str, bytes]], None]:
    def spoil(files: dict[str, bytes]) -> None:
        for name in [one for one in files if one in names]:
            del files[name]

    return spoil


def _flip(files: dict[str, bytes]) -> None:
    data = bytearray(files["luoshi.db"])
    data[len(data) // 2] ^= 1
    files["luoshi.db"] = bytes(data)


def _climb(files: dict[str, bytes]) -> None:
    words = json.loads(files[MANIFEST])
    words["files"]["../climbed"] = words["files"].pop("keys/box.key")
    files["../climbed"] = files.pop("keys/box.key")
    files[MANIFEST] = json.dumps(words).encode()


def _other_digest(files: dict[str, bytes]) -> None:
    words = json.loads(files[MANIFEST])
    files[MANIFEST] = json.dumps({**words, "digest": "0" * 64}).encode()


def _other_head(files: dict[str, bytes]) -> None:
    words = json.loads(files[MANIFEST])
    files[MANIFEST] = json.dumps({**words, "audit_head": "0" * 64}).encode()


@pytest.mark.parametrize(
    "spoil",
    [
        _flip,
        _climb,
        _other_digest,
        _other_head,
        _without({"keys/sign.key"}),
        _without({MANIFEST}),
        _without({"luoshi.db"}),
        lambda files: files.update(extra=b"not listed"),
    ],
)
def test_backup_when_spoilt_then_refused_and_the_home_stays_empty(
    branch: NodeApp, tmp_path: Path, spoil: Callable[[dict[str, bytes]], None]
) -> None:
    backup = _back_up(branch)
    with zipfile.ZipFile(backup) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    spoil(files)
    with zipfile.ZipFile(tmp_path / "spoilt", "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    with pytest.raises(Refused, match="没有恢复任何内容"):
        _restored(tmp_path / "again", tmp_path / "spoilt")
    assert not (tmp_path / "climbed").exists()
    left = {path.name for path in (tmp_path / "again").iterdir()}
    assert left <= {"jobs.db", "jobs.db-shm", "jobs.db-wal"}
    assert _digest(_restored(tmp_path / "again", backup)) == _digest(branch)


def test_restore_when_the_home_is_in_use_then_refused(
    hub: NodeApp, branch: NodeApp
) -> None:
    before = _digest(hub)
    with hub.app.app_context(), pytest.raises(Refused):
        restores.restore(_back_up(branch))
    assert _digest(hub) == before


def test_backup_when_the_file_exists_or_is_nowhere_then_refused(
    branch: NodeApp, tmp_path: Path
) -> None:
    (tmp_path / "node.backup").write_text("old")
    with branch.app.app_context():
        with pytest.raises(Refused):
            backups.back_up(tmp_path / "node.backup")
        with pytest.raises(Refused, match="写不进"):
            backups.back_up(tmp_path / "no-folder" / "node.backup")
    assert (tmp_path / "node.backup").read_text() == "old"


def test_commands_when_run_then_tell_what_was_proved(
    branch: NodeApp, tmp_path: Path
) -> None:
    path = str(tmp_path / "b")
    with branch.app.app_context():
        made = branch.app.test_cli_runner().invoke(args=["backup", path, "--json"])
    again = open_node(tmp_path / "again")
    with again.app.app_context():
        told = again.app.test_cli_runner().invoke(args=["restore", path, "--json"])
    first, second = json.loads(made.stdout), json.loads(told.stdout)
    assert first["digest"] == second["digest"] == _digest(again)
    assert "重新登记" in second["must_rejoin"]
    shutil.rmtree(tmp_path / "again")
