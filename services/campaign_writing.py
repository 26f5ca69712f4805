"""From a campaign as plain data to its rows."""

from domain.campaigns import Campaign, Requirement
from domain.facts import Person
from store import clock
from store.db import write
from store.tables import campaigns as tables


def expected_person_row(campaign_id: int, person: Person) -> tables.ExpectedPerson:
    """A row of the frozen list, with the tiers of that moment."""
    return tables.ExpectedPerson(
        campaign_id=campaign_id,
        unit_id=person.unit_id,
        person_id=person.id,
        tiers=",".join(sorted(person.tiers)),
    )


def save(campaign: Campaign, unit_id: int, template_name: str) -> int:
    """Rows of a campaign whose parts are numbered within it; its id."""
    with write() as session:
        row = tables.Campaign(
            unit_id=unit_id,
            name=campaign.name,
            template=template_name,
            start_on=campaign.start_on,
            end_on=campaign.end_on,
            created_at=clock.now_utc(),
        )
        session.add(row)
        session.flush()
        owner = {"campaign_id": row.id, "unit_id": unit_id}
        phases: dict[int | None, int] = {}
        for phase in campaign.phases:
            values = _facts(phase) | {"parent_id": phases.get(phase.parent_id)}
            phases[phase.id] = _add(tables.CampaignPhase(**owner, **values))
        tasks: dict[int | None, int] = {}
        for task in campaign.tasks:
            values = _facts(task) | {
                "kinds": ",".join(task.kinds),
                "phase_id": phases.get(task.phase_id),
                "parent_id": tasks.get(task.parent_id),
            }
            tasks[task.id] = _add(tables.CampaignTask(**owner, **values))
        for requirement in campaign.requirements:
            values = _requirement_facts(requirement) | {
                "phase_id": phases.get(requirement.phase_id),
                "task_id": tasks.get(requirement.task_id),
            }
            _add(tables.CampaignRequirement(**owner, **values))
        return row.id


def _add(
    row: tables.CampaignPhase | tables.CampaignTask | tables.CampaignRequirement,
) -> int:
    with write() as session:
        session.add(row)
        session.flush()
        return row.id


def _facts(part: object) -> dict[str, object]:
    return {name: value for name, value in vars(part).items() if name != "id"}


def _requirement_facts(requirement: Requirement) -> dict[str, object]:
    stretches = (f"{first}..{last}" for first, last in requirement.windows)
    return _facts(requirement) | {
        "evidence": ",".join(requirement.evidence),
        "windows": ",".join(stretches),
    }
