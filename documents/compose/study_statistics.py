"""学习情况统计表, one row per expected unit in official order."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from documents.contexts import StudyRow, StudyStatisticsContext, day
from services.overview import Overview, View, overview
from store.queries.expected import subjects
from store.queries.statistics import (
    RecordCount,
    count_by_unit,
    persons_present_by_unit,
)

COUNTS: Mapping[str, RecordCount] = {
    "group_session_count": RecordCount("study_session", {}),
    "hours": RecordCount("study_session", {"measure": ("学时",)}, "amount"),
    "centre_group_count": RecordCount("study_session", {"form": ("中心组学习",)}),
    "lecture_count": RecordCount("lecture", {}),
    "reflection_count": RecordCount("essay", {"form": ("心得体会",)}),
    "research_report_count": RecordCount("research_report", {}),
    "opinion_count": RecordCount("opinion", {}),
}
ATTENDED = ("study_session", "lecture")
NOTES = "notes_words"
Numbers = dict[str, dict[int, float]]


def compose_study_statistics(
    campaign_id: int, unit_id: int, figures_on: date
) -> StudyStatisticsContext:
    """The form for the unit and everything below it, as of the day."""
    seen = overview(campaign_id, View(unit_id=unit_id, on=figures_on))
    numbers = _numbers(seen, figures_on)
    rows = tuple(_row(line.name, (line.id,), numbers) for line in seen.lines)
    unit_ids = tuple(line.id for line in seen.lines)
    top = seen.lines[0].name if seen.lines else seen.row.unit_name
    first, last = seen.row.start_on, min(figures_on, seen.row.end_on)
    return StudyStatisticsContext(
        title=f"{seen.row.name}学习情况统计表",
        reporting_unit=top,
        rows=rows,
        totals=_row("合计", unit_ids, numbers),
        period=f"{day(first)}至{day(last)}",
        source=f"campaign:{campaign_id}/unit:{unit_id}/on:{figures_on.isoformat()}",
        reported_on=figures_on,
        notes=(
            "本表由系统按截止日已审核通过的记录统计。",
            "学时只计以学时填报的集中学习，工作日和小时不折算。",
            "实学人数指至少参加过一次集中学习或辅导讲座的应学人员。",
        ),
    )


def _numbers(seen: Overview, on: date) -> Numbers:
    campaign_id = seen.row.id
    window = (None, on)
    people = subjects(campaign_id, on).persons
    due: dict[int, float] = {}
    for person in people:
        due[person.unit_id] = due.get(person.unit_id, 0) + 1
    found: Numbers = {
        name: count_by_unit(campaign_id, wanted, window)
        for name, wanted in COUNTS.items()
    }
    found["due_count"] = due
    found["attended_count"] = {
        unit_id: float(number)
        for unit_id, number in persons_present_by_unit(
            campaign_id, ATTENDED, window
        ).items()
    }
    found["notes_met_count"] = _notes_met(seen)
    return found


def _notes_met(seen: Overview) -> dict[int, float]:
    notes = {one.id for one in seen.rule.campaign.requirements if one.metric == NOTES}
    return {
        unit_id: float(
            sum(total.subjects_met for key, total in own.items() if key in notes)
        )
        for unit_id, own in seen.board.own.items()
    }


def _row(name: str, unit_ids: tuple[int, ...], numbers: Numbers) -> StudyRow:
    def added(key: str) -> float:
        return sum(numbers[key].get(unit_id, 0.0) for unit_id in unit_ids)

    return StudyRow(
        unit_name=name,
        due_count=int(added("due_count")),
        attended_count=int(added("attended_count")),
        group_session_count=int(added("group_session_count")),
        hours=_tenths(added("hours")),
        centre_group_count=int(added("centre_group_count")),
        lecture_count=int(added("lecture_count")),
        notes_met_count=int(added("notes_met_count")),
        reflection_count=int(added("reflection_count")),
        research_report_count=int(added("research_report_count")),
        opinion_count=int(added("opinion_count")),
    )


def _tenths(value: float) -> Decimal:
    number = Decimal(str(round(value, 1)))
    return number.quantize(Decimal(1)) if number == number.to_integral() else number
