"""Clocks and deleted rows are forgotten once everybody is known to know them."""

from pathlib import Path

import pytest

from sync.compact import compact
from sync.invitation import write_invitation
from sync.rejoin import rejoin
from tests.integration.sync.homes import Home, join, make_hub

EDIT = "UPDATE note SET count = ? WHERE title = 'A的便签'"
DELETE = "UPDATE note SET _del = 1 WHERE title = 'A的便签'"
CELLS = "SELECT count(*) FROM sync_cell"
NOTE = "SELECT count(*) FROM note WHERE title = 'A的便签'"


@pytest.fixture
def tree(tmp_path: Path) -> tuple[Home, Home, Home]:
    """A hub, its branch A, and A1 below that; all enrolled."""
    hub = make_hub(tmp_path)
    middle = join(hub, "A")
    hub.take(middle.export())
    low = join(middle, "A1")
    middle.take(low.export())
    return hub, middle, low


def round_trip(hub: Home, middle: Home, low: Home) -> None:
    """News go down to everybody, and their answers come up."""
    middle.take(hub.export("A"))
    low.take(middle.export("A1"))
    middle.take(low.export())
    hub.take(middle.export())


def test_clock_when_all_have_answered_then_dropped_and_nothing_changes(
    tree: tuple[Home, Home, Home],
) -> None:
    hub, middle, low = tree
    hub.do(EDIT, 7)
    middle.do("UPDATE note SET count = 8 WHERE title = 'A1的便签'")
    round_trip(*tree)
    round_trip(*tree)
    middle.take(hub.export("A"))
    before = [home.digest() for home in tree]
    assert hub.one(CELLS) == 2
    assert [compact(home.node).cells for home in (hub, middle)] == [2, 2]
    assert [home.digest() for home in tree] == before
    assert hub.one(CELLS) == 0
    low.do("UPDATE note SET count = 9 WHERE title = 'A1的便签'")
    hub.do("UPDATE note SET count = 10 WHERE title = 'A1的便签'")
    middle.take(low.export())
    assert hub.take(middle.export()).conflicts == 1


def test_clock_when_one_branch_has_not_answered_then_stays(
    tree: tuple[Home, Home, Home],
) -> None:
    hub, middle, low = tree
    hub.do(EDIT, 7)
    middle.take(hub.export("A"))
    low.take(middle.export("A1"))
    hub.take(middle.export())  # says what A knows; of A1 it has heard nothing yet
    done = compact(hub.node)
    assert (done.cells, hub.one(CELLS)) == (0, 1)
    assert done.held_back_by == (middle.one("SELECT site FROM sync_clock"),)


def test_clock_when_in_conflict_then_stays_until_settled(
    tree: tuple[Home, Home, Home],
) -> None:
    hub, middle, _ = tree
    hub.do(EDIT, 7)
    middle.do(EDIT, 8)
    round_trip(*tree)
    round_trip(*tree)
    middle.take(hub.export("A"))
    assert [compact(home.node).cells for home in (hub, middle)] == [0, 0]
    assert hub.values("A的便签") == middle.values("A的便签") == {7, 8}


def test_deleted_row_when_all_know_then_purged_and_never_comes_back(
    tree: tuple[Home, Home, Home], tmp_path: Path
) -> None:
    hub, middle, _ = tree
    old = middle.export(full=True)
    hub.do(DELETE)
    assert compact(hub.node, grace_days=-1).rows == 0
    round_trip(*tree)
    assert compact(hub.node).rows == 0  # the days of grace have not passed
    assert compact(hub.node, grace_days=-1).rows == 1
    assert hub.one(NOTE) == 0
    assert middle.one(NOTE) == 1
    hub.take(old)
    hub.take(middle.export(full=True))
    assert hub.one(NOTE) == 0
    middle.take(hub.export("A"))
    assert compact(middle.node, grace_days=-1).rows == 1
    write_invitation(hub.node, "B", tmp_path / "b")
    middle.take(hub.export("A", full=True))
    assert hub.digest("A") == middle.digest()


def test_deleted_row_when_edited_by_who_did_not_know_then_kept_for_the_decision(
    tree: tuple[Home, Home, Home],
) -> None:
    hub, middle, _ = tree
    hub.do(DELETE)
    middle.do(EDIT, 9)
    round_trip(*tree)
    round_trip(*tree)
    assert compact(hub.node, grace_days=-1).rows == 0


def test_deletion_when_made_after_compaction_then_no_false_conflict_elsewhere(
    tree: tuple[Home, Home, Home],
) -> None:
    hub, middle, _ = tree
    middle.do(EDIT, 9)
    round_trip(*tree)
    round_trip(*tree)
    assert compact(hub.node).cells == 1
    hub.do(DELETE)
    result = middle.take(hub.export("A"))
    assert (result.state, result.conflicts) == ("merged", 0)


def test_restored_branch_when_it_has_a_purged_row_then_drops_it(
    tree: tuple[Home, Home, Home], tmp_path: Path
) -> None:
    hub, middle, _ = tree
    middle.back_up(tmp_path / "old")
    hub.do(DELETE)
    round_trip(*tree)
    assert compact(hub.node, grace_days=-1).rows == 1
    middle.restore(tmp_path / "old")
    assert middle.one(NOTE) == 1
    write_invitation(hub.node, "A", tmp_path / "again", again=True)
    rejoin(middle.node, tmp_path / "again")
    assert middle.one(NOTE) == 0
    hub.take(middle.export())
    assert hub.one(NOTE) == 0


def test_restored_branch_when_it_edits_a_compacted_field_then_conflict(
    tree: tuple[Home, Home, Home], tmp_path: Path
) -> None:
    """Without the clock the lost edit looks like the creation of its row."""
    hub, middle, _ = tree
    middle.back_up(tmp_path / "old")
    middle.do(EDIT, 7)
    round_trip(*tree)
    round_trip(*tree)
    assert compact(hub.node).cells == 1
    middle.restore(tmp_path / "old")
    middle.do(EDIT, 9)
    write_invitation(hub.node, "A", tmp_path / "again", again=True)
    rejoin(middle.node, tmp_path / "again")
    result = hub.take(middle.export())
    assert (result.state, result.conflicts) == ("merged", 1)
    assert hub.values("A的便签") == middle.values("A的便签") == {7, 9}
    assert middle.take(hub.export("A")).state in {"merged", "known"}
    assert hub.digest("A") == middle.digest()


def test_restored_branch_when_it_knew_all_that_was_compacted_then_no_conflict(
    tree: tuple[Home, Home, Home], tmp_path: Path
) -> None:
    hub, middle, _ = tree
    hub.do(EDIT, 7)
    round_trip(*tree)
    round_trip(*tree)
    middle.take(hub.export("A"))
    middle.back_up(tmp_path / "old")
    assert compact(hub.node).cells == 1
    middle.restore(tmp_path / "old")
    middle.do(EDIT, 9)
    write_invitation(hub.node, "A", tmp_path / "again", again=True)
    rejoin(middle.node, tmp_path / "again")
    assert hub.take(middle.export()).conflicts == 0
    assert hub.values("A的便签") == {9}
