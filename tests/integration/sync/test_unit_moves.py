"""A unit goes from one branch to another, and its rows go with it."""

from dataclasses import replace
from pathlib import Path

import pytest

from sync.dump import dump_lines
from tests.integration.sync.homes import Home, join, make_hub

Trio = tuple[Home, Home, Home]


@pytest.fixture
def trio(tmp_path: Path) -> Trio:
    """A hub with branches A (which holds A1) and B, enrolled and in agreement."""
    hub = make_hub(tmp_path)
    branches = [join(hub, unit) for unit in "AB"]
    for branch in branches:
        hub.take(branch.export())
    hub.do("UPDATE note SET count = 5 WHERE title = 'A1的便签'")
    exchange(hub, *branches)
    return hub, branches[0], branches[1]


def exchange(hub: Home, *branches: Home) -> None:
    """Down to every branch and up again."""
    for unit, branch in zip("AB", branches, strict=True):
        assert branch.take(hub.export(unit)).state in {"merged", "known"}
        assert hub.take(branch.export()).state in {"merged", "known"}


def move(hub: Home, unit: str, to: str) -> None:
    """As a person does it: the place ends, and another begins."""
    hub.do(
        "UPDATE unit_place SET to_on = '2026-11-23' WHERE unit_id = ?", hub.unit(unit)
    )
    place = {"unit_id": hub.unit(unit), "tree": "admin", "from_on": hub.node.today}
    hub.add("unit_place", **place, parent_id=hub.unit(to))


def holds_exactly(home: Home, unit: str) -> bool:
    """Nothing but its scope, which the temp tables of the dump decide."""
    with home.node.open() as connection:
        words = (connection, home.node.tables)
        inside = set(dump_lines(*words, unit, home.node.today))
        return inside == set(dump_lines(*words, None, home.node.today))


def agree(hub: Home, *branches: Home) -> None:
    for unit, branch in zip("AB", branches, strict=True):
        assert hub.digest(unit) == branch.digest(unit)
        assert holds_exactly(branch, unit)


def test_unit_when_moved_then_its_rows_leave_one_branch_and_enter_the_other(
    trio: Trio,
) -> None:
    hub, a, b = trio
    move(hub, "A1", "B")
    exchange(hub, a, b)
    agree(hub, a, b)
    assert b.one("SELECT count FROM note WHERE title = 'A1的便签'") == 5
    assert a.rows("SELECT * FROM note WHERE title = 'A1的便签'") == []


def test_unit_when_moved_and_old_branch_has_unsent_work_then_none_is_lost(
    trio: Trio,
) -> None:
    hub, a, b = trio
    a.do("UPDATE note SET count = 77 WHERE title = 'A1的便签'")
    a.add("note", unit_id=a.unit("A1"), title="还没有报的", count=1)
    move(hub, "A1", "B")
    b.take(hub.export("B"))
    assert a.take(hub.export("A")).state == "merged"
    assert a.one("SELECT count FROM note WHERE title = 'A1的便签'") == 77
    assert hub.take(a.export()).state == "merged"
    exchange(hub, a, b)
    agree(hub, a, b)
    assert b.titles("A1") == ["A1的便签", "还没有报的"]
    assert b.one("SELECT count FROM note WHERE title = 'A1的便签'") == 77


def test_unit_when_moved_and_branch_works_on_before_hearing_then_accepted(
    trio: Trio,
) -> None:
    hub, a, b = trio
    move(hub, "A1", "B")
    hub.export("A")  # lost on the way
    a.add("note", unit_id=a.unit("A1"), title="不知道已划走", count=1)
    assert hub.take(a.export()).state == "merged"
    exchange(hub, a, b)
    agree(hub, a, b)
    assert b.titles("A1") == ["A1的便签", "不知道已划走"]


def test_package_with_a_moved_unit_when_lost_then_the_next_one_has_it_too(
    trio: Trio,
) -> None:
    hub, a, b = trio
    move(hub, "A1", "B")
    for unit in "AB":
        hub.export(unit)
    exchange(hub, a, b)
    agree(hub, a, b)


def test_unit_when_moved_there_and_back_then_old_packages_change_nothing(
    trio: Trio,
) -> None:
    hub, a, b = trio
    move(hub, "A1", "B")
    late = hub.export("A")
    move(hub, "A1", "A")
    assert a.take(hub.export("A")).state == "merged"
    assert a.take(late).state in {"merged", "known"}
    exchange(hub, a, b)
    agree(hub, a, b)
    assert len(a.rows("SELECT * FROM note WHERE title = 'A1的便签'")) == 1


def test_unit_when_its_place_changes_by_the_day_alone_then_moves_all_the_same(
    trio: Trio,
) -> None:
    hub, a, b = trio
    hub.do(
        "UPDATE unit_place SET to_on = '2026-12-31' WHERE unit_id = ?", hub.unit("A1")
    )
    place = {"unit_id": hub.unit("A1"), "tree": "admin", "from_on": "2027-01-01"}
    hub.add("unit_place", **place, parent_id=hub.unit("B"))
    exchange(hub, a, b)
    assert a.titles("A1") == ["A1的便签"]
    for home in (hub, a, b):
        home.node = replace(home.node, today="2027-01-01")
    exchange(hub, a, b)
    exchange(hub, a, b)
    agree(hub, a, b)
    assert b.titles("A1") == ["A1的便签"]


def test_branch_when_it_lists_rows_as_whole_then_brings_nothing_back(
    trio: Trio, tmp_path: Path
) -> None:
    hub, a, b = trio
    a.back_up(tmp_path / "before")
    move(hub, "A1", "B")
    exchange(hub, a, b)
    before = hub.digest()
    assert hub.take(a.export(full=True)).state == "known"
    assert hub.digest() == before
