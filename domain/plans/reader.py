"""The door of the plan reader: a text in, a Plan out, never an exception."""

from domain.plans.bodies import find_bodies
from domain.plans.cleaning import Simplified
from domain.plans.criteria import find_criteria
from domain.plans.facts import find_publications, find_scope, find_themes, find_unread
from domain.plans.filings import Handover, find_handovers, limits_of
from domain.plans.heads import issuer_place, title_place
from domain.plans.layout import lay_out
from domain.plans.methods import find_methods
from domain.plans.model import (
    Body,
    Evaluation,
    Filing,
    Member,
    Phase,
    Place,
    Plan,
    Quote,
    Rectification,
    Requirement,
    Task,
)
from domain.plans.participants import find_participants
from domain.plans.phases import find_stages
from domain.plans.problems import find_problems
from domain.plans.readings import find_readings
from domain.plans.rectifications import Mending, find_mendings
from domain.plans.requirements import Duty, find_duties
from domain.plans.sheet import Sheet
from domain.plans.spans import find_span
from domain.plans.stages import Stage
from domain.plans.tasks import Job, find_tasks
from domain.plans.weighed import weigh
from domain.plans.years import signed_on


def read_plan(text: str, simplified: Simplified | None = None) -> Plan:
    """Read an implementation plan.

    Args:
        text: The plan as read, any script, any damage; may be empty.
        simplified: Simplified character by code point of the traditional one;
            without it traditional plans are read poorly.

    Returns:
        What was understood; what was doubtful is in `problems`, what says a
        number, a date or a duty and was placed nowhere is in `unread`.
    """
    sheet = lay_out(text, simplified or {})
    stages = find_stages(sheet)
    jobs = find_tasks(sheet, stages)
    handovers = find_handovers(sheet, stages)
    duties = find_duties(sheet, limits_of(sheet, handovers))
    title = title_place(sheet.text)
    issuer = issuer_place(sheet.text, title, signed_on(sheet.text, sheet.mentions))
    phases = tuple(_phase(sheet, stage) for stage in stages)
    weighed = weigh(sheet)
    judged = (
        find_criteria(sheet, weighed),
        find_methods(sheet, weighed),
        find_participants(sheet),
    )
    criteria, methods, participants = (
        tuple(_quote(sheet, place) for place in places) for places in judged
    )
    tasks = tuple(_task(sheet, job) for job in jobs)
    requirements = tuple(_requirement(sheet, duty, stages, jobs) for duty in duties)
    return Plan(
        title=sheet.name(*title) if title else None,
        issuer=sheet.name(*issuer) if issuer else None,
        span=find_span(sheet, stages),
        phases=phases,
        tasks=tasks,
        requirements=requirements,
        evaluation=Evaluation(criteria, methods, participants),
        filings=tuple(_filing(sheet, handover) for handover in handovers),
        bodies=tuple(_bodies(sheet)),
        rectifications=tuple(_mended(sheet, one) for one in find_mendings(sheet)),
        documents=tuple(_quote(sheet, place) for place in _titles(sheet)),
        reading_list=tuple(_quote(sheet, place) for place in find_readings(sheet)),
        themes=tuple(_quote(sheet, place) for place in find_themes(sheet)),
        scope=tuple(_quote(sheet, place) for place in find_scope(sheet)),
        publications=tuple(_quote(sheet, place) for place in find_publications(sheet)),
        unread=tuple(
            _quote(sheet, place)
            for place in find_unread(
                sheet, _read_places(stages, jobs, duties, handovers)
            )
        ),
        problems=tuple(find_problems(sheet, stages, jobs, duties, handovers)),
    )


def _quote(sheet: Sheet, place: Place) -> Quote:
    return Quote(sheet.page.raw(*place), sheet.page.place(*place))


