"""Batches of uploaded files: a worker killed at any step loses nothing."""

import io
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from jobs import queue
from services import batches, merges, waiting
from store.queries.exchange import package_rows
from tests.factories.nodes import NodeApp, change, make_hub_and_branch, open_node

ROOT = Path(__file__).parents[2]
WORKER = """
import os, signal, sys
from app import create_app
from config import Settings
from pathlib import Path
from services import merges

kept, left = merges.keep, [int(sys.argv[3])]

def keep(*words):
    kept(*words)
    left[0] -= 1
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)

merges.keep = keep
with create_app(Settings(home=Path(sys.argv[1]))).app_context():
    merges.work_off(sys.argv[2])
"""


@pytest.fixture
def nodes(tmp_path: Path) -> tuple[NodeApp, NodeApp]:
    """A hub, and its branch with a change to tell."""
    lecture = make_hub_and_branch(tmp_path)
    hub, branch = open_node(tmp_path / "hub"), open_node(tmp_path / "branch-a")
    change(branch, lecture, "中队学习室")
    return hub, branch


def _ask(hub: NodeApp, *packages: Path) -> str:
    """A batch of these files, asked for by the office."""
    actor = hub.actor("office")
    for path in packages:
        with path.open("rb") as file:
            merges.work_off(merges.ask_to_judge(actor, [(file, path.name)]))
    return merges.ask(actor, [one.token for one in waiting.kept_files(actor)])


def _killed_at(hub: NodeApp, batch_id: str, writes: int) -> None:
    words = [str(hub.folder / "hub"), batch_id, str(writes)]
    worker = subprocess.run(
        [sys.executable, "-c", WORKER, *words], cwd=ROOT, check=False
    )
    assert worker.returncode == -signal.SIGKILL


@pytest.mark.parametrize("writes", [1, 3, 4, 5, 6, 11])
def test_worker_when_killed_then_the_sweep_takes_each_file_in_once(
    nodes: tuple[NodeApp, NodeApp], writes: int
) -> None:
    """Writes 1 to 4 begin steps of the first file, 5 and 6 end it, 11 the second."""
    hub, branch = nodes
    first, second = branch.export("1.luoshi"), branch.export("2.luoshi", full=True)
    with hub.app.app_context():
        batch_id = _ask(hub, first, second)
        _killed_at(hub, batch_id, writes)
        hub.app.extensions["jobs"].queue.immediate = True
        queue.sweep()
    with hub.app.app_context():
        batch = batches.batch_of(hub.actor("office"), batch_id)
        taken = [row for row in package_rows() if row.way == "in" and row.no > 1]
        assert [(row.no, row.state) for row in reversed(taken)] == [
            (2, "merged"),
            (3, "known"),
        ]
        assert [part.seq for part in batch.parts] == [r.seq for r in reversed(taken)]
        assert batches.open_batches() == {}
    left = [path for path in (hub.folder / "hub" / "inbox").iterdir() if path.is_file()]
    assert left == []


def test_file_when_taken_in_but_not_noted_then_its_line_is_found(
    nodes: tuple[NodeApp, NodeApp],
) -> None:
    hub, branch = nodes
    package = branch.export("1.luoshi")
    with hub.app.app_context():
        batch_id = _ask(hub, package)
        part = batches.batch_of(hub.actor("office"), batch_id).parts[0]
        assert hub.take(package) == "merged"
        waiting.drop(part.token)
    with hub.app.app_context():
        merges.work_off(batch_id)
        found = batches.batch_of(hub.actor("office"), batch_id).parts[0]
        assert found.seq == package_rows()[0].seq
        assert found.reason == ""


def test_batch_when_another_worker_has_it_then_left_alone(
    nodes: tuple[NodeApp, NodeApp],
) -> None:
    hub, branch = nodes
    with hub.app.app_context():
        batch_id = _ask(hub, branch.export("1.luoshi"))
        with batches.alone(batch_id):
            merges.work_off(batch_id)
            assert list(batches.open_batches()) == [batch_id]
        merges.work_off(batch_id)
        assert batches.open_batches() == {}


@pytest.mark.parametrize("writes", [1, 4, 5, 6])
@pytest.mark.parametrize("is_good", [True, False])
def test_judging_when_worker_is_killed_then_each_file_is_judged_once(
    nodes: tuple[NodeApp, NodeApp], writes: int, *, is_good: bool
) -> None:
    """Writes 1 to 4 begin steps, 5 keeps what was found, 6 ends; one less if bad."""
    hub, branch = nodes
    content = branch.export("1.luoshi").read_bytes()
    if not is_good:
        content = content[:-1] + bytes([content[-1] ^ 1])
    with hub.app.app_context():
        actor = hub.actor("office")
        batch_id = merges.ask_to_judge(actor, [(io.BytesIO(content), "1.luoshi")])
        _killed_at(hub, batch_id, min(writes, 6 if is_good else 5))
        hub.app.extensions["jobs"].queue.immediate = True
        queue.sweep()
    with hub.app.app_context():
        (part,) = batches.batch_of(actor, batch_id).parts
        assert part.ended_at
        assert part.reason == ""
        kept = [one.token for one in waiting.kept_files(actor)]
        assert kept == ([part.token] if is_good else [])
        refused = {row.sha256 for row in package_rows() if row.state == "refused"}
        assert refused == (set() if is_good else {part.sha256})
        assert (part.seq is None) == is_good
