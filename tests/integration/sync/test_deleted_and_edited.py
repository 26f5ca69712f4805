"""Deleted here, edited there: in the inbox until somebody decides; orphans."""

from pathlib import Path

import pytest

from sync.conflicts import ConflictItem, Orphan, list_conflicts, list_orphans
from sync.core.inbox_text import DELETION
from sync.merge import transaction
from sync.settle import settle_cell
from tests.integration.sync.homes import NOTE, PLAN, TABLES, Home, make_pair

DELETE = "UPDATE note SET _del = 1 WHERE title = 'A的便签'"
EDIT = "UPDATE note SET count = 9 WHERE title = 'A的便签'"


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Home, Home]:
    hub, branch = make_pair(tmp_path)
    branch.take(hub.export("A"))
    return hub, branch


def inbox(home: Home) -> list[ConflictItem]:
    with home.node.open() as connection:
        return list_conflicts(connection, TABLES, None, home.node.today)


def orphans(home: Home) -> list[Orphan]:
    links = [(NOTE, NOTE.columns[2], PLAN)]  # count stands for a reference
    with home.node.open() as connection:
        return list_orphans(connection, links, None, home.node.today)


def settle(home: Home, value: int) -> None:
    (item,) = inbox(home)
    with home.node.open_for_writing() as connection, transaction(connection, keep=True):
        settle_cell(connection, NOTE, DELETION, item.row_id, value)


def meet(hub: Home, branch: Home) -> None:
    for _ in range(2):
        assert hub.take(branch.export()).state in {"merged", "known"}
        assert branch.take(hub.export("A")).state in {"merged", "known"}
    assert hub.digest("A") == branch.digest()


@pytest.mark.parametrize("deleter", ["hub", "branch"])
def test_row_when_deleted_here_and_edited_there_then_in_both_inboxes(
    pair: tuple[Home, Home], deleter: str
) -> None:
    hub, branch = pair
    first, second = (hub, branch) if deleter == "hub" else (branch, hub)
    first.do(DELETE)
    second.do(EDIT)
    assert hub.take(branch.export()).conflicts == 1
    branch.take(hub.export("A"))
    for home in pair:
        (item,) = inbox(home)
        assert (item.field, item.row_name) == ("_del", "A的便签")
        assert [version.value for version in item.versions] == [1, 0]
        sites = [version.site for version in item.versions]
        assert sites == [one.one("SELECT site FROM sync_clock") for one in
                         (first, second)]  # fmt: skip


@pytest.mark.parametrize(("value", "titles"), [(0, ["A的便签"]), (1, [])])
def test_deletion_when_settled_then_gone_from_both_inboxes(
    pair: tuple[Home, Home], value: int, titles: list[str]
) -> None:
    hub, branch = pair
    hub.do(DELETE)
    branch.do(EDIT)
    meet(hub, branch)
    settle(branch, value)
    meet(hub, branch)
    for home in pair:
        assert inbox(home) == []
        assert home.titles("A") == titles
        assert home.values("A的便签") == {9}


def test_row_when_edited_before_it_was_deleted_then_no_item(
    pair: tuple[Home, Home],
) -> None:
    hub, branch = pair
    branch.do(EDIT)
    meet(hub, branch)
    hub.do(DELETE)
    meet(hub, branch)
    assert inbox(hub) == inbox(branch) == []


def test_row_when_parent_is_deleted_elsewhere_then_listed(
    pair: tuple[Home, Home],
) -> None:
    hub, branch = pair
    plan = hub.one("SELECT id FROM plan")
    branch.add("note", unit_id=branch.unit("A"), title="新便签", count=plan)
    branch.do("UPDATE note SET count = NULL WHERE title <> '新便签'")
    hub.do("UPDATE note SET count = NULL WHERE title IN ('R的便签', 'B的便签')")
    meet(hub, branch)
    assert orphans(hub) == []
    hub.do("UPDATE plan SET _del = 1")
    meet(hub, branch)
    for home in pair:
        (one,) = orphans(home)
        assert (one.row_name, one.parent_id) == ("新便签", plan)
        assert one.parent_is_deleted


def test_row_when_parent_was_never_here_then_only_the_hub_says_so(
    pair: tuple[Home, Home],
) -> None:
    hub, branch = pair
    branch.add("note", unit_id=branch.unit("A"), title="新便签", count=1 << 40)
    hub.do("UPDATE note SET count = NULL")
    meet(hub, branch)
    (one,) = orphans(hub)
    assert not one.parent_is_deleted
    assert orphans(branch) == []
