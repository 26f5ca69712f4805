"""Rehearsing the exchange: two throw-away branches and a full round, by real commands.

Each node is a program of its own in a home of its own below a temporary folder, as it
will be at the real start; nothing of this node is read or changed.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from domain.errors import Refused

ROOT = Path(__file__).resolve().parents[1]
BRANCHES = {"YL1": "演练甲所", "YL2": "演练乙所"}
ORGANISATION = """units:
  - {code: YL, name: 演练局, kind: 机关, parent: null, order: 1}
  - {code: YL1, name: 演练甲所, kind: 股室, parent: YL, order: 2}
  - {code: YL2, name: 演练乙所, kind: 股室, parent: YL, order: 3}
people: []
accounts: []
bodies: []
"""
FAILED = "演练没有走通：“{step}”{why}。正式开始前请先解决，再演练一次。"


@dataclass(frozen=True)
class Step:
    """One step that went well."""

    name: str
    found: str


class _Node:
    def __init__(self, home: Path, exchange: Path) -> None:
        self._home, self.exchange = home, exchange

    def run(self, step: str, *words: str) -> str:
        """What a command prints; its refusal ends the rehearsal."""
        environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
        done = subprocess.run(  # noqa: S603 - this program itself
            [sys.executable, "-m", "flask", "--app", "app", *words],
            cwd=ROOT,
            env={**environment, "LUOSHI_HOME": str(self._home)},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            last = (done.stderr.strip().splitlines() or [""])[-1]
            raise Refused(FAILED.format(step=step, why=f"时出错：{last}"))
        return done.stdout

    def take(self, step: str, path: str) -> dict[str, int]:
        """What became of one package."""
        answer = self.run(step, "sync", "import", path, "--json")
        (result,) = json.loads(answer)
        return dict(result)


def rehearse() -> Iterator[Step]:
    """Each step as it is done; everything is removed at the end.

    Raises:
        Refused: When a step fails or the nodes do not agree.
    """
    with tempfile.TemporaryDirectory(prefix="luoshi-rehearsal-") as folder:
        stick = Path(folder, "stick")
        stick.mkdir()
        hub = _Node(Path(folder, "hub"), stick)
        yield _found_hub(hub)
        branches = {}
        for unit, name in BRANCHES.items():
            branches[unit] = _Node(Path(folder, unit), stick)
            yield _join(hub, branches[unit], unit, name)
        yield _work(branches)
        yield _carry(hub, branches, "up")
        yield _carry(hub, branches, "down")
        yield _agree(hub, branches)


def _found_hub(hub: _Node) -> Step:
    step = "建立演练汇总端"
    words = ("--name", "演练汇总端", "--unit", "YL", "--unit-name", "演练局")
    hub.run(step, "node", "init", *words)
    path = hub.exchange / "org.yaml"
    path.write_text(ORGANISATION)
    hub.run(step, "org", "load", str(path))
    return Step(step, f"{len(BRANCHES)}个下级单位")


def _join(hub: _Node, branch: _Node, unit: str, name: str) -> Step:
    step = f"{name}凭邀请加入"
    path = str(hub.exchange / f"invite-{unit}")
    hub.run(step, "node", "invite", "--unit", unit, "--out", path)
    branch.run(step, "node", "join", path, "--name", name)
    first = str(hub.exchange / f"first-{unit}")
    branch.run(step, "sync", "export", "--out", first)
    result = hub.take(step, first)
    return Step(step, f"第{result['from']}号节点")


def _work(branches: dict[str, _Node]) -> Step:
    step = "两个填报端各自填报"
    for unit, branch in branches.items():
        words = ("--unit", unit, "--role", "clerk")
        branch.run(step, "account", "add", f"{unit}填报员", *words)
    return Step(step, "各新增一个账号")


def _carry(hub: _Node, branches: dict[str, _Node], way: str) -> Step:
    step = "上报并汇总" if way == "up" else "下发并接收"
    found = []
    for unit, branch in branches.items():
        path = str(hub.exchange / f"{way}-{unit}")
        sender, receiver = (branch, hub) if way == "up" else (hub, branch)
        to = "parent" if way == "up" else unit
        sender.run(step, "sync", "export", "--to", to, "--out", path)
        found.append(receiver.take(step, path))
    new = sum(result["new"] for result in found)
    return Step(step, f"{len(found)}个包，新增{new}条")


def _agree(hub: _Node, branches: dict[str, _Node]) -> Step:
    step = "核对各端数据一致"
    for unit, branch in branches.items():
        words = ("sync", "digest", "--scope", unit)
        if hub.run(step, *words) != branch.run(step, *words):
            raise Refused(FAILED.format(step=step, why=f"时{unit}与汇总端不一致"))
    return Step(step, "摘要相同")
