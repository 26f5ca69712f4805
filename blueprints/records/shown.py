"""Values as pages show them: names for ids, days and numbers as people write them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from domain.fields import Field, Kind
from domain.reading import Value
from domain.validation import ATTENDANCE
from services import exports
from services.exports import Names
from store.queries.record_places import people_by_id
from store.queries.units import unit_tree
from web.filters import day, number

PRESENT = "参加人员"
FILE = "附件"


@dataclass(frozen=True)
class Change:
    """One field before and after, as text; empty for nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Fact:
    """One field with its value as text; empty when not filled in."""

    name: str
    label: str
    text: str


def names_of(person_ids: Iterable[object]) -> Names:
    """What these persons and all units are called."""
    wanted = {one for one in person_ids if isinstance(one, int)}
    people = people_by_id(wanted) if wanted else {}
    return Names(
        {key: person.name for key, person in people.items()},
        {unit.id: unit.name for unit in unit_tree().by_id.values()},
    )


def person_ids(kind: Kind, values: Mapping[str, Value]) -> list[Value]:
    """Persons the fields name."""
    return [values[one.name] for one in kind.fields if one.input == "person"]


def text_of(one: Field, value: Value, names: Names) -> str:
    """A value as text; numbers with their unit."""
    shown = exports.shown(one, value, names)
    if shown is None:
        return ""
    if isinstance(shown, date):
        return day(shown)
    if isinstance(shown, str):
        return shown
    return f"{number(shown)}{one.unit}"


def facts_of(
    kind: Kind, values: Mapping[str, Value], present: Iterable[int], names: Names
) -> list[Fact]:
    """Every field in the order of the form, then who was present."""
    facts = [
        Fact(one.name, one.label, text_of(one, values.get(one.name), names))
        for one in kind.fields
    ]
    if kind.attendance:
        facts.append(Fact(ATTENDANCE, PRESENT, people_text(present, names)))
    return facts


def people_text(present: Iterable[object], names: Names) -> str:
    """Names in a row, counted: 张三、李四（2人）."""
    called = [
        names.people.get(one, exports.ELSEWHERE)
        for one in present
        if isinstance(one, int)
    ]
    return f"{'、'.join(called)}（{len(called)}人）" if called else ""


def changes_of(
    kind: Kind, changes: Mapping[str, tuple[object, object]], names: Names
) -> list[Change]:
    """Stored changes as text, in the order of the form."""
    order = [*(one.name for one in kind.fields), ATTENDANCE]
    known = sorted(
        changes, key=lambda name: order.index(name) if name in order else len(order)
    )
    return [
        Change(
            label_of(kind, name),
            *(_stored_text(kind, name, value, names) for value in changes[name]),
        )
        for name in known
    ]


def label_of(kind: Kind, name: str) -> str:
    """What a field, the attendance or a file is called."""
    one = kind.field(name)
    return (
        one.label if one else {ATTENDANCE: PRESENT, "attachment": FILE}.get(name, name)
    )


def named_in(
    kind: Kind, all_changes: Iterable[Mapping[str, tuple[object, object]]]
) -> set[int]:
    """Ids of persons that stored changes speak of."""
    persons = {one.name for one in kind.fields if one.input == "person"}
    found: set[int] = set()
    for changes in all_changes:
        for name, sides in changes.items():
            for side in sides:
                many = side if isinstance(side, list) else [side]
                if name in persons or name == ATTENDANCE:
                    found.update(one for one in many if isinstance(one, int))
    return found


def _stored_text(kind: Kind, name: str, value: object, names: Names) -> str:
    if isinstance(value, list):
        return people_text(value, names)
    one = kind.field(name)
    if one is None or value is None:
        return "" if value is None else str(value)
    if one.input == "date" and isinstance(value, str):
        return day(date.fromisoformat(value))
    return text_of(one, value, names) if isinstance(value, str | int | float) else ""
