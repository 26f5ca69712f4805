"""Site numbers: who may hand out which, so that no number is ever given twice."""

from collections.abc import Iterable
from dataclasses import dataclass

from sync.core.clock import SITE_MAX

CHILDREN_MAX = 1024
SUCCESSOR_SHARE = 4


@dataclass(frozen=True)
class Range:
    """Consecutive site numbers.

    Attributes:
        first: The holder's own number.
        last: Included; not below ``first``.
    """

    first: int
    last: int

    @property
    def size(self) -> int:
        """How many numbers it holds."""
        return self.last - self.first + 1


ROOT = Range(1, SITE_MAX)


def next_grant(own: Range, granted: Iterable[Range]) -> Range | None:
    """The next part of ``own`` to delegate, or None when nothing is left.

    Parts are equal, a 1024th of the range, so that each of four levels can have a
    thousand branches below each of its sites. A part is never given again, even
    when its holder has gone.

    Args:
        own: The granter's range; its first number is the granter itself.
        granted: Every part ever granted from it, in any order.
    """
    size = max(1, own.size // CHILDREN_MAX)
    first = max([own.first, *(part.last for part in granted)]) + 1
    last = first + size - 1
    kept = successor(own) if own.last == SITE_MAX else None
    end = kept.first - 1 if kept else own.last
    return Range(first, last) if last <= end else None


def successor(own: Range) -> Range | None:
    """The numbers of a root after it was restored, or None when too few are left.

    The upper quarter, of which a root delegates nothing: a restored root does not know
    what it has delegated since its backup.
    """
    size = own.size // SUCCESSOR_SHARE
    return Range(own.last - size + 1, own.last) if size > CHILDREN_MAX else None
