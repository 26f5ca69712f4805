"""Reads of people and their tiers, within the scope (store/scope.py)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from store import clock
from store.db import db
from store.tables.people import Person, PersonTier

_IDS_AT_ONCE = 500


@dataclass(frozen=True)
class PersonLine:
    """A person as lists show them; tiers are those of the day asked for."""

    id: int
    code: str
    name: str
    unit_id: int
    post: str
    from_on: date | None
    to_on: date | None
    tiers: tuple[str, ...] = ()


@dataclass(frozen=True)
class TierSpan:
    """A tier held from one day to another, at the unit of that time."""

    id: int
    unit_id: int
    tier: str
    from_on: date | None
    to_on: date | None


@dataclass(frozen=True)
class PeopleFilter:
    """Which people; every condition that is set must hold.

    Attributes:
        unit_ids: Units they belong to; None is every unit of the scope.
        tier: A tier they are of on the day; empty is any.
        text: Part of the name or the code, as typed; empty is any.
        is_present: Only those with the office on the day; else also those who left.
        on: The day; None is today.
    """

    unit_ids: frozenset[int] | None = None
    tier: str = ""
    text: str = ""
    is_present: bool = True
    on: date | None = None


def person_by_code(code: str) -> PersonLine | None:
    """The person of that code within the scope, or None."""
    return _one(Person.code == code)


def person_by_id(person_id: int) -> PersonLine | None:
    """The person of that id within the scope, or None."""
    return _one(Person.id == person_id)


def people_by_ids(ids: Iterable[int], on: date | None = None) -> list[PersonLine]:
    """Those of the ids that lie within the scope, in the order of the ids."""
    wanted = list(ids)
    day = on or clock.today()
    found: dict[int, PersonLine] = {}
    for start in range(0, len(wanted), _IDS_AT_ONCE):
        part = wanted[start : start + _IDS_AT_ONCE]
        tiers = _tiers_of(part, day)
        statement = select(*_COLUMNS).where(Person.id.in_(part))
        for row in db.session.execute(statement):
            found[row.id] = PersonLine(*row, tuple(tiers.get(row.id, ())))
    return [found[one] for one in wanted if one in found]


def matching_people(wanted: PeopleFilter, unit_order: Sequence[int]) -> list[int]:
    """Ids of the people that match.

    Order: units as in unit_order (others last), then code.
    """
    statement = (
        select(Person.id, Person.unit_id)
        .where(*_conditions(wanted))
        .order_by(Person.code, Person.id)
    )
    rank = {unit_id: number for number, unit_id in enumerate(unit_order)}
    rows = list(db.session.execute(statement))
    rows.sort(key=lambda row: rank.get(row.unit_id, len(rank)))
    return [row.id for row in rows]


def tiers_of_person(person_id: int) -> list[TierSpan]:
    """Every tier the person is or was of, the present ones first."""
    statement = (
        select(
            PersonTier.id,
            PersonTier.unit_id,
            PersonTier.tier,
            PersonTier.from_on,
            PersonTier.to_on,
        )
        .where(PersonTier.person_id == person_id)
        .order_by(PersonTier.to_on.desc().nulls_first(), PersonTier.id)
    )
    return [TierSpan(*row) for row in db.session.execute(statement)]


def tier_names() -> list[str]:
    """Every tier in use within the scope, by name."""
    statement = select(PersonTier.tier).distinct().order_by(PersonTier.tier)
    return list(db.session.scalars(statement))


_COLUMNS = (
    Person.id,
    Person.code,
    Person.name,
    Person.unit_id,
    Person.post,
    Person.from_on,
    Person.to_on,
)


def _one(condition: ColumnElement[bool]) -> PersonLine | None:
    statement = select(*_COLUMNS).where(condition).order_by(Person.id)
    row = db.session.execute(statement).first()
    if row is None:
        return None
    tiers = _tiers_of([row.id], clock.today())
    return PersonLine(*row, tuple(tiers.get(row.id, ())))


def _tiers_of(person_ids: Sequence[int], on: date) -> dict[int, list[str]]:
    statement = (
        select(PersonTier.person_id, PersonTier.tier)
        .where(
            PersonTier.person_id.in_(person_ids),
            _holds(PersonTier.from_on, PersonTier.to_on, on),
        )
        .order_by(PersonTier.id)
    )
    tiers: dict[int, list[str]] = {}
    for person_id, tier in db.session.execute(statement):
        tiers.setdefault(person_id, []).append(tier)
    return tiers


def _conditions(wanted: PeopleFilter) -> list[ColumnElement[bool]]:
    on = wanted.on or clock.today()
    found: list[ColumnElement[bool]] = []
    if wanted.unit_ids is not None:
        found.append(Person.unit_id.in_(sorted(wanted.unit_ids)))
    if wanted.text:
        found.append(
            or_(
                Person.name.icontains(wanted.text, autoescape=True),
                Person.code.icontains(wanted.text, autoescape=True),
            )
        )
    if wanted.is_present:
        found.append(_holds(Person.from_on, Person.to_on, on))
    if wanted.tier:
        of_tier = select(PersonTier.person_id).where(
            PersonTier.tier == wanted.tier,
            _holds(PersonTier.from_on, PersonTier.to_on, on),
        )
        found.append(Person.id.in_(of_tier))
    return found


def _holds(
    from_on: InstrumentedAttribute[date | None],
    to_on: InstrumentedAttribute[date | None],
    on: date,
) -> ColumnElement[bool]:
    return and_(
        or_(from_on.is_(None), from_on <= on), or_(to_on.is_(None), to_on >= on)
    )
