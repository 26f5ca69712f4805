"""Units, their dated places in the two trees, and temporary bodies."""

from datetime import date

from sqlalchemy import BigInteger, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from store.base import SUBTREE_AND_ABOVE, Synced, label
from store.types import Day


class Unit(Synced):
    """A node of the organisation; its code never changes and is never reused."""

    __tablename__ = "unit"
    LABEL = "单位"
    SCOPE = (
        "x.id IN (SELECT unit_id FROM temp.scope_unit"
        " UNION SELECT unit_id FROM temp.scope_above)"
    )

    code: Mapped[str] = mapped_column(String, info=label("代码"))
    name: Mapped[str] = mapped_column(String, info=label("名称"))
    kind: Mapped[str] = mapped_column(String, info=label("类型"))
    opened_on: Mapped[date | None] = mapped_column(Day, info=label("设立日期"))
    closed_on: Mapped[date | None] = mapped_column(Day, info=label("撤销日期"))


class UnitPlace(Synced):
    """Where a unit stands in a tree from one day to another.

    tree is ``admin`` or ``party``; a unit without a party place stands in the party
    tree where it stands in the administrative one. position is the official order
    among siblings.
    """

    __tablename__ = "unit_place"
    LABEL = "隶属关系"
    SCOPE = SUBTREE_AND_ABOVE

    unit_id: Mapped[int] = mapped_column(BigInteger, info=label("单位"))
    tree: Mapped[str] = mapped_column(String, info=label("隶属体系"))
    parent_id: Mapped[int | None] = mapped_column(BigInteger, info=label("上级单位"))
    position: Mapped[int] = mapped_column(Integer, info=label("排序"))
    from_on: Mapped[date | None] = mapped_column(Day, info=label("起始日期"))
    to_on: Mapped[date | None] = mapped_column(Day, info=label("终止日期"))


class Body(Synced):
    """A temporary body: 领导小组, 办公室, 中心组, 调研组, 专项小组, 指导组."""

    __tablename__ = "body"
    LABEL = "临时机构"

    code: Mapped[str] = mapped_column(String, info=label("代码"))
    name: Mapped[str] = mapped_column(String, info=label("名称"))
    kind: Mapped[str] = mapped_column(String, info=label("类型"))
    unit_id: Mapped[int] = mapped_column(BigInteger, info=label("所属单位"))
    from_on: Mapped[date | None] = mapped_column(Day, info=label("起始日期"))
    to_on: Mapped[date | None] = mapped_column(Day, info=label("终止日期"))


class BodyMember(Synced):
    """A person's post in a body: 组长, 副组长, 成员."""

    __tablename__ = "body_member"
    LABEL = "临时机构成员"

    body_id: Mapped[int] = mapped_column(BigInteger, info=label("临时机构"))
    unit_id: Mapped[int] = mapped_column(BigInteger, info=label("所属单位"))
    person_id: Mapped[int] = mapped_column(BigInteger, info=label("人员"))
    post: Mapped[str] = mapped_column(String, info=label("职务"))
