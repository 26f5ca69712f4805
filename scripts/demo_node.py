"""The node that `make run` serves: made once, with a campaign in full swing.

The passwords are one-time passwords, made anew for each demo node and kept beside it
for whoever started it; the first sign-in asks for another.
"""

import sys
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from config import Settings
from scripts.demo_records import records_of
from scripts.nodes import DATA, Node
from store import clock

PLAN_START = date(2009, 3, 1)
DAYS_INTO_IT = 75
WORDS = {
    "admin": "系统、安全、审计管理员",
    "office": "活动办",
    "leader": "处领导",
    "inspector": "指导组",
    "clerk-hq": "处机关填报员",
    "clerk-a": "清扫中队填报员",
    "head-a": "清扫中队负责人",
    "clerk-b": "清运中队填报员",
    "head-b": "清运中队负责人",
}


def main() -> None:
    """Make the node if its home is empty; print the accounts either way."""
    home = Settings.from_environment().home
    accounts = home / "demo-accounts.txt"
    if not (home / "luoshi.db").exists():
        sys.stdout.write("第一次启动，正在建立演示数据，约需半分钟……\n")
        sys.stdout.flush()
        text = make_demo(home)
        accounts.touch(mode=0o600)
        accounts.write_text(text, encoding="utf-8")
    if accounts.exists():
        sys.stdout.write(accounts.read_text(encoding="utf-8"))


def make_demo(home: Path) -> str:
    """Make the node; its accounts with their one-time passwords, as printed."""
    node = Node.at(home)
    made = node.run(
        "node", "init", "--name", "市环卫处", "--unit", "HW", "--unit-name", "市环卫处"
    )
    passwords = {"admin": made.split()[-1]}
    loaded = node.ask("org", "load", DATA / "organisation.yaml")
    passwords |= {one["account"]: one["password"] for one in loaded["passwords"]}
    start = clock.today() - timedelta(days=DAYS_INTO_IT)
    node.run(
        "campaign", "create", "--template", "p3", "--unit", "HW",
        "--start", start.isoformat(), "--publish",
    )  # fmt: skip
    _fill(node, start - PLAN_START)
    lines = ["演示账号（一次性密码，首次登录须修改）："]
    lines += [f"  {name:<10}{passwords[name]}   {WORDS[name]}" for name in WORDS]
    return "\n".join(lines) + "\n"


def _fill(node: Node, shift: timedelta) -> None:
    """Branch A is nearly through, branch B has begun; some wait for review."""
    for unit, count in (("A", 40), ("B", 15)):
        clerk = f"clerk-{unit.lower()}"
        for number, (kind, words) in enumerate(islice(records_of(unit, shift), count)):
            record = node.put(kind, unit, clerk, words)
            if number % 5 == 4:
                continue
            node.run("record", "move", record, "--to", "accepted", "--as", "office")


if __name__ == "__main__":
    main()
