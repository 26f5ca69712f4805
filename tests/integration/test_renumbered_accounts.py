"""A node numbered anew: whoever could sign in before can after, and nobody else."""

from pathlib import Path

import pytest
from sqlalchemy import BigInteger

from services import backups, nodes, restores
from store.base import Base, Local
from store.catalogue import LOCAL_REFERENCES, SYNCED
from store.queries.units import unit_tree
from tests.factories.browsers import PASSWORD, Browser, sign_in
from tests.factories.nodes import NodeApp, open_node
from tests.factories.organisation import Organisation, add_account

COUNTED = {"standing", "contribution", "fact_link", "record_tally", "stale_unit"}


def add_head(node: NodeApp, name: str) -> int:
    with node.app.app_context():
        made = Organisation(units={"A": unit_tree().by_code["A"].id})
        add_account(made, name, "A", "head")
        return node.actor(name).account_id


def again(hub: NodeApp, node: NodeApp) -> None:
    path = hub.folder / "again"
    with hub.app.app_context():
        nodes.invite("A", path, again=True)
    with node.app.app_context():
        nodes.rejoin(path)


@pytest.fixture
def restored(hub: NodeApp, branch: NodeApp, tmp_path: Path) -> NodeApp:
    """The branch from its backup; meanwhile it had made an account and sent it."""
    with branch.app.app_context():
        backups.back_up(tmp_path / "backup")
    add_head(branch, "lost")
    assert hub.take(branch.export("lost.luoshi")) == "merged"
    node = open_node(tmp_path / "restored")
    with node.app.app_context():
        restores.restore(tmp_path / "backup")
    return node


def test_account_when_renumbered_then_password_and_session_are_still_its_own(
    hub: NodeApp, restored: NodeApp
) -> None:
    before = add_head(restored, "made-after")
    browser = restored.browser("made-after")
    assert browser.get("/").status_code == 200
    again(hub, restored)
    with restored.app.app_context():
        assert restored.actor("made-after").account_id != before
        assert restored.actor("lost").account_id == before  # the same id, once
    assert browser.get("/").status_code == 200
    assert "made-after" in browser.get("/").text
    fresh = restored.app.test_client()
    assert isinstance(fresh, Browser)
    assert sign_in(fresh, "made-after", PASSWORD).status_code == 303
    other = restored.app.test_client()
    assert isinstance(other, Browser)
    assert sign_in(other, "lost", PASSWORD).status_code != 303


def test_own_tables_when_they_name_rows_then_all_are_listed() -> None:
    local = [
        table
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, Local)
        for table in mapper.tables
        if table.name not in COUNTED | {"audit_entry"}
    ]
    found = {
        (table.name, column.name)
        for table in local
        for column in table.columns
        if type(column.type) is BigInteger
    }
    assert len(SYNCED) > 20
    assert found == set(LOCAL_REFERENCES)
