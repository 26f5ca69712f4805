"""A whole hub on PostgreSQL: commands of the exchange, and writers while it merges."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from domain.errors import DomainError
from services import exchange, nodes
from store import db as store_db
from store.queries.units import unit_tree
from tests.factories.entries import add_record, change_record
from tests.factories.nodes import (
    NodeApp,
    change,
    change_on_both_sides,
    make_hub_and_branch,
    open_node,
)
from tests.factories.postgresql import Cluster
from tests.integration.test_many_processes import ROOT, WORKER

PACKAGES = 4
ROWS_EACH = 25
WRITES = 30


@dataclass
class Pair:
    hub: NodeApp
    branch: NodeApp
    lecture: int


@pytest.fixture
def pair(cluster: Cluster, tmp_path: Path) -> Iterator[Pair]:
    """A hub on PostgreSQL and a branch on SQLite, enrolled."""
    with cluster.database() as url:
        lecture = make_hub_and_branch(tmp_path, url)
        hub = open_node(tmp_path / "hub", url)
        yield Pair(hub, open_node(tmp_path / "branch-a"), lecture)
        hub.close()


def run(node: NodeApp, *words: object) -> str:
    with node.app.app_context():
        result = node.app.test_cli_runner().invoke(args=[str(word) for word in words])
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_commands_of_the_exchange_work(pair: Pair, tmp_path: Path) -> None:
    hub, branch = pair.hub, pair.branch
    change_on_both_sides(hub, branch, pair.lecture)
    run(branch, "sync", "export", "--out", tmp_path / "up")
    (taken,) = json.loads(run(hub, "sync", "import", tmp_path / "up", "--json"))
    assert (taken["state"], taken["conflicts"]) == ("merged", 1)
    (again,) = json.loads(run(hub, "sync", "import", tmp_path / "up", "--json"))
    assert again["state"] == "known"
    (item,) = json.loads(run(hub, "sync", "conflicts", "--json"))
    assert {one["value"] for one in item["versions"]} == {"市委党校礼堂", "中队学习室"}
    words = ("--take", 2, "--as", "office", "--why", "以现场为准")
    run(hub, "sync", "settle", item["id"], item["field"], *words)
    assert json.loads(run(hub, "sync", "conflicts", "--json")) == []
    run(hub, "sync", "export", "--to", "A", "--out", tmp_path / "down")
    run(branch, "sync", "import", tmp_path / "down")
    assert run(hub, "sync", "dump", "--scope", "A") == run(
        branch, "sync", "dump", "--scope", "A"
    )


def test_dry_run_and_refusal_leave_nothing(pair: Pair, tmp_path: Path) -> None:
    change(pair.branch, pair.lecture, "中队学习室")
    path = pair.branch.export("up")
    before = run(pair.hub, "sync", "digest")
    run(pair.hub, "sync", "import", path, "--dry-run")
    assert run(pair.hub, "sync", "digest") == before
    spoilt = tmp_path / "spoilt"
    spoilt.write_bytes(path.read_bytes()[:-1] + b"x")
    assert pair.hub.take(spoilt) == "refused"
    assert run(pair.hub, "sync", "digest") == before
    assert pair.hub.take(path) == "merged"


def test_failed_start_leaves_nothing(cluster: Cluster, tmp_path: Path) -> None:
    with cluster.database() as url:
        node = open_node(tmp_path / "home", url)
        with node.app.app_context():
            damaged = tmp_path / "damaged"
            damaged.write_bytes(b"no invitation")
            with pytest.raises(DomainError):
                nodes.join(damaged, "一中队")
            assert not store_db.database().holds_node()
            nodes.init_node("处", "HW", "市环卫处")
        node.close()


def test_restored_branch_on_postgresql_gets_a_new_number(
    cluster: Cluster, tmp_path: Path
) -> None:
    """What it wrote after the copy and before the loss meets what it writes again."""
    make_hub_and_branch(tmp_path)
    hub = open_node(tmp_path / "hub")
    run(hub, "node", "invite", "--unit", "B", "--out", tmp_path / "B.invite")
    name = cluster.create()
    branch = open_node(tmp_path / "branch-b", cluster.url(name))
    run(branch, "node", "join", tmp_path / "B.invite", "--name", "二中队")
    kept = _note(branch, "B")
    assert hub.take(branch.export("first")) == "merged"
    branch.close()
    copied = cluster.create(name)
    lost = _note(branch, "B")
    _edit(branch, kept, "丢失的")
    assert hub.take(branch.export("second")) == "merged"
    branch.close()
    branch = open_node(tmp_path / "branch-b", cluster.url(copied))
    _edit(branch, kept, "重写的")
    with pytest.raises(DomainError):
        branch.export("third")
    words = ("node", "invite", "--unit", "B", "--again", "--out", tmp_path / "again")
    run(hub, *words)
    run(branch, "node", "rejoin", tmp_path / "again")
    assert hub.take(branch.export("fourth")) == "merged"
    dumps = [run(one, "sync", "dump", "--scope", "B") for one in (hub, branch)]
    assert dumps[0] == dumps[1]
    assert f'"id":"{lost}"' in dumps[0]
    assert all(word in dumps[0] for word in ("丢失的", "重写的"))
    branch.close()


def test_nobody_loses_anything_while_packages_are_merged(pair: Pair) -> None:
    """Two processes write into the hub while it takes packages in."""
    paths, made = _packages(pair)
    with pair.hub.app.app_context():
        where = store_db.database()
        key = _note(pair.hub)
        words = [str(where.home), where.address, str(key), str(WRITES)]
        command = [sys.executable, "-c", WORKER, *words]
        writers = [subprocess.Popen(command, cwd=ROOT) for _ in range(2)]
        states = [exchange.take_in(path).state for path in paths]
        assert [one.wait() for one in writers] == [0, 0]
    assert states == ["merged"] * PACKAGES
    rows = [json.loads(line) for line in run(pair.hub, "sync", "dump").splitlines()]
    notes = {one["id"]: one["fields"] for one in rows if one["table"] == "study_note"}
    assert notes[str(key)]["words"] == 2 * WRITES
    assert made <= {int(one) for one in notes}
    assert len(notes) == len(made) + 1 + 2 * WRITES
    assert pair.branch.take(pair.hub.export("down", "A", full=True)) == "merged"


def _packages(pair: Pair) -> tuple[list[Path], set[int]]:
    """Deltas of a branch that has worked, and the ids of its new notes."""
    paths, made = [], set()
    for number in range(PACKAGES):
        made |= {_note(pair.branch) for _ in range(ROWS_EACH)}
        paths.append(pair.branch.export(f"up-{number}"))
    return paths, made


def _edit(node: NodeApp, note_id: int, title: str) -> None:
    with node.app.app_context():
        change_record("study_note", note_id, title=title)


def _note(node: NodeApp, unit: str = "A") -> int:
    with node.app.app_context():
        units = unit_tree().by_code
        return add_record(
            "study_note", units["HW"].id, units[unit].id, date(2009, 4, 24),
            title="笔记", words=0,
        )  # fmt: skip
