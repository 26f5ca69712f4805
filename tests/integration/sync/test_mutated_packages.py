"""More than ten thousand changed packages: each is refused, and nothing changes.

All go through the gate inside this process; a few of each kind also go the whole way,
through the child process and into the journal.
"""

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from domain.errors import Refused
from sync.gate import Request, admit
from sync.inbox import gate_request
from tests.integration.sync import forge
from tests.integration.sync.homes import Home, join, make_pair
from tests.integration.sync.mutations import (
    MUTATIONS,
    Mutation,
    Parts,
    mutated,
    parts_of,
)

WHOLE_WAY = 2


class Scene(NamedTuple):
    """A hub, and what its branches have really sent it."""

    hub: Home
    branch: Home
    other: Home
    packages: list[Parts]
    package: Path


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    hub, branch = make_pair(tmp_path_factory.mktemp("mutations"))
    other = join(hub, "B")
    hub.take(other.export())
    paths = []
    for number in range(3):
        branch.add("note", unit_id=branch.unit("A"), title=f"便签{number}", count=1)
        paths.append(branch.export())
    other.add("note", unit_id=other.unit("B"), title="乙的便签", count=1)
    packages = [parts_of(path) for path in [*paths, other.export()]]
    return Scene(hub, branch, other, packages, paths[0])


def verdict(request: Request, data: bytes) -> str:
    """The sentence with which the gate refuses it; empty when it lets it in."""
    Path(request.package).write_bytes(data)
    try:
        admit(request)
    except Refused as refused:
        return refused.message
    return ""


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: one.__name__)
def test_package_when_changed_in_any_way_then_refused(
    scene: Scene, tmp_path: Path, mutation: Mutation
) -> None:
    hub, altered = scene.hub, tmp_path / "altered"
    before = hub.digest(), hub.knowledge()
    with hub.node.open() as connection:
        request = gate_request(hub.node, connection, altered)
    changed = mutated(mutation, scene.packages, seed=len(mutation.__name__))
    for number, data in enumerate(changed):
        assert verdict(request, data).endswith("。"), number
        if number < WHOLE_WAY:
            assert hub.take(altered).state == "refused"
    assert not request.clean_path.exists()
    assert (hub.digest(), hub.knowledge()) == before


def test_mutations_are_more_than_ten_thousand() -> None:
    assert sum(MUTATIONS.values()) > 10_000


def test_package_when_another_branch_signs_it_as_its_own_then_refused(
    scene: Scene, tmp_path: Path
) -> None:
    hub, body = scene.hub, tmp_path / "body"
    before = hub.digest(), hub.knowledge()
    header = forge.body_of(scene.package, hub, body)
    site = scene.other.one("SELECT site FROM sync_clock")
    claimed = replace(header, sender=site, no=50)
    out = forge.pack(body, claimed, scene.other, hub, tmp_path / "claimed")
    assert "无权代写" in hub.take(out).reason
    assert (hub.digest(), hub.knowledge()) == before


def test_package_when_all_others_were_refused_then_still_merges(scene: Scene) -> None:
    assert scene.hub.take(scene.package).state == "merged"
