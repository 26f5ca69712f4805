"""Whom a campaign counts on: the frozen lists and their dated amendments."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from domain.facts import Body, Person, Subjects, Unit
from store.db import db
from store.tables import campaigns as tables
from store.tables import people, units


@dataclass(frozen=True)
class Amendment:
    """A dated change of the frozen lists, with its reason."""

    unit_name: str
    person_name: str
    from_on: date | None
    to_on: date | None
    reason: str


def subjects(
    campaign_id: int, on: date, unit_ids: Collection[int] | None = None
) -> Subjects:
    """The frozen list as it holds on the day, of those units or of all.

    **Order:** by id; callers who show it put units in official order.
    """
    return Subjects(
        units=tuple(expected_units(campaign_id, on, unit_ids)),
        persons=tuple(_expected_persons(campaign_id, on, unit_ids)),
        bodies=tuple(_bodies(campaign_id, on, unit_ids)),
    )


def expected_units(
    campaign_id: int, on: date, unit_ids: Collection[int] | None = None
) -> list[Unit]:
    """Units on the frozen list of that day; of those given or of all, by id."""
    row, unit = tables.ExpectedUnit, units.Unit
    statement = (
        select(row.unit_id, unit.code, unit.name, unit.kind)
        .join(unit, unit.id == row.unit_id)
        .where(row.campaign_id == campaign_id, *_holds(row, on), *_among(row, unit_ids))
        .order_by(row.unit_id)
    )
    found = {one[0]: Unit(*one) for one in db.session.execute(statement)}
    return list(found.values())


def bodies(campaign_id: int, on: date) -> tuple[Body, ...]:
    """Bodies of all expected units."""
    return tuple(_bodies(campaign_id, on, None))


def expected_unit_ids(campaign_id: int, on: date) -> frozenset[int]:
    """Units the campaign counts on that day."""
    row = tables.ExpectedUnit
    statement = select(row.unit_id).where(
        row.campaign_id == campaign_id, *_holds(row, on)
    )
    return frozenset(db.session.scalars(statement))


def home_by_person(campaign_id: int, on: date) -> dict[int, int]:
    """Unit under which each expected person is counted on that day."""
    row = tables.ExpectedPerson
    statement = select(row.person_id, row.unit_id).where(
        row.campaign_id == campaign_id, *_holds(row, on)
    )
    return dict(iter(db.session.execute(statement)))


def people_of(unit_ids: Collection[int], on: date) -> list[Person]:
    """Everybody who belongs to those units on the day, with the tiers of that day."""
    person, tier = people.Person, people.PersonTier
    tiers: dict[int, list[str]] = {}
    for person_id, name in db.session.execute(
        select(tier.person_id, tier.tier)
        .where(tier.unit_id.in_(unit_ids), *_holds(tier, on))
        .order_by(tier.id)
    ):
        tiers.setdefault(person_id, []).append(name)
    statement = (
        select(person.id, person.code, person.name, person.unit_id)
        .where(person.unit_id.in_(unit_ids), *_holds(person, on))
        .order_by(person.id)
    )
    return [
        Person(*row, frozenset(tiers.get(row[0], ())))
        for row in db.session.execute(statement)
    ]


def person_on(person_id: int, on: date) -> Person | None:
    """The person with the tiers of that day, or None."""
    unit_id = db.session.scalar(
        select(people.Person.unit_id).where(people.Person.id == person_id)
    )
    found = [] if unit_id is None else people_of([unit_id], on)
    return next((one for one in found if one.id == person_id), None)


def rows_holding(
    campaign_id: int, unit_id: int, on: date
) -> list[tables.ExpectedUnit | tables.ExpectedPerson]:
    """Rows of a unit and its people on the frozen lists of that day, for changing."""
    found: list[tables.ExpectedUnit | tables.ExpectedPerson] = []
    for row in (tables.ExpectedUnit, tables.ExpectedPerson):
        found += db.session.scalars(
            select(row).where(
                row.campaign_id == campaign_id,
                row.unit_id == unit_id,
                *_holds(row, on),
            )
        )
    return found


def person_row_holding(
    campaign_id: int, person_id: int, on: date
) -> tables.ExpectedPerson | None:
    """The person's row on the frozen list of that day, for changing, or None."""
    row = tables.ExpectedPerson
    statement = select(row).where(
        row.campaign_id == campaign_id, row.person_id == person_id, *_holds(row, on)
    )
    return db.session.scalars(statement).first()


