"""Use cases of campaigns: create from a template, and publish."""

from dataclasses import dataclass
from datetime import date

from domain.errors import Forbidden, NotFound, WrongState
from domain.facts import Person
from domain.policy import Actor
from domain.templates import shifted
from services import audit
from services.campaign_templates import template
from services.campaign_writing import expected_person_row, save
from store import clock
from store.db import write
from store.queries import expected
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


def must_manage(actor: Actor, unit_id: int) -> None:
    """Refuse whoever does not manage the campaigns of that unit.

    Raises:
        Forbidden: They do not.
    """
    if not actor.may("campaigns.manage", unit_id):
        message = "这个活动由其他单位主办，您不能改动。请联系主办单位的活动办。"
        raise Forbidden(message)


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
        campaign_id = save(moved.campaign, unit_id, name)
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
        session.add_all(expected_person_row(campaign_id, one) for one in frozen.persons)
        audit.record(
            "campaign:campaign:publish",
            by,
            row.unit_id,
            str(campaign_id),
            {"units": len(frozen.unit_ids), "persons": len(frozen.persons)},
        )
    return frozen
