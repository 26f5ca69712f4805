"""Folding standings over a tree: every unit with all that lies below it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.assessment.standings import Standing, State
from domain.lights import SEVERITY


@dataclass(frozen=True)
class Tree:
    """One of the two trees.

    Attributes:
        root: Top unit; figures of the campaign as a whole stand there.
        children: Units directly below, in official order; none for a leaf.
    """

    root: int
    children: Mapping[int, Sequence[int]]

    def in_order(self) -> list[int]:
        """All units, each before the units below it, siblings in official order."""
        order: list[int] = []
        seen: set[int] = set()
        waiting = [self.root]
        while waiting:
            unit_id = waiting.pop()
            if unit_id not in seen:
                seen.add(unit_id)
                order.append(unit_id)
                waiting.extend(reversed(self.children.get(unit_id, ())))
        return order


@dataclass
class Total:
    """A requirement over a unit and everything below it.

    Attributes:
        states: Subjects by state.
        attained: Sum in the requirement's measure; persons for coverage; weeks or
            phases where these are judged.
        needed: Sum of what those subjects owe, to set beside attained; 0 for a cap,
            whose amounts have no meaningful sum.
    """

    requirement_id: int
    states: Counter[State] = field(default_factory=Counter)
    attained: float = 0.0
    needed: float = 0.0

    @property
    def subjects(self) -> int:
        """Subjects that owe it; the exempt are not among them."""
        return self.states.total() - self.states["exempt"]

    @property
    def subjects_met(self) -> int:
        """Those that have reached it; never more than subjects."""
        return self.states["met"]

    @property
    def state(self) -> State:
        """The state that needs attention first."""
        return next((one for one in SEVERITY if self.states[one]), "exempt")

    def add(self, other: "Total") -> None:
        """Take in the figures of a unit below."""
        self.states.update(other.states)
        self.attained = round(self.attained + other.attained, 6)
        self.needed = round(self.needed + other.needed, 6)


Totals = dict[int, dict[int, Total]]


def rollup(
    tree: Tree, standings: Iterable[Standing], state: Callable[[Standing], State]
) -> Totals:
    """Totals by unit, then by requirement, of the unit and all units below it.

    Every unit of the tree is in the answer, also one that owes nothing. Standings of
    the campaign, and of units outside the tree, are counted at the root, so that
    either tree gives the same figures there.

    Args:
        tree: The administrative or the party tree.
        standings: Of one campaign on one day; each is counted once.
        state: The word for a standing on that day.

    Returns:
        Units in tree order; requirements in the order of the standings.
    """
    order = tree.in_order()
    totals: Totals = {unit_id: {} for unit_id in order}
    for one in standings:
        home = one.unit_id if one.unit_id in totals else tree.root
        _total(totals, home, one.requirement_id).add(_single(one, state(one)))
    for unit_id in reversed(order):
        for child in tree.children.get(unit_id, ()):
            for number, below in totals[child].items():
                _total(totals, unit_id, number).add(below)
    return {unit_id: _sorted(totals[unit_id], totals[tree.root]) for unit_id in order}


def _single(standing: Standing, state: State) -> Total:
    total = Total(standing.requirement_id, Counter([state]))
    if state == "exempt" or standing.least == 0:
        return total
    if standing.share is not None and standing.parts is None:
        total.attained, total.needed = map(float, standing.share)
        return total
    total.attained, total.needed = standing.attained, standing.least
    return total


def _total(totals: Totals, unit_id: int | None, requirement_id: int) -> Total:
    of_unit = totals[unit_id or 0]
    return of_unit.setdefault(requirement_id, Total(requirement_id))


def _sorted(of_unit: dict[int, Total], of_root: dict[int, Total]) -> dict[int, Total]:
    return {number: of_unit[number] for number in of_root if number in of_unit}
