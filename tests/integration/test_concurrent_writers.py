"""Many clerks at once over HTTP: every acknowledged write is there, none is refused."""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from scripts.nodes import DATA, Node
from services import accounts
from store.queries.actors import actor_by_name
from tests.factories.server import serve
from tests.factories.web_user import WebUser

WRITERS = 8
WRITES_EACH = 5
SHARED = ("title", "place", "minutes", "observers")
PASSWORD = "并发测试 2026"


@dataclass(frozen=True)
class Served:
    node: Node
    address: str


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    node = Node.at(tmp_path / "home")
    node.run("node", "init", "--name", "处", "--unit", "HW", "--unit-name", "市环卫处")
    node.run("org", "load", DATA / "organisation.yaml")
    node.run("campaign", "create", "--template", "p3", "--unit", "HW", "--publish")
    with node.app.app_context():
        actor = actor_by_name("clerk-a")
        assert actor is not None
        issued = accounts.issue_one_time_password(actor.account_id)
        accounts.change_password(actor.account_id, issued, PASSWORD)
    with serve(node.home) as address:
        yield Served(node, address)


def _write_new(user: WebUser, writer: int) -> list[str]:
    titles = []
    for number in range(WRITES_EACH):
        title = f"笔记 {writer}-{number}"
        status, _, text = user.post("/records/study-note/new", {"title": title})
        assert status == 303, text
        titles.append(title)
    return titles


def _together(users: list[WebUser], work: object) -> list[list[str]]:
    assert callable(work)
    with ThreadPoolExecutor(len(users)) as pool:
        return list(pool.map(work, users, range(len(users))))


def test_every_acknowledged_write_is_stored_once(served: Served) -> None:
    users = [WebUser(served.address, "clerk-a", PASSWORD) for _ in range(WRITERS)]
    acknowledged = [title for found in _together(users, _write_new) for title in found]
    stored = served.node.ask("record", "list", "study_note")
    titles = sorted(one["fields"]["title"] for one in stored)
    assert titles == sorted(acknowledged)
    assert len({one["id"] for one in stored}) == WRITERS * WRITES_EACH


def test_edits_of_one_record_build_on_each_other(served: Served) -> None:
    users = [WebUser(served.address, "clerk-a", PASSWORD) for _ in range(WRITERS)]
    _, location, _ = users[0].post("/records/study-note/new", {"title": "同一条"})
    address = re.sub(r"/edit$", "", location.removeprefix(served.address))

    def edit(user: WebUser, writer: int) -> list[str]:
        done = []
        for number in range(WRITES_EACH):
            text = f"第{writer}人第{number}次"
            done += _edit_until_kept(user, address, text)
        return done

    kept = [text for found in _together(users, edit) for text in found]
    changes = _changes_of(served.node, address.rsplit("/", 1)[1])
    assert len(changes) == len(kept) == WRITERS * WRITES_EACH
    for (_, after), (before, _) in pairwise(changes):
        assert before == after
    assert {after for _, after in changes} == set(kept)


def test_stale_forms_overwrite_nothing(served: Served) -> None:
    """Everybody saves a form opened before; who comes second to a field is asked."""
    users = [WebUser(served.address, "clerk-a", PASSWORD) for _ in range(WRITERS)]
    _, location, _ = users[0].post("/records/meeting/new", {"title": "同一条"})
    address = re.sub(r"/edit$", "", location.removeprefix(served.address))
    stale = _fields(users[0].get(f"{address}/edit"))

    def edit(user: WebUser, writer: int) -> list[str]:
        name, text = SHARED[writer % len(SHARED)], f"第{writer}人"
        status, _, _ = user.post(f"{address}/edit", {**stale, name: text})
        assert status in {303, 422}
        return [text] if status == 303 else []

    kept = [text for found in _together(users, edit) for text in found]
    record_id = address.rsplit("/", 1)[1]
    written = [
        after
        for name in SHARED
        for _, after in _changes_of(served.node, record_id, name)
        if after != "同一条"
    ]
    assert sorted(written) == sorted(kept)
    assert len(kept) == len(SHARED)


def _edit_until_kept(user: WebUser, address: str, text: str) -> list[str]:
    """Read the form, change one field; asked to look again, do so."""
    while True:
        form = _fields(user.get(f"{address}/edit"))
        status, _, answer = user.post(f"{address}/edit", {**form, "excerpt": text})
        if status == 303:
            return [text]
        assert status == 422, answer


def _fields(page: str) -> dict[str, str]:
    pairs = re.findall(r'<input[^>]*type="hidden"[^>]*>', page)
    found = {}
    for tag in pairs:
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and value and name[1] not in {"csrf_token", "once"}:
            found[name[1]] = value[1]
    return found | {"title": "同一条"}


def _changes_of(
    node: Node, record_id: str, field: str = "excerpt"
) -> list[tuple[str | None, str]]:
    lines = node.run("sync", "dump", "--json").splitlines()
    moves = [
        one["fields"]
        for line in lines
        if (one := json.loads(line))["table"] == "record_move"
        and one["fields"]["record_id"] == record_id
    ]
    found = []
    for move in moves:
        changed = json.loads(move["changes"]).get(field)
        if changed:
            found.append((changed[0], changed[1]))
    return found
