"""Use cases of campaigns: create from a template, publish, amend the frozen lists."""

from dataclasses import dataclass
from datetime import date, timedelta

from domain.campaigns import Campaign, Requirement
from domain.errors import Invalid, NotFound, WrongState
from domain.facts import Person
from domain.templates import shifted
from services import audit
from services.campaign_templates import template
from store import clock
from store.db import write
from store.queries import expected
from store.queries.campaigns import campaign_row
from store.queries.units import unit_tree
from store.scope import EVERYTHING, acting_in
from store.tables import campaigns as tables

OPERATOR = "命令行"


@dataclass(frozen=True)
class Frozen:
    """Whom a campaign counts on.

    Attributes:
        unit_ids: In official order.
    """

    unit_ids: tuple[int, ...]
    persons: tuple[Person, ...]


def create_from_template(
    name: str, unit_id: int, start_on: date | None = None, by: str = OPERATOR
) -> int:
    """A draft campaign of that unit; its id.

    Args:
        name: Of a template that ships with the project.
        unit_id: The owner, whose subtree will take part.
        start_on: First day; every day of the template moves equally far. None keeps
            the template's own days.
        by: Account that creates it.

    Raises:
        NotFound: No such template or unit.
    """
    found = template(name)
    if unit_id not in unit_tree().by_id:
        message = "没有这个单位，未建立活动。请先在单位管理中登记主办单位。"
        raise NotFound(message)
    moved = shifted(found, start_on) if start_on else found
    with write(by):
        campaign_id = _save(moved.campaign, unit_id, name)
        audit.record(
            "campaign:campaign:create", by, unit_id, str(campaign_id), {"from": name}
        )
    return campaign_id


def who_takes_part(unit_id: int, on: date) -> Frozen:
    """Whom publishing on that day freezes.

    Every unit of the owner's subtree that is open on the day, the owner included, and
    party units below it that have no administrative superior; with all their people.
    """
    tree = unit_tree(on)
    units = [unit.id for unit, _ in tree.walk(unit_id)]
    inside = frozenset(units)
    units += [
        unit.id
        for unit, _ in unit_tree(on, "party").walk(unit_id)
        if unit.id not in inside and tree.parent_of.get(unit.id) is None
    ]
    with acting_in(EVERYTHING):
        return Frozen(tuple(units), tuple(expected.people_of(units, on)))


def publish(campaign_id: int, by: str = OPERATOR) -> Frozen:
    """Make a draft live and freeze who takes part as of its start, or of today.

    Units must be open, and people and tiers hold, on the campaign's first day when
    that is still to come, else today.

    Raises:
        NotFound: No such campaign.
        WrongState: It is published already.
    """
    with write(by) as session, acting_in(EVERYTHING):
        row = session.get(tables.Campaign, campaign_id)
        if row is None or row.is_deleted:
            message = "没有这个活动，未发布。请用 flask campaign list 查看编号。"
            raise NotFound(message)
        if row.status != "draft":
            message = f"“{row.name}”已经发布，不能再次发布。人员变动请用调整名单。"
            raise WrongState(message)
        frozen = who_takes_part(row.unit_id, max(row.start_on, clock.today()))
        row.status = "published"
        session.add_all(
            tables.ExpectedUnit(campaign_id=campaign_id, unit_id=unit_id)
            for unit_id in frozen.unit_ids
        )
        session.add_all(_expected_person(campaign_id, one) for one in frozen.persons)
        audit.record(
            "campaign:campaign:publish",
            by,
            row.unit_id,
            str(campaign_id),
            {"units": len(frozen.unit_ids), "persons": len(frozen.persons)},
        )
    return frozen


@dataclass(frozen=True)
class Change:
    """A dated amendment of the frozen lists.

    Attributes:
        on: First day on which it holds.
        reason: Printed beside the change.
    """

    on: date
    reason: str


