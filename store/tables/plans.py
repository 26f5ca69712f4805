"""Plans read into campaigns: drafts in work, and where a campaign's parts stand."""

from datetime import datetime

from sqlalchemy import BigInteger, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from store.base import SUBTREE_AND_ABOVE, Local, Synced, label
from store.types import Instant


class PlanAnchor(Synced):
    """Where a part of a campaign stands in its plan_text, and what was in doubt.

    One row a part with an empty field, and one for each field that was not sure, or
    whose words stand elsewhere. The places count characters; both are None for what a
    person added.
    """

    __tablename__ = "plan_anchor"
    LABEL = "方案出处"
    SCOPE = SUBTREE_AND_ABOVE
    DIRECTION = "down"

    campaign_id: Mapped[int] = mapped_column(BigInteger, index=True, info=label("活动"))
    unit_id: Mapped[int] = mapped_column(BigInteger, info=label("主办单位"))
    part: Mapped[str] = mapped_column(String, info=label("类型"))
    part_id: Mapped[int] = mapped_column(BigInteger, info=label("对应项目"))
    field: Mapped[str] = mapped_column(String, default="", info=label("字段"))
    text_start: Mapped[int | None] = mapped_column(Integer, info=label("起始位置"))
    text_end: Mapped[int | None] = mapped_column(Integer, info=label("结束位置"))
    sureness: Mapped[str] = mapped_column(
        String, default="sure", info=label("可靠程度")
    )
    reason: Mapped[str] = mapped_column(String, default="", info=label("存疑原因"))


class PlanDraft(Local):
    """A plan that was read and not yet made a campaign; stays on this node.

    draft is the JSON of domain.plan_mapping.codec; against names what it amends, as
    ``campaign-ID`` or ``draft-ID``; campaign_id is what it became.
    """

    __tablename__ = "plan_draft"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account_name: Mapped[str] = mapped_column(String)
    unit_id: Mapped[int] = mapped_column(BigInteger, index=True)
    file_name: Mapped[str] = mapped_column(String, default="")
    text: Mapped[str] = mapped_column(String)
    draft: Mapped[str] = mapped_column(String)
    against: Mapped[str] = mapped_column(String, default="")
    version: Mapped[int] = mapped_column(Integer, default=1)
    campaign_id: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
