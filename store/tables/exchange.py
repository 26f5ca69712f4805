"""Decisions on conflicts; the exchange's own tables stand in store/sync_schema.py."""

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from store.base import UnitBound, label
from store.types import Instant


class ConflictDecision(UnitBound):
    """How a conflict was settled: what was chosen, what was not, by whom and why.

    discarded is JSON, a list of {value, site, at}.
    """

    __tablename__ = "conflict_decision"
    LABEL = "冲突处理"

    unit_id: Mapped[int] = mapped_column(BigInteger, info=label("单位"))
    table_name: Mapped[str] = mapped_column(String, info=label("数据表"))
    row_id: Mapped[int] = mapped_column(BigInteger, info=label("记录"))
    field: Mapped[str] = mapped_column(String, info=label("字段"))
    chosen: Mapped[str] = mapped_column(String, info=label("采用"))
    discarded: Mapped[str] = mapped_column(String, info=label("未采用"))
    why: Mapped[str] = mapped_column(String, info=label("理由"))
    decided_by: Mapped[str] = mapped_column(String, info=label("处理人"))
    decided_at: Mapped[datetime] = mapped_column(Instant, info=label("处理时间"))
