"""Zero reports: a unit has nothing to report and says why, or takes it back."""

from domain.errors import Forbidden, Invalid, NotFound, WrongState
from domain.policy import Actor
from services import audit
from store import clock
from store.db import write
from store.queries.expected import expected_unit_ids
from store.queries.records import counts_by_status
from store.queries.zero_reports import zero_reports
from store.scope import acting_in
from store.tables.records import ZeroReport

WHY_MAX = 500
NOT_YOURS = "这个单位不归您填报，没有办理。请由该单位的填报人办理。"
NOT_EXPECTED = "这个单位不在活动的应报单位里，不需要零报告。"
HAS_RECORDS = "这个单位已有填报的记录，不能再作零报告。请先删除草稿，或继续填报。"
NO_WHY = "请写明没有内容可报的原因。"
TOO_LONG = f"原因最多 {WHY_MAX} 字，请精简后再提交。"
NONE_HERE = "这个单位没有作过零报告，或已经撤回。"


def declare(actor: Actor, campaign_id: int, unit_id: int, why: str) -> None:
    """Say that the unit has nothing to report; a second time replaces the reason.

    Raises:
        Forbidden: The actor does not enter records there.
        Invalid: No reason, or one that is too long.
        WrongState: The unit owes nothing here, or has records already.
    """
    why = why.strip()
    if not why or len(why) > WHY_MAX:
        reason = TOO_LONG if why else NO_WHY
        raise Invalid(reason, {"why": reason})
    with write(actor.account_name) as session, acting_in(actor.scope):
        _require(actor, unit_id)
        if unit_id not in expected_unit_ids(campaign_id, clock.today()):
            raise WrongState(NOT_EXPECTED)
        if counts_by_status(campaign_id, frozenset({unit_id})):
            raise WrongState(HAS_RECORDS)
        row = zero_reports(campaign_id).get(unit_id)
        if row is None:
            row = ZeroReport(campaign_id=campaign_id, unit_id=unit_id)
            session.add(row)
        row.why, row.declared_by = why, actor.account_name
        row.declared_at = clock.now_utc()
        session.flush()
        event, name = "records:zero_report:declare", actor.account_name
        audit.record(event, name, unit_id, str(row.id), {"why": why})


def withdraw(actor: Actor, campaign_id: int, unit_id: int) -> None:
    """Take the zero report back.

    Raises:
        Forbidden: The actor does not enter records there.
        NotFound: There is none.
    """
    with write(actor.account_name), acting_in(actor.scope):
        _require(actor, unit_id)
        row = zero_reports(campaign_id).get(unit_id)
        if row is None:
            raise NotFound(NONE_HERE)
        row.is_deleted = 1
        event, name = "records:zero_report:withdraw", actor.account_name
        audit.record(event, name, unit_id, str(row.id))


def _require(actor: Actor, unit_id: int) -> None:
    if not actor.may("records.enter", unit_id):
        raise Forbidden(NOT_YOURS)
