"""Everything of a campaign that goes into its archive: papers and evidence."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from store.db import db
from store.describe import KIND_BY_KEY
from store.queries.filings import FilingRow, filing
from store.queries.records import RecordFilter, every_record
from store.tables.filings import Filing
from store.tables.records import Attachment


@dataclass(frozen=True)
class EvidenceRow:
    """A file given as evidence of an accepted record."""

    id: int
    kind: str
    record_title: str
    unit_id: int
    sha256: str
    name: str
    day: date


def final_filings(campaign_id: int) -> list[FilingRow]:
    """The newest version of each paper of each unit within scope, oldest first."""
    newest = (
        select(func.max(Filing.id))
        .where(Filing.campaign_id == campaign_id)
        .group_by(Filing.kind, Filing.unit_id)
    )
    found = (filing(number) for number in sorted(db.session.scalars(newest)))
    return [row for row in found if row is not None]


def evidence(campaign_id: int) -> list[EvidenceRow]:
    """Files of accepted records within scope, oldest first."""
    accepted = RecordFilter(campaign_id=campaign_id, status="accepted")
    titles = {
        (kind.key, row.id): row.title
        for kind in KIND_BY_KEY.values()
        for row in every_record(kind, accepted)
    }
    files = db.session.scalars(select(Attachment).order_by(Attachment.id))
    return [
        EvidenceRow(
            file.id, file.kind, titles[file.kind, file.record_id], file.unit_id,
            file.sha256, file.name, file.added_at.date(),
        )
        for file in files
        if (file.kind, file.record_id) in titles
    ]  # fmt: skip
