"""Kinds and records as the JSON of the contract: codes for people and units."""

from collections.abc import Sequence
from datetime import date

from domain.fields import Field, Kind
from domain.reading import Value
from store.queries.record_detail import attendance_of
from store.queries.record_places import everybody
from store.queries.records import RecordRow
from store.queries.units import unit_tree


def kind_as_json(kind: Kind) -> dict[str, object]:
    """A kind with its fields and metrics."""
    return {
        "kind": kind.key,
        "label": kind.label,
        "help": kind.help,
        "title": kind.title,
        "day": kind.day,
        "person": kind.person,
        "attendance": kind.attendance,
        "fields": [_field_as_json(one) for one in kind.fields],
        "metrics": [
            {
                "metric": count.metric,
                "measure": count.measure,
                "by": count.by,
                "amount": count.amount,
                "when": {name: list(values) for name, values in count.when.items()},
            }
            for count in kind.counts
        ],
    }


def _field_as_json(one: Field) -> dict[str, object]:
    return {
        "name": one.name,
        "label": one.label,
        "type": one.input,
        "required": one.required,
        "help": one.help,
        "choices": list(one.choices),
        "min": one.size_min,
        "max": one.size_max,
        "unit": one.unit,
    }


def records_as_json(kind: Kind, rows: Sequence[RecordRow]) -> list[dict[str, object]]:
    """Records with every field; days as ISO text, ids as text, people by code."""
    present = attendance_of(kind, [row.id for row in rows]) if kind.attendance else {}
    people = {one.id: one.code for one in everybody().values()}
    units = {unit.id: unit.code for unit in unit_tree().by_id.values()}
    codes = {"person": people, "unit": units}
    return [
        {
            "id": str(row.id),
            "kind": kind.key,
            "campaign": str(row.campaign_id),
            "task": str(row.task_id) if row.task_id else None,
            "unit": units.get(row.unit_id),
            "status": row.status,
            "created_by": row.created_by,
            "created_at": row.created_at.isoformat(),
            "fields": {
                one.name: _plain(one, row.values[one.name], codes)
                for one in kind.fields
            },
            "attendance": [
                people.get(one, str(one)) for one in present.get(row.id, ())
            ],
        }
        for row in rows
    ]


def _plain(one: Field, value: Value, codes: dict[str, dict[int, str]]) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if one.input in codes and isinstance(value, int):
        return codes[one.input].get(value, str(value))
    return value
