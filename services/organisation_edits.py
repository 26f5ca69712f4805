"""Units and people changed one at a time: a form is a file of one row.

So pages and files follow the same rules of dates, codes and circles. Cells are named
by the English heads of the organisation file, which are also the form's fields.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from domain.errors import Forbidden, Invalid, NotFound
from domain.organisation import find_changes, read_organisation
from domain.organisation.changes import Changes
from domain.organisation.held import Held, HeldPerson, HeldTier, HeldUnit
from domain.organisation.rows import SHEETS, Problem
from domain.policy import Actor
from services import audit
from services.organisation import apply_changes
from store import clock
from store.db import write
from store.queries.organisation import held_person, held_units
from store.queries.people import PeopleFilter, matching_people, person_by_id
from store.queries.units import unit_tree

Cells = Mapping[str, str]
NOT_SAVED = "没有保存：有的内容需要改正。"
BEYOND = "这里有不在您管理范围内的单位。请选本单位或下级单位，或请上级管理员办理。"
_NOT_HERE = "没有这个单位，可能已被删除。请回到单位列表重新选择。"
_NOBODY = "没有这个人，或不在您的管理范围内。请回到人员列表重新选择。"


def add_unit(actor: Actor, cells: Cells) -> int:
    """A new unit with its place, as the form says; returns its id.

    Raises:
        Invalid: A cell cannot be read, or the code is taken.
        Forbidden: The parent is beyond the actor's reach.
    """
    if not cells.get("parent"):
        raise Invalid(NOT_SAVED, {"parent": "请选择上级单位"})
    with write(actor.account_name):
        changes = _save(actor, "units", cells, (held_units(), "add"))
        code = str(changes.added["unit"][0]["code"])
        return unit_tree(date.max).by_code[code].id


def edit_unit(actor: Actor, unit_id: int, cells: Cells) -> None:
    """Another name or kind; the code never changes.

    Raises:
        Invalid: A cell cannot be read.
        Forbidden: The unit is beyond the actor's reach.
    """
    _change_unit(actor, unit_id, _only(cells, "name", "kind"), "edit")


def move_unit(actor: Actor, unit_id: int, cells: Cells) -> None:
    """Another parent in one of the trees from a day on; the old place ends before.

    Raises:
        Invalid: A cell cannot be read, the day is not later than the present place,
            or the unit would stand below itself.
        Forbidden: The unit or a parent is beyond the actor's reach.
    """
    wanted = _only(cells, "parent", "party_parent", "order", "from")
    held = held_units()
    places = [place for place in held.places if place.unit_id == unit_id]
    begun = max((place.from_on for place in places if place.from_on), default=None)
    _require_later(wanted.get("from", ""), begun)
    _change_unit(actor, unit_id, wanted, "move")


def close_unit(actor: Actor, unit_id: int, cells: Cells) -> None:
    """The unit's last day; it may hold nobody and nothing below it after that.

    Raises:
        Invalid: The day cannot be read, or units or people are still there.
        Forbidden: The unit is beyond the actor's reach.
    """
    if not cells.get("to"):
        raise Invalid(NOT_SAVED, {"to": "请写最后一天"})
    below = len(unit_tree().subtree(unit_id)) - 1
    wanted = PeopleFilter(unit_ids=frozenset({unit_id}))
    people = len(matching_people(wanted, ()))
    if below > 0 or people:
        message = (
            f"还有 {max(below, 0)} 个下级单位和 {people} 人在这里，请先移走再撤销。"
        )
        raise Invalid(message, {"to": message})
    _change_unit(actor, unit_id, _only(cells, "to"), "close")


def add_person(actor: Actor, cells: Cells) -> int:
    """A new person with the tiers they are of; returns their id.

    Raises:
        Invalid: A cell cannot be read, or the code is taken.
        Forbidden: The unit is beyond the actor's reach.
    """
    with write(actor.account_name):
        held = held_person(cells.get("code", ""))
        changes = _save(actor, "people", cells, (held, "add"))
        code = str(changes.added["person"][0]["code"])
        return held_person(code).people[0].id


def edit_person(actor: Actor, person_id: int, cells: Cells) -> None:
    """Another name, post or first day.

    Raises:
        Invalid: A cell cannot be read.
        Forbidden: The person's unit is beyond the actor's reach.
    """
    _change_person(actor, person_id, _only(cells, "name", "post", "from"), "edit")


def move_person(actor: Actor, person_id: int, cells: Cells) -> None:
    """Another unit from a day on; tiers end at the old unit and begin at the new.

    Raises:
        Invalid: A cell cannot be read, or the day is not later than the present one.
        Forbidden: One of the units is beyond the actor's reach.
    """
    wanted = _only(cells, "unit", "from")
    person = _person(person_id)
    _require_later(wanted.get("from", ""), person.from_on)
    _change_person(actor, person_id, wanted, "move")


def leave_person(actor: Actor, person_id: int, cells: Cells) -> None:
    """The person's last day with the office; empty takes it back.

    Raises:
        Invalid: The day cannot be read, or lies before the first.
        Forbidden: The person's unit is beyond the actor's reach.
    """
    _change_person(actor, person_id, _only(cells, "to"), "leave")


def set_tiers(actor: Actor, person_id: int, spans: list[Mapping[str, str]]) -> None:
    """The person's tiers with their days, as the form lists them.

    Args:
        actor: Whoever does it.
        person_id: The person.
        spans: id (empty for a new one), tier, from, to; an emptied tier is removed.

    Raises:
        Invalid: A day cannot be read or an end lies before its beginning.
        Forbidden: The person's unit is beyond the actor's reach.
    """
    with write(actor.account_name):
        person = _person(person_id)
        held = {tier.id: tier for tier in held_person(person.code).tiers}
        changes = Changes()
        for number, span in enumerate(spans):
            _set_tier(person, held, (number, span), changes)
        _finish(actor, changes, "organisation:person:tiers", person.code)


def _set_tier(
    person: HeldPerson,
    held: Mapping[int, HeldTier],
    numbered: tuple[int, Mapping[str, str]],
    changes: Changes,
) -> None:
    number, span = numbered
    known = span.get("id", "")
    present = held.get(int(known)) if known.isdecimal() else None
    if not span.get("tier", "").strip():
        if present is not None:
            changes.delete("person_tier", present)
        return
    cells = {"code": "X", "name": "X", "unit": "X", "from": span["from"]}
    file = read_organisation(
        {"people": [(1, {**cells, "to": span["to"], "tiers": [span["tier"]]})]}
    )
    if file.problems:
        message = file.problems[0].message
        raise Invalid(NOT_SAVED, {f"tier-{number}": message})
    row = file.people[0]
    wanted = {"tier": row.tiers[0], "from_on": row.from_on, "to_on": row.to_on}
    if present is not None:
        changes.change("person_tier", present, **wanted)
    else:
        ids = {"person_id": person.id, "unit_id": person.unit_id}
        changes.add("person_tier", **ids, **wanted)


def _change_unit(
    actor: Actor, unit_id: int, cells: dict[str, str], action: str
) -> None:
    with write(actor.account_name):
        held = held_units()
        unit = next((one for one in held.units if one.id == unit_id), None)
        if unit is None:
            raise NotFound(_NOT_HERE)
        _save(actor, "units", {**_as_cells(unit), **cells}, (held, action))


def _as_cells(unit: HeldUnit) -> dict[str, str]:
    return {"code": unit.code, "name": unit.name, "kind": unit.kind}


def _change_person(
    actor: Actor, person_id: int, cells: dict[str, str], action: str
) -> None:
    with write(actor.account_name):
        person = _person(person_id)
        held = held_person(person.code)
        held = replace(held, people=[one for one in held.people if one.id == person_id])
        unit = next(one for one in held.units if one.id == person.unit_id)
        base = {"code": person.code, "name": person.name, "unit": unit.code}
        _save(actor, "people", {**base, **cells}, (held, action))


def _person(person_id: int) -> HeldPerson:
    """The person as held; only when they lie within the scope."""
    found = person_by_id(person_id)
    if found is None:
        raise NotFound(_NOBODY)
    people = held_person(found.code).people
    return next(one for one in people if one.id == person_id)


def _save(
    actor: Actor, sheet: str, cells: Cells, held_action: tuple[Held, str]
) -> Changes:
    held, action = held_action
    file = read_organisation({sheet: [(1, dict(cells))]})
    changes = find_changes(file, held, clock.today(), frozenset())
    if changes.problems:
        raise _refusal(sheet, changes.problems)
    line = changes.lines[0] if changes.lines else None
    if action == "add" and (line is None or line.what != "新增"):
        message = f"代码“{cells['code']}”已经有了，请换一个"
        raise Invalid(NOT_SAVED, {"code": message})
    noun = {"units": "unit", "people": "person"}[sheet]
    event = f"organisation:{noun}:{action}"
    _finish(actor, changes, event, cells["code"], line.what if line else "")
    return changes


def _finish(
    actor: Actor, changes: Changes, event: str, subject: str, what: str = ""
) -> None:
    reach = actor.reach.get("organisation.manage", frozenset())
    held = {one for one in changes.concerned if one is None or one > 0}
    if not held <= reach:
        raise Forbidden(BEYOND)
    if changes.is_empty:
        return
    apply_changes(changes)
    unit_id = min((one for one in held if one is not None), default=actor.unit_id)
    audit.record(event, actor.account_name, unit_id, subject, {"what": what})


def _refusal(sheet: str, problems: list[Problem]) -> Invalid:
    """Problems as reasons beside the fields of the form."""
    field_of = {column.heads[0]: column.heads[1] for column in SHEETS[sheet][1]}
    reasons: dict[str, str] = {}
    for problem in problems:
        label = problem.column
        reasons.setdefault(field_of[label], f"{label}：{problem.message}")
    return Invalid(NOT_SAVED, reasons)


def _require_later(from_text: str, begun: date | None) -> None:
    """A move takes effect after what it ends began; without a day it is today."""
    cells = {"code": "X", "name": "X", "kind": "其他", "from": from_text}
    file = read_organisation({"units": [(1, cells)]})
    day = file.units[0].from_on if file.units else None
    if day is not None and begun is not None and day <= begun:
        message = f"要晚于现在这段的起始日期 {begun.isoformat()}"
        raise Invalid(NOT_SAVED, {"from": message})


def _only(cells: Cells, *names: str) -> dict[str, str]:
    return {name: cells[name] for name in names if name in cells}
