"""Filings: documents with frozen figures; the PDF lies in home/filings by its hash."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Integer, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Local, UnitBound, label
from store.types import Day, Instant


class Filing(UnitBound):
    """One finished version of a filing; frozen is its context as JSON, as filed."""

    __tablename__ = "filing"
    LABEL = "报送材料"

    kind: Mapped[str] = mapped_column(String, info=label("文种"))
    campaign_id: Mapped[int] = mapped_column(BigInteger, info=label("活动"))
    unit_id: Mapped[int] = mapped_column(BigInteger, info=label("单位"))
    title: Mapped[str] = mapped_column(String, info=label("标题"))
    figures_on: Mapped[date] = mapped_column(Day, info=label("数据截止日"))
    version: Mapped[int] = mapped_column(Integer, info=label("版次"))
    frozen: Mapped[str] = mapped_column(String, info=label("数据"))
    sha256: Mapped[str] = mapped_column(String, info=label("校验值"))
    made_by: Mapped[str] = mapped_column(String, info=label("制作人"))
    made_at: Mapped[datetime] = mapped_column(Instant, info=label("制作时间"))
    serial: Mapped[int | None] = mapped_column(Integer, info=label("序号"))
    number: Mapped[str | None] = mapped_column(String, info=label("编号"))
    code: Mapped[str | None] = mapped_column(String, index=True, info=label("核验码"))


class FilingRequest(Local):
    """Work asked of the job worker; state is waiting, rendering, ready or failed.

    serial is given when the work is taken up, and never again to another filing. The
    row stays here: bookkeeping must not stamp rows that the exchange carries.
    """

    __tablename__ = "filing_request"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String)
    campaign_id: Mapped[int] = mapped_column(BigInteger)
    unit_id: Mapped[int] = mapped_column(BigInteger, index=True)
    figures_on: Mapped[date] = mapped_column(Day)
    asked_by: Mapped[str] = mapped_column(String)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String, default="waiting")
    message: Mapped[str] = mapped_column(String, default="")
    filing_id: Mapped[int | None] = mapped_column(BigInteger)
    serial: Mapped[int | None] = mapped_column(Integer)
    is_sealed: Mapped[int] = mapped_column(SmallInteger, default=0)
