"""Writing derived rows: standings, contributions, links; call inside write()."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import delete, insert

from domain.contributions import Contribution
from domain.kept import Kept, records_text
from domain.records import STATUSES
from store.db import db
from store.tables.standings import Contribution as ContributionRow
from store.tables.standings import FactLink, RecordTally, StaleUnit, Standing


def replace_standings(
    campaign_id: int, unit_ids: Collection[int], kept: Iterable[Kept]
) -> None:
    """Put these rows in place of all that those units have, the campaign's apart."""
    _forget(Standing, campaign_id, unit_ids, Standing.subject_kind != "campaign")
    _insert(Standing, [_standing(campaign_id, one) for one in kept])


def replace_whole(campaign_id: int, kept: Iterable[Kept]) -> None:
    """Put these rows in place of those of the campaign as a whole."""
    db.session.execute(
        delete(Standing).where(
            Standing.campaign_id == campaign_id, Standing.subject_kind == "campaign"
        )
    )
    _insert(Standing, [_standing(campaign_id, one) for one in kept])


def replace_contributions(
    campaign_id: int,
    unit_ids: Collection[int],
    found: Mapping[tuple[int, int], Contribution],
) -> None:
    """Put these in place of what those units contributed."""
    _forget(ContributionRow, campaign_id, unit_ids)
    rows = [
        {
            "campaign_id": campaign_id,
            "requirement_id": requirement_id,
            "unit_id": unit_id,
            "amounts": ",".join(repr(amount) for amount in one.amounts),
            "late": one.late,
            "total": one.total,
            "records": records_text(one.records),
        }
        for (requirement_id, unit_id), one in found.items()
    ]
    _insert(ContributionRow, rows)


def replace_links(
    campaign_id: int,
    found: Mapping[int, Mapping[int, str]],
    next_on: Mapping[int, date | None],
) -> None:
    """Put these links in place of those from the same units, one to itself each."""
    condition = FactLink.from_unit_id.in_(list(found))
    db.session.execute(
        delete(FactLink).where(FactLink.campaign_id == campaign_id, condition)
    )
    rows = [
        {
            "campaign_id": campaign_id,
            "from_unit_id": unit_id,
            "to_unit_id": to_unit_id,
            "digest": digest,
            "next_on": next_on.get(unit_id) if to_unit_id == unit_id else None,
        }
        for unit_id, links in found.items()
        for to_unit_id, digest in {**links, unit_id: ""}.items()
    ]
    _insert(FactLink, rows)


def replace_tallies(campaign_id: int, tallies: Mapping[int, Mapping[str, int]]) -> None:
    """Put these counts by status in place of those of the same units."""
    _forget(RecordTally, campaign_id, list(tallies))
    none: dict[str, int] = dict.fromkeys(STATUSES, 0)
    _insert(
        RecordTally,
        [
            {"campaign_id": campaign_id, "unit_id": unit_id, **none, **counts}
            for unit_id, counts in tallies.items()
        ],
    )


def clear_stale(campaign_id: int, unit_ids: Collection[int]) -> None:
    """Those units are counted."""
    _forget(StaleUnit, campaign_id, unit_ids)


def forget_campaign(campaign_id: int) -> None:
    """Drop marks and links of a campaign that is no longer here."""
    for row in (StaleUnit, FactLink):
        db.session.execute(delete(row).where(row.campaign_id == campaign_id))


def _forget(
    row: Any, campaign_id: int, unit_ids: Collection[int], *conditions: Any
) -> None:
    db.session.execute(
        delete(row).where(
            row.campaign_id == campaign_id, row.unit_id.in_(unit_ids), *conditions
        )
    )


def _insert(row: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(insert(row), rows)


def _standing(campaign_id: int, kept: Kept) -> dict[str, Any]:
    return {
        "campaign_id": campaign_id,
        "requirement_id": kept.requirement_id,
        "unit_id": kept.unit_id,
        "subject_kind": kept.subject_kind,
        "subject_id": kept.subject_id,
        "attained": kept.attained,
        "late": kept.late,
        "having": kept.having,
        "total": kept.total,
        "parts": kept.parts,
        "is_met": int(kept.is_met),
        "due_on": kept.due_on,
        "records": records_text(kept.records),
    }
