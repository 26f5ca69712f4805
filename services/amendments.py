"""Use cases of amendments: who is counted on changes by dated entries with a reason."""

from dataclasses import dataclass
from datetime import date, timedelta

from domain.errors import Invalid, NotFound, WrongState
from services import audit
from services.campaign_writing import expected_person_row
from services.campaigns import Frozen
from store.db import write
from store.queries import expected
from store.queries.campaigns import campaign_row
from store.scope import EVERYTHING, acting_in
from store.tables import campaigns as tables


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
            row = expected_person_row(campaign_id, one)
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
            row = expected_person_row(campaign_id, person)
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
