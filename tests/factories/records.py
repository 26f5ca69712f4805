"""A published campaign with one task, and a full form for any kind."""

import re
from dataclasses import dataclass
from datetime import date

from domain.fields import Field, Kind
from domain.policy import Actor
from services import record_entry, record_people, records
from services.record_entry import Wanted
from store import clock
from store.db import write
from store.describe import KIND_BY_KEY
from store.queries.actors import actor_by_name
from store.queries.record_detail import RecordDetail, record_detail
from store.scope import EVERYTHING, acting_in
from store.tables.campaigns import Campaign, CampaignTask
from tests.factories.organisation import Organisation

DAY = "2026-09-18"
SESSION = KIND_BY_KEY["study_session"]
NOTE = KIND_BY_KEY["study_note"]


@dataclass(frozen=True)
class Work:
    """Ids of a campaign of 环卫处 and its task."""

    campaign_id: int
    task_id: int


def make_campaign(organisation: Organisation) -> Work:
    """学习实践活动, September to November 2026; its task collects two kinds."""
    unit_id = organisation.units["HW"]
    with write() as session:
        campaign = Campaign(
            unit_id=unit_id,
            name="学习实践活动",
            start_on=date(2026, 9, 1),
            end_on=date(2026, 11, 30),
            status="published",
            created_at=clock.now_utc(),
        )
        session.add(campaign)
        session.flush()
        task = CampaignTask(
            campaign_id=campaign.id,
            unit_id=unit_id,
            position=1,
            name="集中学习",
            start_on=date(2026, 9, 10),
            due_on=date(2026, 10, 31),
            kinds="study_session,study_note",
        )
        session.add(task)
        session.flush()
        return Work(campaign.id, task.id)


def actor_of(name: str) -> Actor:
    found = actor_by_name(name)
    assert found is not None
    return found


def make_draft(
    organisation: Organisation,
    kind: Kind = SESSION,
    unit: str = "A",
    by: str = "clerk-a",
    **changed: str,
) -> int:
    who, unit_id = actor_of(by), organisation.units[unit]
    texts = {**full_texts(kind, f"{unit}001", unit), **changed}
    place = record_entry.find_place(who, kind, unit_id, Wanted())
    known = record_people.directory(who, place)
    entry = record_entry.read_entry(kind, texts, known)
    return records.create_draft(who, kind, place, entry)


def detail_of(record_id: int, kind: Kind = SESSION) -> RecordDetail:
    with acting_in(EVERYTHING):
        found = record_detail(kind, record_id)
    assert found is not None
    return found


def seen_in(page: str) -> dict[str, str]:
    """The hidden field by which an edit form says what it showed."""
    found = re.search(r'name="seen"[^>]*value="([^"]*)"', page)
    assert found, "the page shows no edit form"
    return {"seen": found[1]}


def full_texts(kind: Kind, person: str, unit: str) -> dict[str, str]:
    """Every field of the kind filled in as somebody would type it."""
    texts = {one.name: _text(one, person, unit) for one in kind.fields}
    if kind.attendance:
        texts["attendance"] = person
    return texts


def _text(one: Field, person: str, unit: str) -> str:
    typed = {
        "person": person,
        "unit": unit,
        "date": DAY,
        "number": str(max(one.size_min or 0, 2)),
        "decimal": "2.5",
        "yes_no": "是",
        "choice": one.choices[0] if one.choices else "",
    }
    return typed.get(one.input, f"{one.label}：喆𠮷 <b>&”")
