"""Random histories of four to seven nodes on three levels, and faults planted there.

``make soak`` runs many more; a failure names its seed, and the seed alone decides a
history. LUOSHI_SYNC_HISTORIES says how many, LUOSHI_SYNC_SEED where to begin.
"""

import os
import tempfile
from pathlib import Path
from string import Template

import pytest

from sync import moves
from sync.core import places_text, selection, stable_text, statements
from tests.integration.sync.network import run

HISTORIES = int(os.environ.get("LUOSHI_SYNC_HISTORIES", "300"))
FIRST_SEED = int(os.environ.get("LUOSHI_SYNC_SEED", "0"))
BLOCKS = 12
FAST = "/dev/shm"


def run_seed(seed: int) -> None:
    folder = FAST if Path(FAST).is_dir() else None
    with tempfile.TemporaryDirectory(dir=folder) as name:
        run(seed, Path(name))


@pytest.mark.parametrize("block", range(BLOCKS))
def test_network_when_anything_happens_then_invariants_hold(block: int) -> None:
    seeds = range(FIRST_SEED + block, FIRST_SEED + HISTORIES, BLOCKS)
    for seed in seeds:
        try:
            run_seed(seed)
        except BaseException:
            print(f"seed {seed}")  # noqa: T201 - shown with the failure
            raise
    print(f"{len(seeds)} histories from seed {seeds.start}")  # noqa: T201 - soak


def found(first: int = 0) -> bool:
    """Whether some history shows a fault; ``first`` is a seed that is known to."""
    for seed in (first, *range(HISTORIES)):
        try:
            run_seed(seed)
        except Exception:  # noqa: BLE001 - a fault may show as anything
            return True
    return False


TEXTS: dict[str, tuple[object, str, str, str]] = {
    "units that come are not sent whole": (selection, "_ARRIVED", "($scope)", "false"),
    "rows of units that left stay": (selection, "_DEPARTED", "h.tid = $tid", "false"),
    "compaction forgets what is not stable": (
        stable_text, "_CELLS", "AND $stable_cell", ""
    ),
    "compaction forgets cells in conflict": (
        stable_text,
        "_CELLS",
        "NOT EXISTS (SELECT 1 FROM main.sync_sib y WHERE y.tid = $tid",
        "NOT EXISTS (SELECT 1 FROM main.sync_sib y WHERE false AND y.tid = $tid",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", list(TEXTS))
def test_fault_in_text_when_planted_then_found(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, constant, old, new = TEXTS[name]
    text = getattr(module, constant).template
    assert old in text
    monkeypatch.setattr(module, constant, Template(text.replace(old, new)))
    assert found()


STEPS: dict[str, tuple[int, str, str, str]] = {
    "rows sent whole are not taken": (
        0, "fresh", "UNION ALL SELECT pk FROM snap.whole WHERE tid = $tid", ""
    ),
    "unsent edits go with the row": (
        190,
        "gone",
        """AND NOT EXISTS (SELECT 1 FROM main.sync_cell y WHERE y.tid = $tid
            AND y.pk = e.pk AND NOT $known_there_y)""",
        "",
    ),
    "a row brought back counts as known in full": (
        0, "returned", "SELECT $tid, f.pk, 2", "SELECT $tid, f.pk, 1"
    ),
    "a branch completes what left": (
        1_011_688, "late_applied", "AND $completes", "AND l.applied <> 1"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", list(STEPS))
def test_fault_in_merge_of_moves_when_planted_then_found(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed, step, old, new = STEPS[name]
    templates = statements._TEMPLATES
    assert old in templates[step]
    changed = templates[step].replace(old, new)
    monkeypatch.setitem(templates, step, changed)
    assert found(seed)


def test_fault_when_units_sent_are_not_remembered_then_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(moves, "remember", lambda *_: None)
    assert found()


def test_fault_when_a_successor_is_said_to_hold_nothing_then_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(places_text, "SUCCEED", places_text.SUCCEED[:-1])
    assert found(1_002_720)
