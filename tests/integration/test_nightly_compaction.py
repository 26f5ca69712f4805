"""Compaction by the job queue: once a day, by whichever worker comes first."""

from datetime import datetime
from typing import Any

import pytest

from services import exchange
from store import clock
from store.db import database
from tests.factories.nodes import NodeApp, change

CELLS = "SELECT count(*) FROM sync_cell"


def periodic(node: NodeApp) -> Any:  # noqa: ANN401 - huey has no types
    """The job as the queue holds it."""
    jobs = node.app.extensions["jobs"].queue
    (found,) = [one for one in jobs._registry.periodic_tasks if one.name == "compact"]
    return found


def run(node: NodeApp) -> None:
    node.app.extensions["jobs"].queue.execute(periodic(node))


def cells(node: NodeApp) -> int:
    with node.app.app_context(), exchange.this_node().open() as connection:
        return int(connection.execute(CELLS).fetchone()[0])


def known_to_both(hub: NodeApp, branch: NodeApp, lecture: int, number: int) -> None:
    """An edit that hub and branch have told each other they know."""
    change(hub, lecture, f"第{number}会议室")
    for turn in range(2):
        assert branch.take(hub.export(f"down-{number}-{turn}", "A")) != "refused"
        assert hub.take(branch.export(f"up-{number}-{turn}")) != "refused"


def test_compaction_when_due_then_run_hourly_but_done_once_a_day(
    hub: NodeApp, branch: NodeApp, lecture: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    due = [h for h in range(24) if periodic(hub).validate_datetime(_at(h, 10))]
    assert due == list(range(24))
    assert not periodic(hub).validate_datetime(_at(3, 11))
    known_to_both(hub, branch, lecture, 1)
    assert cells(hub) == 1
    run(hub)
    assert cells(hub) == 0
    known_to_both(hub, branch, lecture, 2)
    run(hub)
    assert cells(hub) == 1  # not again today
    tomorrow = clock.today().replace(year=clock.today().year + 1)
    monkeypatch.setattr(clock, "today", lambda: tomorrow)
    run(hub)
    assert cells(hub) == 0


def test_compaction_when_another_worker_is_at_it_then_left_out(
    hub: NodeApp, branch: NodeApp, lecture: int
) -> None:
    known_to_both(hub, branch, lecture, 1)
    with hub.app.app_context(), database().alone("compact") as first:
        assert first
        run(hub)
    assert cells(hub) == 1


def _at(hour: int, minute: int) -> datetime:
    return datetime(2026, 11, 24, hour, minute)  # noqa: DTZ001 - huey asks in UTC
