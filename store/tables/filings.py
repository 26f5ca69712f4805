"""Filings: documents with frozen figures; the PDF lies in home/filings by its hash."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from store.base import UnitBound, label
from store.types import Day, Instant


class Filing(UnitBound):
    """One version of a filing; frozen holds its context as JSON, as it was filed.

    state: waiting, rendering, ready or failed.
    """

    __tablename__ = "filing"
    LABEL = "报送材料"

    kind: Mapped[str] = mapped_column(String, info=label("文种"))
    campaign_id: Mapped[int] = mapped_column(BigInteger, info=label("活动"))
    unit_id: Mapped[int] = mapped_column(BigInteger, info=label("单位"))
    title: Mapped[str] = mapped_column(String, info=label("标题"))
    figures_on: Mapped[date] = mapped_column(Day, info=label("数据截止日"))
    version: Mapped[int] = mapped_column(Integer, info=label("版次"))
    frozen: Mapped[str] = mapped_column(String, info=label("数据"))
    state: Mapped[str] = mapped_column(String, info=label("状态"))
    sha256: Mapped[str] = mapped_column(String, default="", info=label("校验值"))
    made_by: Mapped[str] = mapped_column(String, info=label("制作人"))
    made_at: Mapped[datetime] = mapped_column(Instant, info=label("制作时间"))
