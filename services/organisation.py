"""Loading the organisation file: all or nothing, and the same file twice is nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from domain.errors import Forbidden, Invalid
from domain.organisation import OrganisationFile, find_changes, read_organisation
from domain.organisation.changes import Change, Changes, Values
from domain.policy import Actor
from services import audit
from services.accounts import CONSOLE, issue_one_time_password
from services.organisation_files import read_sheets
from store import clock
from store.catalogue import CLASS_BY_TABLE
from store.db import write
from store.ids import take_ids
from store.queries.organisation import held_organisation
from store.scope import EVERYTHING, acting_in


@dataclass(frozen=True)
class FirstPassword:
    """A new account's one-time password; shown once, kept nowhere."""

    account: str
    password: str


@dataclass(frozen=True)
class Loaded:
    """What loading a file did, or would do.

    Attributes:
        counts: Rows that are new, changed, same, by list.
        lines: One line for each row that is new or changed.
        notes: What was passed over, and what the file does not name.
        problems: Whole sentences; with any, nothing is written.
    """

    file_name: str
    counts: Mapping[str, Mapping[str, int]]
    lines: Sequence[Change] = ()
    notes: Sequence[str] = ()
    problems: Sequence[str] = ()
    passwords: Sequence[FirstPassword] = field(default=(), repr=False)


def preview_organisation(data: bytes, file_name: str, actor: Actor) -> Loaded:
    """What loading the file would change for this actor; writes nothing.

    A file that goes beyond the actor's reach shows no lines, since they tell what
    is held now.

    Raises:
        Invalid: The file cannot be read at all.
    """
    file = read_organisation(read_sheets(data, file_name))
    changes = _changes(file, actor)
    refusals = _beyond(changes, actor)
    if refusals:
        changes.lines.clear()
    return _loaded(file_name, changes, refusals)


def load_organisation(
    data: bytes, file_name: str, actor: Actor | None = None
) -> Loaded:
    """Write what the file adds and changes, in one transaction, and audit it.

    Args:
        data: The whole file.
        file_name: Its name; the ending tells the format.
        actor: Whoever loads it; None is the machine's command line.

    Raises:
        Invalid: The file has problems, all of them in the message; nothing is written.
        Forbidden: The file changes units beyond the actor's reach, or accounts
            without the right to.
    """
    name = actor.account_name if actor else CONSOLE
    file = read_organisation(read_sheets(data, file_name))
    with write(name):
        changes = _changes(file, actor)
        if changes.problems:
            raise Invalid(_all_problems(file_name, changes))
        refusals = _beyond(changes, actor) if actor else []
        if refusals:
            raise Forbidden("".join(refusals))
        if changes.is_empty:
            return _loaded(file_name, changes)
        ids = apply_changes(changes)
        with acting_in(EVERYTHING):
            passwords = [
                FirstPassword(account, issue_one_time_password(ids[-key - 1], name))
                for key, account in changes.new_accounts
            ]
        audit.record(
            "organisation:file:load",
            name,
            actor.unit_id if actor else None,
            file_name,
            {"sha256": sha256(data).hexdigest(), "counts": _counts(changes)},
        )
    return _loaded(file_name, changes, passwords=passwords)


def _changes(file: OrganisationFile, actor: Actor | None) -> Changes:
    scope = actor.scope if actor else None
    return find_changes(file, held_organisation(), clock.today(), scope)


def apply_changes(changes: Changes) -> range:
    """Write the rows with real ids in the place of negative ones; returns those."""
    with write() as session:
        ids = take_ids(session, changes.ids_taken)
        for table, rows in changes.added.items():
            session.bulk_insert_mappings(
                CLASS_BY_TABLE[table].__mapper__, [_with_ids(row, ids) for row in rows]
            )
        for table, rows in changes.changed.items():
            session.bulk_update_mappings(
                CLASS_BY_TABLE[table].__mapper__, [_with_ids(row, ids) for row in rows]
            )
        session.expire_all()
    return ids


def _with_ids(row: Values, ids: range) -> Values:
    return {
        name: ids[-value - 1] if isinstance(value, int) and value < 0 else value
        for name, value in row.items()
    }


def _beyond(changes: Changes, actor: Actor) -> list[str]:
    """Why the actor may not load this, one sentence each."""
    found: list[str] = []
    reach = actor.reach.get("organisation.manage", frozenset())
    held = {one for one in changes.concerned if one is None or one > 0}
    if not held <= reach:
        found.append(
            "文件改动了您管理范围以外的单位。请只保留本单位及下级的行，"
            "或请上级管理员导入。"
        )
    accounts = {"account", "role_grant"} & {*changes.added, *changes.changed}
    if accounts and not actor.may("accounts.manage"):
        found.append(
            "文件里有账号要新增或改动，而账号由安全管理员办理。"
            "请删去账号表再导入，账号表交安全管理员。"
        )
    return found


def _all_problems(file_name: str, changes: Changes) -> str:
    lines = [problem.sentence for problem in changes.problems]
    head = f"文件“{file_name}”有 {len(lines)} 处问题，什么也没有写入；改好后再导入。"
    return "\n".join([head, *lines])


def _counts(changes: Changes) -> dict[str, dict[str, int]]:
    empty: Counter[str] = Counter()
    return {
        sheet: {
            state: changes.counts.get(sheet, empty)[state]
            for state in ("new", "changed", "same")
        }
        for sheet in ("units", "people", "accounts", "bodies")
    }


def _loaded(
    file_name: str,
    changes: Changes,
    refusals: Sequence[str] = (),
    passwords: Sequence[FirstPassword] = (),
) -> Loaded:
    return Loaded(
        file_name=file_name,
        counts=_counts(changes),
        lines=changes.lines,
        notes=changes.notes,
        problems=[*(one.sentence for one in changes.problems), *refusals],
        passwords=passwords,
    )
