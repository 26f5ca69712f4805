"""A hub and its branches exchange packages, over real files and the real gate."""

from pathlib import Path

import pytest

from domain.errors import Refused
from sync.invitation import write_invitation
from sync.settle import settle_cell
from tests.integration.sync.homes import NOTE, Home, join, join_by, make_hub, make_pair


@pytest.fixture
def hub(tmp_path: Path) -> Home:
    return make_hub(tmp_path)


def agree(hub: Home, branch: Home, unit: str) -> bool:
    return hub.digest(unit) == branch.digest(unit)


def test_join_when_invited_then_branch_holds_exactly_its_scope(hub: Home) -> None:
    branch = join(hub, "A")
    assert agree(hub, branch, "A")
    codes = [code for (code,) in branch.rows("SELECT code FROM unit ORDER BY code")]
    assert codes == ["A", "A1", "R"]
    titles = {title for (title,) in branch.rows("SELECT title FROM note")}
    assert titles == {"A的便签", "A1的便签"}


def test_two_branches_when_all_edit_then_agree_in_either_order(tmp_path: Path) -> None:
    digests = set()
    for order in ("AB", "BA"):
        folder = tmp_path / order
        folder.mkdir()
        hub = make_hub(folder)
        branches = {unit: join(hub, unit) for unit in "AB"}
        for unit, branch in branches.items():
            branch.add("note", unit_id=branch.unit(unit), title="新", count=5)
        files = {unit: branch.export() for unit, branch in branches.items()}
        results = [hub.take(files[unit]) for unit in order + order]
        assert [r.state for r in results] == ["merged", "merged", "known", "known"]
        for unit, branch in branches.items():
            assert branch.take(hub.export(unit)).state in {"merged", "known"}
            assert agree(hub, branch, unit)
        digests.add(len(hub.rows("SELECT * FROM note")))
    assert digests == {6}


def test_conflict_when_both_edit_then_on_both_sides_until_settled(
    tmp_path: Path,
) -> None:
    hub, branch = make_pair(tmp_path)
    edit = "UPDATE note SET title = ? WHERE title = 'A的便签'"
    hub.do(edit, "上级改的")
    branch.do(edit, "下级改的")
    result = hub.take(branch.export())
    assert (result.state, result.changed, result.conflicts) == ("merged", 1, 1)
    assert branch.take(hub.export("A")).conflicts == 1
    assert agree(hub, branch, "A")
    assert len(branch.rows("SELECT * FROM sync_sib")) == 1


def test_delta_when_acknowledged_then_carries_only_what_is_new(tmp_path: Path) -> None:
    hub, branch = make_pair(tmp_path)
    branch.take(hub.export("A"))
    branch.do("UPDATE note SET count = 9 WHERE title = 'A1的便签'")
    result = hub.take(branch.export())
    assert (result.new, result.changed, result.same) == (0, 1, 0)
    assert agree(hub, branch, "A")


def test_delta_when_an_earlier_one_is_lost_then_gap(tmp_path: Path) -> None:
    hub, branch = make_pair(tmp_path)
    branch.take(hub.export("A"))
    hub.do("UPDATE note SET count = 2")
    lost = hub.export("A")
    branch.take(lost)
    hub.take(branch.export())
    hub.do("UPDATE note SET count = 3")
    delta = hub.export("A")
    late = join_by(hub.path.parent / "invitation-A", tmp_path / "copy")
    (late.path / "keys" / "box.key").write_text(branch.node.box_key().hex())
    for row in branch.rows("SELECT * FROM sync_file WHERE way = 'out'"):
        marks = ", ".join("?" * len(row))
        late.do(f"INSERT INTO sync_file VALUES ({marks})", row[0] + 100, *row[1:])
    before = late.digest(), late.knowledge()
    result = late.take(delta)
    assert result.state == "gap"
    assert "完整包" in result.reason
    assert (late.digest(), late.knowledge()) == before
    assert late.take(hub.export("A", full=True)).state == "merged"
    assert agree(hub, late, "A")


