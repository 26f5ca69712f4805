"""A package of more rows than go past triggers: what these do is done at once."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from store.db import db, write
from tests.factories.entries import add_record
from tests.factories.nodes import NodeApp, make_hub_and_branch, open_node

DAY = date(2009, 4, 25)
STALE = "SELECT campaign_id, unit_id FROM stale_unit"
TRIGGERS = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid"


def rows(node: NodeApp, query: str) -> set[Any]:
    with node.app.app_context():
        found = db.session.connection().exec_driver_sql(query).all()
        return {tuple(row) for row in found}


def take_without_triggers(folder: Path, monkeypatch: pytest.MonkeyPatch) -> NodeApp:
    """The hub, counted anew, after records with attendance came from the branch."""
    make_hub_and_branch(folder)
    hub, branch = open_node(folder / "hub"), open_node(folder / "branch-a")
    ((unit,),) = rows(branch, "SELECT id FROM unit WHERE code = 'A'")
    with branch.app.app_context():
        add_record("lecture", 77, unit, DAY, present=(5, 6), title="讲座")
    with hub.app.app_context(), write() as session:
        session.connection().exec_driver_sql("DELETE FROM stale_unit")
    monkeypatch.setattr("sync.merge.INSERT_ROWS", 0)
    package = branch.export("records.luoshi")
    before = rows(hub, TRIGGERS)
    assert hub.take(package) == "merged"
    assert rows(hub, TRIGGERS) == before
    return hub


def test_unit_of_a_new_record_is_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = take_without_triggers(tmp_path, monkeypatch)
    ((unit,),) = rows(hub, "SELECT id FROM unit WHERE code = 'A'")
    assert rows(hub, STALE) == {(77, unit)}


def test_new_record_is_still_captured_when_edited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = take_without_triggers(tmp_path, monkeypatch)
    before = rows(hub, "SELECT * FROM sync_cell")
    with hub.app.app_context(), write() as session:
        session.connection().exec_driver_sql("UPDATE lecture SET title = '改'")
    assert len(rows(hub, "SELECT * FROM sync_cell") - before) == 2


def test_unit_of_a_record_is_stale_when_attendance_comes_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = take_without_triggers(tmp_path, monkeypatch)
    branch = open_node(tmp_path / "branch-a")
    marked = rows(hub, STALE)
    with hub.app.app_context(), write() as session:
        session.connection().exec_driver_sql("DELETE FROM stale_unit")
    with branch.app.app_context(), write() as session:
        session.connection().exec_driver_sql(
            "INSERT INTO attendance(id, kind, record_id, unit_id, person_id)"
            " SELECT id + 100, kind, record_id, unit_id, 9 FROM attendance LIMIT 1"
        )
    assert hub.take(branch.export("later.luoshi")) == "merged"
    assert rows(hub, STALE) == marked
