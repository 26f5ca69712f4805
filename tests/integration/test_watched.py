"""The watched folder: each package once, a bad one in nobody's way."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from pysqlite3.dbapi2 import connect

from services.watched import Watch
from store.queries.exchange import package_rows
from tests.factories.nodes import NodeApp, change, open_node


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def _look(hub: NodeApp, watch: Watch) -> list[tuple[str, str]]:
    with hub.app.app_context():
        return [(found.file, found.state) for found in watch.look()]


def _remember_replies(home: Path, behind: Path) -> None:
    """What one home sent, the other has sent too: else it would count as a clone."""
    with closing(connect(str(behind / "luoshi.db"))) as connection:
        connection.execute("ATTACH ? AS other", (str(home / "luoshi.db"),))
        connection.execute("""INSERT INTO sync_file SELECT * FROM other.sync_file o
            WHERE o.way = 'out' AND o.snapshot_id NOT IN
            (SELECT snapshot_id FROM sync_file)""")
        connection.commit()


def _journal(hub: NodeApp) -> list[str]:
    with hub.app.app_context():
        return [row.state for row in package_rows() if row.way == "in"]


def test_package_when_it_no_longer_grows_then_taken_in_once(
    hub: NodeApp, branch: NodeApp, lecture: int, stick: Path
) -> None:
    change(branch, lecture, "中队学习室")
    package = branch.export("1.luoshi").rename(stick / "1.luoshi")
    watch = Watch(stick)
    assert _look(hub, watch) == []
    assert _look(hub, watch) == [("1.luoshi", "merged")]
    assert _look(hub, watch) == []
    before = _journal(hub)
    restarted = Watch(stick)
    assert [_look(hub, restarted), _look(hub, restarted)] == [[], []]
    assert _journal(hub) == before
    assert package.exists()


def test_bad_files_when_they_lie_first_then_others_are_merged(
    hub: NodeApp, branch: NodeApp, lecture: int, stick: Path
) -> None:
    (stick / "0.luoshi").write_bytes(b"not a package")
    (stick / "1.luoshi").mkdir()
    (stick / "2.luoshi").symlink_to("/etc/passwd")
    (stick / ".3.luoshi").write_bytes(b"hidden")
    (stick / "notes.txt").write_text("说明", encoding="utf-8")
    change(branch, lecture, "中队学习室")
    shutil.move(branch.export("4.luoshi"), stick)
    watch = Watch(stick)
    _look(hub, watch)
    assert _look(hub, watch) == [("0.luoshi", "refused"), ("4.luoshi", "merged")]
    assert _look(hub, watch) == []


def test_folder_when_it_is_gone_then_holds_nothing(hub: NodeApp, stick: Path) -> None:
    watch = Watch(stick / "not-mounted")
    assert [_look(hub, watch), _look(hub, watch)] == [[], []]


def test_package_that_lacks_an_earlier_one_when_that_is_read_then_merged_too(
    hub: NodeApp, branch: NodeApp, lecture: int, stick: Path, tmp_path: Path
) -> None:
    shutil.copytree(tmp_path / "branch-a", tmp_path / "behind")
    change(hub, lecture, "一楼")
    branch.take(hub.export("b.luoshi", "A"))
    hub.take(branch.export("reply.luoshi"))
    change(hub, lecture, "二楼")
    (tmp_path / "b.luoshi").rename(stick / "b.luoshi")
    hub.export("a.luoshi", "A").rename(stick / "a.luoshi")
    _remember_replies(tmp_path / "branch-a", tmp_path / "behind")
    behind, watch = open_node(tmp_path / "behind"), Watch(stick)
    _look(behind, watch)
    assert _look(behind, watch) == [
        ("a.luoshi", "gap"),
        ("b.luoshi", "merged"),
        ("a.luoshi", "merged"),
    ]
