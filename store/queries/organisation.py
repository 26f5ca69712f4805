"""Reads of the organisation as a whole: units, people, accounts, bodies."""

from typing import TypeVar

from sqlalchemy import ColumnElement, select

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


def _all(
    table: type[Synced], kind: type[HeldKind], *conditions: ColumnElement[bool]
) -> list[HeldKind]:
    names = kind.__dataclass_fields__  # type: ignore[attr-defined] # all are dataclasses
    columns = [getattr(table, name) for name in names]
    statement = select(*columns).where(*conditions).order_by(table.id)
    return [kind(*row) for row in db.session.execute(statement)]
