"""Use cases of readings in work: read in, change, compare, confirm, discard."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from domain.errors import NotFound, WrongState
from domain.plan_mapping.codec import dump, load
from domain.plan_mapping.described import Parts
from domain.plan_mapping.model import PlanDraft
from domain.policy import Actor
from domain.reading import row_number
from services import audit, campaigns
from services.plan_campaigns import MappedPlan, create_from_draft, map_file
from store import clock
from store.db import write
from store.queries.campaigns import campaign
from store.queries.plans import KeptDraft, kept_draft
from store.tables import plans as tables

NONE = "没有这次读取的方案，可能已经作废。请从“读取方案”重新进入。"
DONE = "这份方案已经建立活动，不能再改。需要改动时请在活动里办理。"
_AGAINST = re.compile(r"(campaign|draft)-(\d{1,19})", re.ASCII)


@dataclass(frozen=True)
class Incoming:
    """A plan to read.

    Attributes:
        data: Its bytes, as uploaded, or of the pasted text in UTF-8.
        file_name: Empty when it was pasted.
        against: What it amends: ``campaign-ID``, ``draft-ID``, or empty.
    """

    data: bytes
    file_name: str = ""
    against: str = ""


def read_in(incoming: Incoming, unit_id: int, actor: Actor) -> int:
    """Read and map a plan for a unit's campaign; the id of the reading.

    Raises:
        Forbidden: The actor does not manage the unit's campaigns.
        Invalid: Nothing could be read.
    """
    campaigns.must_manage(actor, unit_id)
    mapped = map_file(incoming.data)
    now = clock.now_utc()
    row = tables.PlanDraft(
        account_name=actor.account_name,
        unit_id=unit_id,
        file_name=incoming.file_name,
        text=mapped.text,
        draft=dump(mapped.draft),
        against=incoming.against if _AGAINST.fullmatch(incoming.against) else "",
        created_at=now,
        changed_at=now,
    )
    with write(actor.account_name) as session:
        session.add(row)
        session.flush()
        draft_id = row.id
        _log("read", actor, unit_id, draft_id)
    return draft_id


def reading(draft_id: int, actor: Actor) -> KeptDraft:
    """The reading, when the actor manages its unit.

    Raises:
        NotFound: There is none.
        Forbidden: It is another office's.
    """
    found = kept_draft(draft_id)
    if found is None:
        raise NotFound(NONE)
    campaigns.must_manage(actor, found.row.unit_id)
    return found


def change(draft_id: int, edit: Callable[[PlanDraft], PlanDraft], actor: Actor) -> int:
    """Put a pure edit on a reading; its new version.

    Raises:
        WrongState: It has become a campaign.
    """
    with write(actor.account_name) as session:
        row = _open_row(draft_id, actor)
        row.draft = dump(edit(load(row.draft)))
        row.version += 1
        row.changed_at = clock.now_utc()
        session.flush()
        return row.version


def confirm(draft_id: int, actor: Actor, *, is_published: bool) -> int:
    """Make the campaign, and publish it when asked; its id.

    Raises:
        Invalid: The campaign's days are missing.
        WrongState: It has become a campaign already.
    """
    with write(actor.account_name):
        row = _open_row(draft_id, actor)
        mapped = MappedPlan(row.text, load(row.draft))
        campaign_id = create_from_draft(mapped, row.unit_id, actor.account_name)
        if is_published:
            campaigns.publish(campaign_id, actor.account_name)
        row.campaign_id = campaign_id
        row.changed_at = clock.now_utc()
    return campaign_id


def discard(draft_id: int, actor: Actor) -> None:
    """Drop a reading that became no campaign.

    Raises:
        WrongState: It has become one; its text is kept there.
    """
    with write(actor.account_name) as session:
        row = _open_row(draft_id, actor)
        session.delete(row)
        _log("discard", actor, row.unit_id, draft_id)


def amended(against: str) -> Parts | None:
    """The campaign or reading that an amended plan names, or None."""
    found = _AGAINST.fullmatch(against)
    if found is None:
        return None
    try:
        number = row_number(found[2])
    except ValueError:
        return None
    if found[1] == "campaign":
        return campaign(number)
    kept = kept_draft(number)
    return kept.draft if kept else None


def _open_row(draft_id: int, actor: Actor) -> tables.PlanDraft:
    with write() as session:
        row = session.get(tables.PlanDraft, draft_id)
    if row is None:
        raise NotFound(NONE)
    campaigns.must_manage(actor, row.unit_id)
    if row.campaign_id is not None:
        raise WrongState(DONE)
    return row


def _log(deed: str, actor: Actor, unit_id: int, draft_id: int) -> None:
    audit.record(
        f"campaign:plan:{deed}", actor.account_name, unit_id, str(draft_id), {}
    )
