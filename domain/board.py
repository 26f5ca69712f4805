"""The board: units with tasks and requirements, folded from grouped standings."""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from domain.assessment.standings import Notice, Standing, State, state_of
from domain.assessment.yardstick import Yardstick
from domain.campaigns import Campaign
from domain.kept import Kept, revive
from domain.lights import TaskStanding, task_standing, worst
from domain.rollup import Total, Totals
from domain.tasks import shown_tasks


@dataclass(frozen=True, slots=True)
class Group:
    """Subjects of one unit that stand in the same case toward a requirement.

    Attributes:
        requirement_id: Of the requirement, or of a task that asks for no number.
        amount: Attained by each, where an upper bound matters; else None.
        count: How many subjects.
        attained, having, total: Sums over them.
    """

    unit_id: int
    requirement_id: int
    subject_kind: str
    is_met: bool
    due_on: date
    parts: str
    amount: float | None
    count: int
    attained: float
    having: int
    total: int

    @property
    def case(self) -> Hashable:
        """Everything its state depends on besides the day."""
        return self.requirement_id, self.is_met, self.due_on, self.parts, self.amount


@dataclass(frozen=True)
class Rule:
    """What turns kept figures into words on one day."""

    campaign: Campaign
    on: date
    notice: Notice
    yardsticks: Mapping[int, Yardstick] = field(default_factory=dict)

    @classmethod
    def of(cls, campaign: Campaign, on: date, notice: Notice) -> "Rule":
        """The rule with every requirement made ready for that day."""
        ready = {
            one.id: Yardstick.of(one, campaign, on) for one in campaign.requirements
        }
        return cls(campaign, on, notice, ready)

    @property
    def bounded_ids(self) -> list[int]:
        """Requirements that too much can fail."""
        return [key for key, one in self.yardsticks.items() if one.most is not None]

    def state(self, kept: Kept) -> State:
        """The word for one subject."""
        return self.word(revive(kept, self.yardsticks[kept.requirement_id]))

    def word(self, standing: Standing) -> State:
        """The word for one standing."""
        return state_of(standing, self.on, self.notice)


class Board:
    """Lights and totals on one day, folded from groups when they are asked for."""

    def __init__(self, groups: Iterable[Group], rule: Rule) -> None:
        """The order of the groups does not matter."""
        self.rule = rule
        self._groups = list(groups)

    @cached_property
    def own(self) -> Totals:
        """Totals of each unit alone, by unit and requirement."""
        own: Totals = {}
        for group, state in self._judged():
            _add(own, group, state, self.rule.yardsticks[group.requirement_id])
        return own

    @cached_property
    def tasks(self) -> dict[tuple[int, int], TaskStanding]:
        """By (task id, unit id); absent where the unit owes nothing of the task."""
        tasks = {one.id: one for one in shown_tasks(self.rule.campaign)}
        when = self.rule.on, self.rule.notice
        found = {
            (task.id, group.unit_id): task_standing(
                task, group.unit_id, (), has_record=bool(group.is_met), when=when
            )
            for group in self._groups
            if group.subject_kind == "task"
            and (task := tasks.get(group.requirement_id)) is not None
        }
        for (task_id, unit_id), states in self._task_states().items():
            found[task_id, unit_id] = _counted_task(task_id, unit_id, states)
        return found

    def _task_states(self) -> dict[tuple[int, int], dict[State, int]]:
        task_of = {one.id: one.task_id for one in self.rule.campaign.requirements}
        found: dict[tuple[int, int], dict[State, int]] = {}
        for group, state in self._judged():
            task_id = task_of[group.requirement_id]
            if task_id is not None:
                states = found.setdefault((task_id, group.unit_id), {})
                states[state] = states.get(state, 0) + group.count
        return found

    def _judged(self) -> Iterator[tuple[Group, State]]:
        """Groups of requirements with their words; each case is judged once."""
        words: dict[Hashable, State] = {}
        for group in self._groups:
            if group.requirement_id not in self.rule.yardsticks:
                continue
            case = group.case
            if case not in words:
                words[case] = _group_state(group, self.rule)
            yield group, words[case]


def groups_of(kept: Iterable[Kept], bounded_ids: Collection[int]) -> list[Group]:
    """The same grouping over rows at hand, each a group of its own."""
    return [
        Group(
            one.unit_id,
            one.requirement_id,
            one.subject_kind,
            one.is_met,
            one.due_on,
            one.parts,
            one.attained if one.requirement_id in bounded_ids else None,
            1,
            one.attained,
            one.having,
            one.total,
        )
        for one in kept
    ]


def rolled_up(
    unit_ids: Sequence[int], parent_of: Mapping[int, int | None], own: Totals
) -> Totals:
    """Totals of each unit with all units below it.

    Args:
        unit_ids: In official order, each before the units below it.
        parent_of: Unit directly above, in the tree by which to fold; a unit whose
            parent is not among unit_ids stands at the top.
        own: Totals of each unit alone.
    """
    totals: Totals = {unit_id: {} for unit_id in unit_ids}
    for unit_id in reversed(unit_ids):
        _add_all(totals[unit_id], own.get(unit_id, {}))
        parent_id = parent_of.get(unit_id)
        if parent_id in totals:
            _add_all(totals[parent_id], totals[unit_id])
    return totals


def _add_all(into: dict[int, Total], found: Mapping[int, Total]) -> None:
    for number, total in found.items():
        into.setdefault(number, Total(number)).add(total)


def _add(own: Totals, group: Group, state: State, yardstick: Yardstick) -> None:
    number = group.requirement_id
    total = own.setdefault(group.unit_id, {}).setdefault(number, Total(number))
    total.states[state] += group.count
    if state == "exempt" or yardstick.least == 0:
        return
    if group.total:
        attained, needed = float(group.having), float(group.total)
    else:
        parts = yardstick.parts
        least = yardstick.least if parts is None else float(len(parts))
        attained, needed = group.attained, least * group.count
    total.attained = round(total.attained + attained, 6)
    total.needed = round(total.needed + needed, 6)


def _group_state(group: Group, rule: Rule) -> State:
    """The word for each of the group, read off one like them."""
    yardstick = rule.yardsticks[group.requirement_id]
    amount = group.amount
    if amount is None:
        amount = yardstick.least if group.is_met else yardstick.least - 1
    like = Kept(
        group.requirement_id,
        group.unit_id,
        group.subject_kind,
        0,
        amount,
        max(0.0, yardstick.least - amount) if group.is_met else 0.0,
        group.having,
        group.total,
        group.parts,
        bool(group.is_met),
        group.due_on,
    )
    return rule.state(like)


def _counted_task(
    task_id: int, unit_id: int, states: Mapping[State, int]
) -> TaskStanding:
    needed = sum(count for state, count in states.items() if state != "exempt")
    worst_state = worst(list(states))
    return TaskStanding(task_id, unit_id, worst_state, states.get("met", 0), needed)
