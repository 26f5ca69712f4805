"""What changed in a record since a reviewer last had it in hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

HANDED_OVER = frozenset({"submitted", "accepted"})


@dataclass(frozen=True)
class Step:
    """One move as this reckoning needs it; changes are (before, after) by field."""

    from_status: str
    to_status: str
    changes: Mapping[str, tuple[object, object]]


def since_last_submission(
    steps: Sequence[Step], now: Mapping[str, object]
) -> dict[str, tuple[object, object]] | None:
    """(then, now) by field of what differs from the submission before.

    For a submitted record that is the one before the submission under review; for any
    other the last one. None when there was none to compare with. The present values
    decide, so a change that was undone is no difference.

    steps are oldest first; now holds values as JSON would, as the changes do.
    """
    handed = [
        index
        for index, step in enumerate(steps)
        if step.to_status in HANDED_OVER and step.from_status != step.to_status
    ]
    if steps and steps[-1].to_status == "submitted":
        handed = handed[:-1]
    if not handed:
        return None
    then: dict[str, object] = {}
    for step in steps[handed[-1] + 1 :]:
        for name, (before, _) in step.changes.items():
            then.setdefault(name, before)
    return {
        name: (before, now[name])
        for name, before in then.items()
        if name in now and now[name] != before
    }
