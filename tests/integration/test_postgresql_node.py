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
from services import exchange, health, nodes
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
DAY_MS = 86_400_000


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


@pytest.mark.parametrize("clocks", [1, 0])
def test_restored_branch_on_postgresql_gets_a_new_number(
    cluster: Cluster, tmp_path: Path, clocks: int
) -> None:
    """What it wrote after the copy and before the loss meets what it writes again.

    Also when the hub has compacted the clock of what was lost.
    """
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
    if not clocks:
        _compact(hub, {"A": open_node(tmp_path / "branch-a"), "B": branch})
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


def test_clock_ahead_is_restamped(pair: Pair) -> None:
    hub, branch = pair.hub, pair.branch
    change(hub, pair.lecture, "旧地点")
    with hub.app.app_context(), exchange.this_node().open_for_writing() as connection:
        connection.execute(f"UPDATE sync_clock SET offset_ms = {3 * DAY_MS}")
    change(hub, pair.lecture, "三天后的地点")
    key = _note(hub)
    early = hub.export("early", "A")
    assert branch.take(early) == "refused"
    with hub.app.app_context(), exchange.this_node().open_for_writing() as connection:
        connection.execute("UPDATE sync_clock SET offset_ms = 0")
    run(hub, "sync", "restamp")
    assert branch.take(hub.export("right", "A")) == "merged"
    dump = run(branch, "sync", "dump", "--scope", "A")
    assert "三天后的地点" in dump
    assert f'"id":"{key}"' in dump
    assert dump == run(hub, "sync", "dump", "--scope", "A")


def test_bad_row_is_put_aside_until_mended(pair: Pair) -> None:
    hub, branch = pair.hub, pair.branch
    bad, good = _note(branch), _note(branch)
    spoil = "UPDATE study_note SET title = title || char(0) WHERE id = ?"
    with branch.app.app_context():
        with exchange.this_node().open_for_writing() as connection:
            connection.execute(spoil, (bad,))
        assert hub.take(branch.export("bad")) == "merged"
    (parked,) = json.loads(run(hub, "sync", "parked", "--json"))
    assert parked["row_id"] == str(bad)
    assert f'"id":"{good}"' in run(hub, "sync", "dump")
    _edit(branch, bad, "改好的")
    assert hub.take(branch.export("mended")) == "merged"
    assert json.loads(run(hub, "sync", "parked", "--json")) == []
    assert "改好的" in run(hub, "sync", "dump")


def test_retired_branch_is_parked(pair: Pair) -> None:
    hub, branch = pair.hub, pair.branch
    site = json.loads(run(branch, "node", "show", "--json"))["site"]
    run(hub, "node", "retire", site, "--why", "机器已报废")
    before = run(hub, "sync", "digest")
    _note(branch)
    assert hub.take(branch.export("late")) == "parked"
    assert run(hub, "sync", "digest") == before


def test_doctor_checks_the_server(pair: Pair) -> None:
    with pair.hub.app.app_context():
        found = list(health.checks())
        database = store_db.database()
    assert len(found) > 6
    assert [one for one in found if "检查不下去" in one.says] == []
    of_database = [one for one in found if one.name in health._OF_DATABASE]
    assert {one.state for one in of_database} == {"ok"}, of_database
    assert "PostgreSQL" in database.version()


def test_clocks_are_compacted(pair: Pair) -> None:
    hub, branch = pair.hub, pair.branch
    change(hub, pair.lecture, "新地点")
    for turn in range(2):
        assert branch.take(hub.export(f"down{turn}", "A")) in {"merged", "known"}
        assert hub.take(branch.export(f"up{turn}")) in {"merged", "known"}
    before = run(hub, "sync", "digest")
    assert json.loads(run(hub, "sync", "compact", "--json"))["cells"] == 1
    assert run(hub, "sync", "digest") == before


def test_restored_root_succeeds_itself(cluster: Cluster, tmp_path: Path) -> None:
    """From a copy of its database; the branch brings back what it had sent since."""
    name = cluster.create()
    lecture = make_hub_and_branch(tmp_path, cluster.url(name))
    hub = open_node(tmp_path / "hub", cluster.url(name))
    branch = open_node(tmp_path / "branch-a")
    branch.take(hub.export("first", "A"))
    assert hub.take(branch.export("answer")) in {"merged", "known"}
    hub.close()
    copied = cluster.create(name)
    hub = open_node(tmp_path / "hub", cluster.url(name))
    change(hub, lecture, "丢失的")
    lost = _note(hub)
    assert branch.take(hub.export("second", "A")) == "merged"
    hub.close()
    hub = open_node(tmp_path / "hub", cluster.url(copied))
    change(hub, lecture, "重写的")
    with pytest.raises(DomainError, match="node succeed"):
        hub.export("third", "A")
    run(hub, "node", "succeed", "--why", "服务器损坏，从备份恢复")
    run(hub, "node", "invite", "--unit", "A", "--again", "--out", tmp_path / "again")
    run(branch, "node", "rejoin", tmp_path / "again")
    assert hub.take(branch.export("fourth")) == "merged"
    assert branch.take(hub.export("fifth", "A")) in {"merged", "known"}
    dumps = [run(one, "sync", "dump", "--scope", "A") for one in (hub, branch)]
    assert dumps[0] == dumps[1]
    assert f'"id":"{lost}"' in dumps[0]
    assert all(word in dumps[0] for word in ("丢失的", "重写的"))
    hub.close()


def _compact(hub: NodeApp, branches: dict[str, NodeApp]) -> None:
    """All tell all what they know; then the hub forgets one clock."""
    for turn in range(2):
        for unit, branch in branches.items():
            down = hub.export(f"down-{unit}-{turn}", unit)
            assert branch.take(down) in {"merged", "known"}
            assert hub.take(branch.export(f"up-{unit}-{turn}")) in {"merged", "known"}
    assert json.loads(run(hub, "sync", "compact", "--json"))["cells"] == 1


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
