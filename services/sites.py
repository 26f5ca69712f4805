"""The sites of the exchange as one person may see and manage them; inviting more."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.errors import Forbidden
from domain.policy import Action, Actor
from services import nodes
from store.db import home_path
from store.queries.exchange import SiteRow, site_rows
from store.queries.units import unit_tree
from sync.core.refusals import refuse

NOT_TO_INVITE = (
    "这个单位不能邀请：它已有填报端，或不在您管理的范围内。请从列表里另选一个单位。"
)


@dataclass(frozen=True)
class Sites:
    """Every site, and the unit that decides who may deal with it.

    For this node and its parent that is the topmost unit held here; so it is for
    files whose sender is unknown.

    Attributes:
        unit_ids: Unit by site number; None where the unit is not here.
        unit_names: Name of the unit a site holds, or its code.
    """

    rows: Sequence[SiteRow]
    unit_ids: Mapping[int, int | None]
    unit_names: Mapping[int, str]

    @property
    def own(self) -> SiteRow:
        """This node."""
        return next(one for one in self.rows if one.relation == "self")

    @property
    def is_hub(self) -> bool:
        """Whether nobody stands above this node."""
        return self.own.parent is None

    def by_number(self, number: int) -> SiteRow | None:
        """The site of that number, or None."""
        return next((one for one in self.rows if one.site == number), None)

    def partners(self) -> list[SiteRow]:
        """The parent, then the branches."""
        return [one for one in self.rows if one.relation in {"parent", "child"}]

    def may(self, actor: Actor, action: Action, number: int) -> bool:
        """Whether the actor may do that with packages of the site."""
        unit_id = self.unit_ids.get(number, self.unit_ids[self.own.site])
        return unit_id is not None and actor.may(action, unit_id)

    def name(self, number: int) -> str:
        """What people call the site: its name, else its unit, else its number."""
        found = self.by_number(number)
        if found is None:
            return f"第{number}号节点" if number else "不明"
        return found.name or f"{self.unit_names[number]}填报端"


def sites() -> Sites:
    """The sites known here.

    Raises:
        Refused: This home was neither initialised nor has it joined.
    """
    rows = site_rows()
    units = unit_tree().by_code
    own = next((one for one in rows if one.relation == "self"), None)
    if own is None:
        refuse("no_node", home=home_path())
    unit_ids, unit_names = {}, {}
    for one in rows:
        code = own.unit if one.relation == "parent" else one.unit
        unit = units.get(code)
        unit_ids[one.site] = unit.id if unit else None
        held = units.get(one.unit)
        unit_names[one.site] = held.name if held else one.unit
    return Sites(rows, unit_ids, unit_names)


def units_to_invite(actor: Actor) -> list[tuple[int, str, int]]:
    """(id, name, depth) of units that could get a branch of their own, in order."""
    known = sites()
    held = {one.unit for one in known.rows if one.status != "retired"}
    return [
        (unit.id, unit.name, depth)
        for unit, depth in unit_tree().walk(known.unit_ids[known.own.site])
        if unit.code not in held and actor.may("exchange.manage", unit.id)
    ]


def invite_branch(actor: Actor, unit_id: int) -> int:
    """Number of a new branch; its invitation lies at invitation_path().

    Raises:
        Forbidden: The unit is not one of units_to_invite().
        Refused: The file cannot be written, or numbers have run out.
    """
    if unit_id not in {one for one, _, _ in units_to_invite(actor)}:
        raise Forbidden(NOT_TO_INVITE)
    return write_invitation(actor, unit_tree().by_id[unit_id].code)


def write_invitation(actor: Actor, unit_code: str, *, again: bool = False) -> int:
    """Number of a new site for the unit; its invitation lies at invitation_path().

    ``again`` is as in services.nodes.invite().
    """
    folder = home_path() / "outbox"
    folder.mkdir(mode=0o700, exist_ok=True)
    aside = folder / f"{secrets.token_urlsafe(16)}.luoshi"
    invitation = nodes.invite(unit_code, aside, again=again, by=actor.account_name)
    aside.rename(invitation_path(invitation.site))
    return invitation.site


def invitation_path(site: int) -> Path:
    """Where the invitation of a branch lies, when a page made it."""
    return home_path() / "outbox" / f"invite-{site}.luoshi"
