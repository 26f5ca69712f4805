"""The reader against the corpus: scores by kind, and every place in every text."""

import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml

from domain.plans.contract import as_contract
from services.plan_files import read_plan_text
from tests.corpus.scoring import f1, score

CORPUS = Path(__file__).parents[1] / "corpus" / "plans"
DEVELOPMENT = sorted((CORPUS / "dev").glob("*.txt"))
HELD_OUT = sorted((CORPUS / "heldout-g").glob("*.txt"))
PASSAGES = sorted((CORPUS / "passages").glob("*.txt"))
# Aims on unseen text; of judging none is set, these hold what set G gave.
AIMS = {
    "phase": 0.95, "phase_date": 0.95, "task": 0.88, "task_date": 0.92,
    "requirement": 0.92, "filing": 0.85, "criteria": 0.83, "methods": 0.85,
}  # fmt: skip
GAP = 0.05
FLOORS = {
    "phase": 0.97, "phase_date": 0.97, "task": 0.95, "task_date": 0.95,
    "requirement": 0.97, "filing": 0.95, "criteria": 0.94, "methods": 0.90,
}  # fmt: skip
# Short passages on judging, the second development group of these two kinds.
REACHED = {"criteria": 0.93, "methods": 0.83}
SCORER = Path(__file__).parents[3] / "shared" / "tools" / "score_plans.py"


def _read(path: Path) -> dict[str, Any]:
    return as_contract(read_plan_text(path.read_text(encoding="utf-8")))


def _totals(paths: list[Path]) -> dict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for path in paths:
        gold = yaml.safe_load(
            path.with_suffix(".gold.yaml").read_text(encoding="utf-8")
        )
        for kind, counts in score(gold, _read(path)).items():
            found[kind] = [a + b for a, b in zip(found[kind], counts, strict=True)]
    return found


@pytest.fixture(scope="module")
def totals() -> dict[str, list[int]]:
    return _totals(DEVELOPMENT)


@pytest.fixture(scope="module")
def held_out() -> dict[str, list[int]]:
    """Totals only: whoever writes rules must not learn which plan fails, or where."""
    assert len(HELD_OUT) >= 20
    return _totals(HELD_OUT)


@pytest.mark.parametrize("kind", sorted(AIMS))
def test_held_out_corpus_reaches_its_aim(
    kind: str, held_out: dict[str, list[int]]
) -> None:
    assert f1(held_out[kind]) >= AIMS[kind]


# Of filings and criteria it is not: docs/plan-reading.md says how large it is.
@pytest.mark.parametrize("kind", sorted({*AIMS} - {"filing", "criteria"}))
def test_gap_to_unseen_text_is_small(
    kind: str, totals: dict[str, list[int]], held_out: dict[str, list[int]]
) -> None:
    assert f1(totals[kind]) - f1(held_out[kind]) < GAP


@pytest.mark.parametrize("kind", sorted(FLOORS))
def test_development_corpus_stays_above_its_floor(
    kind: str, totals: dict[str, list[int]]
) -> None:
    assert f1(totals[kind]) >= FLOORS[kind], totals[kind]


def test_passages_on_judging_are_read_no_worse() -> None:
    totals = _totals(PASSAGES)
    for kind, floor in REACHED.items():
        assert f1(totals[kind]) >= floor, (kind, totals[kind])


def test_scorer_sees_a_planted_fault() -> None:
    path = DEVELOPMENT[0]
    gold = yaml.safe_load(path.with_suffix(".gold.yaml").read_text(encoding="utf-8"))
    wrong = _read(path) | {"phases": [], "filings": []}
    scores = score(gold, wrong)
    assert f1(scores["phase"]) == 0.0
    assert f1(scores["filing"]) == 0.0


def _places(value: object) -> list[tuple[str, list[int]]]:
    if isinstance(value, dict):
        own = (
            [(value["raw"], value["at"])] if value.get("at") and "raw" in value else []
        )
        return own + [p for child in value.values() for p in _places(child)]
    if isinstance(value, list | tuple):
        return [place for child in value for place in _places(child)]
    return []


@pytest.mark.parametrize(
    "path", DEVELOPMENT + HELD_OUT + PASSAGES, ids=lambda path: path.stem
)
def test_every_place_holds_its_words(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    places = _places(_read(path))
    assert places
    for raw, (start, end) in places:
        assert text[start:end] == raw


@pytest.mark.skipif(not SCORER.exists(), reason="no shared scorer beside the project")
def test_shared_scorer_agrees_on_the_five_plans(tmp_path: Path) -> None:
    plans = SCORER.parents[1] / "plans"
    for path in sorted(plans.glob("p?.txt")):
        found = json.dumps(_read(path), ensure_ascii=False)
        (tmp_path / f"{path.stem}.json").write_text(found, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(SCORER), str(tmp_path), "-b", "20"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    scores = {
        cells[0]: float(cells[8])
        for cells in (line.split() for line in done.stdout.splitlines())
        if len(cells) == 10 and cells[0] not in ("kind", "F1")
    }
    assert scores["phase"] >= 0.97
    assert scores["phase_date"] >= 0.97
    assert scores["requirement"] >= 0.97
    assert scores["task"] >= 0.93
    assert scores["filing"] >= 0.90