def test_dry_run_when_made_then_counts_and_changes_nothing(tmp_path: Path) -> None:
    hub, branch = make_pair(tmp_path)
    branch.add("note", unit_id=branch.unit("A"), title="新", count=1)
    package = branch.export()
    lines = hub.one("SELECT count(*) FROM sync_file")
    before = hub.digest(), hub.knowledge()
    assert hub.take(package, dry_run=True).new == 1
    assert (hub.digest(), hub.knowledge()) == before
    assert hub.one("SELECT count(*) FROM sync_file") == lines
    assert hub.take(package).new == 1


def test_row_when_deleted_and_restored_then_comes_back_whole(tmp_path: Path) -> None:
    hub, branch = make_pair(tmp_path)
    branch.do("UPDATE note SET count = 7 WHERE title = 'A的便签'")
    branch.do("UPDATE note SET _del = 1 WHERE title = 'A的便签'")
    hub.take(branch.export())
    assert hub.rows("SELECT _del, count FROM note WHERE title = 'A的便签'") == [(1, 7)]
    hub.do("UPDATE note SET _del = 0 WHERE title = 'A的便签'")
    branch.take(hub.export("A"))
    assert branch.rows("SELECT _del, count FROM note WHERE title='A的便签'") == [(0, 7)]
    assert agree(hub, branch, "A")


def test_row_when_moved_into_scope_then_arrives_though_creation_is_known(
    tmp_path: Path,
) -> None:
    hub, branch = make_pair(tmp_path)
    hub.do("UPDATE note SET count = 4 WHERE title = 'B的便签'")
    branch.take(hub.export("A"))
    hub.take(branch.export())
    hub.do("UPDATE note SET unit_id = ? WHERE title = 'B的便签'", hub.unit("A"))
    result = branch.take(hub.export("A"))
    assert (result.state, result.new) == ("merged", 1)
    assert branch.one("SELECT count FROM note WHERE title = 'B的便签'") == 4
    assert agree(hub, branch, "A")


def test_hub_below_when_it_relays_then_all_three_levels_agree(tmp_path: Path) -> None:
    hub, middle = make_pair(tmp_path)
    low = join(middle, "A1")
    low.add("note", unit_id=low.unit("A1"), title="班组", count=3)
    assert middle.take(low.export()).new == 1
    assert hub.take(middle.export()).new == 1
    hub.do("UPDATE note SET count = 8 WHERE title = '班组'")
    assert middle.take(hub.export("A")).changed == 1
    assert low.take(middle.export("A1")).changed == 1
    assert len({home.digest("A1") for home in (hub, middle, low)}) == 1


def test_decisions_when_equal_then_no_item_and_when_different_then_one(
    tmp_path: Path,
) -> None:
    hub, branch = make_pair(tmp_path)
    edit = "UPDATE note SET title = ?, count = ? WHERE title = 'A的便签'"
    (key,) = hub.rows("SELECT id FROM note WHERE title = 'A的便签'")[0]
    hub.do(edit, "上级改的", 1)
    branch.do(edit, "下级改的", 1)
    hub.take(branch.export())
    branch.take(hub.export("A"))
    for decisions, items in ((("同", "同"), 0), (("甲", "乙"), 1)):
        for home, value in zip((hub, branch), decisions, strict=True):
            with home.node.open_for_writing() as connection:
                settle_cell(connection, NOTE, NOTE.columns[1], key, value)
        hub.take(branch.export())
        branch.take(hub.export("A"))
        for home in (hub, branch):
            assert len(home.conflicts()) == items


def test_second_invitation_when_branch_is_enrolled_then_refused(
    tmp_path: Path,
) -> None:
    hub, _ = make_pair(tmp_path)
    with pytest.raises(Refused, match="已有节点"):
        write_invitation(hub.node, "A", tmp_path / "second")
    assert not (tmp_path / "second").exists()


