"""A root hub restored or copied: a new number, and the branches bring back the rest."""

from pathlib import Path

import pytest

from domain.errors import Refused
from sync.invitation import write_invitation
from sync.node import require_new_number
from sync.rejoin import rejoin
from sync.succeed import succeed
from tests.integration.sync.homes import Home, join, make_hub

EDIT = "UPDATE note SET count = ? WHERE title = ?"
LOST_PLAN, LOST_NOTE = "丢失前下发的方案", "丢失前新增"


@pytest.fixture
def tree(tmp_path: Path) -> tuple[Home, Home, Home]:
    """A root and its branches A and B, which agree."""
    hub = make_hub(tmp_path)
    branches = {unit: join(hub, unit) for unit in ("A", "B")}
    for branch in branches.values():
        assert hub.take(branch.export()).state in {"merged", "known"}
    for unit, branch in branches.items():
        branch.take(hub.export(unit))
        hub.take(branch.export())
    return hub, branches["A"], branches["B"]


def lose(hub: Home, branches: dict[str, Home], *, by_command: bool = True) -> None:
    """The root works and sends, goes back to yesterday's backup, and works on."""
    backup = hub.path.parent / "backup"
    hub.do(EDIT, 7, "A的便签")
    hub.back_up(backup)
    for unit in branches:
        hub.add("note", unit_id=hub.unit(unit), title=LOST_NOTE, count=1)
        hub.do(EDIT, 8, f"{unit}的便签")
    hub.add("plan", unit_id=hub.unit("R"), title=LOST_PLAN)
    for unit, branch in branches.items():
        assert branch.take(hub.export(unit)).state == "merged"
    hub.restore(backup)
    if by_command:
        with hub.node.open() as connection:
            require_new_number(hub.node, connection, just_restored=True)
    hub.add("note", unit_id=hub.unit("A"), title="恢复后新增", count=2)
    hub.do(EDIT, 9, "A的便签")


def anew(hub: Home, unit: str, branch: Home) -> None:
    """Register a branch anew; then both ways until both agree."""
    hub.made += 1
    path = hub.path.parent / f"again-{unit}-{hub.made}"
    write_invitation(hub.node, unit, path, again=True)
    rejoin(branch.node, path)
    taken = hub.take(branch.export())
    assert taken.state in {"merged", "known"}, taken


def agree(hub: Home, branches: dict[str, Home]) -> None:
    for unit, branch in branches.items():
        taken = branch.take(hub.export(unit))
        assert taken.state in {"merged", "known"}, taken
        assert branch.digest() == hub.digest(unit)


def plans(home: Home) -> list[str]:
    return [title for (title,) in home.rows("SELECT title FROM plan ORDER BY title")]


