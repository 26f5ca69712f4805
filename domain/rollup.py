"""Folding standings over a tree: every unit with all that lies below it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.assessment.standings import Standing, State
from domain.lights import SEVERITY


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
    unit_ids: Sequence[int],
    parent_of: Mapping[int, int | None],
    standings: Iterable[Standing],
    state: Callable[[Standing], State],
) -> Totals:
    """Totals by unit, then by requirement, of the unit and all units below it.

    Every unit given is in the answer, also one that owes nothing. Standings of the
    campaign, and of units that are not given, are counted at the first unit, so that
    either tree gives the same figures there.

    Args:
        unit_ids: A subtree in official order, the top unit first and each unit before
            those below it (UnitTree.walk).
        parent_of: Parent by unit, in the administrative or the party tree.
        standings: Of one campaign on one day; each is counted once.
        state: The word for a standing on that day.

    Returns:
        Units in the order given; requirements in the order of the standings.
    """
    top = unit_ids[0]
    totals: Totals = {unit_id: {} for unit_id in unit_ids}
    order: dict[int, int] = {}
    for one in standings:
        order.setdefault(one.requirement_id, len(order))
        home = one.unit_id if one.unit_id in totals else top
        _total(totals, home, one.requirement_id).add(_single(one, state(one)))
    for unit_id in reversed(unit_ids):
        parent_id = parent_of.get(unit_id)
        if parent_id in totals:
            for number, below in totals[unit_id].items():
                _total(totals, parent_id, number).add(below)
    return {
        unit_id: dict(sorted(found.items(), key=lambda pair: order[pair[0]]))
        for unit_id, found in totals.items()
    }


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
