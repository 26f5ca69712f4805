"""A draft as JSON text and back; what was kept reads back equal."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, TypeVar

from domain.campaigns import Phase, Requirement, Task
from domain.plan_mapping.model import Anchor, Doubt, Leftover, Note, PlanDraft

Kept = TypeVar("Kept")


def dump(draft: PlanDraft) -> str:
    """The draft as one JSON document."""
    return json.dumps(asdict(draft), ensure_ascii=False, default=date.isoformat)


def load(text: str) -> PlanDraft:
    """The draft that dump made this text of."""
    data = json.loads(text)
    lists: dict[str, Any] = {
        name: _all(made, data[name]) for name, made in _LISTS.items()
    }
    start_on, end_on = _day(data["start_on"]), _day(data["end_on"])
    return PlanDraft(name=data["name"], start_on=start_on, end_on=end_on, **lists)


def _all(made: type[Kept], rows: Iterable[Mapping[str, Any]]) -> tuple[Kept, ...]:
    return tuple(
        made(
            **{
                name: _READ[name](value) if name in _READ else value
                for name, value in row.items()
            }
        )
        for row in rows
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _tuple(value: list[Any] | None) -> tuple[Any, ...] | None:
    return None if value is None else tuple(value)


def _stretches(value: list[list[str]]) -> tuple[tuple[date, date], ...]:
    return tuple(
        (date.fromisoformat(first), date.fromisoformat(last)) for first, last in value
    )


def _doubts(value: list[dict[str, Any]]) -> tuple[Doubt, ...]:
    return _all(Doubt, value)


_LISTS: dict[str, Any] = {
    "phases": Phase,
    "tasks": Task,
    "requirements": Requirement,
    "anchors": Anchor,
    "leftovers": Leftover,
    "notes": Note,
}
_DAYS = ("start_on", "end_on", "due_on", "window_start", "window_end")
_READ: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(_DAYS, _day),
    **dict.fromkeys(("kinds", "evidence", "at", "date_at"), _tuple),
    "windows": _stretches,
    "doubts": _doubts,
}
