"""People and their dated tiers; accounts and the roles they hold at units."""

from datetime import date

from sqlalchemy import BigInteger, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Synced, UnitBound, label
from store.types import Day


class Person(UnitBound):
    """Somebody who belongs to a unit; the code never changes."""

    __tablename__ = "person"
    LABEL = "人员"

    code: Mapped[str] = mapped_column(String, info=label("编号"))
    name: Mapped[str] = mapped_column(String, info=label("姓名"))
    unit_id: Mapped[int] = mapped_column(BigInteger, info=label("单位"))
    post: Mapped[str] = mapped_column(String, default="", info=label("职务"))
    from_on: Mapped[date | None] = mapped_column(Day, info=label("起始日期"))
    to_on: Mapped[date | None] = mapped_column(Day, info=label("终止日期"))


class PersonTier(UnitBound):
    """A tier a person is of for a time: 党员, 班子成员, 副科级以上, 职工."""

    __tablename__ = "person_tier"
    LABEL = "人员层次"

    person_id: Mapped[int] = mapped_column(BigInteger, info=label("人员"))
    unit_id: Mapped[int] = mapped_column(BigInteger, info=label("单位"))
    tier: Mapped[str] = mapped_column(String, info=label("层次"))
    from_on: Mapped[date | None] = mapped_column(Day, info=label("起始日期"))
    to_on: Mapped[date | None] = mapped_column(Day, info=label("终止日期"))


class Account(UnitBound):
    """A sign-in name; its password stays in the local table credential."""

    __tablename__ = "account"
    LABEL = "账号"

    name: Mapped[str] = mapped_column(String, info=label("账号名"))
    unit_id: Mapped[int] = mapped_column(BigInteger, info=label("单位"))
    person_id: Mapped[int | None] = mapped_column(BigInteger, info=label("人员"))
    is_active: Mapped[int] = mapped_column(SmallInteger, default=1, info=label("启用"))


class RoleGrant(Synced):
    """A role held at a unit, and so in its subtree, for a time."""

    __tablename__ = "role_grant"
    LABEL = "角色"

    account_id: Mapped[int] = mapped_column(BigInteger, info=label("账号"))
    unit_id: Mapped[int] = mapped_column(BigInteger, info=label("单位"))
    role: Mapped[str] = mapped_column(String, info=label("角色"))
    from_on: Mapped[date | None] = mapped_column(Day, info=label("起始日期"))
    to_on: Mapped[date | None] = mapped_column(Day, info=label("终止日期"))
