"""Random histories on four replicas, held against an oracle with the full history."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.integration.sync.replicas import History

SETTINGS = settings(
    derandomize=True,
    database=None,
    deadline=None,
    print_blob=True,
)


@settings(SETTINGS, max_examples=60)
@given(seed=st.integers(0, 2**32))
def test_replicas_when_anything_happens_then_agree_with_oracle(
    seed: int,
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        History(seed, Path(folder)).run(steps=70)
