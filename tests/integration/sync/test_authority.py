"""What a branch may bring: its own stamps, its own rows, its own subtree, its chain."""

from dataclasses import replace
from pathlib import Path

import apsw
import pytest

from domain.errors import Refused
from sync.core.clock import SITE_SHIFT
from tests.integration.sync import forge
from tests.integration.sync.homes import Home, join, make_pair


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Home, Home]:
    return make_pair(tmp_path)


def refused(receiver: Home, path: Path, state: str = "refused") -> str:
    before = receiver.digest(), receiver.knowledge()
    result = receiver.take(path)
    assert result.state == state
    assert (receiver.digest(), receiver.knowledge()) == before
    return result.reason


def forged(pair: tuple[Home, Home], *statements: str, full: bool = True) -> Path:
    """A package of the branch, changed so that only authority can refuse it."""

    def change(body: apsw.Connection) -> None:
        for statement in statements:
            body.execute(statement)

    hub, branch = pair
    return forge.changed(branch.export(full=full), branch, hub, change)


def newest(branch: Home) -> int:
    """A stamp of the branch that the hub does not know."""
    branch.do("UPDATE note SET count = count + 1 WHERE title = 'A的便签'")
    return int(branch.one("SELECT own FROM sync_clock"))


def test_branch_when_it_writes_for_the_hub_then_refused(
    pair: tuple[Home, Home],
) -> None:
    stamp = newest(pair[1])
    package = forged(
        pair,
        f"UPDATE know SET hlc = {stamp} WHERE site = 1",
        "UPDATE sync_cell SET site = 1",
    )
    assert "第1号节点的新改动，它无权代写" in refused(pair[0], package)


def test_branch_when_it_claims_to_know_more_of_us_then_refused(
    pair: tuple[Home, Home],
) -> None:
    stamp = newest(pair[1])
    package = forged(pair, f"UPDATE know SET hlc = {stamp} WHERE site = 1")
    assert "本机的数据库可能是从备份恢复的" in refused(pair[0], package, "parked")
    pair[0].export("A")


def test_branch_when_it_brings_a_row_of_another_site_then_refused(
    pair: tuple[Home, Home],
) -> None:
    hub, _ = pair
    site = 1 << 29
    package = forged(
        pair,
        f"INSERT INTO know VALUES ({site}, 1)",
        f"INSERT INTO note SELECT {(site << SITE_SHIFT) + 1}, unit_id, '外来', 1, 0, 0,"
        f" 1, {site}"
        " FROM note LIMIT 1",
        "UPDATE table_info SET row_count = row_count + 1 WHERE name = 'note'",
    )
    assert f"第{site}号节点的新改动" in refused(hub, package)


def test_branch_when_it_edits_outside_its_subtree_then_refused(
    pair: tuple[Home, Home],
) -> None:
    hub, branch = pair
    foreign = hub.rows("SELECT * FROM note WHERE title = 'B的便签'")[0]
    stamp = newest(branch)
    package = forged(
        pair,
        f"INSERT INTO note VALUES ({foreign[0]}, {branch.unit('A')}, '抢来的', 1, 0, 0,"
        f" {foreign[-2]}, 1)",
        f"INSERT INTO sync_cell VALUES (4, {foreign[0]}, 1, {stamp}, 2, NULL)",
        "UPDATE table_info SET row_count = row_count + 1 WHERE name = 'note'",
    )
    assert "管辖范围以外" in refused(hub, package)


def test_branch_when_it_moves_its_row_out_of_its_subtree_then_refused(
    pair: tuple[Home, Home],
) -> None:
    hub, branch = pair
    branch.do("UPDATE note SET unit_id = ? WHERE title = 'A的便签'", hub.unit("B"))
    assert "管辖范围以外" in refused(hub, branch.export())


def test_branch_when_it_edits_a_row_of_the_level_above_then_refused(
    pair: tuple[Home, Home],
) -> None:
    hub, branch = pair
    branch.do("UPDATE unit SET name = '改了上级的名' WHERE code = 'R'")
    assert "管辖范围以外" in refused(hub, branch.export())


def test_branch_when_it_edits_what_only_the_owner_writes_then_refused(
    pair: tuple[Home, Home],
) -> None:
    hub, branch = pair
    branch.do("UPDATE plan SET title = '下级改的方案'")
    assert "只能由上级修改" in refused(hub, branch.export())