def _titles(sheet: Sheet) -> list[Place]:
    """Documents the plan names, the first mention of each."""
    seen: dict[str, Place] = {}
    for start, end in sheet.quoted:
        if sheet.text[start] == "《":
            seen.setdefault(sheet.text[start:end], (start, end))
    return list(seen.values())


def _phase(sheet: Sheet, stage: Stage) -> Phase:
    mention = stage.mention
    start, end = stage.name
    outer = (
        (min(start, mention.start), max(end, mention.end))
        if mention and abs(mention.start - end) < 80
        else (start, end)
    )
    return Phase(
        name=sheet.name(*stage.name) or "阶段",
        start=stage.days[0],
        end=stage.days[1],
        raw_date=sheet.page.raw(mention.start, mention.end) if mention else None,
        parent=sheet.name(*stage.parent.name) if stage.parent else None,
        raw=sheet.page.raw(*outer),
        at=sheet.page.place(*outer),
    )


def _task(sheet: Sheet, job: Job) -> Task:
    mention = job.mention
    return Task(
        phase=sheet.name(*job.stage.name) if job.stage else None,
        name=sheet.name(*job.name),
        start=job.days[0],
        due=job.days[1],
        raw_date=sheet.page.raw(mention.start, mention.end) if mention else None,
        parent=sheet.name(*job.parent.name) if job.parent else None,
        raw=sheet.page.raw(*job.name),
        at=sheet.page.place(*job.name),
    )


def _requirement(
    sheet: Sheet, duty: Duty, stages: list[Stage], jobs: list[Job]
) -> Requirement:
    at = duty.quantity.at
    stage = next((s for s in reversed(stages) if s.span[0] <= at < s.span[1]), None)
    job = next(
        (j for j in reversed(jobs) if j.block and j.block.start <= at < j.block.end),
        None,
    )
    return Requirement(
        phase=sheet.name(*stage.name) if stage else None,
        task=sheet.name(*job.name) if job else None,
        subject=sheet.name(*duty.subject) if duty.subject else None,
        item=sheet.name(*duty.item),
        measure=duty.quantity.measure,
        comparator=duty.quantity.comparator,
        value=duty.quantity.value,
        per=duty.per,
        raw=sheet.page.raw(*duty.raw),
        at=sheet.page.place(*duty.raw),
    )


def _filing(sheet: Sheet, handover: Handover) -> Filing:
    return Filing(
        what=sheet.name(*handover.what),
        to=sheet.name(*handover.to) if handover.to else None,
        by=sheet.name(*handover.by) if handover.by else None,
        due=handover.due if isinstance(handover.due, str) else None,
        due_raw=sheet.page.raw(*handover.due_raw) if handover.due_raw else None,
        raw=sheet.page.raw(*handover.raw),
        at=sheet.page.place(*handover.raw),
    )


def _mended(sheet: Sheet, found: Mending) -> Rectification:
    def name(place: Place | None) -> str | None:
        return sheet.name(*place) if place else None

    return Rectification(
        problem=name(found.problem),
        measure=sheet.name(*found.measure),
        responsible=name(found.responsible),
        due=found.due,
        due_raw=sheet.page.raw(*found.limit) if found.limit else None,
        raw=sheet.page.raw(*found.whole),
        at=sheet.page.place(*found.whole),
    )


def _bodies(sheet: Sheet) -> list[Body]:
    return [
        Body(
            sheet.name(*found.name),
            tuple(Member(sheet.name(*who), post) for who, post in found.members),
            sheet.page.raw(*found.raw),
            sheet.page.place(*found.raw),
        )
        for found in find_bodies(sheet)
    ]


def _read_places(
    stages: list[Stage], jobs: list[Job], duties: list[Duty], handovers: list[Handover]
) -> list[Place]:
    places = [stage.name for stage in stages] + [job.name for job in jobs]
    days = [stage.mention for stage in stages] + [job.mention for job in jobs]
    places += [(day.start, day.end) for day in days if day]
    places += [duty.raw for duty in duties] + [h.raw for h in handovers]
    return sorted(places)
