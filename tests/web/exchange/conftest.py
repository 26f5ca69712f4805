"""A hub and its branch in real homes, copied for each test."""

from pathlib import Path

import pytest

from tests.factories.browsers import Browser
from tests.factories.exchange import copy_of
from tests.factories.nodes import NodeApp, make_hub_and_branch


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """Homes to copy, made once: a hub, its branch A, and a lecture both know."""
    folder = tmp_path_factory.mktemp("nodes")
    return folder, make_hub_and_branch(folder)


@pytest.fixture
def hub(made: tuple[Path, int], tmp_path: Path) -> NodeApp:
    return copy_of(made, tmp_path, "hub")


@pytest.fixture
def branch(made: tuple[Path, int], tmp_path: Path) -> NodeApp:
    return copy_of(made, tmp_path, "branch-a")


@pytest.fixture
def office(hub: NodeApp) -> Browser:
    return hub.browser("office")
