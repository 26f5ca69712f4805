"""Whom a record may name: its own people, and leaders from above where a field asks."""

from collections import Counter
from collections.abc import Collection, Iterable

from domain.policy import Actor
from domain.reading import Directory
from services.record_entry import Place
from store import clock
from store.queries import record_places
from store.queries.record_places import PersonOption
from store.queries.units import unit_tree
from store.scope import acting_in


def directory(actor: Actor, place: Place, keep: Collection[int] = ()) -> Directory:
    """What people and units may be called in a record at the place: code, or id.

    keep holds the ids of persons the record names already: they stay allowed when
    they have left the unit.
    """
    people = {str(person_id): person_id for person_id in keep}
    people |= _called(own_people(actor, place.unit_id))
    units = {}
    for unit in unit_tree().by_id.values():
        units[str(unit.id)] = units[unit.code] = unit.id
    return Directory(people, units, _called(leaders(place)))


def directory_by_name(actor: Actor, place: Place) -> Directory:
    """The same for files people type: also 张三（A001）, and names nobody shares."""
    known = directory(actor, place)
    units = [(one.id, one.name, one.code) for one in unit_tree().by_id.values()]
    own = [(one.id, one.name, one.code) for one in own_people(actor, place.unit_id)]
    above = [(one.id, one.name, one.code) for one in leaders(place)]
    return Directory(
        {**_typed(own), **known.people},
        {**_typed(units), **known.units},
        {**_typed(above), **known.above},
    )


def full_name(name: str, code: str) -> str:
    """How a file names a person or unit beyond doubt."""
    return f"{name}（{code}）"


def own_people(actor: Actor, unit_id: int) -> tuple[PersonOption, ...]:
    """People of the unit and of those below it, as far as the actor sees them."""
    with acting_in(actor.scope):
        return record_places.person_options(unit_tree().subtree(unit_id), clock.today())


def leaders(place: Place) -> tuple[PersonOption, ...]:
    """Members of the bodies that lead the campaign, as far as they are held here.

    Those are bodies of the campaign's own unit and of the units between it and the
    record's; the post is the one in the body.
    """
    campaign = record_places.campaign_place(place.campaign_id)
    above = {one.id for one in unit_tree().ancestors(place.unit_id)}
    if campaign is not None:
        above.add(campaign.unit_id)
    return record_places.body_members(above, clock.today())


def _called(people: Iterable[PersonOption]) -> dict[str, int]:
    return {word: one.id for one in people for word in (str(one.id), one.code)}


def _typed(known: list[tuple[int, str, str]]) -> dict[str, int]:
    shared = Counter(name for _, name, _ in known)
    names = {name: one for one, name, _ in known if shared[name] == 1}
    return {**names, **{full_name(name, code): one for one, name, code in known}}
