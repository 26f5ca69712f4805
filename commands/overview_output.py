"""The overview as the JSON of the contract: ids and codes as strings, days as ISO."""

from collections import Counter
from collections.abc import Iterable, Mapping

from domain.campaigns import Requirement
from domain.kept import Kept, revive
from domain.lights import LIGHT_BY_STATE
from domain.metrics import label_of
from domain.rollup import Total
from domain.tasks import shown_tasks
from services.overview import Overview, UnitLine
from store.queries.subjects import SubjectName, subject_names

Names = Mapping[tuple[str, int], SubjectName]
_SAID = (
    "metric",
    "label",
    "comparison",
    "value",
    "value_to",
    "measure",
    "per",
    "tier",
    "tier_except",
)


def rollup_as_json(found: Overview, *, with_subjects: bool) -> dict[str, object]:
    """Every unit with its lights and figures, and the totals of all of them.

    For a requirement on persons, attained and needed count persons: those who have
    reached it and those it is meant for; value holds the threshold. For one on the
    unit itself they are in its measure.
    """
    names = subject_names(found.row.id) if with_subjects else {}
    return {
        "campaign": {"id": str(found.row.id), "name": found.row.name},
        "on": found.rule.on.isoformat(),
        "units": [_unit(found, line, names) for line in found.lines],
        "totals": _totals(found),
    }


def _unit(found: Overview, line: UnitLine, names: Names) -> dict[str, object]:
    codes = {one.id: one.code for one in found.lines}
    own = found.board.own.get(line.id, {})
    package = line.package
    return {
        "code": line.code,
        "name": line.name,
        "order": line.order,
        "parent": codes.get(line.parent_id or 0),
        "state": line.tally.word,
        "package": None
        if package is None
        else {"state": package.word, "on": package.on.isoformat()},
        "counts": vars(line.tally),
        "tasks": _tasks(found, line.id),
        "requirements": [
            _requirement(found, line.id, own[one.id], names)
            for one in found.rule.campaign.requirements
            if one.id in own
        ],
    }


def _tasks(found: Overview, unit_id: int) -> list[dict[str, object]]:
    standings = (
        (task, found.board.tasks.get((task.id, unit_id)))
        for task in shown_tasks(found.rule.campaign)
    )
    return [
        {
            "id": str(task.id),
            "name": task.name,
            "light": one.light.colour,
            "word": one.light.word,
            "done": one.done,
            "needed": one.needed,
            "due": task.due_on.isoformat() if task.due_on else None,
        }
        for task, one in standings
        if one is not None
    ]


def _requirement(
    found: Overview, unit_id: int, total: Total, names: Names
) -> dict[str, object]:
    requirement = found.rule.yardsticks[total.requirement_id].requirement
    kept = found.kept.get((unit_id, requirement.id), [])
    attained, needed = _figures(found, requirement, total, kept)
    records = {number for one in kept for _, number in one.records}
    if any(one.subject_kind == "campaign" for one in kept):
        records |= {n for _, n in found.whole_records.get(requirement.id, ())}
    answer: dict[str, object] = {
        "id": str(requirement.id),
        "attained": attained,
        "needed": needed,
        "state": total.state,
        "records": [str(number) for number in sorted(records)],
        **said(requirement),
        "light": LIGHT_BY_STATE[total.state].colour,
        "due": found.rule.yardsticks[requirement.id].window.due_on.isoformat(),
    }
    if names:
        answer["subjects"] = [_subject(found, one, names) for one in kept]
    return answer


def said(requirement: Requirement | None) -> dict[str, object]:
    """What the plan asks for; every value null where it asks for no number."""
    if requirement is None:
        return dict.fromkeys(_SAID)
    values = vars(requirement) | {"label": label_of(requirement.metric)}
    return {name: values[name] for name in _SAID}


def _figures(
    found: Overview, requirement: Requirement, total: Total, kept: Iterable[Kept]
) -> tuple[float, float]:
    if requirement.per.startswith("person") and requirement.comparison != "coverage":
        return float(total.subjects_met), float(total.subjects)
    yardstick = found.rule.yardsticks[requirement.id]
    standings = [revive(one, yardstick) for one in kept]
    if len(standings) != 1:
        return total.attained, total.needed
    return standings[0].attained, standings[0].needed


def _subject(found: Overview, kept: Kept, names: Names) -> dict[str, object]:
    standing = revive(kept, found.rule.yardsticks[kept.requirement_id])
    name = names.get((kept.subject_kind, kept.subject_id), SubjectName("", ""))
    return {
        "kind": kept.subject_kind,
        "code": name.code,
        "name": name.name,
        "attained": standing.attained,
        "needed": standing.needed,
        "gap": standing.gap,
        "late": standing.late,
        "state": found.rule.state(kept),
        "due": standing.due_on.isoformat(),
        "records": [str(number) for _, number in kept.records],
    }


def _totals(found: Overview) -> dict[str, object]:
    totals: dict[int, Total] = {}
    for unit_id in found.top_ids:
        for number, one in found.below[unit_id].items():
            totals.setdefault(number, Total(number)).add(one)
    return {
        "units": len(found.lines),
        "states": dict(Counter(line.tally.word for line in found.lines)),
        "lights": dict(Counter(one.light.colour for one in found.board.tasks.values())),
        "requirements": [
            {
                "id": str(one.id),
                "subjects": totals[one.id].subjects,
                "met": totals[one.id].subjects_met,
                "attained": totals[one.id].attained,
                "needed": totals[one.id].needed,
                "state": totals[one.id].state,
                "states": dict(totals[one.id].states),
                **said(one),
            }
            for one in found.rule.campaign.requirements
            if one.id in totals
        ],
    }
