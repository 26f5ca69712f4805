"""The organisation as the node holds it: one plain row each, keyed as in the tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.policy import Role
from domain.units import TreeName


@dataclass(frozen=True)
class HeldUnit:
    """Row of unit."""

    id: int
    code: str
    name: str
    kind: str
    opened_on: date | None
    closed_on: date | None


@dataclass(frozen=True)
class HeldPlace:
    """Row of unit_place."""

    id: int
    unit_id: int
    tree: TreeName
    parent_id: int | None
    position: int
    from_on: date | None
    to_on: date | None


@dataclass(frozen=True)
class HeldPerson:
    """Row of person."""

    id: int
    code: str
    name: str
    unit_id: int
    post: str
    from_on: date | None
    to_on: date | None


@dataclass(frozen=True)
class HeldTier:
    """Row of person_tier."""

    id: int
    person_id: int
    unit_id: int
    tier: str
    from_on: date | None
    to_on: date | None


@dataclass(frozen=True)
class HeldAccount:
    """Row of account."""

    id: int
    name: str
    unit_id: int
    person_id: int | None
    is_active: int


@dataclass(frozen=True)
class HeldGrant:
    """Row of role_grant."""

    id: int
    account_id: int
    unit_id: int
    role: Role
    from_on: date | None
    to_on: date | None


@dataclass(frozen=True)
class HeldBody:
    """Row of body."""

    id: int
    code: str
    name: str
    kind: str
    unit_id: int
    from_on: date | None
    to_on: date | None


@dataclass(frozen=True)
class HeldMember:
    """Row of body_member."""

    id: int
    body_id: int
    unit_id: int
    person_id: int
    post: str


@dataclass(frozen=True)
class Held:
    """Everything held; each list in the order of ids."""

    units: Sequence[HeldUnit] = ()
    places: Sequence[HeldPlace] = ()
    people: Sequence[HeldPerson] = ()
    tiers: Sequence[HeldTier] = ()
    accounts: Sequence[HeldAccount] = ()
    grants: Sequence[HeldGrant] = ()
    bodies: Sequence[HeldBody] = ()
    members: Sequence[HeldMember] = ()
