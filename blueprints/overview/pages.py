"""What each page of the overview shows: one frozen dataclass a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from documents.charts import DrawnChart
from domain.assessment.standings import Standing, State
from domain.campaigns import Requirement, Task
from domain.lights import Light, TaskStanding
from domain.rollup import Total
from domain.wording import measured_in, short_name
from services.gaps import Gap
from services.overview import UnitLine
from store.queries.campaigns import CampaignRow
from store.queries.record_titles import RecordTitle
from store.queries.subjects import SubjectName
from web.paging import Filter, Pager

TabLink = tuple[str, str, bool]
Link = tuple[str, str]


@dataclass(frozen=True)
class Frame:
    """What all pages of a campaign share.

    Attributes:
        tabs: The pages of the overview.
        campaigns: Other campaigns to look at, when there are several.
        rule: The rule of the lights, in words.
    """

    row: CampaignRow
    tabs: Sequence[TabLink]
    campaigns: Sequence[TabLink]
    rule: str
    on: date


@dataclass(frozen=True)
class BoardRow:
    """A unit on the board; cells follow the tasks, None where it owes nothing."""

    line: UnitLine
    word_style: str
    cells: Sequence[TaskStanding | None]


@dataclass(frozen=True)
class BoardPage:
    """Units by tasks.

    Attributes:
        counts: (light, how many cells).
        words: (word, how many units).
        tasks_url: Address of a unit's tasks without the unit's number.
    """

    frame: Frame
    tasks: Sequence[Task]
    rows: Sequence[BoardRow]
    counts: Sequence[tuple[Light, int]]
    words: Sequence[tuple[str, int]]
    tasks_url: str


@dataclass(frozen=True)
class RollupRow:
    """A unit with all below it; totals follow the requirements.

    Attributes:
        url: Address that opens the units below; empty for a leaf.
    """

    line: UnitLine
    url: str
    totals: Sequence[Total | None]


@dataclass(frozen=True)
class RollupPage:
    """Figures of a unit and of the units directly below it.

    Attributes:
        unit: The unit whose subtree is shown; None for the whole campaign.
        trail: Links to the units above.
        trees: The two trees to fold by.
        chart: Share reached, by unit below; None without any.
        heads: (requirement, its short name).
    """

    frame: Frame
    unit: UnitLine | None
    trail: Sequence[Link]
    trees: Sequence[TabLink]
    heads: Sequence[tuple[Requirement, str]]
    rows: Sequence[RollupRow]
    chart: DrawnChart | None


@dataclass(frozen=True)
class SubjectRow:
    """One subject with its figure and the records behind it."""

    name: SubjectName
    line: UnitLine
    standing: Standing
    light: Light
    records: Sequence[RecordTitle]


@dataclass(frozen=True)
class RequirementPage:
    """A requirement with its subjects.

    Attributes:
        said: The requirement in words: (label, value).
    """

    frame: Frame
    requirement: Requirement
    said: Sequence[tuple[str, str]]
    total: Total
    subjects: Sequence[SubjectRow]
    filters: Sequence[Filter]
    pager: Pager

    @property
    def title(self) -> str:
        """Metric, threshold and tier."""
        return short_name(self.requirement)

    @property
    def measure(self) -> str:
        """In which attained and needed stand."""
        return measured_in(self.requirement)


@dataclass(frozen=True)
class GapsPage:
    """Who owes what by when.

    Attributes:
        state_lights: Light by state.
        query: The filters alone, for the file and the print.
    """

    frame: Frame
    gaps: Sequence[Gap]
    state_lights: Mapping[State, Light]
    filters: Sequence[Filter]
    pager: Pager
    query: Mapping[str, str]
    is_print: bool = False


@dataclass(frozen=True)
class TaskLine:
    """A task that a unit owes.

    Attributes:
        kinds: (kind key, label) whose records are evidence.
        requirements: (requirement, its name, total of the unit).
    """

    task: Task
    standing: TaskStanding
    kinds: Sequence[tuple[str, str]]
    requirements: Sequence[tuple[Requirement, str, Total]]


@dataclass(frozen=True)
class TasksPage:
    """What one unit has to do.

    Attributes:
        units: (id, name) of the units the actor may look at.
        done: Tasks completed.
        other: Requirements that belong to no task.
    """

    frame: Frame
    unit: UnitLine
    units: Sequence[tuple[int, str]]
    lines: Sequence[TaskLine]
    done: int
    other: Sequence[tuple[Requirement, str, Total]]
    may_enter: bool
