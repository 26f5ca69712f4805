"""Granting and ending roles: by a security administrator, never for oneself."""

from datetime import date, timedelta

from domain.errors import Forbidden, Invalid, NotFound
from domain.policy import ROLE_LABELS, Actor
from services import audit
from store import clock
from store.db import write
from store.queries import access
from store.queries.accounts import grants_of
from store.queries.units import unit_tree
from store.tables.people import Account, RoleGrant

NOT_GRANTED = "没有授予角色：有的内容需要改正。"
NO_GRANT = "没有这条角色授予，可能已被收回。"
NO_ACCOUNT = "没有这个账号，可能已被删除。"
OWN = "不能改自己的角色，请另一位安全管理员办理。"
BEYOND = "这个单位的账号不归您管理，请找该单位的安全管理员。"


def grant_role(
    actor: Actor,
    account_id: int,
    role: str,
    unit_code: str,
    span: tuple[date | None, date | None] = (None, None),
) -> None:
    """Let the account hold the role at the unit and its subtree, from day to day.

    Args:
        actor: A security administrator.
        account_id: Whose role it becomes; never the actor's own.
        role: One of domain.policy.ROLES.
        unit_code: Where it is held.
        span: First and last day; None is from today on, and without end.

    Raises:
        Forbidden: It is the actor's own account, or one of the units is beyond reach.
        Invalid: Role, unit or days are wrong, or the role is held there already.
    """
    with write(actor.account_name) as session:
        account = _managed(actor, account_id)
        unit_id = _unit_id(actor, unit_code)
        first, last = span[0] or clock.today(), span[1]
        if role not in ROLE_LABELS:
            raise Invalid(NOT_GRANTED, {"role": "请选择一种角色"})
        if last is not None and last < first:
            raise Invalid(NOT_GRANTED, {"to": "终止日期早于起始日期，请核对"})
        if _is_held(account.id, role, unit_id, first):
            message = f"这个账号在这里已有“{ROLE_LABELS[role]}”角色"
            raise Invalid(NOT_GRANTED, {"role": message})
        session.add(
            RoleGrant(
                account_id=account.id,
                unit_id=unit_id,
                role=role,
                from_on=first,
                to_on=last,
            )
        )
        _record(actor, "grant", account, {"role": role, "unit": unit_code})


def revoke_role(actor: Actor, grant_id: int) -> int:
    """End the role with yesterday; one that began today is marked deleted.

    Returns:
        Id of the account that held it.

    Raises:
        NotFound: There is no such grant.
        Forbidden: It is the actor's own, or one of the units is beyond reach.
    """
    with write(actor.account_name) as session:
        grant = session.get(RoleGrant, grant_id)
        if grant is None or grant.is_deleted:
            raise NotFound(NO_GRANT)
        account = _managed(actor, grant.account_id)
        if not actor.may("accounts.manage", grant.unit_id):
            raise Forbidden(BEYOND)
        yesterday = clock.today() - timedelta(days=1)
        if grant.from_on is not None and grant.from_on > yesterday:
            grant.is_deleted = 1
        elif grant.to_on is None or grant.to_on > yesterday:
            grant.to_on = yesterday
        _record(actor, "revoke", account, {"role": grant.role})
        return account.id


def _is_held(account_id: int, role: str, unit_id: int, on: date) -> bool:
    """Whether the account holds the role at the unit on the day or later."""
    return any(
        grant.role == role
        and grant.unit_id == unit_id
        and (grant.to_on is None or grant.to_on >= on)
        for grant in grants_of(account_id)
    )


def _managed(actor: Actor, account_id: int) -> Account:
    account = access.account_by_id(account_id)
    if account is None:
        raise NotFound(NO_ACCOUNT)
    if not actor.may("accounts.manage", account.unit_id):
        raise Forbidden(BEYOND)
    if account.id == actor.account_id:
        raise Forbidden(OWN)
    return account


def _unit_id(actor: Actor, code: str) -> int:
    unit = unit_tree().by_code.get(code)
    if unit is None:
        raise Invalid(NOT_GRANTED, {"unit": "请选择一个单位"})
    if not actor.may("accounts.manage", unit.id):
        raise Forbidden(BEYOND)
    return unit.id


def _record(
    actor: Actor, action: str, account: Account, detail: dict[str, object]
) -> None:
    event = f"accounts:role:{action}"
    audit.record(event, actor.account_name, account.unit_id, account.name, detail)
