"""Campaigns with phases, tasks and requirements, and whom they were frozen for."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Float, Integer, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from store.base import SUBTREE_AND_ABOVE, Synced, label
from store.types import Day, Instant


class Campaign(Synced):
    """A plan made live by its owner unit; status draft, published or closed."""

    __tablename__ = "campaign"
    LABEL = "活动"
    SCOPE = SUBTREE_AND_ABOVE
    DIRECTION = "down"

    unit_id: Mapped[int] = mapped_column(BigInteger, info=label("主办单位"))
    name: Mapped[str] = mapped_column(String, info=label("名称"))
    template: Mapped[str] = mapped_column(String, default="", info=label("模板"))
    start_on: Mapped[date] = mapped_column(Day, info=label("开始日期"))
    end_on: Mapped[date] = mapped_column(Day, info=label("结束日期"))
    status: Mapped[str] = mapped_column(String, default="draft", info=label("状态"))
    plan_text: Mapped[str] = mapped_column(String, default="", info=label("方案原文"))
    created_at: Mapped[datetime] = mapped_column(Instant, info=label("建立时间"))


class CampaignPhase(Synced):
    """A stage; see domain.campaigns.Phase."""

    __tablename__ = "campaign_phase"
    LABEL = "阶段"
    SCOPE = SUBTREE_AND_ABOVE
    DIRECTION = "down"

    campaign_id: Mapped[int] = mapped_column(BigInteger, info=label("活动"))
    unit_id: Mapped[int] = mapped_column(BigInteger, info=label("主办单位"))
    parent_id: Mapped[int | None] = mapped_column(BigInteger, info=label("上级阶段"))
    position: Mapped[int] = mapped_column(Integer, info=label("排序"))
    name: Mapped[str] = mapped_column(String, info=label("名称"))
    start_on: Mapped[date | None] = mapped_column(Day, info=label("开始日期"))
    end_on: Mapped[date | None] = mapped_column(Day, info=label("结束日期"))
    raw_date: Mapped[str] = mapped_column(String, default="", info=label("时间原文"))


class CampaignTask(Synced):
    """A piece of work; see domain.campaigns.Task. kinds is a comma list of keys."""

    __tablename__ = "campaign_task"
    LABEL = "任务"
    SCOPE = SUBTREE_AND_ABOVE
    DIRECTION = "down"

    campaign_id: Mapped[int] = mapped_column(BigInteger, info=label("活动"))
    unit_id: Mapped[int] = mapped_column(BigInteger, info=label("主办单位"))
    phase_id: Mapped[int | None] = mapped_column(BigInteger, info=label("阶段"))
    parent_id: Mapped[int | None] = mapped_column(BigInteger, info=label("上级任务"))
    position: Mapped[int] = mapped_column(Integer, info=label("排序"))
    name: Mapped[str] = mapped_column(String, info=label("名称"))
    start_on: Mapped[date | None] = mapped_column(Day, info=label("开始日期"))
    due_on: Mapped[date | None] = mapped_column(Day, info=label("截止日期"))
    raw_date: Mapped[str] = mapped_column(String, default="", info=label("时间原文"))
    kinds: Mapped[str] = mapped_column(String, default="", info=label("台账类别"))
    who: Mapped[str] = mapped_column(String, default="unit", info=label("完成主体"))


class CampaignRequirement(Synced):
    """A counted requirement; see domain.campaigns.Requirement.

    windows is a comma list of stretches, 2009-04-01..2009-04-10.
    """

    __tablename__ = "campaign_requirement"
    LABEL = "要求"
    SCOPE = SUBTREE_AND_ABOVE
    DIRECTION = "down"

    campaign_id: Mapped[int] = mapped_column(BigInteger, info=label("活动"))
    unit_id: Mapped[int] = mapped_column(BigInteger, info=label("主办单位"))
    phase_id: Mapped[int | None] = mapped_column(BigInteger, info=label("阶段"))
    task_id: Mapped[int | None] = mapped_column(BigInteger, info=label("任务"))
    position: Mapped[int] = mapped_column(Integer, info=label("排序"))
    metric: Mapped[str] = mapped_column(String, info=label("指标"))
    comparison: Mapped[str] = mapped_column(String, info=label("比较"))
    value: Mapped[float] = mapped_column(Float, info=label("数值"))
    value_to: Mapped[float | None] = mapped_column(Float, info=label("上限"))
    measure: Mapped[str] = mapped_column(String, info=label("计量单位"))
    per: Mapped[str] = mapped_column(String, info=label("计算对象"))
    tier: Mapped[str | None] = mapped_column(String, info=label("适用层次"))
    tier_except: Mapped[str | None] = mapped_column(String, info=label("除外层次"))
    body_kind: Mapped[str | None] = mapped_column(String, info=label("机构类型"))
    window_start: Mapped[date | None] = mapped_column(Day, info=label("起算日期"))
    window_end: Mapped[date | None] = mapped_column(Day, info=label("截止日期"))
    weekday: Mapped[int | None] = mapped_column(SmallInteger, info=label("星期"))
    evidence: Mapped[str] = mapped_column(String, default="", info=label("佐证类别"))
    raw: Mapped[str] = mapped_column(String, info=label("原文"))
    note: Mapped[str] = mapped_column(String, default="", info=label("说明"))
    windows: Mapped[str] = mapped_column(String, default="", info=label("分段时间"))


class ExpectedUnit(Synced):
    """A unit the campaign counts on; frozen at publication, amended with dates."""

    __tablename__ = "expected_unit"
    LABEL = "应报单位"
    DIRECTION = "down"

    campaign_id: Mapped[int] = mapped_column(BigInteger, info=label("活动"))
    unit_id: Mapped[int] = mapped_column(BigInteger, info=label("单位"))
    from_on: Mapped[date | None] = mapped_column(Day, info=label("起始日期"))
    to_on: Mapped[date | None] = mapped_column(Day, info=label("终止日期"))
    reason: Mapped[str] = mapped_column(String, default="", info=label("原因"))


class ExpectedPerson(Synced):
    """A person the campaign counts on, with the tiers held at that time.

    tiers is a comma list in the order of the organisation file.
    """

    __tablename__ = "expected_person"
    LABEL = "应参加人员"
    DIRECTION = "down"

    campaign_id: Mapped[int] = mapped_column(BigInteger, info=label("活动"))
    unit_id: Mapped[int] = mapped_column(BigInteger, info=label("单位"))
    person_id: Mapped[int] = mapped_column(BigInteger, info=label("人员"))
    tiers: Mapped[str] = mapped_column(String, default="", info=label("层次"))
    from_on: Mapped[date | None] = mapped_column(Day, info=label("起始日期"))
    to_on: Mapped[date | None] = mapped_column(Day, info=label("终止日期"))
    reason: Mapped[str] = mapped_column(String, default="", info=label("原因"))


class Holiday(Synced):
    """A day that is not as its weekday says: holiday, or workday (调休)."""

    __tablename__ = "holiday"
    LABEL = "节假日"
    SCOPE = SUBTREE_AND_ABOVE
    DIRECTION = "down"

    unit_id: Mapped[int] = mapped_column(BigInteger, info=label("设置单位"))
    day: Mapped[date] = mapped_column(Day, info=label("日期"))
    kind: Mapped[str] = mapped_column(String, info=label("类型"))
    name: Mapped[str] = mapped_column(String, default="", info=label("名称"))
