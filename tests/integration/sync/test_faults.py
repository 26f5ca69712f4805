"""Disks that fail or fill up during an import: old or new state, said in a sentence.

Some places of each kind are tried; all of them with LUOSHI_ALL_FAULTS (`make soak`).
"""

import errno
from collections.abc import Iterator

import pytest

from tests.integration.sync.faults import Fault, Mode, Scene, chosen, make_scene

ONCE = (Mode.FAIL_ONCE, errno.EIO)
FROM_THEN_ON = (Mode.FAIL_ON, errno.ENOSPC)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    scene = make_scene(tmp_path_factory.mktemp("faults"))
    yield scene
    scene.driver.close()


@pytest.mark.parametrize(("mode", "error"), [ONCE, FROM_THEN_ON])
def test_import_when_any_writing_call_fails_then_old_or_new_state(
    scene: Scene, mode: Mode, error: int
) -> None:
    places = chosen(scene.whole.calls, 16)
    found = {scene.meet(Fault(mode, at, error)) for at in places}
    assert found == {"old", "new"}


@pytest.mark.parametrize(("mode", "error"), [ONCE, FROM_THEN_ON])
def test_import_when_a_writing_call_of_the_gate_fails_then_old_state(
    scene: Scene, mode: Mode, error: int
) -> None:
    # the last call removes the body, which the gate's caller would have done
    for at in chosen(scene.gate_calls - 1, 5):
        assert scene.meet(Fault(mode, at, error), in_gate=True) == "old"


def test_import_when_the_disk_is_full_then_old_state_until_there_is_room(
    scene: Scene,
) -> None:
    size = scene.whole.written
    rooms = [size * (percent - 1) // 100 for percent in chosen(100, 12)]
    found = [scene.meet(Fault(Mode.FULL, room=room)) for room in rooms]
    assert found[0] == "old"
    assert found == sorted(found, reverse=True)


def test_import_when_the_disk_is_full_for_the_gate_then_old_state(scene: Scene) -> None:
    for room in range(0, 60_000, 20_000):
        assert scene.meet(Fault(Mode.FULL, room=room), in_gate=True) == "old"
