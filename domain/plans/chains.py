"""Siblings whose days follow each other: what divides the campaign's time.

Single events leave gaps or overlap; stages pass the days on from one to the next.
"""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

Days = tuple[str | None, str | None]
_GAP_DAYS = 4
_YEAR_DAYS = 365
_ANY_YEAR = 2001


def _day(written: str) -> date:
    """The day itself; a day without a year is one of a common year."""
    if written.startswith("-"):
        return date(_ANY_YEAR, int(written[2:4]), min(int(written[5:7]), 28))
    return date.fromisoformat(written)


def _joined(before: Days, after: Days) -> bool:
    """Whether a stretch begins when the one before it ends, 4 days later at most."""
    if not before[1] or not after[0]:
        return False
    apart = (_day(after[0]) - _day(before[1])).days
    hidden = after[0].startswith("-") or before[1].startswith("-")
    return 0 <= (apart % _YEAR_DAYS if hidden else apart) <= _GAP_DAYS


def chain(stretches: Sequence[Days]) -> list[int]:
    """Positions of the longest run of stretches that follow each other.

    None where it holds less than three fifths of all stretches.

    Args:
        stretches: First and last day of each sibling, in the order of the text;
            a sibling of a single day or none breaks no run and joins none.
    """
    long = [i for i, (start, end) in enumerate(stretches) if end and start != end]
    best: list[int] = []
    run: list[int] = []
    for before, after in pairwise(long):
        run = run or [before]
        if _joined(stretches[before], stretches[after]):
            run.append(after)
            best = max(best, run, key=len)
        else:
            run = []
    return best if len(best) * 5 >= len(long) * 3 else []