def test_restored_root_when_it_keeps_its_number_then_its_own_writes_are_lost(
    tree: tuple[Home, Home, Home], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the new number prevents: with the checks switched off, values vanish.

    The last copy of the value 8 goes, one of two rows with the same id too, and what
    else the branch still has of the lost day never comes back.
    """
    hub, a, _ = tree
    for name in (
        "journal.refuse_unknown_to_us",
        "journal.refuse_fork",
        "authority.refuse_rewound",
    ):
        monkeypatch.setattr(f"sync.{name}", lambda *_: None)
    monkeypatch.setattr("sync.outbox.check_marker", lambda *_: None)
    monkeypatch.setattr("sync.inbox.check_marker", lambda *_: None)
    lose(hub, {"A": a}, by_command=False)
    assert a.values("A的便签") == {8}
    a.take(hub.export("A", full=True))
    hub.take(a.export(full=True))
    assert hub.values("A的便签") == a.values("A的便签") == {9}
    assert "恢复后新增" not in a.titles("A")
    assert LOST_NOTE not in hub.titles("A")
    assert LOST_PLAN not in plans(hub)


@pytest.mark.parametrize("how", ["flask restore", "cp"])
def test_restored_root_when_it_succeeds_itself_then_nothing_is_lost(
    tree: tuple[Home, Home, Home], how: str
) -> None:
    hub, a, b = tree
    branches = {"A": a, "B": b}
    lose(hub, branches, by_command=how != "cp")
    with pytest.raises(Refused, match="node succeed"):
        hub.export("A")
    a.do("UPDATE note SET share = 0.5 WHERE title = 'A的便签'")
    site = succeed(hub.node)
    assert site == hub.node_site > 1
    for unit, branch in branches.items():
        anew(hub, unit, branch)
    agree(hub, branches)
    for home in (hub, a):
        assert home.values("A的便签") == {8, 9}
        assert sorted(home.titles("A")) == sorted(["A的便签", LOST_NOTE, "恢复后新增"])
    for home in (hub, b):
        assert home.values("B的便签") == {8}
        assert home.titles("B") == ["B的便签", LOST_NOTE]
    for home in (hub, a, b):
        assert plans(home) == [LOST_PLAN, "实施方案"]
    assert len(hub.conflicts()) == 1


def test_branch_when_the_root_has_lost_it_then_comes_back_with_all_it_wrote(
    tree: tuple[Home, Home, Home], tmp_path: Path
) -> None:
    hub, a, _ = tree
    hub.back_up(tmp_path / "backup")
    low = join(hub, "A1")
    hub.take(low.export())
    low.add("note", unit_id=low.unit("A1"), title="新节点写的", count=3)
    hub.take(low.export())
    low.take(hub.export("A1"))
    hub.take(low.export())
    hub.restore(tmp_path / "backup")
    assert hub.titles("A1") == ["A1的便签"]
    succeed(hub.node)
    anew(hub, "A1", low)
    anew(hub, "A", a)
    agree(hub, {"A": a, "A1": low})
    assert hub.titles("A1") == ["A1的便签", "新节点写的"]


def test_hub_below_when_registered_anew_then_its_branch_returns_what_it_lost(
    tree: tuple[Home, Home, Home], tmp_path: Path
) -> None:
    """It had sent work down that it had not sent up."""
    hub, middle, _ = tree
    low = join(middle, "A1")
    middle.take(low.export())
    low.take(middle.export("A1"))
    middle.take(low.export())
    hub.take(middle.export())
    middle.take(hub.export("A"))
    middle.back_up(tmp_path / "backup")
    middle.do(EDIT, 8, "A1的便签")
    low.take(middle.export("A1"))
    middle.restore(tmp_path / "backup")
    anew(hub, "A", middle)
    anew(middle, "A1", low)
    assert middle.values("A1的便签") == {8}
    assert hub.take(middle.export()).state == "merged"
    assert hub.values("A1的便签") == {8}


def test_branch_when_enrolled_again_then_it_speaks_for_its_hub_no_more(
    tree: tuple[Home, Home, Home],
) -> None:
    hub, a, b = tree
    lose(hub, {"A": a})
    succeed(hub.node)
    anew(hub, "A", a)
    forged = "INSERT INTO note(id, unit_id, title, count, _hlc, _site)"
    key = (1 << 33) + 9_999
    with a.node.open_for_writing() as connection:
        connection.execute("UPDATE sync_clock SET merging = 1")
        newest = connection.execute("SELECT hlc FROM sync_clock").fetchone()[0] + 1
        values = (key, a.unit("A"), newest)
        connection.execute(f"{forged} VALUES (?, ?, '冒充', 1, ?, 1)", values)
        connection.execute("INSERT OR REPLACE INTO sync_know VALUES (1, ?)", (newest,))
        connection.execute("UPDATE sync_clock SET merging = 0")
    assert hub.take(a.export()).state in {"refused", "parked"}
    assert b.node_site != hub.node_site


def test_branch_when_it_wants_to_succeed_itself_then_refused(
    tree: tuple[Home, Home, Home],
) -> None:
    with pytest.raises(Refused, match="有上级"):
        succeed(tree[1].node)


def test_root_when_restored_twice_then_numbers_never_meet(
    tree: tuple[Home, Home, Home],
) -> None:
    hub, a, b = tree
    seen = {1, a.node_site, b.node_site}
    for _ in range(3):
        seen.add(succeed(hub.node))
        anew(hub, "A", a)
        seen.add(a.node_site)
    assert len(seen) == 9
