"""Several web and job workers on one PostgreSQL: nothing twice, nothing lost."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from huey import Huey
from sqlalchemy import func, select

from jobs import queue as jobs
from scripts.nodes import DATA
from services import accounts, filings
from store.db import database, db
from store.queries.units import unit_tree
from store.scope import EVERYTHING, acting_in
from store.tables.campaigns import Campaign
from store.tables.filings import Filing, FilingRequest
from tests.factories.nodes import NodeApp, open_node
from tests.factories.postgresql import Cluster
from tests.factories.server import serve
from tests.factories.web_user import WebUser

CALLS = 30
WRITERS = 4
WRITES_EACH = 4
KINDS = ("bulletin", "rectification-ledger")
PASSWORD = "多机测试 2026"
SECONDS_MAX = 180


@pytest.fixture
def url(cluster: Cluster) -> Iterator[str]:
    with cluster.database() as made:
        yield made


@pytest.fixture
def office(url: str, tmp_path: Path) -> Iterator[NodeApp]:
    """A hub with a published campaign; clerk-a can sign in."""
    node = open_node(tmp_path / "home", url)
    for line in (
        "node init --name 处 --unit HW --unit-name 市环卫处",
        f"org load {DATA / 'organisation.yaml'}",
        "campaign create --template p3 --unit HW --publish",
    ):
        _run(node, line)
    with node.app.app_context():
        account_id = node.actor("clerk-a").account_id
        issued = accounts.issue_one_time_password(account_id)
        accounts.change_password(account_id, issued, PASSWORD)
    yield node
    with node.app.app_context():
        jobs.of_this_app().queue.storage.close()
    node.close()


def _run(node: NodeApp, line: str) -> str:
    with node.app.app_context():
        result = node.app.test_cli_runner().invoke(args=line.split())
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_each_call_is_taken_by_one_worker(url: str, tmp_path: Path) -> None:
    nodes = [open_node(tmp_path / "home", url) for _ in range(2)]
    queues = []
    for node in nodes:
        with node.app.app_context():
            queues.append(jobs.of_this_app().queue)
    with nodes[0].app.app_context():
        for number in range(CALLS):
            jobs.of_this_app().render_filing(number)
    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(_take_all, [*queues, *queues]))
    assert sorted(one for some in taken for one in some) == list(range(CALLS))
    assert sum(1 for some in taken if some) > 1
    for queue, node in zip(queues, nodes, strict=True):
        queue.storage.close()
        node.close()


def _take_all(queue: Huey) -> list[int]:
    taken = []
    while (task := queue.dequeue()) is not None:
        taken.append(task.args[0])
    queue.storage.close()
    return taken


@pytest.mark.both_databases
def test_work_of_one_name_is_done_by_one_at_a_time(bare_app: Flask) -> None:
    del bare_app
    where = database()
    with where.alone("watch") as first, where.alone("watch") as second:
        assert (first, second) == (True, False)
        with where.alone("sweep") as other:
            assert other
    with where.alone("watch") as again:
        assert again


def test_two_servers_work_as_one(office: NodeApp, url: str) -> None:
    """Sessions, records and filings do not care which process serves them."""
    with ExitStack() as stack:
        home = office.folder / "home"
        addresses = [stack.enter_context(serve(home, url)) for _ in range(2)]
        users = [
            WebUser(addresses[number % 2], "clerk-a", PASSWORD)
            for number in range(WRITERS)
        ]
        with ThreadPoolExecutor(WRITERS) as pool:
            titles = [one for some in pool.map(_write, users) for one in some]
        wanderer = users[0]
        wanderer.address = addresses[1]
        assert titles[0] in wanderer.get("/records/study-note/")
        _ask_for_filings(office)
        states = _states_when_done(office)
    assert states == {"ready": len(KINDS)}
    with office.app.app_context(), acting_in(EVERYTHING):
        assert db.session.scalar(select(func.count(Filing.id))) == len(KINDS)
    lines = _run(office, "sync dump").splitlines()
    stored = [line for line in lines if '"table":"study_note"' in line]
    assert len(stored) == len(titles) == WRITERS * WRITES_EACH
    assert all(any(title in line for line in stored) for title in titles)


def _write(user: WebUser) -> list[str]:
    titles = []
    for number in range(WRITES_EACH):
        titles.append(f"笔记{id(user)}-{number}")
        status, _, text = user.post("/records/study-note/new", {"title": titles[-1]})
        assert status == 303, text
    return titles


def _ask_for_filings(office: NodeApp) -> None:
    """Each is called for twice: only one call may do it."""
    with office.app.app_context():
        actor, unit_id = office.actor("office"), unit_tree().by_code["HW"].id
        with acting_in(EVERYTHING):
            campaign_id = db.session.scalars(select(Campaign.id)).one()
        for kind in KINDS:
            wanted = filings.Wanted(kind, campaign_id, unit_id, date(2009, 6, 30))
            asked = filings.ask(actor, wanted)
            for _ in range(2):
                jobs.of_this_app().render_filing(asked)


def _states_when_done(office: NodeApp) -> dict[str, int]:
    deadline = time.monotonic() + SECONDS_MAX
    count = select(FilingRequest.state, func.count()).group_by(FilingRequest.state)
    states: dict[str, int] = {}
    while time.monotonic() < deadline:
        with office.app.app_context():
            states = {row[0]: row[1] for row in db.session.execute(count)}
        if states.keys() <= {"ready", "failed"}:
            break
        time.sleep(0.5)
    return states
