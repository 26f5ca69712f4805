"""People and their dated tiers, compared with what is held."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.organisation.changes import (
    NEW,
    Changes,
    day_before,
    day_of_change,
    shown,
)
from domain.organisation.held import Held, HeldPerson, HeldTier
from domain.organisation.rows import PersonRow
from domain.organisation.units import UnitBook, refuse_unit


@dataclass
class PersonBook:
    """People by code, those to come included, with the tiers that end with them."""

    held: dict[str, HeldPerson]
    tiers: dict[int, dict[str, HeldTier]]
    ids: dict[str, int]

    @classmethod
    def of(cls, held: Held) -> "PersonBook":
        """Index what is held."""
        people: dict[str, HeldPerson] = {}
        for person in held.people:
            people.setdefault(person.code, person)
        ends = {person.id: person.to_on for person in held.people}
        tiers: dict[int, dict[str, HeldTier]] = {}
        for tier in held.tiers:
            if tier.to_on is None or tier.to_on == ends.get(tier.person_id):
                tiers.setdefault(tier.person_id, {})[tier.tier] = tier
        ids = {code: person.id for code, person in people.items()}
        return cls(people, tiers, ids)


@dataclass(frozen=True)
class Move:
    """A person as a row wants them.

    Attributes:
        day: First day of what changes now.
        to_on: Last day with the office; tiers end with it.
    """

    person: HeldPerson
    unit_id: int
    tiers: tuple[str, ...]
    day: date
    to_on: date | None


def plan_people(
    rows: Iterable[PersonRow],
    books: tuple[UnitBook, PersonBook],
    changes: Changes,
    today: date,
) -> None:
    """Collect what the rows of people change; the book learns the new ids."""
    units, people = books
    for row in rows:
        unit_id = units.ids.get(row.unit)
        if unit_id is None:
            refuse_unit(changes, "people", row.number, row.unit)
            continue
        person = people.held.get(row.code)
        if person is None:
            people.ids[row.code] = _add_person(row, unit_id, changes)
            changes.report("people", row.code, row.name, [NEW])
            continue
        standing = people.tiers.get(person.id, {})
        move = _wanted(row, person, unit_id, (tuple(standing), today))
        whats = _change_person(row, move, units, changes)
        whats += change_tiers(move, standing, changes)
        changes.report("people", row.code, row.name, whats)


def _add_person(row: PersonRow, unit_id: int, changes: Changes) -> int:
    person_id = changes.add(
        "person",
        code=row.code,
        name=row.name,
        unit_id=unit_id,
        post=row.post,
        from_on=row.from_on,
        to_on=row.to_on,
    )
    for tier in row.tiers:
        add_tier(changes, person_id, unit_id, (tier, row.from_on, row.to_on))
    return person_id


def _wanted(
    row: PersonRow,
    person: HeldPerson,
    unit_id: int,
    standing_today: tuple[tuple[str, ...], date],
) -> Move:
    standing, today = standing_today
    return Move(
        person=person,
        unit_id=unit_id,
        tiers=row.tiers if "tiers" in row.given else standing,
        day=day_of_change(row.from_on, person.from_on, today),
        to_on=row.to_on if "to_on" in row.given else person.to_on,
    )


def _change_person(
    row: PersonRow, move: Move, units: UnitBook, changes: Changes
) -> list[str]:
    person = move.person
    wanted: dict[str, object] = {
        "name": row.name,
        "unit_id": move.unit_id,
        "post": row.post if "post" in row.given else person.post,
        "from_on": row.from_on or person.from_on,
        "to_on": move.to_on,
    }
    if row.from_on is None and move.unit_id != person.unit_id:
        wanted["from_on"] = move.day
    differing = changes.change("person", person, **wanted)
    whats = [
        shown(_LABELS[name], getattr(person, name), wanted[name])
        for name in differing
        if name != "unit_id"
    ]
    if "unit_id" in differing:
        whats.insert(0, shown("单位", units.codes.get(person.unit_id), row.unit))
    return whats


_LABELS = {
    "name": "姓名",
    "post": "职务",
    "from_on": "起始日期",
    "to_on": "终止日期",
}


def change_tiers(
    move: Move, standing: dict[str, HeldTier], changes: Changes
) -> list[str]:
    """End the tiers that are over, begin the new ones; a move carries all over.

    Returns:
        What changed, in words; empty when nothing did.
    """
    kept: set[str] = set()
    for name, tier in standing.items():
        if name in move.tiers and tier.unit_id == move.unit_id:
            kept.add(name)
            changes.change("person_tier", tier, to_on=move.to_on)
        elif move.person.to_on is None:
            changes.end("person_tier", tier, day_before(move.day))
        else:
            changes.delete("person_tier", tier)
    for name in move.tiers:
        if name not in kept:
            span = (name, move.day, move.to_on)
            add_tier(changes, move.person.id, move.unit_id, span)
    if set(standing) == set(move.tiers):
        return []
    return [shown("层次", "、".join(standing), "、".join(move.tiers))]


def add_tier(
    changes: Changes,
    person_id: int,
    unit_id: int,
    span: tuple[str, date | None, date | None],
) -> None:
    """A tier from one day to another."""
    tier, from_on, to_on = span
    changes.add(
        "person_tier",
        person_id=person_id,
        unit_id=unit_id,
        tier=tier,
        from_on=from_on,
        to_on=to_on,
    )
