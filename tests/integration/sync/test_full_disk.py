"""A disk that is really full: all stays as it was, said in words, until there is room.

How a small disk is had, and why so, stands in small_disk.py.
"""

from pathlib import Path

import pytest

from tests.integration.sync.small_disk import SIZE_MB, see

SAYS = {
    "take_in": "再导入一次",
    "hand_out": "再导出一次",
    "register_anew": "再登记一次",
    "write_out": "再导出一次",
}


@pytest.mark.parametrize("task", list(SAYS))
def test_disk_when_full_then_old_state_in_words_until_there_is_room(
    task: str, tmp_path: Path
) -> None:
    *failed, last = see(task, tmp_path)
    assert last.code == "done", last
    assert last.room < SIZE_MB << 20
    assert len(failed) > 3
    assert all(one.is_whole for one in [*failed, last]), failed
    assert all(one.is_old for one in failed), failed
    assert {one.code for one in failed} <= {"not_stored", "refused"}
    for one in failed:
        # with no byte left SQLite cannot even be opened: "disk I/O error"
        assert "磁盘已满" in one.sentence or (one.room == 0 and "磁盘" in one.sentence)
        assert SAYS[task] in one.sentence or "后重试" in one.sentence, one


def test_import_when_the_disk_is_full_then_every_step_has_met_it(
    tmp_path: Path,
) -> None:
    steps = {one.step for one in see("take_in", tmp_path)}
    assert {"copy", "open", "merge"} <= steps
