"""`flask filing make` and `flask filing verify` on a node with keys."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo

from commands.filing import filing
from services import campaigns
from services.exchange import this_node
from tests.factories.organisation import Organisation

Run = Callable[..., Result]
ON = "2009-06-30"


@pytest.fixture
def run(bare_app: Flask) -> Run:
    def invoke(*words: str) -> Result:
        info = ScriptInfo(create_app=lambda: bare_app)
        return CliRunner().invoke(filing, list(words), obj=info)

    return invoke


@pytest.fixture
def campaign_id(organisation: Organisation) -> int:
    """A published campaign on a node that has its keys."""
    node = this_node()
    node.make_folders()
    node.make_keys()
    made = campaigns.create_from_template("p3", organisation.units["HW"])
    campaigns.publish(made)
    return made


def make(run: Run, kind: str, campaign_id: int, out: Path, unit: str = "HW") -> Result:
    words = ("--unit", unit, "--campaign", str(campaign_id), "--on", ON)
    return run("make", kind, *words, "--out", str(out))


def told(run: Run, path: Path) -> dict[str, object]:
    """What verify says as JSON."""
    found: dict[str, object] = json.loads(run("verify", str(path), "--json").stdout)
    return found


def test_made_filing_is_valid_until_a_byte_changes(
    run: Run, campaign_id: int, tmp_path: Path
) -> None:
    out = tmp_path / "a.pdf"
    answer = make(run, "summary", campaign_id, out)
    assert answer.exit_code == 0, answer.stderr
    assert run("verify", str(out)).exit_code == 0
    found = told(run, out)
    assert found["valid"] is True
    assert found["number"] == "市环卫处发〔2009〕1号"
    assert found["unit"] == "市环卫处"
    assert {"made_at", "sha256", "signer", "data", "problems"} <= found.keys()
    changed = bytearray(out.read_bytes())
    changed[len(changed) // 2] ^= 1
    out.write_bytes(changed)
    assert run("verify", str(out)).exit_code == 1
    assert told(run, out)["valid"] is False


def test_numbers_run_by_unit_and_versions_share_one(
    run: Run, campaign_id: int, tmp_path: Path
) -> None:
    wanted = [("summary", "HW", "1号"), ("look-back", "HW", "2号"),
              ("summary", "HW", "1号"), ("summary", "A", "1号")]  # fmt: skip
    for number, (kind, unit, ending) in enumerate(wanted):
        out = tmp_path / f"{number}.pdf"
        assert make(run, kind, campaign_id, out, unit).exit_code == 0
        assert str(told(run, out)["number"]).endswith(ending)


@pytest.mark.parametrize("kind", ["evaluation-result", "minutes"])
def test_kind_without_data_is_refused_and_writes_nothing(
    kind: str, run: Run, campaign_id: int, tmp_path: Path
) -> None:
    answer = make(run, kind, campaign_id, tmp_path / "a.pdf")
    assert answer.exit_code == 1
    assert "还没有" in answer.stderr
    assert not (tmp_path / "a.pdf").exists()


def test_unknown_kind_is_refused_with_the_known_ones(
    run: Run, campaign_id: int, tmp_path: Path
) -> None:
    answer = make(run, "poster", campaign_id, tmp_path / "a.pdf")
    assert answer.exit_code == 1
    assert "gate-evidence" in answer.stderr
