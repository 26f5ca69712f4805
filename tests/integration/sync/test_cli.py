"""The whole exchange through the command line: one hub, two branches, real homes."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app import create_app
from config import Settings
from store.db import write
from store.scope import EVERYTHING, acting_in
from store.tables.people import Person

ORGANISATION = """
units:
  - {code: A, name: 甲所, kind: 科所, parent: HW, order: 1}
  - {code: A1, name: 甲一班, kind: 班组, parent: A, order: 1}
  - {code: B, name: 乙所, kind: 科所, parent: HW, order: 2}
people:
  - {code: P1, name: 张三, unit: A, post: 所长, tiers: [党员]}
  - {code: P2, name: 李四, unit: A1, post: 班长, tiers: [党员]}
  - {code: P3, name: 王五, unit: B, post: 所长, tiers: [党员]}
accounts:
  - {name: head-a, unit: A, role: head, person: P1}
  - {name: head-b, unit: B, role: head, person: P3}
  - {name: office, unit: HW, role: office}
"""


@dataclass
class Station:
    """One home and its command line."""

    home: Path

    def __post_init__(self) -> None:
        self.app = create_app(Settings(home=self.home))

    def run(self, *words: str, exit_code: int = 0) -> str:
        """Standard output; or what stands on standard error for a refusal."""
        with self.app.app_context():
            result = self.app.test_cli_runner().invoke(args=list(words))
        assert result.exit_code == exit_code, (words, result.output, result.exception)
        return str(result.stdout if exit_code == 0 else result.stderr)

    def json(self, *words: str) -> Any:  # noqa: ANN401 - any document
        return json.loads(self.run(*words, "--json"))

    def digest(self, unit: str) -> str:
        return str(self.run("sync", "digest", "--scope", unit)).strip()

    def set_post(self, code: str, post: str) -> None:
        with (
            self.app.app_context(),
            acting_in(EVERYTHING),
            write("somebody") as session,
        ):
            person = session.query(Person).filter(Person.code == code).one()
            person.post = post


@pytest.fixture
def hub(tmp_path: Path) -> Station:
    station = Station(tmp_path / "hub")
    made = station.json(
        "node", "init", "--name", "局机关", "--unit", "HW", "--unit-name", "环卫处"
    )
    assert made["accounts"][0]["name"] == "admin"
    (tmp_path / "org.yaml").write_text(ORGANISATION, encoding="utf-8")
    station.run("org", "load", str(tmp_path / "org.yaml"))
    return station


def join(hub: Station, unit: str) -> Station:
    folder = hub.home.parent
    invitation = folder / f"invitation-{unit}"
    hub.run("node", "invite", "--unit", unit, "--out", str(invitation))
    branch = Station(folder / unit)
    joined = branch.json("node", "join", str(invitation), "--name", f"{unit}所")
    assert [one["name"] for one in joined["accounts"]] == [f"head-{unit.lower()}"]
    return branch


def send(sender: Station, receiver: Station, name: str, *to: str) -> dict[str, Any]:
    path = sender.home.parent / name
    sender.run("sync", "export", "--out", str(path), *to)
    (result,) = receiver.json("sync", "import", str(path))
    assert result["state"] in {"merged", "known"}
    return dict(result)


@pytest.mark.parametrize("order", ["AB", "BA"])
def test_two_branches_when_all_exchange_then_agree(hub: Station, order: str) -> None:
    branches = {unit: join(hub, unit) for unit in order}
    for number, (unit, branch) in enumerate(branches.items()):
        branch.set_post("P1" if unit == "A" else "P3", f"改{number}")
        result = send(branch, hub, f"{unit}-1")
        assert (result["state"], result["changed"]) == ("merged", 1)
        path = str(hub.home.parent / f"{unit}-1")
        (again,) = hub.json("sync", "import", path, "--dry-run")
        assert (again["state"], again["changed"]) == ("known", 0)
    for unit, branch in branches.items():
        send(hub, branch, f"hub-{unit}", "--to", unit)
        assert branch.digest(unit) == hub.digest(unit)
        lines = branch.run("sync", "dump", "--scope", unit, "--json").splitlines()
        keys = [(json.loads(x)["table"], int(json.loads(x)["id"])) for x in lines]
        assert keys == sorted(keys)


def test_conflict_when_settled_at_branch_then_gone_everywhere(hub: Station) -> None:
    branch = join(hub, "A")
    hub.set_post("P1", "上级改的")
    branch.set_post("P1", "下级改的")
    assert send(branch, hub, "1")["conflicts"] == 1
    assert send(hub, branch, "2", "--to", "A")["conflicts"] == 1
    (item,) = branch.json("sync", "conflicts")
    assert hub.json("sync", "conflicts") == [item]
    assert (item["table"], item["row"], item["field"]) == ("person", "张三", "post")
    assert {v["value"] for v in item["versions"]} == {"上级改的", "下级改的"}
    assert {v["who"] for v in item["versions"]} == {"somebody"}
    assert {v["site_name"] for v in item["versions"]} == {"局机关", "A所"}
    words = (
        "sync",
        "settle",
        item["id"],
        "post",
        "--as",
        "head-a",
        "--why",
        "以现场为准",
    )
    wanted = item["versions"][1]["value"]
    branch.run(*words, "--take", "2")
    assert branch.json("sync", "conflicts") == []
    assert len(hub.json("sync", "conflicts")) == 1
    result = send(branch, hub, "3")
    assert (result["new"], result["conflicts"]) == (1, 0)
    assert hub.json("sync", "conflicts") == []
    dump = [json.loads(line) for line in hub.run("sync", "dump").splitlines()]
    (decision,) = [
        line["fields"] for line in dump if line["table"] == "conflict_decision"
    ]
    assert json.loads(decision["chosen"]) == wanted
    assert decision["decided_by"] == "head-a"
    assert hub.digest("A") == branch.digest("A")


def test_conflict_when_settled_to_current_or_typed_value_then_gone(
    hub: Station,
) -> None:
    branch = join(hub, "A")
    for code in ("P1", "P2"):
        hub.set_post(code, "上级改的")
        branch.set_post(code, "下级改的")
    send(branch, hub, "1")
    first, second = hub.json("sync", "conflicts")
    words = ("--as", "office", "--why", "核实后决定")
    hub.run("sync", "settle", first["id"], "post", "--take", "1", *words)
    hub.run("sync", "settle", second["id"], "post", "--value", "副所长", *words)
    send(hub, branch, "2", "--to", "A")
    assert branch.json("sync", "conflicts") == []
    assert hub.digest("A") == branch.digest("A")


def test_settle_when_not_allowed_then_refused_with_a_sentence(hub: Station) -> None:
    branch = join(hub, "A")
    hub.set_post("P1", "上级改的")
    branch.set_post("P1", "下级改的")
    send(branch, hub, "1")
    (item,) = hub.json("sync", "conflicts")
    words = ["sync", "settle", item["id"], "post", "--why", "理由", "--take"]
    for last, sentence in (
        (["1", "--as", "head-b"], "不能处理这个单位"),
        (["3", "--as", "office"], "可选1到2"),
        (["1", "--as", "nobody"], "没有账号"),
    ):
        assert sentence in hub.run(*words, *last, exit_code=1)
    missing = ["sync", "settle", item["id"], "name", *words[4:], "1", "--as", "office"]
    assert "没有冲突" in hub.run(*missing, exit_code=1)
    assert "没有代码" in hub.run("sync", "digest", "--scope", "X", exit_code=1)
    hub.run(*words[:-1], "--as", "office", exit_code=2)
    assert hub.json("sync", "conflicts") == [item]


def test_node_when_home_is_used_then_init_and_join_are_refused(hub: Station) -> None:
    words = ("node", "init", "--name", "x", "--unit", "X", "--unit-name", "x")
    before = hub.digest("HW")
    assert "不能再初始化" in hub.run(*words, exit_code=1)
    assert hub.digest("HW") == before
    fresh = Station(hub.home.parent / "fresh")
    assert "还不是一个节点" in fresh.run("node", "show", exit_code=1)
    altered = hub.home.parent / "altered"
    altered.write_bytes(b"OFINVT1\0" + b"\0" * 500)
    assert fresh.run("node", "join", str(altered), "--name", "x", exit_code=1)
    assert "还不是一个节点" in fresh.run("node", "show", exit_code=1)
    fresh.run(*words)


def test_join_when_invitation_is_altered_then_home_stays_empty(hub: Station) -> None:
    invitation = hub.home.parent / "invitation"
    hub.run("node", "invite", "--unit", "A", "--out", str(invitation))
    content = bytearray(invitation.read_bytes())
    for place in (200, len(content) - 200):
        altered = invitation.with_name(f"altered-{place}")
        altered.write_bytes(
            content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        )
        home = Station(hub.home.parent / f"empty-{place}")
        assert home.run("node", "join", str(altered), "--name", "A所", exit_code=1)
        assert not list(home.home.glob("luoshi.db*"))
        home.run("node", "join", str(invitation), "--name", "A所")
        break


def test_import_when_refused_then_exit_one_and_reason(hub: Station) -> None:
    path = hub.home.parent / "no-package"
    path.write_bytes(b"hello")
    error = hub.run("sync", "import", str(path), exit_code=1)
    assert "不是落实系统的数据包" in error
    facts = hub.json("node", "show")
    assert (facts["role"], facts["unit"], facts["last_import"]) == ("hub", "HW", None)
