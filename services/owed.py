"""What is owed, by the word for it, in pages: the gap list of the web."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from domain.assessment.standings import Notice, State
from domain.board import Rule
from domain.tasks import uncounted_tasks
from services.gaps import Gap, gap_of, gap_order
from services.overview import UnitLine
from store.queries.gaps import Heap, OwedFilter, owed_heaps, owed_rows
from store.queries.subjects import subject_names

OWED_STATES: tuple[State, ...] = ("overdue", "at_risk", "on_course", "not_due")


@dataclass(frozen=True)
class Wanted:
    """What the list is limited to.

    Attributes:
        state: One word, or None for every one that is owed.
        requirement_id: One requirement, or None.
        lines: Units, in official order.
        is_limited: Whether lines are few among the campaign's units.
    """

    lines: tuple[UnitLine, ...]
    state: State | None = None
    requirement_id: int | None = None
    is_limited: bool = True


class OwedList:
    """A filtered list, counted; pages of it are read when asked for.

    **Order:** by day, official order of units, the plan's order, subject.
    """

    def __init__(self, rule: Rule, wanted: Wanted) -> None:
        """Count what there is by day and unit."""
        self._rule, self._filter = rule, _filter(rule, wanted)
        self._lines = {one.id: one for one in wanted.lines}
        heaps = owed_heaps(rule.campaign.id, self._filter)
        shown = [one for one in heaps if one.unit_id in self._lines]
        self._heaps = sorted(
            shown, key=lambda one: (one.due_on, self._lines[one.unit_id].order)
        )
        self.count = sum(one.count for one in self._heaps)

    def some(self, offset: int, limit: int) -> list[Gap]:
        """Those from offset on, at most limit."""
        heaps, before = self._around(offset, offset + limit)
        campaign_id = self._rule.campaign.id
        wanted = None if len(heaps) == len(self._heaps) else heaps
        rows = owed_rows(campaign_id, self._filter, wanted)
        persons = {one.subject_id for one in rows if one.subject_kind == "person"}
        names = subject_names(campaign_id, persons)
        gaps = [
            gap
            for row in rows
            if row.unit_id in self._lines
            and (gap := gap_of(row, self._lines[row.unit_id], self._rule, names))
        ]
        gaps.sort(key=gap_order)
        return gaps[offset - before : offset - before + limit]

    def _around(self, first: int, last: int) -> tuple[list[Heap], int]:
        """Heaps that hold those rows, and how many rows stand before them."""
        found: list[Heap] = []
        passed = before = 0
        for heap in self._heaps:
            if passed >= last:
                break
            if passed + heap.count > first:
                before = before if found else passed
                found.append(heap)
            passed += heap.count
        return found, before


def _filter(rule: Rule, wanted: Wanted) -> OwedFilter:
    """Every state is a stretch of days among those begun, or all those not begun."""
    starts = _starts(rule, wanted) | _task_starts(rule, wanted)
    plain = OwedFilter(
        requirement_ids=_asked(starts, rule.on, wanted.state),
        unit_ids=[one.id for one in wanted.lines] if wanted.is_limited else None,
        over=[
            (key, one.most)
            for key, one in rule.yardsticks.items()
            if one.most is not None and one.parts is None
        ],
    )
    near, day = _near_until(rule.on, rule.notice), timedelta(days=1)
    by_state: dict[State, dict[str, Any]] = {
        "overdue": {"due_to": rule.on - day},
        "at_risk": {"due_from": rule.on, "due_to": near, "with_over": True},
        "on_course": {"due_from": near + day, "with_over": False},
    }
    return replace(plain, **by_state.get(wanted.state or "met", {}))


def _asked(starts: dict[int, date], on: date, state: State | None) -> list[int]:
    return [
        key
        for key, day in starts.items()
        if state is None or (day > on) == (state == "not_due")
    ]


def _starts(rule: Rule, wanted: Wanted) -> dict[int, date]:
    return {
        key: one.window.start_on
        for key, one in rule.yardsticks.items()
        if one.owed and wanted.requirement_id in (None, key)
    }


def _task_starts(rule: Rule, wanted: Wanted) -> dict[int, date]:
    if wanted.requirement_id is not None:
        return {}
    return {
        one.id: one.start_on or rule.campaign.start_on
        for one in uncounted_tasks(rule.campaign)
    }


def _near_until(on: date, notice: Notice) -> date:
    """Last due day that already warns."""
    day = on
    while notice.calendar.notice_from(day + timedelta(days=1), notice.days) <= on:
        day += timedelta(days=1)
    return day
