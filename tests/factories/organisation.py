"""A small office: 环卫处 with two branches, their people and accounts."""

from dataclasses import dataclass, field

from domain.policy import Role
from store.db import write
from store.tables.people import Account, Person, PersonTier, RoleGrant
from store.tables.units import Body, BodyMember, Unit, UnitPlace

PEOPLE_PER_UNIT = 12


@dataclass
class Organisation:
    """Ids by code, as the tests name them."""

    units: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)


def add_unit(
    made: Organisation, code: str, name: str, kind: str, parent: str | None
) -> None:
    with write() as session:
        unit = Unit(code=code, name=name, kind=kind)
        session.add(unit)
        session.flush()
        place = UnitPlace(
            unit_id=unit.id,
            tree="admin",
            parent_id=made.units[parent] if parent else None,
            position=len(made.units),
        )
        session.add(place)
        made.units[code] = unit.id


def add_person(
    made: Organisation, code: str, name: str, unit: str, tiers: tuple[str, ...]
) -> None:
    unit_id = made.units[unit]
    with write() as session:
        person = Person(code=code, name=name, unit_id=unit_id)
        session.add(person)
        session.flush()
        session.add_all(
            PersonTier(person_id=person.id, unit_id=unit_id, tier=tier)
            for tier in tiers
        )
        made.people[code] = person.id


def add_account(made: Organisation, name: str, unit: str, *roles: Role) -> None:
    unit_id = made.units[unit]
    with write() as session:
        account = Account(name=name, unit_id=unit_id)
        session.add(account)
        session.flush()
        session.add_all(
            RoleGrant(account_id=account.id, unit_id=unit_id, role=role)
            for role in roles
        )
        made.accounts[name] = account.id


def make_organisation() -> Organisation:
    """HW 环卫处 above A 一中队 and B 二中队; twelve people each in A and B."""
    made = Organisation()
    add_unit(made, "HW", "市环卫处", "处", None)
    add_unit(made, "A", "清扫一中队", "中队", "HW")
    add_unit(made, "B", "清扫二中队", "中队", "HW")
    for unit in ("A", "B"):
        for number in range(1, PEOPLE_PER_UNIT + 1):
            tiers = ("党员", "班子成员") if number <= 2 else ("党员",)
            code = f"{unit}{number:03d}"
            add_person(made, code, f"喆{number}𠮷", unit, tiers)
    with write() as session:
        body = Body(code="ZX", name="处中心组", kind="中心组", unit_id=made.units["HW"])
        session.add(body)
        session.flush()
        session.add(
            BodyMember(
                body_id=body.id,
                unit_id=made.units["HW"],
                person_id=made.people["A001"],
                post="组长",
            )
        )
    add_account(made, "admin", "HW", "system", "security", "audit")
    add_account(made, "office", "HW", "office")
    add_account(made, "leader", "HW", "leader")
    for unit in ("A", "B"):
        add_account(made, f"clerk-{unit.lower()}", unit, "clerk")
        add_account(made, f"head-{unit.lower()}", unit, "head")
    return made
