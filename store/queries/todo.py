"""Counts of what waits for somebody, and of what they have done."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import column, func, select, table

from store.db import db
from store.tables.records import RecordMove
from store.tables.standings import RecordTally


@dataclass(frozen=True)
class Waiting:
    """Records of all campaigns by what is to be done with them."""

    draft: int = 0
    returned: int = 0
    submitted: int = 0


def waiting_in(unit_ids: Collection[int]) -> Waiting:
    """Records of those units that are drafts, returned, or to be reviewed."""
    row = RecordTally
    statement = select(
        func.coalesce(func.sum(row.draft), 0),
        func.coalesce(func.sum(row.returned), 0),
        func.coalesce(func.sum(row.submitted), 0),
    ).where(row.unit_id.in_(unit_ids))
    return Waiting(*db.session.execute(statement).one())


def moves_by(signature: str) -> dict[str, int]:
    """How many records they have moved, by action; each record once an action.

    signature is as the 流转记录 shows them.
    """
    move = RecordMove
    statement = (
        select(move.action, func.count(func.distinct(move.record_id)))
        .where(move.actor == signature)
        .group_by(move.action)
    )
    return dict(iter(db.session.execute(statement)))


def has_siblings() -> bool:
    """Whether any field holds values of more than one site, decided or equal or not."""
    sibling = table("sync_sib", column("pk"))
    return db.session.scalar(select(sibling.c.pk).limit(1)) is not None
