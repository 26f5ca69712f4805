"""Registering a restored or copied node anew: another number, the same data.

What the parent has acknowledged stays. Everything else of our own goes over to the new
number and meets what the parent has as the write of somebody else: visibly.
"""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

from sync import journal
from sync.blobs import note_wants, take_blobs
from sync.catalogue import tables_here
from sync.connection import Connection
from sync.core import former_text, rejoin_text, unclocked_text
from sync.core.envelope import Header
from sync.core.ranges import Range
from sync.core.refusals import refuse
from sync.disk import disk_failures_in_words
from sync.gatekeeper import pass_gate
from sync.inbox import gate_request, learn_floor, learn_sites
from sync.invitation import Invitation, add_range, keep_secret, read_invitation
from sync.merge import MergeReport, Rules, merge
from sync.node import Node, marked, write_marker
from sync.sites import Site, all_sites, own_site


@disk_failures_in_words("not_renumbered")
def rejoin(node: Node, path: Path) -> tuple[Invitation, MergeReport]:
    """Take the new number of an invitation made with ``again``.

    All or nothing; safe to repeat after a crash.

    Raises:
        Refused: When the invitation is damaged, for another unit or from another hub,
            or this node has that number already.
        NotStored: When the disk fails.
    """
    node.make_folders()
    with node.scratch("inbox") as folder:
        package = folder / "package"
        invitation = read_invitation(path, package)
        with node.open() as connection:
            if _is_unmarked(node, connection, invitation):
                write_marker(node, connection)
                return invitation, MergeReport(known=True)
            _check(connection, invitation)
            request = gate_request(node, connection, package)
        node.tell("open")
        header = pass_gate(
            replace(
                request,
                site=invitation.site,
                box_key=invitation.one_time_key,
                sign_keys={str(invitation.hub_site): invitation.sign_key},
            )
        )
        with package.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        keep_secret(node, invitation)
        node.tell("merge")
        with node.open_for_writing() as connection:
            report = merge(
                connection,
                node.tables,
                request.clean_path,
                sender=invitation.hub_site,
                rules=_rules(node, invitation, header, sha256),
            )
            write_marker(node, connection)
    return invitation, report


def _is_unmarked(node: Node, connection: Connection, invitation: Invitation) -> bool:
    """Whether an earlier call broke off after the number was taken, unmarked."""
    taken = own_site(connection).site == invitation.site
    return taken and marked(node).get("site") == invitation.incarnation_of


def _check(connection: Connection, invitation: Invitation) -> None:
    own = own_site(connection)
    if own.site == invitation.site:
        refuse("same_number", site=own.site)
    if not invitation.incarnation_of:
        refuse("not_again")
    if own.unit != invitation.unit:
        refuse("other_unit", theirs=invitation.unit, ours=own.unit)
    parent = _parent(connection)
    if parent is None or parent.sign_key != bytes.fromhex(invitation.sign_key):
        refuse("other_hub")


def _parent(connection: Connection) -> Site | None:
    sites = all_sites(connection).values()
    return next((site for site in sites if site.relation == "parent"), None)


def _rules(node: Node, invitation: Invitation, header: Header, sha256: str) -> Rules:
    def prepare(connection: Connection) -> None:
        _take_number(node, connection, invitation)
        _keep_lost(node, connection)
        for table in tables_here(connection, node.tables):
            connection.execute(rejoin_text.gone(table))

    def after(connection: Connection) -> None:
        _contradict_visibly(node, connection, invitation.site)
        take_blobs(node, connection)

    def finish(connection: Connection, report: MergeReport) -> None:
        parent = all_sites(connection)[invitation.hub_site]
        start = journal.entry_of(header, "", "rejoined")
        journal.add(connection, replace(start, no=0))
        counts = {"new": report.total("new"), "conflicts": report.total("conflicts")}
        journal.add(connection, journal.entry_of(header, sha256, "merged", **counts))
        learn_sites(connection, parent, header)
        learn_floor(connection, parent)
        note_wants(node, connection, parent.site)
        if connection.execute(former_text.TOLD_FORMER).fetchone():
            connection.execute(former_text.FORGET_ACKNOWLEDGED, (parent.site,))

    return Rules(lambda _: None, after, finish, prepare=prepare)


