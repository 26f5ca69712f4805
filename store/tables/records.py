"""What hangs on records of every kind, and what stands in place of any.

``kind`` and ``record_id`` together name the record; ``unit_id`` repeats its unit, so
that scope is decided without looking the record up.
"""

from datetime import datetime

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from store.base import UnitBound, label
from store.types import Instant


class Attendance(UnitBound):
    """One person present; the same person added on two sites counts once."""

    __tablename__ = "attendance"
    __table_args__ = (Index("attendance_record", "record_id"),)
    LABEL = "参加人员"

    kind: Mapped[str] = mapped_column(String, info=label("类别"))
    record_id: Mapped[int] = mapped_column(BigInteger, info=label("记录"))
    unit_id: Mapped[int] = mapped_column(BigInteger, info=label("单位"))
    person_id: Mapped[int] = mapped_column(BigInteger, info=label("人员"))


class Attachment(UnitBound):
    """A file given as evidence; its bytes lie in home/attachments by their hash."""

    __tablename__ = "attachment"
    __table_args__ = (Index("attachment_record", "record_id"),)
    LABEL = "附件"

    kind: Mapped[str] = mapped_column(String, info=label("类别"))
    record_id: Mapped[int] = mapped_column(BigInteger, info=label("记录"))
    unit_id: Mapped[int] = mapped_column(BigInteger, info=label("单位"))
    sha256: Mapped[str] = mapped_column(String, info=label("校验值"))
    name: Mapped[str] = mapped_column(String, info=label("文件名"))
    mime: Mapped[str] = mapped_column(String, info=label("格式"))
    size_bytes: Mapped[int] = mapped_column(BigInteger, info=label("大小"))
    added_by: Mapped[str] = mapped_column(String, info=label("上传人"))
    added_at: Mapped[datetime] = mapped_column(Instant, info=label("上传时间"))


class RecordMove(UnitBound):
    """One line of the 流转记录; written once, never changed.

    changes is JSON, {field: [before, after]}; fields is JSON, {field: reason} of a
    return; note is the 说明 that let soft checks pass.
    """

    __tablename__ = "record_move"
    __table_args__ = (Index("record_move_record", "record_id"),)
    LABEL = "流转记录"

    kind: Mapped[str] = mapped_column(String, info=label("类别"))
    record_id: Mapped[int] = mapped_column(BigInteger, info=label("记录"))
    unit_id: Mapped[int] = mapped_column(BigInteger, info=label("单位"))
    action: Mapped[str] = mapped_column(String, info=label("动作"))
    from_status: Mapped[str] = mapped_column(String, default="", info=label("原状态"))
    to_status: Mapped[str] = mapped_column(String, default="", info=label("新状态"))
    actor: Mapped[str] = mapped_column(String, info=label("经办人"))
    at: Mapped[datetime] = mapped_column(Instant, info=label("时间"))
    why: Mapped[str] = mapped_column(String, default="", info=label("理由"))
    note: Mapped[str] = mapped_column(String, default="", info=label("说明"))
    fields: Mapped[str] = mapped_column(String, default="{}", info=label("逐项理由"))
    changes: Mapped[str] = mapped_column(String, default="{}", info=label("改动"))


class ZeroReport(UnitBound):
    """A unit's word that it has nothing to report in a campaign, until it has."""

    __tablename__ = "zero_report"
    __table_args__ = (Index("zero_report_campaign", "campaign_id"),)
    LABEL = "零报告"

    campaign_id: Mapped[int] = mapped_column(BigInteger, info=label("活动"))
    unit_id: Mapped[int] = mapped_column(BigInteger, info=label("单位"))
    why: Mapped[str] = mapped_column(String, info=label("情况说明"))
    declared_by: Mapped[str] = mapped_column(String, info=label("填报人"))
    declared_at: Mapped[datetime] = mapped_column(Instant, info=label("填报时间"))
