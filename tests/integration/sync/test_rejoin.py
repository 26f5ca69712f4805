"""A restored or copied home: recognised, registered anew, and nothing is lost."""

from pathlib import Path

import pytest

from domain.errors import Refused
from sync.core.clock import SITE_SHIFT
from sync.invitation import write_invitation
from sync.rejoin import rejoin
from tests.integration.sync.homes import Home, join, make_hub, make_pair

EDIT = "UPDATE note SET count = ? WHERE title = 'A的便签'"


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Home, Home]:
    hub, branch = make_pair(tmp_path)
    branch.take(hub.export("A"))
    return hub, branch


def invite_again(hub: Home, unit: str = "A") -> Path:
    hub.made += 1
    path = hub.path.parent / f"again-{unit}-{hub.made}"
    write_invitation(hub.node, unit, path, again=True)
    return path


def rejoin_all(hub: Home, branch: Home) -> None:
    """Register anew, then exchange both ways until both agree."""
    rejoin(branch.node, invite_again(hub))
    assert hub.take(branch.export()).state in {"merged", "known"}
    assert branch.take(hub.export("A")).state in {"merged", "known"}
    assert branch.digest() == hub.digest("A")


def rewound(hub: Home, branch: Home) -> None:
    """The branch works and sends, goes back to yesterday, and works on."""
    backup = branch.path.parent / "backup"
    branch.do(EDIT, 7)
    branch.back_up(backup)
    branch.add("note", unit_id=branch.unit("A"), title="丢失前新增", count=1)
    branch.do(EDIT, 8)
    assert hub.take(branch.export()).state == "merged"
    branch.restore(backup)
    branch.add("note", unit_id=branch.unit("A"), title="恢复后新增", count=2)
    branch.do(EDIT, 9)


def test_restored_branch_when_it_keeps_its_number_then_work_of_that_day_is_lost(
    pair: tuple[Home, Home],
) -> None:
    """What the checks prevent: with them switched off, values vanish in silence."""
    hub, branch = pair
    rewound(hub, branch)
    (branch.path / "site.state").unlink()
    branch.do("UPDATE sync_file SET no = no + 50 WHERE way = 'out'")
    assert hub.take(branch.export()).state == "merged"
    assert hub.values("A的便签") == {9}
    assert hub.titles("A") == ["A的便签", "丢失前新增"]


def test_restored_branch_when_registered_anew_then_nothing_is_lost(
    pair: tuple[Home, Home],
) -> None:
    hub, branch = pair
    rewound(hub, branch)
    with pytest.raises(Refused, match="已填的数据都会保留"):
        branch.export()
    rejoin_all(hub, branch)
    for home in (hub, branch):
        assert home.values("A的便签") == {8, 9}
        assert home.titles("A") == ["A的便签", "丢失前新增", "恢复后新增"]


def test_rows_made_after_restore_when_registered_anew_then_ids_follow_everywhere(
    pair: tuple[Home, Home],
) -> None:
    hub, branch = pair
    backup = branch.path.parent / "backup"
    branch.back_up(backup)
    lost = branch.add_unit("A8", branch.unit("A"))
    assert hub.take(branch.export()).state == "merged"
    branch.restore(backup)
    made = branch.add_unit("A9", branch.unit("A"))
    branch.add("note", unit_id=made, title="新班的便签", count=1)
    assert made == lost
    rejoin_all(hub, branch)
    own = branch.one("SELECT site FROM sync_clock")
    assert hub.unit("A8") == lost
    assert hub.unit("A9") == own << SITE_SHIFT | made & (1 << SITE_SHIFT) - 1
    assert hub.titles("A9") == ["新班的便签"]


def test_copied_home_when_both_work_on_then_found_and_both_kept(
    pair: tuple[Home, Home], tmp_path: Path
) -> None:
    """The copy's own clock is ahead, so that stamps alone show nothing."""
    hub, branch = pair
    twin = branch.copied_to(tmp_path / "twin")
    twin.do(EDIT, 20)
    branch.do(EDIT, 10)
    branch.add("note", unit_id=branch.unit("A"), title="原机新增", count=1)
    twin.add("note", unit_id=twin.unit("A"), title="副本新增", count=1)
    assert hub.take(branch.export()).state == "merged"
    assert hub.take(twin.export()).state == "parked"
    result = twin.take(hub.export("A"))
    assert result.state == "parked"
    assert "复制" in result.reason
    rejoin_all(hub, twin)
    assert hub.values("A的便签") == {10, 20}
    assert hub.titles("A") == ["A的便签", "副本新增", "原机新增"]
    assert hub.take(branch.export()).state == "parked"


