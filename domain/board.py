"""The board: units with tasks and requirements, folded from grouped standings."""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from domain.assessment.standings import Notice, Standing, State, state_of
from domain.assessment.yardstick import Yardstick
from domain.campaigns import Campaign, Task
from domain.kept import Kept, revive
from domain.lights import TaskStanding, task_standing
from domain.rollup import Total, Totals
from domain.tasks import shown_tasks


@dataclass(frozen=True, slots=True)
class Group:
    """Subjects of one unit that stand in the same case toward a requirement.

    Attributes:
        task_id: For a task without a counted requirement, else 0.
        amount: Attained by each, where an upper bound matters; else None.
        count: How many subjects.
        attained, having, total: Sums over them.
    """

    unit_id: int
    requirement_id: int
    subject_kind: str
    task_id: int
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


@dataclass
class Board:
    """Everything on the board on one day.

    Attributes:
        own: Totals of each unit alone, by unit and requirement.
        tasks: By (task id, unit id); absent where the unit owes nothing of it.
    """

    own: Totals
    tasks: dict[tuple[int, int], TaskStanding]


def groups_of(kept: Iterable[Kept], bounded_ids: Collection[int]) -> list[Group]:
    """The same grouping over rows at hand, each a group of its own."""
    return [
        Group(
            one.unit_id,
            one.requirement_id,
            one.subject_kind,
            one.subject_id if one.subject_kind == "task" else 0,
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


def board_of(groups: Iterable[Group], rule: Rule) -> Board:
    """Fold groups into totals and lights; order of the input does not matter."""
    tasks = {one.id: one for one in shown_tasks(rule.campaign)}
    task_of = {one.id: one.task_id for one in rule.campaign.requirements}
    own: Totals = {}
    states: dict[tuple[int, int], Counter[State]] = {}
    board = Board(own, {})
    words: dict[Hashable, State] = {}
    for group in groups:
        if group.task_id:
            _light(board, rule, tasks.get(group.task_id), group)
            continue
        if group.requirement_id not in rule.yardsticks:
            continue
        state = words.get(group.case)
        if state is None:
            state = words[group.case] = _group_state(group, rule)
        _add(own, group, state, rule.yardsticks[group.requirement_id])
        task_id = task_of[group.requirement_id]
        if task_id is not None:
            key = task_id, group.unit_id
            states.setdefault(key, Counter())[state] += group.count
    for (task_id, unit_id), found in states.items():
        board.tasks[task_id, unit_id] = _counted_task(tasks[task_id], unit_id, found)
    return board


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


def _counted_task(task: Task, unit_id: int, states: Counter[State]) -> TaskStanding:
    needed = states.total() - states["exempt"]
    return TaskStanding(task.id, unit_id, _worst(states), states["met"], needed)


def _worst(states: Counter[State]) -> State:
    return Total(0, states).state


def _light(board: Board, rule: Rule, task: Task | None, group: Group) -> None:
    if task is None:
        return
    when = rule.on, rule.notice
    board.tasks[task.id, group.unit_id] = task_standing(
        task, group.unit_id, (), has_record=bool(group.is_met), when=when
    )