def add_unit(campaign_id: int, unit_id: int, change: Change, by: str) -> Frozen:
    """Count on a unit and its people from a day on.

    Raises:
        Invalid: No reason, or the unit is on the list already.
    """
    _must_say_why(change)
    with write(by) as session, acting_in(EVERYTHING):
        _must_be_published(campaign_id)
        if unit_id in expected.expected_unit_ids(campaign_id, change.on):
            message = "该单位已在应报名单中，名单未改动。"
            raise Invalid(message, {"unit": message})
        persons = expected.people_of([unit_id], change.on)
        session.add(
            tables.ExpectedUnit(
                campaign_id=campaign_id,
                unit_id=unit_id,
                from_on=change.on,
                reason=change.reason,
            )
        )
        for one in persons:
            row = _expected_person(campaign_id, one)
            row.from_on, row.reason = change.on, change.reason
            session.add(row)
        _log("add-unit", campaign_id, unit_id, change, by)
    return Frozen((unit_id,), tuple(persons))


def remove_unit(campaign_id: int, unit_id: int, change: Change, by: str) -> None:
    """No longer count on a unit and its people from a day on; the past stays.

    Raises:
        Invalid: No reason, or the unit is not on the list.
    """
    _must_say_why(change)
    with write(by), acting_in(EVERYTHING):
        _must_be_published(campaign_id)
        rows = expected.rows_holding(campaign_id, unit_id, change.on)
        if not any(isinstance(row, tables.ExpectedUnit) for row in rows):
            message = "该单位不在应报名单中，名单未改动。"
            raise Invalid(message, {"unit": message})
        for row in rows:
            row.to_on, row.reason = change.on - timedelta(days=1), change.reason
        _log("remove-unit", campaign_id, unit_id, change, by)


def amend_person(
    campaign_id: int, person_id: int, change: Change, by: str, *, is_added: bool
) -> None:
    """Count on a person of an expected unit from a day on, or no longer.

    Raises:
        NotFound: Nobody of that number.
        Invalid: No reason, or nothing would change.
    """
    _must_say_why(change)
    with write(by) as session, acting_in(EVERYTHING):
        _must_be_published(campaign_id)
        person = expected.person_on(person_id, change.on)
        if person is None:
            message = "没有这个人，名单未改动。请先在人员管理中登记。"
            raise NotFound(message)
        held = expected.person_row_holding(campaign_id, person_id, change.on)
        if (held is not None) == is_added:
            where = "已在" if is_added else "不在"
            message = f"{person.name}{where}应参加名单中，名单未改动。"
            raise Invalid(message, {"person": message})
        if held is not None:
            held.to_on = change.on - timedelta(days=1)
            held.reason = change.reason
        else:
            row = _expected_person(campaign_id, person)
            row.from_on, row.reason = change.on, change.reason
            session.add(row)
        deed = "add-person" if is_added else "remove-person"
        _log(deed, campaign_id, person.unit_id, change, by)


def _must_say_why(change: Change) -> None:
    if not change.reason.strip():
        message = "调整名单要写明原因，名单未改动。请填写原因后再提交。"
        raise Invalid(message, {"reason": "请写明调整原因。"})


def _must_be_published(campaign_id: int) -> None:
    row = campaign_row(campaign_id)
    if row is None or row.status != "published":
        message = "活动尚未发布，没有可调整的名单。请先发布活动。"
        raise WrongState(message)


def _log(deed: str, campaign_id: int, unit_id: int, change: Change, by: str) -> None:
    detail = {"on": change.on.isoformat(), "reason": change.reason}
    audit.record(f"campaign:expected:{deed}", by, unit_id, str(campaign_id), detail)


def _expected_person(campaign_id: int, person: Person) -> tables.ExpectedPerson:
    return tables.ExpectedPerson(
        campaign_id=campaign_id,
        unit_id=person.unit_id,
        person_id=person.id,
        tiers=",".join(sorted(person.tiers)),
    )


def _save(campaign: Campaign, unit_id: int, template_name: str) -> int:
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
