"""Saves in a row by one person, shown as one line of the 流转记录.

Each stays a row of its own: moves are written once and travel, and the audit log counts
every save. Only what people read is folded.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from store.queries.record_detail import MoveRow

FOLDED = "save"


@dataclass(frozen=True)
class Line:
    """One move, or several saves in a row.

    Attributes:
        move: The newest of them, with what all of them changed together.
        count: How many moves it stands for.
        began_at: When the first was made.
    """

    move: MoveRow
    count: int
    began_at: datetime


def folded(moves: Sequence[MoveRow]) -> list[Line]:
    """The lines, oldest first as the moves are."""
    lines: list[Line] = []
    for move in moves:
        before = lines[-1] if lines else None
        if before is not None and _go_together(before.move, move):
            changes = _joined((before.move.changes, move.changes))
            joined = replace(move, changes=changes)
            lines[-1] = Line(joined, before.count + 1, before.began_at)
        else:
            lines.append(Line(move, 1, move.at))
    return lines


def _go_together(one: MoveRow, other: MoveRow) -> bool:
    """Both are saves by one person, and neither says anything worth its own line."""
    is_same = (one.action, one.actor) == (other.action, other.actor)
    speaks = any((one.why, one.note, other.why, other.note))
    return is_same and other.action == FOLDED and not speaks


def _joined(
    changes: Iterable[Mapping[str, tuple[object, object]]],
) -> dict[str, tuple[object, object]]:
    """From the first value to the last of each field; what came back is left out."""
    ends: dict[str, tuple[object, object]] = {}
    for one in changes:
        for name, (before, after) in one.items():
            ends[name] = (ends.get(name, (before, after))[0], after)
    return {name: pair for name, pair in ends.items() if pair[0] != pair[1]}
