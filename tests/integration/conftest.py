"""A hub and its branch in homes of their own."""

from pathlib import Path

import pytest

from tests.factories.nodes import NodeApp, make_hub_and_branch, open_node


@pytest.fixture
def lecture(tmp_path: Path) -> int:
    """Id of a lecture that hub and branch know."""
    return make_hub_and_branch(tmp_path)


@pytest.fixture
def hub(tmp_path: Path, lecture: int) -> NodeApp:
    del lecture
    return open_node(tmp_path / "hub")


@pytest.fixture
def branch(tmp_path: Path, lecture: int) -> NodeApp:
    del lecture
    return open_node(tmp_path / "branch-a")
