"""Where a record belongs: its campaign, its task, the people it may name, its twins."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from domain.fields import Kind
from domain.reading import Value
from store.db import db
from store.describe import CLASS_BY_KEY
from store.tables.campaigns import Campaign, CampaignTask
from store.tables.people import Person


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
        conditions += [
            or_(Person.from_on.is_(None), Person.from_on <= on),
            or_(Person.to_on.is_(None), Person.to_on >= on),
        ]
    return _people(*conditions)


def people_by_id(person_ids: Collection[int]) -> dict[int, PersonOption]:
    """These people, as far as they are in scope."""
    found = _people(Person.id.in_(sorted(person_ids)))
    return {person.id: person for person in found}


def everybody() -> dict[int, PersonOption]:
    """Everybody in scope, of whatever day."""
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


def _people(*conditions: object) -> tuple[PersonOption, ...]:
    statement = select(
        Person.id, Person.code, Person.name, Person.post, Person.unit_id
    ).where(*conditions)  # type: ignore[arg-type]  # conditions are column expressions
    ordered = statement.order_by(Person.code, Person.id)
    return tuple(PersonOption(*row) for row in db.session.execute(ordered))
