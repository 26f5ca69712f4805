"""The served program as processes: no worker is left behind, no node no service."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from scripts.nodes import Node
from tests.factories.server import ROOT, serve

SECONDS_MAX = 20


def _workers(home: Path) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
            environment = (folder / "environ").read_bytes()
        except OSError:
            continue
        if b"work" in words and f"LUOSHI_HOME={home}".encode() in environment:
            found.append(int(folder.name))
    return found


def _wait_until_gone(home: Path) -> None:
    deadline = time.monotonic() + SECONDS_MAX
    while _workers(home) and time.monotonic() < deadline:
        time.sleep(0.1)


def _node(tmp_path: Path) -> Path:
    node = Node.at(tmp_path / "home")
    node.run("node", "init", "--name", "处", "--unit", "HW", "--unit-name", "市环卫处")
    return node.home


def test_worker_ends_with_the_server(tmp_path: Path) -> None:
    home = _node(tmp_path)
    with serve(home):
        assert len(_workers(home)) == 1
    _wait_until_gone(home)
    assert _workers(home) == []


def test_worker_ends_when_the_server_is_killed(tmp_path: Path) -> None:
    home = _node(tmp_path)
    with serve(home):
        [worker] = _workers(home)
        status = Path(f"/proc/{worker}/status").read_text(encoding="utf-8")
        parent = next(line for line in status.splitlines() if line.startswith("PPid"))
        os.kill(int(parent.split()[1]), signal.SIGKILL)
    _wait_until_gone(home)
    assert _workers(home) == []


def test_empty_home_is_not_served(tmp_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", "serve"],
        cwd=ROOT,
        env={**os.environ, "LUOSHI_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert "还没有节点" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_database_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    home = _node(tmp_path)
    assert (home / "luoshi.db").stat().st_mode & 0o077 == 0
    assert home.stat().st_mode & 0o077 == 0