def next_changes(
    campaign_id: int, unit_ids: Collection[int], on: date
) -> dict[int, date]:
    """The next day on which a unit's frozen list or bodies change by themselves."""
    found: dict[int, date] = {}
    body = units.Body
    for row, scope in (
        (tables.ExpectedUnit, [tables.ExpectedUnit.campaign_id == campaign_id]),
        (tables.ExpectedPerson, [tables.ExpectedPerson.campaign_id == campaign_id]),
        (body, []),
    ):
        statement = select(row.unit_id, row.from_on, row.to_on).where(
            *scope, row.unit_id.in_(unit_ids), or_(row.from_on > on, row.to_on >= on)
        )
        for unit_id, from_on, to_on in db.session.execute(statement):
            after = to_on + timedelta(days=1) if to_on else None
            days = [day for day in (from_on, after) if day and day > on]
            found[unit_id] = min([*days, found.get(unit_id, date.max)])
    return found


def amendments(campaign_id: int) -> list[Amendment]:
    """Changes of the frozen lists since publication, the latest first."""
    unit, person = tables.ExpectedUnit, tables.ExpectedPerson
    of_units = (
        select(units.Unit.name, unit.from_on, unit.to_on, unit.reason, unit.id)
        .join(units.Unit, units.Unit.id == unit.unit_id)
        .where(unit.campaign_id == campaign_id, unit.reason != "")
    )
    of_persons = (
        select(
            units.Unit.name,
            people.Person.name,
            person.from_on,
            person.to_on,
            person.reason,
            person.id,
        )
        .join(units.Unit, units.Unit.id == person.unit_id)
        .join(people.Person, people.Person.id == person.person_id)
        .where(person.campaign_id == campaign_id, person.reason != "")
    )
    rows = [(n, "", f, t, r, i) for n, f, t, r, i in db.session.execute(of_units)]
    rows += [tuple(row) for row in db.session.execute(of_persons)]  # type: ignore[misc]
    rows.sort(key=lambda row: (row[3] or row[2] or date.min, row[5]), reverse=True)
    return [Amendment(*row[:5]) for row in rows]


def _holds(row: Any, on: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (
        or_(row.from_on.is_(None), row.from_on <= on),
        or_(row.to_on.is_(None), row.to_on >= on),
    )


def _among(row: Any, unit_ids: Collection[int] | None) -> list[ColumnElement[bool]]:
    return [] if unit_ids is None else [row.unit_id.in_(unit_ids)]


def _expected_persons(
    campaign_id: int, on: date, unit_ids: Collection[int] | None
) -> list[Person]:
    row, person = tables.ExpectedPerson, people.Person
    statement = (
        select(row.person_id, person.code, person.name, row.unit_id, row.tiers)
        .outerjoin(person, person.id == row.person_id)
        .where(row.campaign_id == campaign_id, *_holds(row, on), *_among(row, unit_ids))
        .order_by(row.person_id, row.id)
    )
    return list(
        {
            person_id: Person(
                person_id, code or "", name or "", unit_id, frozenset(tiers.split(","))
            )
            for person_id, code, name, unit_id, tiers in db.session.execute(statement)
        }.values()
    )


def _bodies(campaign_id: int, on: date, unit_ids: Collection[int] | None) -> list[Body]:
    row, expected = units.Body, tables.ExpectedUnit
    statement = (
        select(row.id, row.kind, row.name, row.unit_id)
        .join(expected, expected.unit_id == row.unit_id)
        .where(
            expected.campaign_id == campaign_id,
            *_holds(expected, on),
            *_holds(row, on),
            *_among(row, unit_ids),
        )
        .order_by(row.id)
    )
    found = {one[0]: Body(*one) for one in db.session.execute(statement)}
    return list(found.values())
