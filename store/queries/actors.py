"""Who is acting: an account with what its roles reach today."""

from datetime import date
from typing import cast

from sqlalchemy import or_, select

from domain.policy import Actor, Role, reach_of
from store import clock
from store.db import db
from store.queries.units import unit_tree
from store.scope import EVERYTHING, acting_in
from store.tables.people import Account, Person, RoleGrant


def actor_by_name(name: str) -> Actor | None:
    """The active account of that name, or None."""
    return _actor(Account.name == name)


def actor_by_id(account_id: int) -> Actor | None:
    """The active account of that id, or None."""
    return _actor(Account.id == account_id)


def _actor(condition: object) -> Actor | None:
    with acting_in(EVERYTHING):
        statement = (
            select(Account.id, Account.name, Account.unit_id, Person.name)
            .outerjoin(Person, Person.id == Account.person_id)
            .where(condition, Account.is_active == 1)  # type: ignore[arg-type]
            .order_by(Account.id)
        )
        found = db.session.execute(statement).first()
        if found is None:
            return None
        account_id, name, unit_id, person_name = found
        grants = _grants(account_id, clock.today())
    tree = unit_tree()
    return Actor(
        account_id=account_id,
        account_name=name,
        display_name=person_name or name,
        unit_id=unit_id,
        roles=frozenset(role for role, _ in grants),
        reach=reach_of([(role, tree.subtree(unit_id)) for role, unit_id in grants]),
    )


def _grants(account_id: int, on: date) -> list[tuple[Role, int]]:
    statement = select(RoleGrant.role, RoleGrant.unit_id).where(
        RoleGrant.account_id == account_id,
        or_(RoleGrant.from_on.is_(None), RoleGrant.from_on <= on),
        or_(RoleGrant.to_on.is_(None), RoleGrant.to_on >= on),
    )
    return [
        (cast("Role", role), unit_id) for role, unit_id in db.session.execute(statement)
    ]
