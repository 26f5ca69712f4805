"""Where a record belongs: its campaign, its task, the people it may name, its twins."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select

from domain.fields import Kind
from domain.reading import Value
from store.db import db
from store.describe import CLASS_BY_KEY
from store.scope import EVERYTHING, acting_in
from store.tables.campaigns import Campaign, CampaignTask
from store.tables.people import Person
from store.tables.units import Body, BodyMember


@dataclass(frozen=True)
class CampaignPlace:
    """A campaign as records need it."""

    id: int
    unit_id: int
    name: str
    status: str
    start_on: date
    end_on: date


@dataclass(frozen=True)
class TaskPlace:
    """A task as records need it; kinds is empty when any kind is evidence."""

    id: int
    campaign_id: int
    name: str
    start_on: date | None
    due_on: date | None
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class PersonOption:
    """Somebody who may be named."""

    id: int
    code: str
    name: str
    post: str
    unit_id: int


def campaign_place(campaign_id: int) -> CampaignPlace | None:
    """The campaign of that id, or None."""
    found = _campaigns(Campaign.id == campaign_id)
    return found[0] if found else None


def published_campaigns(unit_ids: Collection[int]) -> tuple[CampaignPlace, ...]:
    """Published campaigns owned by any of these units, newest start first."""
    return _campaigns(
        Campaign.status == "published", Campaign.unit_id.in_(sorted(unit_ids))
    )


def task_place(task_id: int) -> TaskPlace | None:
    """The task of that id, or None."""
    found = _tasks(CampaignTask.id == task_id)
    return found[0] if found else None


def tasks_of(campaign_id: int) -> tuple[TaskPlace, ...]:
    """All tasks of the campaign, in the plan's order."""
    return _tasks(CampaignTask.campaign_id == campaign_id)


def person_options(
    unit_ids: Collection[int], on: date | None = None
) -> tuple[PersonOption, ...]:
    """People of these units in scope, there on the day (None: any day), by code."""
    conditions: list[object] = [Person.unit_id.in_(sorted(unit_ids))]
    if on is not None:
        conditions += _there(Person, on)
    return _people(*conditions)


def body_members(unit_ids: Collection[int], on: date) -> tuple[PersonOption, ...]:
    """Members of the bodies of these units on the day, each once; not scoped.

    The post says what they are in which body.
    """
    statement = (
        select(Person.id, Person.code, Person.name, Body.name, BodyMember.post)
        .join(BodyMember, BodyMember.person_id == Person.id)
        .join(Body, Body.id == BodyMember.body_id)
        .where(Body.unit_id.in_(sorted(unit_ids)), *_there(Body, on))
        .where(*_there(Person, on))
        .order_by(Body.code, BodyMember.id)
    )
    found: dict[int, PersonOption] = {}
    with acting_in(EVERYTHING):
        for person_id, code, name, body, post in db.session.execute(statement):
            option = PersonOption(person_id, code, name, f"{body}{post}", 0)
            found.setdefault(person_id, option)
    return tuple(found.values())


def people_by_id(person_ids: Collection[int]) -> dict[int, PersonOption]:
    """These people; not scoped: who reads a record reads whom it names."""
    with acting_in(EVERYTHING):
        found = _people(Person.id.in_(sorted(person_ids)))
    return {person.id: person for person in found}


def everybody() -> dict[int, PersonOption]:
    """Everybody held here, of whatever day, to call those whom records name."""
    with acting_in(EVERYTHING):
        return {person.id: person for person in _people()}


def has_twin(
    kind: Kind, unit_id: int, campaign_id: int, record_id: int, values: dict[str, Value]
) -> bool:
    """Whether another living record of the unit has the same title, day and person."""
    record = CLASS_BY_KEY[kind.key]
    title = values.get(kind.title)
    if not title:
        return False
    conditions = [
        record.unit_id == unit_id,
        record.campaign_id == campaign_id,
        record.id != record_id,
        getattr(record, kind.title) == title,
    ]
    conditions += [
        getattr(record, name) == values.get(name)
        for name in filter(None, (kind.person, kind.day))
    ]
    return db.session.scalar(select(record.id).where(*conditions).limit(1)) is not None


def hours_elsewhere(kind: Kind, record_id: int, values: dict[str, Value]) -> float:
    """Hours of the record's person on its day in other records of the kind."""
    hours = next((one.name for one in kind.fields if one.unit == "小时"), None)
    if hours is None or kind.person is None or not values.get(kind.person):
        return 0.0
    record = CLASS_BY_KEY[kind.key]
    statement = select(func.sum(getattr(record, hours))).where(
        record.id != record_id,
        getattr(record, kind.person) == values[kind.person],
        getattr(record, kind.day) == values.get(kind.day),
    )
    return float(db.session.scalar(statement) or 0.0)


def _campaigns(*conditions: object) -> tuple[CampaignPlace, ...]:
    statement = select(
        Campaign.id,
        Campaign.unit_id,
        Campaign.name,
        Campaign.status,
        Campaign.start_on,
        Campaign.end_on,
    ).where(*conditions)  # type: ignore[arg-type]  # conditions are column expressions
    ordered = statement.order_by(Campaign.start_on.desc(), Campaign.id)
    return tuple(CampaignPlace(*row) for row in db.session.execute(ordered))


def _tasks(*conditions: object) -> tuple[TaskPlace, ...]:
    task = CampaignTask
    statement = select(
        task.id, task.campaign_id, task.name, task.start_on, task.due_on, task.kinds
    ).where(*conditions)  # type: ignore[arg-type]  # conditions are column expressions
    ordered = statement.order_by(task.position, task.id)
    return tuple(
        TaskPlace(*row[:5], kinds=tuple(filter(None, row.kinds.split(","))))
        for row in db.session.execute(ordered)
    )


def _there(row: type[Person | Body], on: date) -> list[ColumnElement[bool]]:
    return [
        or_(row.from_on.is_(None), row.from_on <= on),
        or_(row.to_on.is_(None), row.to_on >= on),
    ]


def _people(*conditions: object) -> tuple[PersonOption, ...]:
    statement = select(
        Person.id, Person.code, Person.name, Person.post, Person.unit_id
    ).where(*conditions)  # type: ignore[arg-type]  # conditions are column expressions
    ordered = statement.order_by(Person.code, Person.id)
    return tuple(PersonOption(*row) for row in db.session.execute(ordered))
