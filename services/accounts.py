"""Accounts: adding, disabling, one-time passwords, choosing one's own password."""

import secrets
from dataclasses import dataclass
from typing import NoReturn

from domain.errors import Forbidden, Invalid, NotFound
from domain.passwords import ALPHABET, GROUP_LENGTH, GROUPS, fault_of, readable_password
from domain.policy import ROLE_LABELS, Action, Actor, Role
from services import audit
from services.sessions import NAME_LENGTH_MAX, hash_password, is_password
from store import clock
from store.db import write
from store.queries import access
from store.queries.units import unit_tree
from store.tables.access import Credential
from store.tables.people import Account, RoleGrant

CONSOLE = "命令行"
"""Name under which the log keeps what was done at the machine itself."""

_MANAGE: Action = "accounts.manage"


@dataclass(frozen=True)
class NewAccount:
    """What is asked when an account is added; codes, as people write them."""

    name: str
    unit_code: str
    role: str
    person_code: str = ""


def add_account(actor: Actor, wanted: NewAccount) -> str:
    """Add an account with one role at its unit, and answer its one-time password.

    Raises:
        Forbidden: The actor manages no accounts at that unit.
        Invalid: The name is taken, or a code or the role is unknown.
    """
    with write(actor.account_name):
        unit_id = _unit_id(wanted.unit_code)
        _require(actor, unit_id)
        return _add(wanted, unit_id, actor.account_name)


def add_account_at_console(wanted: NewAccount) -> str:
    """The same for whoever sits at the machine, who needs no account."""
    with write(CONSOLE):
        return _add(wanted, _unit_id(wanted.unit_code), CONSOLE)


def issue_one_time_password(account_id: int, by: str = CONSOLE) -> str:
    """Replace the account's password by a readable one that must be changed.

    Ends the account's sessions and its lock after failures. Only the program calls
    this; for a person asking, see reset_password.
    """
    numbers = [secrets.randbelow(len(ALPHABET)) for _ in range(GROUPS * GROUP_LENGTH)]
    password = readable_password(numbers)
    hashed = hash_password(password)
    with write(by):
        account = _account(account_id)
        _store_password(account_id, hashed, must_change=True)
        access.drop_sessions_of(account_id)
        access.forget_failures(account.name, clock.now_utc())
        audit.record("accounts:account:issue", by, account.unit_id, account.name)
    return password


def reset_password(actor: Actor, account_id: int) -> str:
    """A new one-time password for somebody else's account.

    Raises:
        Forbidden: The actor manages no accounts at its unit, or it is their own.
    """
    with write(actor.account_name):
        _manage(actor, account_id)
        return issue_one_time_password(account_id, actor.account_name)


def reset_password_at_console(name: str) -> str:
    """A new one-time password for the account of that name.

    Raises:
        NotFound: No account has the name.
    """
    account = access.account_by_name(name)
    if account is None:
        message = f"没有名为 {name} 的账号。"
        raise NotFound(message)
    return issue_one_time_password(account.id)


def change_password(account_id: int, old: str, new: str) -> None:
    """Put the account's own choice in the place of the old password.

    Ends every session of the account; the caller opens a new one.

    Raises:
        Invalid: The old one is wrong, or the new one may not be chosen.
    """
    account = _account(account_id)
    name, unit_id = account.name, account.unit_id
    old_hash = access.password_hash_of(account_id)
    if not is_password(old, old_hash):
        _refuse("old", "原密码不对，请重新输入。")
    fault = fault_of(new, name)
    if not fault and is_password(new, old_hash):
        fault = "新密码与原密码相同，请换一个。"
    if fault:
        _refuse("new", fault)
    hashed = hash_password(new)
    with write(name):
        _store_password(account_id, hashed, must_change=False)
        access.drop_sessions_of(account_id)
        audit.record("accounts:password:change", name, unit_id, name)


def set_active(actor: Actor, account_id: int, *, is_active: bool) -> None:
    """Let the account in again, or keep it out and end its sessions at once.

    Raises:
        Forbidden: The actor manages no accounts at its unit, or it is their own.
    """
    with write(actor.account_name):
        account = _manage(actor, account_id)
        account.is_active = int(is_active)
        if not is_active:
            access.drop_sessions_of(account_id)
        action = "enable" if is_active else "disable"
        audit.record(
            f"accounts:account:{action}",
            actor.account_name,
            account.unit_id,
            account.name,
        )


def end_sessions(account_id: int, by: str = CONSOLE) -> None:
    """Sign the account out everywhere."""
    with write(by):
        account = _account(account_id)
        access.drop_sessions_of(account_id)
        audit.record("sessions:account:end", by, account.unit_id, account.name)


def _add(wanted: NewAccount, unit_id: int, by: str) -> str:
    name, role = _checked_name(wanted.name), _checked_role(wanted.role)
    person_id = None
    if wanted.person_code:
        person_id = access.person_id_by_code(wanted.person_code)
        if person_id is None:
            _refuse("person", f"没有编号为 {wanted.person_code} 的人员。")
    with write(by) as session:
        account = Account(name=name, unit_id=unit_id, person_id=person_id)
        session.add(account)
        session.flush()
        session.add(RoleGrant(account_id=account.id, unit_id=unit_id, role=role))
        detail = {"role": role, "person": wanted.person_code}
        audit.record("accounts:account:add", by, unit_id, name, detail)
        return issue_one_time_password(account.id, by)


def _checked_name(name: str) -> str:
    name = name.strip()
    if not name or len(name) > NAME_LENGTH_MAX or any(map(str.isspace, name)):
        _refuse("name", f"账号名要 1 至 {NAME_LENGTH_MAX} 个字符，中间不留空格。")
    if access.account_by_name(name) is not None:
        _refuse("name", f"账号名 {name} 已经有人用，请换一个。")
    return name


def _checked_role(role: str) -> Role:
    if role not in ROLE_LABELS:
        known = "、".join(f"{key}（{label}）" for key, label in ROLE_LABELS.items())
        _refuse("role", f"没有角色 {role}；可用的是：{known}。")
    return role


def _unit_id(code: str) -> int:
    unit = unit_tree().by_code.get(code)
    if unit is None:
        _refuse("unit", f"没有代码为 {code} 的单位，请先登记单位。")
    return unit.id


def _account(account_id: int) -> Account:
    account = access.account_by_id(account_id)
    if account is None:
        message = "没有这个账号，可能已被删除。"
        raise NotFound(message)
    return account


def _manage(actor: Actor, account_id: int) -> Account:
    account = _account(account_id)
    _require(actor, account.unit_id)
    if account.id == actor.account_id:
        message = "不能管理自己的账号，请另一位安全管理员办理。"
        raise Forbidden(message)
    return account


def _require(actor: Actor, unit_id: int) -> None:
    if not actor.may(_MANAGE, unit_id):
        message = "您不管理这个单位的账号，请找该单位的安全管理员。"
        raise Forbidden(message)


def _refuse(field: str, reason: str) -> NoReturn:
    raise Invalid(reason, {field: reason})


def _store_password(account_id: int, hashed: str, *, must_change: bool) -> None:
    with write() as session:
        session.merge(
            Credential(
                account_id=account_id,
                password_hash=hashed,
                must_change=int(must_change),
                changed_at=clock.now_utc(),
            )
        )
