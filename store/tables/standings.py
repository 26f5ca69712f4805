"""Where each subject stands: derived from records, rebuilt per unit, never exchanged.

Triggers on the record tables put a unit into stale_unit whenever anything of it
changes, by whatever way; services/standings.py recomputes those units.
"""

from datetime import date

from sqlalchemy import BigInteger, Float, Index, Integer, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Local
from store.types import Day


class Standing(Local):
    """One requirement for one subject of one unit, over all accepted records.

    needed is the threshold; is_met is 1 when attained satisfies the comparison.
    part_met, part_due and part_total count weeks or phases where the requirement is
    judged by them, else 0.
    """

    __tablename__ = "standing"
    __table_args__ = (
        Index("standing_unit", "campaign_id", "unit_id"),
        Index("standing_gap", "campaign_id", "is_met", "due_on"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    campaign_id: Mapped[int] = mapped_column(BigInteger)
    requirement_id: Mapped[int] = mapped_column(BigInteger)
    unit_id: Mapped[int] = mapped_column(BigInteger)
    subject_kind: Mapped[str] = mapped_column(String)
    subject_id: Mapped[int] = mapped_column(BigInteger)
    attained: Mapped[float] = mapped_column(Float)
    needed: Mapped[float] = mapped_column(Float)
    is_met: Mapped[int] = mapped_column(SmallInteger)
    due_on: Mapped[date | None] = mapped_column(Day)
    part_met: Mapped[int] = mapped_column(Integer, default=0)
    part_due: Mapped[int] = mapped_column(Integer, default=0)
    part_total: Mapped[int] = mapped_column(Integer, default=0)


class StaleUnit(Local):
    """A unit of a campaign whose standings are older than its records."""

    __tablename__ = "stale_unit"

    campaign_id: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False
    )
    unit_id: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False
    )
