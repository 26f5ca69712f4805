"""Campaign templates: from the mapping in a template file to a campaign, and moved."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import cast, get_args

from domain.campaigns import Campaign, Comparison, Per, Phase, Requirement, Task, Who
from domain.metrics import METRICS, counted_measure, metric_of
from domain.template_nodes import Node

_TEMPLATE = ("name", "title", "about", "start", "end", "phases", "tasks",
             "requirements")  # fmt: skip
_PHASE = ("name", "start", "end", "raw", "phases", "tasks", "requirements")
_TASK = ("name", "start", "due", "raw", "kinds", "who", "tasks", "requirements")
_REQUIREMENT = ("ref", "metric", "compare", "value", "value_to", "measure", "per",
                "tier", "except", "body", "from", "until", "windows", "weekday",
                "evidence", "text", "note")  # fmt: skip


@dataclass(frozen=True)
class CampaignTemplate:
    """A campaign to start from.

    Attributes:
        name: Word by which commands call it.
        campaign: Ids count from 1 within the template; its own id is 0.
        refs: Reference of each requirement, in the order of campaign.requirements.
    """

    name: str
    title: str
    about: str
    campaign: Campaign
    refs: tuple[str, ...]


@dataclass(frozen=True)
class _Scope:
    """Where a node stands: what days and owners it takes from above."""

    start_on: date
    end_on: date
    phase: Phase | None = None
    task: Task | None = None


@dataclass
class _Draft:
    kinds: Collection[str]
    phases: list[Phase] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    requirements: list[Requirement] = field(default_factory=list)
    refs: list[str] = field(default_factory=list)


def parse_template(
    data: Mapping[str, object], kinds: Collection[str]
) -> tuple[CampaignTemplate, list[str]]:
    """Read a template file's mapping.

    A template with problems must not be used: what could not be read is missing
    from it.

    Args:
        data: The file as loaded from YAML; see campaign_templates/README.md.
        kinds: Keys of the record kinds there are.

    Returns:
        The template, and one sentence per problem; none when it may be used.
    """
    problems: list[str] = []
    node = Node(data, f"模板“{data.get('name', '未命名')}”", problems)
    node.check_names(_TEMPLATE)
    start, end = node.day("start"), node.day("end")
    if start is None or end is None or end < start:
        node.fault("须写明开始日期 start 和不早于它的结束日期 end。")
        start = end = start or end or date.min
    draft = _Draft(kinds)
    title = node.text("title", required=True)
    _read_below(draft, node, _Scope(start, end))
    campaign = Campaign(0, title, start, end, tuple(draft.phases), tuple(draft.tasks),
                        tuple(draft.requirements))  # fmt: skip
    if len(set(draft.refs)) < len(draft.refs):
        node.fault("要求的编号 ref 有重复。")
    name = node.text("name", required=True)
    refs = tuple(draft.refs)
    return CampaignTemplate(name, title, node.text("about"), campaign, refs), problems


def shifted(template: CampaignTemplate, start_on: date) -> CampaignTemplate:
    """The same template beginning on another day, every day moved equally far.

    Weekdays are not kept, nor are the plan's own date phrases rewritten.
    """
    campaign = template.campaign
    by = start_on - campaign.start_on
    moved = replace(
        campaign,
        start_on=start_on,
        end_on=campaign.end_on + by,
        phases=tuple(
            replace(
                one, start_on=_moved(one.start_on, by), end_on=_moved(one.end_on, by)
            )
            for one in campaign.phases
        ),
        tasks=tuple(
            replace(
                one, start_on=_moved(one.start_on, by), due_on=_moved(one.due_on, by)
            )
            for one in campaign.tasks
        ),
        requirements=tuple(_moved_window(one, by) for one in campaign.requirements),
    )
    return replace(template, campaign=moved)


def _moved(day: date | None, by: timedelta) -> date | None:
    return None if day is None else day + by


def _moved_window(requirement: Requirement, by: timedelta) -> Requirement:
    return replace(
        requirement,
        window_start=_moved(requirement.window_start, by),
        window_end=_moved(requirement.window_end, by),
        windows=tuple(
            (first + by, last + by) for first, last in requirement.windows
        ),
    )  # fmt: skip


def _read_below(draft: _Draft, node: Node, scope: _Scope) -> None:
    """The requirements, tasks and phases inside a node, in that order."""
    for below in node.nodes("requirements", "要求"):
        _read_requirement(draft, below, scope)
    for below in node.nodes("tasks", "任务"):
        _read_task(draft, below, scope)
    for below in node.nodes("phases", "阶段"):
        _read_phase(draft, below, scope)


def _read_phase(draft: _Draft, node: Node, scope: _Scope) -> None:
    node.check_names(_PHASE)
    start, end = _span(node, "start", "end")
    phase = Phase(
        id=len(draft.phases) + 1,
        name=node.text("name", required=True),
        start_on=start,
        end_on=end,
        raw_date=node.text("raw"),
        parent_id=scope.phase.id if scope.phase else None,
        position=len(draft.phases) + 1,
    )
    draft.phases.append(phase)
    below = _Scope(start or scope.start_on, end or scope.end_on, phase)
    _read_below(draft, node, below)


def _read_task(draft: _Draft, node: Node, scope: _Scope) -> None:
    node.check_names(_TASK)
    start, due = _span(node, "start", "due")
    task = Task(
        id=len(draft.tasks) + 1,
        phase_id=scope.phase.id if scope.phase else None,
        parent_id=scope.task.id if scope.task else None,
        name=node.text("name", required=True),
        start_on=start,
        due_on=due,
        raw_date=node.text("raw"),
        kinds=node.names("kinds", draft.kinds),
        who=cast("Who", node.choice("who", get_args(Who), "unit")),
        position=len(draft.tasks) + 1,
    )
    draft.tasks.append(task)
    below = replace(
        scope,
        start_on=start or scope.start_on,
        end_on=due or scope.end_on,
        task=task,
    )
    _read_below(draft, node, below)


def _read_requirement(draft: _Draft, node: Node, scope: _Scope) -> None:
    node.check_names(_REQUIREMENT)
    start, end = _span(node, "from", "until")
    windows = node.stretches("windows")
    if windows:
        start, end = windows[0][0], windows[-1][1]
    end = end or scope.end_on
    start = start or min(scope.start_on, end)
    weekday = node.number("weekday")
    requirement = Requirement(
        id=len(draft.requirements) + 1,
        phase_id=scope.phase.id if scope.phase else None,
        task_id=scope.task.id if scope.task else None,
        position=len(draft.requirements) + 1,
        metric=node.choice("metric", [one.key for one in METRICS], METRICS[0].key),
        comparison=cast(
            "Comparison", node.choice("compare", get_args(Comparison), "at_least")
        ),
        value=node.number("value") or 0.0,
        value_to=node.number("value_to"),
        measure=node.text("measure", required=True),
        per=cast("Per", node.choice("per", get_args(Per), "unit")),
        tier=node.text("tier") or None,
        tier_except=node.text("except") or None,
        body_kind=node.text("body") or None,
        window_start=start,
        window_end=end,
        weekday=None if weekday is None else int(weekday),
        evidence=node.names("evidence", draft.kinds),
        raw=node.text("text", required=True),
        note=node.text("note"),
        windows=windows,
    )
    _check_requirement(node, requirement)
    draft.requirements.append(requirement)
    draft.refs.append(node.text("ref", required=True))


def _span(node: Node, first: str, last: str) -> tuple[date | None, date | None]:
    start, end = node.day(first), node.day(last)
    if start and end and end < start:
        node.fault(f"“{last}”早于“{first}”。")
    return start, end


def _check_requirement(node: Node, requirement: Requirement) -> None:
    """Rules across the items of a requirement."""
    value, upper = requirement.value, requirement.value_to
    comparison, metric = requirement.comparison, metric_of(requirement.metric)
    measure = counted_measure(requirement.metric, requirement.measure)
    if metric is not None and measure not in metric.measures:
        node.fault(f"{metric.label}不能以“{requirement.measure}”计。")
    if node.number("value") is None and comparison != "event":
        node.fault("缺少“value”。")
    if comparison == "between" and (upper is None or upper < value):
        node.fault("between 须有不小于 value 的 value_to。")
    if comparison == "coverage" and not 0 < value <= 1:
        node.fault("coverage 的 value 是比例,应大于 0、不大于 1。")
    if requirement.weekday not in (None, 1, 2, 3, 4, 5, 6, 7):
        node.fault("weekday 应为 1(周一)至 7(周日)。")
