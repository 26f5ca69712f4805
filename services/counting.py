"""From accepted records to what is kept of every standing, a few units at a time."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.assessment.engine import assess
from domain.assessment.yardstick import Yardstick
from domain.campaigns import Campaign, Task
from domain.contributions import (
    Contribution,
    combined,
    contribution_of,
    is_whole,
)
from domain.counting import facts_of
from domain.facts import Fact, Facts, Subjects
from domain.kept import Kept, keep
from domain.tasks import Evidence, owes, shows, uncounted_tasks
from store.queries import expected
from store.queries.entries import AcceptedEntry, accepted_entries

FAR = date.max
"""Later than any window, so that every unmet week is among the missing."""

Links = dict[int, dict[int, str]]
"""By unit, the units for whose persons it has records, with a digest of them."""


@dataclass
class Entered:
    """What a unit has entered up to the day.

    Attributes:
        next_on: The first later day of an accepted record, if there is one.
    """

    facts: list[Fact] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    next_on: date | None = None


@dataclass
class Counted:
    """What came of some units.

    Attributes:
        contributions: By (requirement id, unit id); those that add something.
    """

    kept: list[Kept] = field(default_factory=list)
    contributions: dict[tuple[int, int], Contribution] = field(default_factory=dict)

    def by_requirement(self) -> dict[int, list[Contribution]]:
        """Contributions to each requirement, in the order of units."""
        found: dict[int, list[Contribution]] = {}
        for (number, _), one in sorted(self.contributions.items()):
            found.setdefault(number, []).append(one)
        return found


class Counter:
    """Counts units of one campaign on one day; reads, never writes.

    Records of a unit count for its own persons and for persons of other units who
    were present; links tells from which units each one takes.
    """

    def __init__(self, campaign: Campaign, owner_unit_id: int, on: date) -> None:
        """Read what is the same for all units."""
        self.campaign = campaign
        self.owner_unit_id = owner_unit_id
        self.on = on
        self.homes = expected.home_by_person(campaign.id, on)
        bodies = expected.bodies(campaign.id, on)
        self.yardsticks = {
            one.id: Yardstick.of(one, campaign, FAR) for one in campaign.requirements
        }
        self.whole = {one.id for one in campaign.requirements if is_whole(one, bodies)}
        self.tasks = uncounted_tasks(campaign)
        self._phases = {one.id: one.phase_id for one in campaign.tasks}
        self._metrics = {one.metric for one in campaign.requirements}
        self._entered: dict[int, Entered] = {}

    def enter(self, unit_ids: Collection[int]) -> Mapping[int, Entered]:
        """What those units have entered; the last ones read are remembered."""
        missing = set(unit_ids) - self._entered.keys()
        if missing:
            kept = {one: self._entered[one] for one in unit_ids if one not in missing}
            self._entered = kept | {one: Entered() for one in missing}
            entries = accepted_entries(self.campaign.id, missing, self._phases)
            for accepted in entries:
                self._take(self._entered[accepted.entry.unit_id], accepted)
        return self._entered

    def links(self, unit_ids: Collection[int]) -> Links:
        """For whose persons the records of those units count."""
        entered = self.enter(unit_ids)
        return {one: self._links_of(one, entered[one].facts) for one in unit_ids}

    def count(
        self, unit_ids: Collection[int], sources: Mapping[int, Collection[int]]
    ) -> Counted:
        """Everything kept of those units.

        Args:
            unit_ids: Units to count.
            sources: By unit, the other units whose records count for its persons.
        """
        others = {one for unit_id in unit_ids for one in sources.get(unit_id, ())}
        entered = self.enter(set(unit_ids) | others)
        facts = {one: self._facts_for(one, sources, entered) for one in unit_ids}
        subjects = expected.subjects(self.campaign.id, self.on, unit_ids)
        counted = Counted()
        counted.kept += self._standings(subjects, facts.values())
        counted.kept += self._task_standings(subjects, entered)
        for unit_id in unit_ids:
            self._contribute(counted, unit_id, subjects, Facts.of(facts[unit_id]))
        return counted

    def _take(self, entered: Entered, accepted: AcceptedEntry) -> None:
        kind, entry = accepted.kind, accepted.entry
        day = entry.values.get(kind.day)
        if isinstance(day, date) and day > self.on:
            entered.next_on = min(day, entered.next_on or day)
            return
        on = day if isinstance(day, date) else None
        evidence = Evidence(kind.key, entry.record_id, accepted.task_id, on)
        entered.evidence.append(evidence)
        entered.facts += [
            one for one in facts_of(kind, entry) if one.metric in self._metrics
        ]

    def _links_of(self, unit_id: int, facts: Iterable[Fact]) -> dict[int, str]:
        found: dict[int, list[str]] = {}
        for one in facts:
            home = self.homes.get(one.person_id or 0, unit_id)
            if one.person_id is not None and home != unit_id:
                found.setdefault(home, []).append(repr(one))
        return {home: _digest(lines) for home, lines in found.items()}

    def _facts_for(
        self,
        unit_id: int,
        sources: Mapping[int, Collection[int]],
        entered: Mapping[int, Entered],
    ) -> list[Fact]:
        """The unit's own facts, and whatever counts for its persons."""
        own = [one for one in entered[unit_id].facts if one.person_id is None]
        for source in {unit_id, *sources.get(unit_id, ())}:
            own += [
                one
                for one in entered[source].facts
                if one.person_id is not None
                and self.homes.get(one.person_id) == unit_id
            ]
        return own

    def _standings(
        self, subjects: Subjects, facts: Iterable[list[Fact]]
    ) -> Iterator[Kept]:
        indexed = Facts.of(one for several in facts for one in several)
        for requirement in self.campaign.requirements:
            if requirement.id in self.whole:
                continue
            yardstick = self.yardsticks[requirement.id]
            found = assess(requirement, subjects, indexed, self.campaign, FAR)
            for standing in found:
                # no body of these units: the requirement is for bodies of others
                if standing.subject_kind != "campaign":
                    yield keep(standing, yardstick, self.owner_unit_id)

    def _task_standings(
        self, subjects: Subjects, entered: Mapping[int, Entered]
    ) -> Iterator[Kept]:
        for unit in subjects.units:
            for task in self.tasks:
                if owes(task, unit.id, unit.kind, self.owner_unit_id):
                    yield _task_kept(task, unit.id, entered[unit.id].evidence)

    def _contribute(
        self, counted: Counted, unit_id: int, subjects: Subjects, facts: Facts
    ) -> None:
        persons = [one for one in subjects.persons if one.unit_id == unit_id]
        for number in self.whole:
            found = contribution_of(self.yardsticks[number], persons, facts)
            if not found.is_empty:
                counted.contributions[number, unit_id] = found


def whole_kept(counter: Counter, found: Mapping[int, list[Contribution]]) -> list[Kept]:
    """What is kept of the requirements of the campaign as a whole, at its owner."""
    return [
        keep(
            combined(counter.yardsticks[number], found.get(number, [])),
            counter.yardsticks[number],
            counter.owner_unit_id,
        )
        for number in counter.whole
    ]


def _task_kept(task: Task, unit_id: int, evidence: Iterable[Evidence]) -> Kept:
    records = tuple((e.kind, e.record_id) for e in evidence if shows(task, e))
    return Kept(
        requirement_id=task.id,
        unit_id=unit_id,
        subject_kind="task",
        subject_id=unit_id,
        attained=float(len(records)),
        late=0.0,
        having=0,
        total=0,
        parts="",
        is_met=bool(records),
        due_on=task.due_on or FAR,
        records=records,
    )


def _digest(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
