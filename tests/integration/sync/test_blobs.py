"""Bytes of attachments travel with their rows, are verified, and heal when lost."""

from pathlib import Path

import pytest

from sync import blobs
from tests.integration.sync import forge
from tests.integration.sync.homes import Home, join, make_pair

SMALL, LARGE = b"small" * 100, b"large" * 500_000


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Home, Home]:
    return make_pair(tmp_path)


def test_content_when_row_travels_then_arrives_both_ways(
    pair: tuple[Home, Home],
) -> None:
    hub, branch = pair
    up = branch.attach("A", LARGE)
    down = hub.attach("A1", SMALL)
    assert hub.take(branch.export()).state == "merged"
    assert branch.take(hub.export("A")).state == "merged"
    assert hub.content(up) == LARGE
    assert branch.content(down) == SMALL


def test_content_when_dry_run_then_not_stored(pair: tuple[Home, Home]) -> None:
    hub, branch = pair
    sha256 = branch.attach("A", SMALL)
    package = branch.export()
    assert hub.take(package, dry_run=True).new == 1
    assert hub.content(sha256) is None
    hub.take(package)
    assert hub.content(sha256) == SMALL


def test_content_when_over_budget_then_comes_after_it_was_asked_for(
    pair: tuple[Home, Home], monkeypatch: pytest.MonkeyPatch
) -> None:
    hub, branch = pair
    monkeypatch.setattr(blobs, "BUDGET_BYTES", 1000)
    small, large = branch.attach("A", SMALL), branch.attach("A", LARGE)
    hub.take(branch.export())
    assert (hub.content(small), hub.content(large)) == (SMALL, None)
    branch.take(hub.export("A"))
    hub.take(branch.export())
    assert hub.content(large) == LARGE


def test_content_when_lost_on_disk_then_heals(pair: tuple[Home, Home]) -> None:
    hub, branch = pair
    sha256 = branch.attach("A", SMALL)
    hub.take(branch.export())
    branch.take(hub.export("A"))
    blobs.path_of(hub.node, sha256).unlink()
    branch.take(hub.export("A"))
    hub.take(branch.export())
    assert hub.content(sha256) == SMALL


def test_content_when_out_of_scope_then_never_sent(tmp_path: Path) -> None:
    hub, branch = make_pair(tmp_path)
    join(hub, "B")
    secret = hub.attach("B", SMALL)
    wish = f"INSERT INTO blob_want VALUES ('{secret}')"
    package = forge.changed(
        branch.export(full=True), branch, hub, lambda body: body.execute(wish)
    )
    assert hub.take(package).state == "known"
    assert hub.one("SELECT count(*) FROM sync_want") == 1
    branch.take(hub.export("A", full=True))
    assert branch.content(secret) is None
    assert hub.content(secret) == SMALL


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE blob SET data = zeroblob(500)",
        "UPDATE blob SET i = 1",
        "UPDATE blob SET sha256 = '../../../../etc/passwd'",
        "UPDATE blob SET data = zeroblob(2000000)",
    ],
)
def test_content_when_forged_then_refused(pair: tuple[Home, Home], change: str) -> None:
    hub, branch = pair
    sha256 = branch.attach("A", SMALL)
    package = forge.changed(
        branch.export(), branch, hub, lambda body: body.execute(change)
    )
    before = hub.digest()
    assert hub.take(package).state == "refused"
    assert hub.content(sha256) is None
    assert hub.digest() == before
