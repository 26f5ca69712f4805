"""Reads of accounts and the roles they hold, within the scope."""

from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import ColumnElement, and_, func, or_, select

from domain.policy import Role
from store import clock
from store.db import db
from store.tables.people import Account, Person, RoleGrant


@dataclass(frozen=True)
class AccountLine:
    """An account as lists show it; roles are those held today."""

    id: int
    name: str
    unit_id: int
    person_id: int | None
    person_name: str
    is_active: bool
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True)
class GrantLine:
    """A role held at a unit from one day to another."""

    id: int
    role: Role
    unit_id: int
    from_on: date | None
    to_on: date | None


@dataclass(frozen=True)
class AccountFilter:
    """Which accounts; every condition that is set must hold.

    Attributes:
        unit_ids: Units they belong to; None is every unit of the scope.
        role: A role held today; empty is any.
        text: Part of the account's or the person's name; empty is any.
        is_active: None is both.
    """

    unit_ids: frozenset[int] | None = None
    role: str = ""
    text: str = ""
    is_active: bool | None = None


def matching_accounts(wanted: AccountFilter) -> list[AccountLine]:
    """Accounts that match. Order: name."""
    statement = (
        select(
            Account.id,
            Account.name,
            Account.unit_id,
            Account.person_id,
            func.coalesce(Person.name, ""),
            Account.is_active,
        )
        .outerjoin(Person, Person.id == Account.person_id)
        .where(*_conditions(wanted))
        .order_by(Account.name, Account.id)
    )
    rows = list(db.session.execute(statement))
    roles = _roles_today()
    return [
        AccountLine(*row[:5], bool(row.is_active), tuple(roles.get(row.id, ())))
        for row in rows
    ]


def account_line(account_id: int) -> AccountLine | None:
    """The account of that id within the scope, or None."""
    found = [one for one in matching_accounts(AccountFilter()) if one.id == account_id]
    return found[0] if found else None


def grants_of(account_id: int) -> list[GrantLine]:
    """Every role the account holds or held, those without end first."""
    statement = (
        select(
            RoleGrant.id,
            RoleGrant.role,
            RoleGrant.unit_id,
            RoleGrant.from_on,
            RoleGrant.to_on,
        )
        .where(RoleGrant.account_id == account_id)
        .order_by(RoleGrant.to_on.desc().nulls_first(), RoleGrant.id)
    )
    return [
        GrantLine(row.id, cast("Role", row.role), row.unit_id, row.from_on, row.to_on)
        for row in db.session.execute(statement)
    ]


def _holds_today() -> ColumnElement[bool]:
    today = clock.today()
    return and_(
        or_(RoleGrant.from_on.is_(None), RoleGrant.from_on <= today),
        or_(RoleGrant.to_on.is_(None), RoleGrant.to_on >= today),
    )


def _roles_today() -> dict[int, list[Role]]:
    statement = select(RoleGrant.account_id, RoleGrant.role).where(_holds_today())
    roles: dict[int, list[Role]] = {}
    for account_id, role in db.session.execute(statement.order_by(RoleGrant.id)):
        held = roles.setdefault(account_id, [])
        if role not in held:
            held.append(cast("Role", role))
    return roles


def _conditions(wanted: AccountFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.unit_ids is not None:
        found.append(Account.unit_id.in_(sorted(wanted.unit_ids)))
    if wanted.is_active is not None:
        found.append(Account.is_active == int(wanted.is_active))
    if wanted.text:
        found.append(
            or_(
                Account.name.icontains(wanted.text, autoescape=True),
                Person.name.icontains(wanted.text, autoescape=True),
            )
        )
    if wanted.role:
        holders = select(RoleGrant.account_id).where(
            RoleGrant.role == wanted.role, _holds_today()
        )
        found.append(Account.id.in_(holders))
    return found
