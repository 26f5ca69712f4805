"""What is owed, by the word for it, in pages: the gap list of the web."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from domain.assessment.standings import Notice, State
from domain.board import Rule
from domain.tasks import uncounted_tasks
from services.gaps import Gap, gap_of
from services.overview import UnitLine
from store.queries.gaps import OwedFilter, owed_count, owed_rows
from store.queries.subjects import subject_names

OWED_STATES: tuple[State, ...] = ("overdue", "at_risk", "on_course", "not_due")


@dataclass(frozen=True)
class Wanted:
    """What the list is limited to.

    Attributes:
        state: One word, or None for every one that is owed.
        requirement_id: One requirement, or None.
        lines: Units, in official order.
    """

    lines: tuple[UnitLine, ...]
    state: State | None = None
    requirement_id: int | None = None


def count_owed(rule: Rule, wanted: Wanted) -> int:
    """How many there are."""
    return owed_count(rule.campaign.id, _filter(rule, wanted))


def some_owed(rule: Rule, wanted: Wanted, offset: int, limit: int) -> list[Gap]:
    """Some of them.

    **Order:** by day, official order of units, requirement, subject.
    """
    campaign_id = rule.campaign.id
    lines = {one.id: one for one in wanted.lines}
    names = subject_names(campaign_id)
    rows = owed_rows(campaign_id, _filter(rule, wanted), offset, limit)
    gaps = (gap_of(row, lines[row.unit_id], rule, names) for row in rows)
    return [gap for gap in gaps if gap is not None]


def _filter(rule: Rule, wanted: Wanted) -> OwedFilter:
    """Every state is a stretch of days among those begun, or all those not begun."""
    plain = OwedFilter(
        unit_ids=[one.id for one in wanted.lines],
        requirement_ids=_asked(_starts(rule, wanted), rule.on, wanted.state),
        task_ids=_asked(_task_starts(rule, wanted), rule.on, wanted.state),
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
