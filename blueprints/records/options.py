"""What the selects of a record's form offer."""

from collections.abc import Iterable

from blueprints.records.found import Found
from blueprints.records.pages import Option, Options
from domain.policy import Actor
from domain.reading import Value
from services import record_people
from services.exports import ELSEWHERE
from services.record_entry import Place
from store.queries import record_places
from store.queries.units import unit_tree


def for_new(actor: Actor, place: Place) -> Options:
    """Own people, leaders from above, and all units."""
    tree = unit_tree()
    people = record_people.own_people(actor, place.unit_id)
    several = len({person.unit_id for person in people}) > 1
    own = {
        one.id: (
            one.id,
            one.name,
            tree.by_id[one.unit_id].name
            if several and one.unit_id in tree.by_id
            else one.post,
        )
        for one in people
    }
    above = tuple(
        (one.id, one.name, one.post)
        for one in record_people.leaders(place)
        if one.id not in own
    )
    units = tuple((unit.id, unit.name, "") for unit, _ in tree.walk())
    return Options(tuple(own.values()), above, units)


def for_stored(found: Found) -> Options:
    """The same with everybody the record names already, gone or not."""
    offered = for_new(found.actor, found.place)
    values = found.detail.record.values
    people = [one for one in found.kind.fields if one.input == "person"]
    own = [values[one.name] for one in people if not one.from_above]
    above = [values[one.name] for one in people if one.from_above]
    named = _also(offered.people, (*own, *found.detail.person_ids_present))
    known = (*offered.people, *named, *offered.above)
    return Options(
        (*offered.people, *named),
        (*offered.above, *_also(known, above)),
        offered.units,
    )


def _also(offered: tuple[Option, ...], values: Iterable[Value]) -> list[Option]:
    """Those of the persons who are not offered yet."""
    ids = {one for one in values if isinstance(one, int)} - {one[0] for one in offered}
    called = record_places.people_by_id(ids) if ids else {}
    return [
        (one, called[one].name if one in called else ELSEWHERE, "")
        for one in sorted(ids)
    ]