def test_branch_when_it_annexes_a_unit_then_refused(pair: tuple[Home, Home]) -> None:
    hub, branch = pair
    branch.add(
        "unit_place", unit_id=hub.unit("B"), tree="admin", parent_id=branch.unit("A")
    )
    assert "划到自己名下" in refused(hub, branch.export())


def test_branch_when_it_adds_a_unit_below_its_own_then_merged(
    pair: tuple[Home, Home],
) -> None:
    hub, branch = pair
    below = branch.add_unit("A2", branch.unit("A"))
    branch.add("note", unit_id=below, title="新班的便签", count=1)
    assert hub.take(branch.export()).new == 3
    assert hub.digest("A") == branch.digest("A")


def test_chain_when_two_files_have_one_number_then_second_is_refused(
    pair: tuple[Home, Home],
) -> None:
    hub, branch = pair
    package = branch.export()
    newest(branch)
    header = forge.body_of(package, hub, package.with_suffix(".body"))
    assert hub.take(package).state == "known"
    twin = replace(header, no=header.no - 1, prev_id="other")
    forged_twin = forge.pack(
        package.with_suffix(".body"), twin, branch, hub, package.with_suffix(".twin")
    )
    assert "不是同一序列" in refused(hub, forged_twin, "parked")


def test_chain_when_predecessor_differs_then_refused(pair: tuple[Home, Home]) -> None:
    hub, branch = pair
    package = branch.export()
    header = forge.body_of(package, hub, package.with_suffix(".body"))
    other = replace(header, prev_id="other")
    path = package.with_suffix(".fork")
    forge.pack(package.with_suffix(".body"), other, branch, hub, path)
    assert "不是同一序列" in refused(hub, path, "parked")


def test_branch_when_restored_from_backup_then_its_marker_stops_it(
    pair: tuple[Home, Home], tmp_path: Path
) -> None:
    hub, branch = pair
    branch.back_up(tmp_path / "backup")
    newest(branch)
    hub.take(branch.export())
    branch.restore(tmp_path / "backup")
    with pytest.raises(Exception, match="比最后一次导出时还旧"):
        branch.export()


def test_branch_when_restored_without_marker_then_hub_refuses_it(
    pair: tuple[Home, Home], tmp_path: Path
) -> None:
    hub, branch = pair
    branch.back_up(tmp_path / "backup")
    newest(branch)
    hub.take(branch.export())
    branch.restore(tmp_path / "backup")
    (branch.path / "site.state").unlink()
    package = branch.export()
    assert "不是同一序列" in refused(hub, package, "parked")
    header = forge.body_of(package, hub, package.with_suffix(".body"))
    later = replace(header, no=9, prev_id="never arrived")
    path = package.with_suffix(".later")
    forge.pack(package.with_suffix(".body"), later, branch, hub, path)
    assert "还旧" in refused(hub, path, "parked")
    reason = refused(branch, hub.export("A"), "parked")
    assert "本机的数据库可能是从备份恢复" in reason
    with pytest.raises(Refused, match="node rejoin"):
        branch.export()


def test_branch_when_retired_then_its_package_is_parked(
    pair: tuple[Home, Home],
) -> None:
    hub, branch = pair
    hub.do("UPDATE sync_site SET status = 'retired' WHERE relation = 'child'")
    assert hub.take(branch.export()).state == "parked"


def test_files_when_they_arrive_in_any_order_then_all_are_taken(
    pair: tuple[Home, Home],
) -> None:
    hub, branch = pair
    files = []
    for number in range(3):
        branch.add("note", unit_id=branch.unit("A"), title=str(number), count=number)
        files.append(branch.export(full=True))
    states = [hub.take(files[number]).state for number in (2, 0, 1, 2)]
    assert states == ["merged", "known", "known", "known"]
    assert hub.digest("A") == branch.digest("A")


def test_hub_below_when_its_branch_brings_foreign_stamps_then_refused(
    pair: tuple[Home, Home],
) -> None:
    hub, middle = pair
    low = join(middle, "A1")
    middle.take(low.export())
    low.do("UPDATE note SET count = 5")
    stamp = low.one("SELECT own FROM sync_clock")
    package = forge.changed(
        low.export(full=True),
        low,
        middle,
        lambda body: body.execute(
            f"INSERT OR REPLACE INTO know VALUES (2, {stamp});"
            " UPDATE sync_cell SET site = 2"
        ),
    )
    assert "第2号节点的新改动" in refused(middle, package)
    assert hub.digest()
