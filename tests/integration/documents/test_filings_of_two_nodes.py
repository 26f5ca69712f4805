"""A hub and a branch print filings of the same unit and know each other's."""

import json
from pathlib import Path
from typing import Any

import pytest

from app import create_app
from config import Settings

ORGANISATION = """
units:
  - {code: A, name: 甲所, kind: 科所, parent: HW, order: 1}
"""


class Station:
    """One home and its command line."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.app = create_app(Settings(home=home))

    def run(self, *words: str) -> str:
        with self.app.app_context():
            result = self.app.test_cli_runner().invoke(args=list(words))
        assert result.exit_code == 0, (words, result.output)
        return str(result.stdout)

    def make(self, kind: str, unit: str, campaign: str) -> Path:
        """A filing of the unit; where it lies."""
        out = self.home / f"{kind}-{unit}.pdf"
        words = ("--unit", unit, "--campaign", campaign, "--on", "2009-06-30")
        self.run("filing", "make", kind, *words, "--out", str(out))
        return out

    def told(self, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(
            self.run("filing", "verify", str(path), "--json")
        )
        return found


@pytest.fixture
def hub(tmp_path: Path) -> Station:
    station = Station(tmp_path / "hub")
    station.run("node", "init", "--name", "局机关", "--unit", "HW", "--unit-name", "局")
    (tmp_path / "org.yaml").write_text(ORGANISATION, encoding="utf-8")
    station.run("org", "load", str(tmp_path / "org.yaml"))
    return station


def join(hub: Station, unit: str) -> Station:
    invitation = hub.home.parent / "invitation"
    hub.run("node", "invite", "--unit", unit, "--out", str(invitation))
    branch = Station(hub.home.parent / unit)
    branch.run("node", "join", str(invitation), "--name", "甲所")
    return branch


def test_numbers_of_one_unit_never_double_across_nodes(hub: Station) -> None:
    words = ("--template", "p3", "--unit", "HW", "--publish")
    campaign = hub.run("campaign", "create", *words).strip()
    before = hub.make("summary", "A", campaign)
    branch = join(hub, "A")
    package = hub.home.parent / "package"
    made = [
        hub.told(before),
        branch.told(branch.make("summary", "A", campaign)),
        branch.told(branch.make("look-back", "A", campaign)),
        hub.told(hub.make("look-back", "A", campaign)),
    ]
    ends = [str(one["number"]).partition("〕")[2] for one in made]
    assert ends == ["1号", "2号", "3号", "1001号"]
    assert hub.told(hub.make("summary", "HW", campaign))["number"].endswith("〕1号")
    branch.run("sync", "export", "--out", str(package))
    hub.run("sync", "import", str(package))
    known = hub.told(branch.home / "look-back-A.pdf")
    assert (known["valid"], known["signer"]) == (True, "甲所")
