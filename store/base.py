"""Base classes of all tables: exchanged rows, records, and rows that never leave."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Integer, SmallInteger, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from domain.fields import Count
from domain.synced import SUBTREE, SUBTREE_AND_ABOVE
from store.ids import take_id
from store.types import Instant


class Base(DeclarativeBase):
    """Declarative base; models name their own tables."""


class Local(Base):
    """A row that never leaves this node."""

    __abstract__ = True


class Synced(Base):
    """A row that the exchange carries.

    There are no REFERENCES and no UNIQUE besides the id: a branch holds only its
    scope, and two sites may add the same thing. ``_del`` marks a deleted row.
    """

    __abstract__ = True
    LABEL: ClassVar[str]
    SCOPE: ClassVar[str] = SUBTREE
    DIRECTION: ClassVar[str] = "unit"

    id: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False, default=take_id
    )
    is_deleted: Mapped[int] = mapped_column(
        "_del", SmallInteger, default=0, server_default="0", sort_order=900
    )
    stamp_hlc: Mapped[int] = mapped_column(
        "_hlc", BigInteger, default=0, server_default="0", sort_order=901
    )
    stamp_site: Mapped[int] = mapped_column(
        "_site", Integer, default=0, server_default="0", sort_order=902
    )


class UnitBound(Synced):
    """A row of one unit: reads see it only inside the scope (store/scope.py)."""

    __abstract__ = True

    unit_id: Mapped[int] = mapped_column(BigInteger, info={"label": "单位"})


class Record(UnitBound):
    """What units enter as evidence; each kind adds its own columns.

    Every column of a kind may be empty, because a draft may be; what must be filled
    to submit stands in the column's Field (see store/kinds/declare.py).
    """

    __abstract__ = True
    HELP: ClassVar[str] = ""
    TITLE: ClassVar[str]
    DAY: ClassVar[str]
    PERSON: ClassVar[str | None] = None
    ATTENDANCE: ClassVar[bool] = False
    COUNTS: ClassVar[tuple[Count, ...]] = ()

    campaign_id: Mapped[int] = mapped_column(
        BigInteger, sort_order=-20, info={"label": "活动"}
    )
    task_id: Mapped[int | None] = mapped_column(
        BigInteger, sort_order=-19, info={"label": "任务"}
    )
    unit_id: Mapped[int] = mapped_column(
        BigInteger, sort_order=-18, info={"label": "单位"}
    )
    status: Mapped[str] = mapped_column(
        String, default="draft", sort_order=-17, info={"label": "状态"}
    )
    created_by: Mapped[str] = mapped_column(
        String, default="", sort_order=-16, info={"label": "填报人"}
    )
    created_at: Mapped[datetime] = mapped_column(
        Instant, sort_order=-15, info={"label": "填报时间"}
    )


def label(text: str, **info: Any) -> dict[str, Any]:
    """Column info with its Chinese label, as shown in the conflict inbox."""
    return {"label": text, **info}


__all__ = [
    "SUBTREE",
    "SUBTREE_AND_ABOVE",
    "Base",
    "Local",
    "Record",
    "Synced",
    "UnitBound",
    "label",
]
