"""Reads of the organisation as a whole: units, people, accounts, bodies."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, func, or_, select

from domain.organisation import held
from domain.organisation.held import Held
from store.base import Synced
from store.db import db
from store.scope import EVERYTHING, acting_in
from store.tables.people import Account, Person, PersonTier, RoleGrant
from store.tables.units import Body, BodyMember, Unit, UnitPlace

HeldKind = TypeVar("HeldKind")


def held_organisation() -> Held:
    """Every living row of the organisation, whatever the scope; eight statements."""
    with acting_in(EVERYTHING):
        return Held(
            units=_all(Unit, held.HeldUnit),
            places=_all(UnitPlace, held.HeldPlace),
            people=_all(Person, held.HeldPerson),
            tiers=_all(PersonTier, held.HeldTier),
            accounts=_all(Account, held.HeldAccount),
            grants=_all(RoleGrant, held.HeldGrant),
            bodies=_all(Body, held.HeldBody),
            members=_all(BodyMember, held.HeldMember),
        )


def held_units() -> Held:
    """Units and their places only."""
    with acting_in(EVERYTHING):
        return Held(
            units=_all(Unit, held.HeldUnit), places=_all(UnitPlace, held.HeldPlace)
        )


def held_person(code: str) -> Held:
    """Units and their places, and the person of that code with all tiers."""
    with acting_in(EVERYTHING):
        people = _all(Person, held.HeldPerson, Person.code == code)
        ids = [person.id for person in people]
        tiers = _all(PersonTier, held.HeldTier, PersonTier.person_id.in_(ids))
    units = held_units()
    return Held(units=units.units, places=units.places, people=people, tiers=tiers)


@dataclass(frozen=True)
class BodyLine:
    """A temporary body of a unit, with (person id, name, post) of its members."""

    id: int
    code: str
    name: str
    kind: str
    from_on: date | None
    to_on: date | None
    members: tuple[tuple[int, str, str], ...]


def people_by_unit(on: date) -> dict[int, int]:
    """How many people each unit of the scope has on the day."""
    statement = (
        select(Person.unit_id, func.count())
        .where(
            or_(Person.from_on.is_(None), Person.from_on <= on),
            or_(Person.to_on.is_(None), Person.to_on >= on),
        )
        .group_by(Person.unit_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def accounts_by_unit() -> dict[int, int]:
    """How many active accounts each unit of the scope has."""
    statement = (
        select(Account.unit_id, func.count())
        .where(Account.is_active == 1)
        .group_by(Account.unit_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def bodies_of(unit_id: int) -> list[BodyLine]:
    """Temporary bodies of the unit. Order: code; members as entered."""
    bodies = db.session.scalars(
        select(Body).where(Body.unit_id == unit_id).order_by(Body.code)
    ).all()
    statement = (
        select(BodyMember.body_id, Person.id, Person.name, BodyMember.post)
        .join(Person, Person.id == BodyMember.person_id)
        .where(BodyMember.unit_id == unit_id)
        .order_by(BodyMember.id)
    )
    members: dict[int, list[tuple[int, str, str]]] = {}
    for body_id, person_id, name, post in db.session.execute(statement):
        members.setdefault(body_id, []).append((person_id, name, post))
    return [
        BodyLine(
            body.id,
            body.code,
            body.name,
            body.kind,
            body.from_on,
            body.to_on,
            tuple(members.get(body.id, ())),
        )
        for body in bodies
    ]


def _all(
    table: type[Synced], kind: type[HeldKind], *conditions: ColumnElement[bool]
) -> list[HeldKind]:
    names = kind.__dataclass_fields__  # type: ignore[attr-defined] # all are dataclasses
    columns = [getattr(table, name) for name in names]
    statement = select(*columns).where(*conditions).order_by(table.id)
    return [kind(*row) for row in db.session.execute(statement)]
