"""The record an address names, and what the actor may do with it."""

from dataclasses import dataclass

from domain import records as rules
from domain.errors import NotFound
from domain.fields import Kind
from domain.policy import Actor
from domain.records import Move, MoveName
from services.record_entry import Entry, Place
from store.queries import record_places
from store.queries.record_detail import (
    RecordDetail,
    deleted_record_detail,
    record_detail,
)
from web.policy import current_actor


@dataclass(frozen=True)
class Found:
    """A record with whoever looks at it."""

    kind: Kind
    detail: RecordDetail
    actor: Actor

    @property
    def moves(self) -> dict[MoveName, Move]:
        """What the actor may do next, by name; nothing with a deleted record."""
        if self.detail.is_deleted:
            return {}
        record = self.detail.record
        return rules.legal_moves(
            record.status, lambda action: self.actor.may(action, record.unit_id)
        )

    @property
    def editing(self) -> Move | None:
        """The move by which the actor may change its fields now."""
        return next((one for one in self.moves.values() if one.edits), None)

    @property
    def place(self) -> Place:
        """Where the record belongs."""
        record = self.detail.record
        return Place(record.unit_id, record.campaign_id, record.task_id)

    @property
    def entry(self) -> Entry:
        """What the record holds, as an entry."""
        return Entry(self.detail.record.values, self.detail.person_ids_present)

    @property
    def campaign(self) -> str:
        """Name of its campaign; empty when it is not held here."""
        found = record_places.campaign_place(self.detail.record.campaign_id)
        return found.name if found else ""

    @property
    def task(self) -> str:
        """Name of its task; empty without one."""
        task_id = self.detail.record.task_id
        found = record_places.task_place(task_id) if task_id else None
        return found.name if found else ""


def find(kind: Kind, record_id: int, *, deleted: bool = False) -> Found:
    """The record, deleted ones only when asked for.

    Raises:
        NotFound: When there is none of that number in the actor's scope.
    """
    actor = current_actor()
    detail = record_detail(kind, record_id)
    if detail is None and deleted:
        detail = deleted_record_detail(kind, record_id, actor.scope)
    if detail is None:
        message = f"没有找到这条{kind.label}记录，可能已被删除，或不在您的范围内。"
        raise NotFound(message)
    return Found(kind, detail, actor)
