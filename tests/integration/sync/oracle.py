"""The full history of every write, and what each replica must therefore show.

Independent of the product: it knows sets of writes, no vectors and no SQL.
"""

from dataclasses import dataclass, field

Stamp = tuple[int, int]
Cell = tuple[str, int, str]


@dataclass
class Oracle:
    """Every write ever made and which writes each one superseded."""

    values: dict[tuple[Cell, Stamp], object] = field(default_factory=dict)
    superseded: dict[tuple[Cell, Stamp], frozenset[Stamp]] = field(default_factory=dict)
    lives: dict[tuple[str, int], dict[Stamp, int]] = field(default_factory=dict)
    seen: dict[tuple[tuple[str, int], Stamp], frozenset[Stamp]] = field(
        default_factory=dict
    )
    latest_only: frozenset[str] = frozenset()

    def write(
        self, cell: Cell, stamp: Stamp, value: object, superseded: frozenset[Stamp]
    ) -> None:
        assert (cell, stamp) not in self.values
        self.values[cell, stamp] = value
        self.superseded[cell, stamp] = superseded

    def live(self, cell: Cell, known: frozenset[Stamp]) -> dict[Stamp, object]:
        """Known writes that no known write superseded; only the latest for some."""
        writes = {
            stamp: value
            for (where, stamp), value in self.values.items()
            if where == cell and stamp in known
        }
        gone = {old for stamp in writes for old in self.superseded[cell, stamp]}
        living = {stamp: value for stamp, value in writes.items() if stamp not in gone}
        if cell[2] in self.latest_only and living:
            newest = max(living)
            return {newest: living[newest]}
        return living

    def dead(self, row: tuple[str, int], known: frozenset[Stamp]) -> int:
        """Whether the newest known deletion or restoration was a deletion."""
        stamps = {s: dead for s, dead in self.lives.get(row, {}).items() if s in known}
        return stamps[max(stamps)] if stamps else 0

    def edited_when_deleted(
        self, row: tuple[str, int], known: frozenset[Stamp]
    ) -> bool:
        """Whether the row is deleted and shows a write the deleter did not know."""
        if not self.dead(row, known):
            return False
        deletion = max(s for s in self.lives[row] if s in known)
        mine = [cell for cell in self.cells() if cell[:2] == row]
        shown = {stamp for cell in mine for stamp in self.live(cell, known)}
        return not shown <= self.seen[row, deletion]

    def cells(self) -> set[Cell]:
        return {cell for cell, _ in self.values}
