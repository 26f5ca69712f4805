"""Random histories on four replicas, held against an oracle with the full history."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.integration.sync.replicas import History

HOUR_MS = 3_600_000
SETTINGS = settings(
    derandomize=True,
    database=None,
    deadline=None,
    print_blob=True,
)


@settings(SETTINGS, max_examples=45)
@given(seed=st.integers(0, 2**32))
def test_replicas_when_anything_happens_then_agree_with_oracle(
    seed: int,
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        History(seed, Path(folder)).run(steps=70)


@settings(SETTINGS, max_examples=8)
@given(seed=st.integers(0, 2**32))
def test_replicas_when_wall_clocks_differ_by_hours_then_agree_all_the_same(
    seed: int,
) -> None:
    """The real clock, wrong in three ways, and set back in the middle."""
    with tempfile.TemporaryDirectory() as folder:
        history = History(seed, Path(folder))
        offsets = (0, 3 * HOUR_MS, -3 * HOUR_MS, 40 * HOUR_MS)
        for replica, offset in zip(history.replicas, offsets, strict=True):
            replica.db.execute("UPDATE sync_clock SET offset_ms = ?", (offset,))
        history.run(steps=30)
        for replica in history.replicas:
            replica.db.execute("UPDATE sync_clock SET offset_ms = -offset_ms")
        history.run(steps=30)
