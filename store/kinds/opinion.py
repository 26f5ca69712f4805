"""意见建议: one opinion, by the channel it came through."""

from datetime import date

from sqlalchemy.orm import Mapped

from domain.fields import Count
from store.base import Record
from store.kinds.declare import choice, day, long_text, number, text


class Opinion(Record):
    """One opinion or proposal, and what was answered."""

    __tablename__ = "opinion"
    LABEL = "意见建议"
    HELP = "每条意见填一条；重复的意见填同类条数，不必逐条重填。"
    TITLE = "content"
    DAY = "received_on"
    COUNTS = (Count("opinions", "条"),)

    content: Mapped[str | None] = text("意见内容", 500, required=True, summary=True)
    received_on: Mapped[date | None] = day("收到日期", required=True, summary=True)
    channel: Mapped[str | None] = choice(
        "渠道",
        (
            "座谈会",
            "意见箱",
            "个别访谈",
            "网上征求",
            "征求意见函",
            "征求意见表",
            "其他",
        ),
        required=True,
        summary=True,
    )
    stratum: Mapped[str | None] = choice(
        "来源",
        ("党员", "群众", "服务对象", "基层单位", "社会监督员", "上级", "其他"),
        required=True,
        summary=True,
    )
    category: Mapped[str | None] = choice(
        "类别",
        ("政策落实", "发展环境与效能", "党性党风党纪", "群众反映", "其他"),
        required=True,
    )
    times: Mapped[int | None] = number("同类条数", 10_000, unit="条", size_min=1)
    reply: Mapped[str | None] = long_text("答复或采纳情况", 5000)
    replied_on: Mapped[date | None] = day("答复日期")
