"""kill -9 during an import: the old state or the new one, never between.

Killed is the process that imports: before a statement of the merge, or before a call
that writes a file. Some of these places; all with LUOSHI_ALL_FAULTS (`make soak`).
"""

from collections.abc import Iterator

import pytest

from tests.integration.sync.faults import Fault, Mode, Scene, chosen, make_scene


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    scene = make_scene(tmp_path_factory.mktemp("kill"))
    yield scene
    scene.driver.close()


def test_import_when_killed_before_a_statement_then_old_or_new_state(
    scene: Scene,
) -> None:
    places = chosen(scene.whole.statements, 10)
    found = [scene.meet(Fault(statement=at)) for at in places]
    assert set(found) == {"old"}  # the last statement is COMMIT itself


def test_import_when_killed_before_a_write_then_old_or_new_state(scene: Scene) -> None:
    places = chosen(scene.whole.calls, 10)
    found = [scene.meet(Fault(Mode.KILL, at)) for at in places]
    assert set(found) == {"old", "new"}
    assert found == sorted(found, reverse=True)
