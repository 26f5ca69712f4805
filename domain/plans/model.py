"""What a reading of a plan consists of; every item knows its place in the text.

`raw` is always `text[at[0]:at[1]]` of the text as read. Days are ISO strings;
a day whose year is masked or unknown is written `--MM-DD`; None is silence.
"""

from dataclasses import dataclass

Place = tuple[int, int]


@dataclass(frozen=True)
class Span:
    """The whole campaign's days; `raw` is None when drawn from the phases."""

    start: str | None
    end: str | None
    raw: str | None
    at: Place | None


@dataclass(frozen=True)
class Phase:
    """One stage; `parent` names the stage around a stage within a stage."""

    name: str
    start: str | None
    end: str | None
    raw_date: str | None
    parent: str | None
    raw: str
    at: Place


@dataclass(frozen=True)
class Task:
    """Something to do; days stand in its heading or body, never inherited."""

    phase: str | None
    name: str
    start: str | None
    due: str | None
    raw_date: str | None
    parent: str | None
    raw: str
    at: Place


@dataclass(frozen=True)
class Requirement:
    """A number somebody must reach; `value` is a pair for the comparator range."""

    phase: str | None
    task: str | None
    subject: str | None
    item: str
    measure: str
    comparator: str
    value: float | tuple[float, float]
    per: str | None
    raw: str
    at: Place


@dataclass(frozen=True)
class Filing:
    """A document handed to somebody; a relative due date is `due_raw` only."""

    what: str
    to: str | None
    by: str | None
    due: str | None
    due_raw: str | None
    raw: str
    at: Place


@dataclass(frozen=True)
class Quote:
    """A verbatim piece of the plan."""

    raw: str
    at: Place


@dataclass(frozen=True)
class Evaluation:
    """How the campaign is judged: by which criteria, how, and by whom."""

    criteria: tuple[Quote, ...]
    methods: tuple[Quote, ...]
    participants: tuple[Quote, ...]


@dataclass(frozen=True)
class Member:
    """A person and the post held in a body."""

    person: str
    post: str


@dataclass(frozen=True)
class Body:
    """A temporary body and its named members."""

    name: str
    members: tuple[Member, ...]
    raw: str
    at: Place


@dataclass(frozen=True)
class Rectification:
    """One fault with what mends it, by whom and by when (整改方案).

    Attributes:
        problem: What is wrong, or None where only a measure is told.
        measure: What mends it.
        responsible: Who answers for it, or None.
        due: The last day, or None where none is told.
        due_raw: How the limit is worded, 立行立改 and 长期坚持 included.
        raw: The whole entry.
        at: Its place.
    """

    problem: str | None
    measure: str
    responsible: str | None
    due: str | None
    due_raw: str | None
    raw: str
    at: Place


@dataclass(frozen=True)
class Problem:
    """Something a careful reader would query; `message` is a whole sentence."""

    code: str
    message: str
    raw: str
    at: Place


@dataclass(frozen=True)
class Plan:
    """Everything read from one plan."""

    title: str | None
    issuer: str | None
    span: Span
    phases: tuple[Phase, ...]
    tasks: tuple[Task, ...]
    requirements: tuple[Requirement, ...]
    evaluation: Evaluation
    filings: tuple[Filing, ...]
    bodies: tuple[Body, ...]
    rectifications: tuple[Rectification, ...]
    documents: tuple[Quote, ...]
    reading_list: tuple[Quote, ...]
    themes: tuple[Quote, ...]
    scope: tuple[Quote, ...]
    publications: tuple[Quote, ...]
    unread: tuple[Quote, ...]
    problems: tuple[Problem, ...]
