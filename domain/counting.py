"""From a record to the facts it contributes, by its kind's declarations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.facts import Fact
from domain.fields import Count, Kind


@dataclass(frozen=True)
class Entry:
    """A record as counting sees it; only accepted records should be given.

    Attributes:
        values: By field name; days as date, amounts as numbers, persons by id.
        person_ids_present: Attendance, without repeats or with; each counts once.
        phase_id: Phase of the task it was entered for, if any.
    """

    record_id: int
    unit_id: int
    values: Mapping[str, object]
    person_ids_present: Sequence[int] = ()
    phase_id: int | None = None


def facts_of(kind: Kind, entry: Entry) -> list[Fact]:
    """Every contribution of the record, in the order of the kind's declarations.

    It counts once for the unit, and once for each person where the declaration says
    person or attendance; the record's own person (执笔人, 牵头人) is present too.
    Without its day or its amount it counts nowhere.
    """
    day = entry.values.get(kind.day)
    facts = []
    for count in kind.counts:
        amount = _amount(count, entry.values)
        if amount is None or not _applies(count, entry.values):
            continue
        facts += [
            Fact(
                metric=count.metric,
                measure=count.measure,
                amount=amount,
                unit_id=entry.unit_id,
                person_id=person_id,
                on=day if isinstance(day, date) else None,
                phase_id=entry.phase_id,
                kind=kind.key,
                record_id=entry.record_id,
            )
            for person_id in (None, *_person_ids(count, kind, entry))
        ]
    return facts


def _amount(count: Count, values: Mapping[str, object]) -> float | None:
    """One record, or the number in its field; None where that is empty or no number."""
    if count.amount is None:
        return 1.0
    value = values.get(count.amount)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)


def _applies(count: Count, values: Mapping[str, object]) -> bool:
    return all(
        _as_choice(values.get(name)) in accepted
        for name, accepted in count.when.items()
    )


def _as_choice(value: object) -> str:
    """How a value reads in a declaration's ``when``: yes_no fields as 是 and 否."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)


def _person_ids(count: Count, kind: Kind, entry: Entry) -> Sequence[int]:
    if count.by == "unit":
        return []
    own = entry.values.get(kind.person) if kind.person else None
    named = [own] if isinstance(own, int) else []
    present = entry.person_ids_present if count.by == "attendance" else ()
    return list(dict.fromkeys([*named, *present]))
