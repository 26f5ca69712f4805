"""The table of invariants in sync/README.md names tests that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
LINE = re.compile(r"^\| (I\d+) \|.*\| `(\w+\.py)::(\w+)`", re.MULTILINE)


def test_invariants_when_listed_then_each_has_a_test_that_exists() -> None:
    text = (ROOT / "sync" / "README.md").read_text()
    lines = LINE.findall(text)
    assert [name for name, _, _ in lines] == [f"I{n}" for n in range(1, 21)]
    for name, file, test in lines:
        paths = list((ROOT / "tests" / "integration").rglob(file))
        assert len(paths) == 1, (name, file)
        assert f"def {test}(" in paths[0].read_text(), (name, test)


FAULTS = ("test_planted_faults.py", "test_scoped_convergence.py", "test_network.py")


def test_planted_faults_when_counted_then_more_than_fifteen() -> None:
    """Each key below is one fault, and each has to be found to pass its own test."""
    folder = Path(__file__).parent
    texts = [(folder / name).read_text() for name in FAULTS]
    listed = re.compile(r'^    "[a-z].*": \(|^def test_fault_when_', re.MULTILINE)
    assert sum(len(listed.findall(one)) for one in texts) >= 15
