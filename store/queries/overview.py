"""Reads of the overview: how each unit reports, and what came from offline branches."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Literal

from sqlalchemy import column, func, select, table

from store.clock import BEIJING
from store.db import db
from store.queries.zero_reports import zero_reports
from store.tables.standings import RecordTally

PackageWord = Literal["已发出在途", "已收未并", "已并"]


@dataclass(frozen=True)
class Tally:
    """Records of a unit by status."""

    draft: int = 0
    submitted: int = 0
    returned: int = 0
    accepted: int = 0
    zero: str | None = None

    @property
    def word(self) -> str:
        """未报 without any record, 填报中 with none sent, else 已上报.

        Who has no record and says so, with a reason (zero), stands as 零报告.
        """
        if self.submitted or self.accepted:
            return "已上报"
        if self.draft or self.returned:
            return "填报中"
        return "未报" if self.zero is None else "零报告"


@dataclass(frozen=True)
class SitePackage:
    """The last package to or from the site that holds a unit's subtree.

    Attributes:
        on: Day it was merged, received or sent.
    """

    unit_code: str
    word: PackageWord
    on: date


def tally_by_unit(
    campaign_id: int, unit_ids: Collection[int] | None = None
) -> dict[int, Tally]:
    """Counts as of the last refresh; a unit without any record may be absent."""
    row = RecordTally
    statement = select(
        row.unit_id, row.draft, row.submitted, row.returned, row.accepted
    ).where(row.campaign_id == campaign_id)
    if unit_ids is not None:
        statement = statement.where(row.unit_id.in_(unit_ids))
    found = {one[0]: Tally(*one[1:]) for one in db.session.execute(statement)}
    for unit_id, zero in zero_reports(campaign_id).items():
        if unit_ids is None or unit_id in unit_ids:
            found[unit_id] = replace(found.get(unit_id, Tally()), zero=zero.why)
    return found


def site_packages() -> list[SitePackage]:
    """For every offline branch below, and for this node where it is one itself.

    A branch from which nothing has come is absent.
    """
    site = table("sync_site", *map(column, ("site", "unit", "relation")))
    file = table("sync_file", *map(column, ("way", "peer", "state", "at_ms")))
    statement = (
        select(site.c.unit, site.c.relation, file.c.way, file.c.state,
               func.max(file.c.at_ms))
        .join_from(site, file, file.c.peer == site.c.site)
        .where(site.c.relation.in_(("child", "parent")))
        .group_by(site.c.unit, site.c.relation, file.c.way, file.c.state)
    )  # fmt: skip
    latest: dict[tuple[str, str], dict[str, int]] = {}
    for unit, relation, way, state, at_ms in db.session.execute(statement):
        word = state if way == "in" else "sent"
        latest.setdefault((unit, relation), {})[word] = at_ms
    own = select(site.c.unit).where(site.c.relation == "self")
    here = db.session.scalar(own) or ""
    found = (
        _package(here if relation == "parent" else unit, relation, times)
        for (unit, relation), times in latest.items()
    )
    return [one for one in found if one is not None]


def _package(
    unit_code: str, relation: str, times: dict[str, int]
) -> SitePackage | None:
    merged = max(times.get("merged", 0), times.get("known", 0))
    waiting = max(times.get("gap", 0), times.get("parked", 0))
    sent = times.get("sent", 0)
    if relation == "parent":
        word: PackageWord = "已发出在途" if sent > merged else "已并"
        at_ms = sent
    else:
        word = "已收未并" if waiting > merged else "已并"
        at_ms = max(waiting, merged)
    return SitePackage(unit_code, word, _day(at_ms)) if at_ms else None


def _day(at_ms: int) -> date:
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(BEIJING).date()
