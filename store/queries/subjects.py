"""Names of those who owe something."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from store.db import db
from store.tables.campaigns import ExpectedPerson, ExpectedUnit
from store.tables.people import Person
from store.tables.units import Body, Unit


@dataclass(frozen=True)
class SubjectName:
    """Code and name as the organisation file gives them."""

    code: str
    name: str


def subject_names(
    campaign_id: int, person_ids: Collection[int] | None = None
) -> dict[tuple[str, int], SubjectName]:
    """By (subject kind, id): everybody on the campaign's lists the scope lets see.

    person_ids limits which persons are read; None is everybody.
    """
    unit, person, body = Unit, Person, Body
    units = db.session.execute(
        select(unit.id, unit.code, unit.name)
        .join(ExpectedUnit, ExpectedUnit.unit_id == unit.id)
        .where(ExpectedUnit.campaign_id == campaign_id)
    )
    found = {
        (kind, unit_id): SubjectName(code, name)
        for unit_id, code, name in units
        for kind in ("unit", "branch", "task")
    }
    named = select(person.id, person.code, person.name)
    if person_ids is None:
        named = named.join(ExpectedPerson, ExpectedPerson.person_id == person.id).where(
            ExpectedPerson.campaign_id == campaign_id
        )
    else:
        named = named.where(person.id.in_(person_ids))
    persons = db.session.execute(named)
    found |= {("person", key): SubjectName(*words) for key, *words in persons}
    bodies = db.session.execute(select(body.id, body.code, body.name))
    found |= {("body", key): SubjectName(*words) for key, *words in bodies}
    found["campaign", 0] = SubjectName("", "全活动")
    return found
