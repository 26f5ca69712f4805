"""flask sync rehearse: a whole exchange by real commands, which leaves nothing."""

import json
import tempfile
from pathlib import Path

import pytest

from app import create_app
from config import Settings


def test_rehearsal_when_run_then_all_steps_pass_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    app = create_app(Settings(home=tmp_path / "home"))
    result = app.test_cli_runner().invoke(args=["sync", "rehearse", "--json"])
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told["ok"]
    assert [step["name"] for step in told["steps"]][-1] == "核对各端数据一致"
    assert len(told["steps"]) == 7
    assert [path.name for path in tmp_path.iterdir()] == ["home"]
