"""Where each subject stands: derived from records, rebuilt per unit, never exchanged.

Triggers on the tables it is derived from put a unit into stale_unit whenever anything
of it changes, by whatever way; services/standings.py recomputes those units.
"""

from datetime import date

from sqlalchemy import BigInteger, Float, Index, Integer, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Local
from store.types import Day


class Standing(Local):
    """One subject of one unit toward one requirement, or toward an uncounted task.

    Kept as domain.kept.Kept, which explains the columns: everything that does not
    depend on the day of asking.
    """

    __tablename__ = "standing"
    __table_args__ = (
        # both hold every column that boards and gap lists read
        Index(
            "standing_counted",
            "campaign_id",
            "unit_id",
            "requirement_id",
            "subject_kind",
            "is_met",
            "due_on",
            "parts",
            "attained",
            "having",
            "total",
        ),
        Index(
            "standing_gap",
            "campaign_id",
            "is_met",
            "due_on",
            "unit_id",
            "requirement_id",
            "attained",
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    campaign_id: Mapped[int] = mapped_column(BigInteger)
    requirement_id: Mapped[int] = mapped_column(BigInteger)
    unit_id: Mapped[int] = mapped_column(BigInteger)
    subject_kind: Mapped[str] = mapped_column(String)
    subject_id: Mapped[int] = mapped_column(BigInteger)
    attained: Mapped[float] = mapped_column(Float)
    late: Mapped[float] = mapped_column(Float)
    having: Mapped[int] = mapped_column(Integer)
    total: Mapped[int] = mapped_column(Integer)
    parts: Mapped[str] = mapped_column(String)
    is_met: Mapped[int] = mapped_column(SmallInteger)
    due_on: Mapped[date] = mapped_column(Day)
    records: Mapped[str] = mapped_column(String)


class Contribution(Local):
    """What one unit adds to a requirement of the campaign as a whole.

    See domain.contributions.Contribution; amounts is a comma list.
    """

    __tablename__ = "contribution"

    campaign_id: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False
    )
    requirement_id: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False
    )
    unit_id: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False
    )
    amounts: Mapped[str] = mapped_column(String)
    late: Mapped[float] = mapped_column(Float)
    total: Mapped[int] = mapped_column(Integer)
    records: Mapped[str] = mapped_column(String)


class FactLink(Local):
    """That records of one unit count for persons of another.

    digest is of those facts: when it changes, the other unit is recomputed too. The
    row of a unit to itself says that it was computed; next_on is then the day on
    which time alone changes its figures.
    """

    __tablename__ = "fact_link"
    __table_args__ = (Index("fact_link_to", "campaign_id", "to_unit_id"),)

    campaign_id: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False
    )
    from_unit_id: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False
    )
    to_unit_id: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False
    )
    digest: Mapped[str] = mapped_column(String, default="")
    next_on: Mapped[date | None] = mapped_column(Day, default=None)


class RecordTally(Local):
    """How many records of a unit stand where, whatever their kind."""

    __tablename__ = "record_tally"

    campaign_id: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False
    )
    unit_id: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False
    )
    draft: Mapped[int] = mapped_column(Integer, default=0)
    submitted: Mapped[int] = mapped_column(Integer, default=0)
    returned: Mapped[int] = mapped_column(Integer, default=0)
    accepted: Mapped[int] = mapped_column(Integer, default=0)


class StaleUnit(Local):
    """A unit of a campaign whose standings are older than its records."""

    __tablename__ = "stale_unit"

    campaign_id: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False
    )
    unit_id: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False
    )
