"""Accounts and the roles they hold at their unit, compared with what is held."""

from collections.abc import Iterable
from datetime import date

from domain.organisation.changes import NEW, Changes, day_before, shown
from domain.organisation.held import Held, HeldAccount, HeldGrant
from domain.organisation.people import PersonBook
from domain.organisation.rows import AccountRow
from domain.organisation.units import UnitBook, refuse_unit
from domain.policy import ROLE_LABELS


class AccountBook:
    """Accounts by name, with the grants that are in effect or will be."""

    def __init__(self, held: Held, today: date) -> None:
        """Index what is held."""
        self.held: dict[str, HeldAccount] = {}
        for account in held.accounts:
            self.held.setdefault(account.name, account)
        self.grants: dict[int, list[HeldGrant]] = {}
        for grant in held.grants:
            if grant.to_on is None or grant.to_on >= today:
                self.grants.setdefault(grant.account_id, []).append(grant)


def plan_accounts(
    rows: Iterable[AccountRow],
    books: tuple[UnitBook, PersonBook, AccountBook],
    changes: Changes,
    today: date,
) -> None:
    """Collect what the rows of accounts change.

    A role that the file does not name stays; one held at the unit that an account
    leaves ends the day before, since a move is no reason to keep reading there.
    """
    units, people, accounts = books
    for row in rows:
        unit_id = units.ids.get(row.unit)
        if unit_id is None:
            refuse_unit(changes, "accounts", row.number, row.unit)
            continue
        if row.person is not None and row.person not in people.ids:
            message = f"没有编号为“{row.person}”的人员，请补上这个人或改正编号"
            changes.refuse("accounts", row.number, "人员", message)
            continue
        person_id = people.ids[row.person] if row.person else None
        account = accounts.held.get(row.name)
        if account is None:
            _add_account(row, unit_id, person_id, changes)
            changes.report("accounts", row.name, row.name, [NEW])
            continue
        whats = _change_account(row, account, (unit_id, person_id), changes)
        held = accounts.grants.get(account.id, [])
        whats += _change_grants(row, account, held, (unit_id, today, changes))
        changes.report("accounts", row.name, row.name, whats)


def _add_account(
    row: AccountRow, unit_id: int, person_id: int | None, changes: Changes
) -> None:
    account_id = changes.add(
        "account", name=row.name, unit_id=unit_id, person_id=person_id, is_active=1
    )
    changes.new_accounts.append((account_id, row.name))
    for role in row.role:
        _grant(changes, account_id, unit_id, (role, None))


def _change_account(
    row: AccountRow,
    account: HeldAccount,
    wanted: tuple[int, int | None],
    changes: Changes,
) -> list[str]:
    unit_id, person_id = wanted
    if "person" not in row.given:
        person_id = account.person_id
    labels = {"unit_id": "单位", "person_id": "人员"}
    differing = changes.change("account", account, unit_id=unit_id, person_id=person_id)
    return [f"改{labels[name]}" for name in differing]


def _change_grants(
    row: AccountRow,
    account: HeldAccount,
    held: list[HeldGrant],
    place: tuple[int, date, Changes],
) -> list[str]:
    unit_id, today, changes = place
    whats: list[str] = []
    if unit_id != account.unit_id:
        for grant in held:
            if grant.unit_id == account.unit_id:
                changes.end("role_grant", grant, day_before(today))
                whats.append(f"原单位的角色“{ROLE_LABELS[grant.role]}”到期")
    present = {grant.role for grant in held if grant.unit_id == unit_id}
    for role in row.role:
        if role not in present:
            _grant(changes, account.id, unit_id, (role, today))
            whats.append(shown("角色", None, ROLE_LABELS[role]))
    return whats


def _grant(
    changes: Changes, account_id: int, unit_id: int, span: tuple[str, date | None]
) -> None:
    role, from_on = span
    changes.add(
        "role_grant",
        account_id=account_id,
        unit_id=unit_id,
        role=role,
        from_on=from_on,
        to_on=None,
    )