def _keep_lost(node: Node, connection: Connection) -> None:
    """Find what the parent wrote, sent, and may have lost: its numbers say so."""
    for statement in former_text.WORK:
        connection.execute(statement)
    told = connection.execute(former_text.TOLD_FORMER).fetchone()
    former = json.loads(told[0]) if told else {}
    rows = [(int(site), int(kept)) for site, kept in former.items()]
    connection.executemany("INSERT INTO snap.w_lost VALUES (?, ?)", rows)
    for table in tables_here(connection, node.tables) if rows else ():
        connection.execute(former_text.keep_lost(table))


def _contradict_visibly(node: Node, connection: Connection, site: int) -> None:
    """Show what may contradict edits whose clocks everybody else has forgotten."""
    if not connection.execute(unclocked_text.IS_BEHIND).fetchone()[0]:
        return
    connection.execute(unclocked_text.WORK)
    tables = tables_here(connection, node.tables)
    for table in tables:
        connection.execute(unclocked_text.find(table), {"site": site})
    count = connection.execute(unclocked_text.COUNT).fetchone()[0]
    if not count:
        return
    words = {"site": site}
    words["hlc"] = connection.execute(unclocked_text.CLOCK).fetchone()[0]
    for table in tables:
        siblings, cells = unclocked_text.make_again(table)
        connection.execute(siblings, words)
        connection.execute(cells, {"hlc": words["hlc"]})
    newest = words["hlc"] + 2 * count
    connection.execute(unclocked_text.RAISE, (newest, newest))


def _take_number(node: Node, connection: Connection, invitation: Invitation) -> None:
    own, parent = own_site(connection), _parent(connection)
    assert parent is not None
    query = rejoin_text.ACKNOWLEDGED
    ack = connection.execute(query, (parent.site, own.site)).fetchone()[0]
    query = rejoin_text.KNOWN_BY_PARENT
    if not connection.execute(query, (own.site,)).fetchone()[0]:
        ack = 0  # the parent has lost us
    words = {"old": own.site, "new": invitation.site, "ack": ack}
    connection.execute("UPDATE main.sync_clock SET merging = 1")
    renumber_rows(node, connection, words)
    connection.execute(former_text.NOTE_FORMER, words)
    place = {
        **words,
        "old_parent": parent.site,
        "parent": invitation.hub_site,
        "hub_name": invitation.hub_name,
        "hub_unit": invitation.hub_unit,
        "sign_key": bytes.fromhex(invitation.sign_key),
        "box_key": bytes.fromhex(invitation.box_key),
        "name": own.name,
        "unit": own.unit,
    }
    for statement in rejoin_text.NEW_PLACE:
        connection.execute(statement, place)
    numbers = Range(invitation.site, invitation.site_last)
    add_range(connection, numbers, invitation.hub_site)


def renumber_rows(node: Node, connection: Connection, words: dict[str, int]) -> None:
    """Give own writes above ``ack`` the new number, except what ``snap`` has too."""
    for statement in rejoin_text.WORK:
        connection.execute(statement)
    tables = tables_here(connection, node.tables)
    for step in (rejoin_text.find, rejoin_text.rename, rejoin_text.refer):
        for table in tables:
            for statement in step(table):
                connection.execute(statement, words)
    for name, column in node.local_references:
        connection.execute(rejoin_text.refer_column(name, column), words)
    for statement in (*rejoin_text.AFTER_TABLES, *rejoin_text.NEW_CLOCK):
        connection.execute(statement, words)
    for table in tables:
        newest = connection.execute(rejoin_text.newest(table), words).fetchone()[0]
        connection.execute(rejoin_text.RAISE_CLOCK, (newest,))
