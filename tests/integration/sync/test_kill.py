"""kill -9 while a package comes in: the old state or the new one, never between."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.integration.sync.homes import Home, join, make_hub

ROOT = Path(__file__).parents[3]
ROUNDS = 20
ROWS = 4000
IMPORT = """
import sys
from pathlib import Path
from tests.integration.sync.homes import TABLES
from sync.inbox import import_file
from sync.node import Node
node = Node(Path(sys.argv[1]), TABLES, epoch=1, app_version="test", today="2026-11-24")
print(import_file(node, Path(sys.argv[2])).state)
"""


def start(home: Path, package: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", IMPORT, str(home), str(package)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def big_package(hub: Home) -> Path:
    branch = join(hub, "A")
    hub.take(branch.export())
    branch.take(hub.export("A"))
    unit, first = branch.unit("A"), branch.next_id() + 1
    with branch.node.open_for_writing() as connection:
        connection.execute("BEGIN IMMEDIATE")
        rows = [(first + n, unit, f"便签{n}", n) for n in range(ROWS)]
        connection.executemany(
            "INSERT INTO note(id, unit_id, title, count) VALUES (?, ?, ?, ?)", rows
        )
        connection.execute("UPDATE note SET title = '下级改的' WHERE title = 'A的便签'")
        connection.execute("COMMIT")
    hub.do("UPDATE note SET title = '上级改的' WHERE title = 'A的便签'")
    return branch.export()


def copy_of(hub: Home, path: Path) -> Home:
    shutil.copytree(hub.path, path)
    return Home(type(hub.node)(path, hub.node.tables, 1, "test", "2026-11-24"))


def test_import_when_killed_at_any_moment_then_old_or_new_state(tmp_path: Path) -> None:
    hub = make_hub(tmp_path)
    package = big_package(hub)
    old = hub.digest()
    reference = copy_of(hub, tmp_path / "reference")
    began = time.monotonic()
    process = start(reference.path, package)
    assert process.communicate()[0] == "merged\n"
    whole = time.monotonic() - began
    new = reference.digest()
    rand, seen = random.Random(11), []
    for number in range(ROUNDS):
        home = copy_of(hub, tmp_path / f"round-{number}")
        process = start(home.path, package)
        time.sleep(whole * (0.3 + 0.7 * rand.random()))
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        digest = home.digest()
        assert digest in {old, new}
        journal = home.one("SELECT count(*) FROM sync_file WHERE state = 'merged'")
        assert (digest == new) == (journal == 1)
        assert home.one("SELECT merging FROM sync_clock") == 0
        assert home.take(package).state == ("known" if digest == new else "merged")
        assert home.digest() == new
        seen.append(digest == new)
        shutil.rmtree(home.path)
    assert not all(seen)
