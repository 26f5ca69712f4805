"""突出问题."""

from datetime import date

from sqlalchemy.orm import Mapped

from domain.fields import Count
from store.base import Record
from store.kinds.declare import choice, day, long_text, person, text

HORIZONS = (
    "马上整改",
    "限期整改",
    "长期整改（说明）",
    "上报争取支持",
)


class Problem(Record):
    """One prominent problem with its cause and its owner."""

    __tablename__ = "problem"
    LABEL = "突出问题"
    HELP = "查摆出的突出问题，每个填一条；领办人为突破该问题的负责人。"
    TITLE = "title"
    DAY = "found_on"
    PERSON = "owner_id"
    COUNTS = (
        Count("owned_problems", "个", by="person"),
        Count("problems", "个"),
    )

    title: Mapped[str | None] = text("问题", 300, required=True, summary=True)
    found_on: Mapped[date | None] = day("查摆日期", required=True, summary=True)
    owner_id: Mapped[int | None] = person("领办人", required=True, summary=True)
    source: Mapped[str | None] = choice(
        "来源",
        ("自己查", "互相找", "职工提", "征求意见", "评议测评", "上级点"),
        required=True,
        summary=True,
    )
    tag: Mapped[str | None] = choice(
        "五事", ("大事", "难事", "急事", "实事", "丑事"), summary=True
    )
    horizon: Mapped[str | None] = choice("整改时限类别", HORIZONS, required=True)
    cause: Mapped[str | None] = long_text("原因分析", 5000, required=True)
