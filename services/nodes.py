"""Use cases that set nodes up: the first hub, invitations, joining, what this is."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from domain.errors import Refused
from domain.policy import Role
from services import audit
from services.accounts import CONSOLE, issue_one_time_password
from services.exchange import this_node
from store import db
from store.dialects.sqlite import SQLITE_VERSION
from store.schema import SCHEMA_EPOCH
from store.tables.people import Account, RoleGrant
from store.tables.units import Unit, UnitPlace
from sync import journal
from sync import rejoin as sync_rejoin
from sync import succeed as sync_succeed
from sync.core.clock import hlc_at, instant_of
from sync.core.ranges import ROOT
from sync.core.refusals import refuse
from sync.disk import disk_failures_in_words
from sync.gatekeeper import pass_gate
from sync.inbox import gate_request, merge_admitted
from sync.invitation import (
    Invitation,
    add_range,
    add_site,
    name_self,
    read_invitation,
    settle_in,
    write_invitation,
)
from sync.merge import MergeReport, transaction
from sync.node import ALL_KEY_FILES, Node, check_marker
from sync.scope import account_names, open_scope
from sync.sites import own_site

FIRST_ACCOUNT = "admin"
NOBODY = 0
FIRST_ROLES: tuple[Role, ...] = ("system", "security", "audit")
ROOT_KIND = "机关"


@dataclass(frozen=True)
class NodeFacts:
    """What ``node show`` tells; instants are ISO text in UTC, or None for never.

    Attributes:
        role: hub when it has no parent, else branch.
        sqlite: Version of the library that reads packages.
        database: Name and version of what holds the data.
        must_rejoin: Why this node must first be registered anew, or empty.
        clock_skew_s: Seconds this clock is certainly behind the parent's; negative when
            the parent says that it is ahead; 0 if neither is certain.
    """

    site: int
    name: str
    unit: str
    role: str
    sqlite: str
    database: str
    schema_epoch: int
    last_export: str | None
    last_import: str | None
    clock_skew_s: float
    must_rejoin: str


def init_node(name: str, unit_code: str, unit_name: str) -> str:
    """Make the empty home a new hub; return the first administrator's password.

    Raises:
        Refused: When the home holds a node already.
    """
    node = this_node()
    with _new_home(node):
        db.create(site=ROOT.first)
        node.make_keys()
        with node.open_for_writing() as connection, transaction(connection, keep=True):
            add_site(connection, ROOT.first, None, unit_code, "self", "active")
            add_range(connection, ROOT, NOBODY)
            name_self(connection, name)
        return _first_people(unit_code, unit_name)


def invite(
    unit_code: str, out: Path, *, again: bool = False, by: str = CONSOLE
) -> Invitation:
    """Write the invitation of a branch that will hold a unit's subtree.

    Args:
        unit_code: The subtree's top.
        out: A new file.
        again: Number the unit's branch anew, after it was restored or copied.
        by: Account that asks.

    Raises:
        NotFound: No unit has the code.
        Refused: The unit has a branch (with ``again``: has none), or the file cannot
            be written.
    """
    node = this_node()
    with node.open() as connection:
        open_scope(connection, unit_code, node.today)
    invitation = write_invitation(node, unit_code, out, again=again)
    detail = {"site": invitation.site, "unit": unit_code}
    if again:
        detail["former"] = invitation.incarnation_of
    audit.record("exchange:site:invite", by, None, str(invitation.site), detail)
    return invitation


def join(path: Path, name: str) -> list[tuple[str, str]]:
    """Make the empty home the branch of an invitation.

    Returns:
        Name and one-time password of every active account of the subtree, by name.

    Raises:
        Refused: When the home holds a node, or the invitation or its package is bad.
    """
    node = this_node()
    with _new_home(node), node.scratch("inbox") as folder:
        package = folder / "package"
        invitation = read_invitation(path, package)
        if invitation.schema_epoch > SCHEMA_EPOCH:
            theirs, ours = invitation.schema_epoch, SCHEMA_EPOCH
            refuse("newer_program", theirs=theirs, ours=ours)
        db.create(site=invitation.site)
        node.make_keys()
        _take_first_package(node, invitation, package, name)
        with node.open() as connection:
            open_scope(connection, invitation.unit, node.today)
            accounts = account_names(connection)
        audit.record("exchange:site:join", CONSOLE, None, str(invitation.site))
        return [(who, issue_one_time_password(number)) for number, who in accounts]


def rejoin(
    path: Path, *, by: str = CONSOLE, tell: Callable[[str], None] = lambda _: None
) -> tuple[Invitation, MergeReport]:
    """Register this restored or copied node under a new number; its data stays.

    ``tell`` hears of the steps open and merge: see sync.node.Node.

    Raises:
        Refused: The invitation is not one made with ``again`` for this unit by this
            node's hub, or its package is bad.
    """
    node = replace(this_node(), tell=tell)
    with node.open() as connection:
        former = own_site(connection).site
    invitation, report = sync_rejoin.rejoin(node, path)
    detail = {"former": former, "conflicts": report.total("conflicts")}
    audit.record("exchange:site:rejoin", by, None, str(invitation.site), detail)
    return invitation, report


def succeed(why: str) -> int:
    """Number this restored or copied root anew; its new number.

    Every branch must be invited with ``again`` afterwards: its first package brings
    back what was lost here.

    Raises:
        Refused: No reason is given, somebody stands above this node, or the disk fails.
    """
    if not why.strip():
        refuse("no_reason")
    node = this_node()
    with node.open() as connection:
        former = own_site(connection).site
    site = sync_succeed.succeed(node)
    detail = {"former": former, "why": why.strip()}
    audit.record("exchange:site:succeed", CONSOLE, None, str(site), detail)
    return site


def rollback_notice() -> str:
    """Why this node must be registered anew before it exchanges anything, or empty.

    Cheap: reads one small file beside the database. Meant for start-up too.
    """
    node = this_node()
    if not node.exists():
        return ""
    try:
        with node.open() as connection:
            check_marker(node, connection)
    except Refused as refused:
        return refused.message
    return ""


def show() -> NodeFacts:
    """What this node is, and when it last met another.

    Raises:
        Refused: When the home is empty.
    """
    node = this_node()
    with node.open() as connection:
        own = own_site(connection)
        out, came = (
            journal.last_at(connection, "out"),
            journal.last_at(connection, "in"),
        )
        behind = max(0, -(journal.skew_ms(connection) or 0))
        skew = behind or -journal.ahead_ms(connection)
    return NodeFacts(
        site=own.site,
        name=own.name,
        unit=own.unit,
        role="hub" if own.parent is None else "branch",
        sqlite=SQLITE_VERSION,
        database=node.database.version(),
        schema_epoch=SCHEMA_EPOCH,
        last_export=None if out is None else instant_of(hlc_at(out)),
        last_import=None if came is None else instant_of(hlc_at(came)),
        clock_skew_s=skew / 1000,
        must_rejoin=rollback_notice(),
    )


@contextmanager
def _new_home(node: Node) -> Iterator[None]:
    """Refuse a home in use; on failure leave it as empty as it was."""
    if node.exists() or (node.home / "keys" / "sign.key").exists():
        refuse("not_empty", home=node.home)
    try:
        with disk_failures_in_words("not_set_up"):
            node.make_folders()
            yield
    except BaseException:
        db.db.engine.dispose()
        node.database.discard()
        for name in ALL_KEY_FILES:
            (node.home / "keys" / name).unlink(missing_ok=True)
        raise


def _first_people(unit_code: str, unit_name: str) -> str:
    with db.write(CONSOLE) as session:
        unit = Unit(code=unit_code, name=unit_name, kind=ROOT_KIND)
        session.add(unit)
        session.flush()
        place = UnitPlace(unit_id=unit.id, tree="admin", parent_id=None, position=1)
        account = Account(name=FIRST_ACCOUNT, unit_id=unit.id)
        session.add_all([place, account])
        session.flush()
        session.add_all(
            RoleGrant(account_id=account.id, unit_id=unit.id, role=role)
            for role in FIRST_ROLES
        )
        audit.record("exchange:site:init", CONSOLE, unit.id, unit_code)
        return issue_one_time_password(account.id)


def _take_first_package(
    node: Node, invitation: Invitation, package: Path, name: str
) -> None:
    with node.open_for_writing() as connection, transaction(connection, keep=True):
        settle_in(node, connection, invitation)
        name_self(connection, name)
        request = gate_request(node, connection, package)
    request = replace(request, box_key=invitation.one_time_key)
    header = pass_gate(request)
    with package.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    merge_admitted(node, header, request.clean_path, sha256, dry_run=False)