def test_copied_home_when_the_second_is_registered_anew_too_then_all_meet(
    pair: tuple[Home, Home], tmp_path: Path
) -> None:
    hub, branch = pair
    twin = branch.copied_to(tmp_path / "twin")
    for home, count in ((branch, 10), (twin, 20)):
        home.do(EDIT, count)
        home.add("note", unit_id=home.unit("A"), title=f"新增{count}", count=count)
    rejoin_all(hub, twin)
    rejoin_all(hub, branch)
    assert hub.values("A的便签") == {10, 20}
    assert hub.titles("A") == ["A的便签", "新增10", "新增20"]


def test_registered_anew_when_nothing_was_lost_then_nothing_doubles(
    pair: tuple[Home, Home],
) -> None:
    """Sent and merged, but the answer never came: the parent's package decides."""
    hub, branch = pair
    branch.do(EDIT, 5)
    branch.add("note", unit_id=branch.unit("A"), title="已交", count=1)
    branch.do("UPDATE note SET _del = 1 WHERE title = 'A1的便签'")
    assert hub.take(branch.export()).state == "merged"
    rejoin_all(hub, branch)
    assert hub.values("A的便签") == {5}
    assert hub.titles("A") == ["A的便签", "已交"]
    assert hub.titles("A1") == []
    assert not hub.rows("SELECT 1 FROM sync_sib")


def test_old_backup_when_restored_after_registering_anew_then_stopped(
    pair: tuple[Home, Home], tmp_path: Path
) -> None:
    hub, branch = pair
    branch.back_up(tmp_path / "backup")
    rejoin(branch.node, invite_again(hub))
    branch.restore(tmp_path / "backup")
    with pytest.raises(Refused, match="比最后一次导出时还旧"):
        branch.export()
    rejoin_all(hub, branch)


def test_hub_below_when_registered_anew_then_its_branch_goes_on(
    tmp_path: Path,
) -> None:
    hub, middle = make_pair(tmp_path)
    low = join(middle, "A1")
    middle.take(low.export())
    middle.take(hub.export("A"))
    low.do("UPDATE note SET count = 33")
    middle.take(low.export())
    rejoin_all(hub, middle)
    assert hub.values("A1的便签") == {33}
    rejoin(low.node, invite_again(middle, "A1"))
    low.do("UPDATE note SET count = 44")
    assert middle.take(low.export()).state == "merged"
    assert hub.take(middle.export()).state == "merged"
    assert hub.values("A1的便签") == {44}


@pytest.mark.parametrize("fault", ["new", "unit", "hub", "twice"])
def test_invitation_when_not_meant_for_this_node_then_refused(
    pair: tuple[Home, Home], fault: str, tmp_path: Path
) -> None:
    hub, branch = pair
    path = tmp_path / "invitation"
    if fault == "new":
        write_invitation(hub.node, "B", path)
    elif fault == "unit":
        hub.take(join(hub, "B").export())
        path = invite_again(hub, "B")
    elif fault == "hub":
        folder = tmp_path / "other"
        folder.mkdir()
        other = make_hub(folder)
        other.take(join(other, "A").export())
        path = invite_again(other)
    else:
        path = invite_again(hub)
        rejoin(branch.node, path)
    before = branch.digest(), branch.knowledge()
    words = {"new": "新节点", "unit": "是给单位", "hub": "上级", "twice": "已用过"}
    with pytest.raises(Refused, match=words[fault]):
        rejoin(branch.node, path)
    assert (branch.digest(), branch.knowledge()) == before


def test_again_when_unit_never_answered_then_refused(tmp_path: Path) -> None:
    hub = make_hub(tmp_path)
    with pytest.raises(Refused, match="还没有交过包"):
        write_invitation(hub.node, "A", tmp_path / "again", again=True)


def test_rejoin_when_killed_before_its_marker_was_written_then_repeated(
    pair: tuple[Home, Home],
) -> None:
    hub, branch = pair
    rewound(hub, branch)
    marker = branch.path / "site.state"
    before, path = marker.read_text(), invite_again(hub)
    rejoin(branch.node, path)
    marker.write_text(before)
    with pytest.raises(Refused, match="比最后一次导出时还旧"):
        branch.export()
    rejoin(branch.node, path)
    with pytest.raises(Refused, match="已用过"):
        rejoin(branch.node, path)
    assert hub.take(branch.export()).state == "merged"
    assert hub.values("A的便签") == {8, 9}
