"""Fifty browsers writing at once through the served program.

Each posts new drafts as fast as it is answered. Printed: acknowledged, stored, refused,
and the waiting times. Nothing is promised about absolute times; that acknowledged
equals stored and that nobody is refused is.
"""

import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from scripts.nodes import DATA, Node
from services import accounts
from store.queries.actors import actor_by_name
from tests.factories.server import serve
from tests.factories.web_user import WebUser

WRITERS = 50
WRITES_EACH = 20
PASSWORD = "测速用的口令 2026"


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        node = _make(Path(name) / "home")
        with serve(node.home) as address:
            users = [WebUser(address, "clerk-a", PASSWORD) for _ in range(WRITERS)]
            started = time.monotonic()
            with ThreadPoolExecutor(WRITERS) as pool:
                found = list(pool.map(_write, users, range(WRITERS)))
            seconds = time.monotonic() - started
        stored = len(node.ask("record", "list", "study_note"))
    waits = sorted(wait for one in found for wait, _ in one)
    refused = [status for one in found for _, status in one if status != 303]
    acknowledged = len(waits) - len(refused)
    print(f"{WRITERS} writers x {WRITES_EACH} posts in {seconds:.1f} s")
    print(f"acknowledged {acknowledged}, stored {stored}, refused {len(refused)}")
    print(
        f"wait: median {statistics.median(waits) * 1000:.0f} ms,"
        f" p95 {waits[int(len(waits) * 0.95)] * 1000:.0f} ms,"
        f" longest {waits[-1] * 1000:.0f} ms"
    )
    assert acknowledged == stored == WRITERS * WRITES_EACH


def _make(home: Path) -> Node:
    node = Node.at(home)
    node.run("node", "init", "--name", "处", "--unit", "HW", "--unit-name", "市环卫处")
    node.run("org", "load", DATA / "organisation.yaml")
    node.run("campaign", "create", "--template", "p3", "--unit", "HW", "--publish")
    with node.app.app_context():
        actor = actor_by_name("clerk-a")
        assert actor is not None
        issued = accounts.issue_one_time_password(actor.account_id)
        accounts.change_password(actor.account_id, issued, PASSWORD)
    return node


def _write(user: WebUser, writer: int) -> list[tuple[float, int]]:
    found = []
    for number in range(WRITES_EACH):
        started = time.monotonic()
        form = {"title": f"笔记 {writer}-{number}"}
        status, _, _ = user.post("/records/study-note/new", form)
        found.append((time.monotonic() - started, status))
    return found


if __name__ == "__main__":
    main()