def test_second_invitation_when_first_is_lost_then_first_is_void(hub: Home) -> None:
    first = join(hub, "A")
    write_invitation(hub.node, "A", hub.path.parent / "second")
    second = join_by(hub.path.parent / "second", hub.path.parent / "A-second")
    assert hub.take(first.export()).state == "refused"
    assert hub.take(second.export()).state == "known"


def test_invitation_when_used_twice_then_second_branch_is_refused(
    tmp_path: Path,
) -> None:
    hub, branch = make_pair(tmp_path)
    twin = join_by(hub.path.parent / "invitation-A", tmp_path / "twin")
    result = hub.take(twin.export())
    assert result.state == "refused"
    assert "签名不对" in result.reason
    assert hub.take(branch.export()).state == "known"


def test_export_when_file_exists_then_refused_and_kept(tmp_path: Path) -> None:
    _, branch = make_pair(tmp_path)
    package = branch.export()
    content = package.read_bytes()
    branch.made -= 1
    with pytest.raises(Refused, match="不会覆盖"):
        branch.export()
    assert package.read_bytes() == content


def test_row_when_moved_out_of_scope_then_branch_drops_it(tmp_path: Path) -> None:
    hub, branch = make_pair(tmp_path)
    hub.do("UPDATE note SET unit_id = ? WHERE title = 'A的便签'", hub.unit("B"))
    branch.take(hub.export("A"))
    assert branch.rows("SELECT * FROM note WHERE title = 'A的便签'") == []
    assert agree(hub, branch, "A")
    hub.do("UPDATE note SET unit_id = ? WHERE title = 'A的便签'", hub.unit("A"))
    branch.take(hub.export("A"))
    assert agree(hub, branch, "A")
    assert len(branch.rows("SELECT * FROM note WHERE title = 'A的便签'")) == 1


def test_row_when_moved_out_with_unsent_edit_then_edit_arrives_first(
    tmp_path: Path,
) -> None:
    hub, branch = make_pair(tmp_path)
    branch.do("UPDATE note SET count = 77 WHERE title = 'A的便签'")
    hub.do("UPDATE note SET unit_id = ? WHERE title = 'A的便签'", hub.unit("B"))
    branch.take(hub.export("A"))
    assert len(branch.rows("SELECT * FROM note WHERE title = 'A的便签'")) == 1
    assert hub.take(branch.export()).state == "merged"
    assert hub.one("SELECT count FROM note WHERE title = 'A的便签'") == 77
    branch.take(hub.export("A"))
    assert agree(hub, branch, "A")


def test_row_when_moved_out_two_levels_up_then_lowest_drops_it_too(
    tmp_path: Path,
) -> None:
    hub, middle = make_pair(tmp_path)
    low = join(middle, "A1")
    middle.take(low.export())
    hub.do("UPDATE note SET unit_id = ? WHERE title = 'A1的便签'", hub.unit("B"))
    middle.take(hub.export("A"))
    low.take(middle.export("A1"))
    assert len({home.digest("A1") for home in (hub, middle, low)}) == 1
    assert low.rows("SELECT * FROM note WHERE title = 'A1的便签'") == []


def test_rows_when_too_many_for_triggers_then_all_arrive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub, branch = make_pair(tmp_path)
    for number in range(7):
        branch.add("note", unit_id=branch.unit("A"), title=str(number), count=number)
    monkeypatch.setattr("sync.merge.INSERT_ROWS", 3)
    assert hub.take(branch.export()).new == 7
    assert agree(hub, branch, "A")


def test_edits_when_more_than_a_window_then_all_arrive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub, branch = make_pair(tmp_path)
    for number in range(7):
        branch.add("note", unit_id=branch.unit("A"), title=str(number), count=number)
    hub.take(branch.export())
    branch.do("UPDATE note SET count = count + 1 WHERE count < 5")
    branch.do("UPDATE note SET title = title || '改' WHERE count > 3")
    monkeypatch.setattr("sync.merge.UPDATE_ROWS", 2)
    hub.take(branch.export())
    assert agree(hub, branch, "A")
