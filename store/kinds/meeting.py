"""会议: 动员会, 座谈会, 讨论, 专题民主生活会, 组织生活会."""

from datetime import date

from sqlalchemy.orm import Mapped

from domain.fields import Count
from store.base import Record
from store.kinds.declare import choice, day, long_text, number, person, text

MOBILISATION, SYMPOSIUM, DISCUSSION = "动员会", "座谈会", "解放思想大讨论"
DEMOCRATIC_LIFE, ORG_LIFE = "专题民主生活会", "专题组织生活会"
BRIEFING = "情况通报会"
FORMS = (
    MOBILISATION,
    SYMPOSIUM,
    DISCUSSION,
    DEMOCRATIC_LIFE,
    ORG_LIFE,
    "协调会",
    "总结会",
    BRIEFING,
    "其他会议",
)


class Meeting(Record):
    """One meeting with its chair, those present and its minutes."""

    __tablename__ = "meeting"
    LABEL = "会议"
    HELP = "动员会、座谈会、讨论、民主生活会、组织生活会等，每次填一条。"
    TITLE = "title"
    DAY = "held_on"
    ATTENDANCE = True
    COUNTS = (
        Count("participation", "次", by="attendance"),
        Count("closing_briefing", "次", when={"form": (BRIEFING,)}),
        Count("mobilisation", "次", when={"form": (MOBILISATION,)}),
        Count("symposia", "次", when={"form": (SYMPOSIUM,)}),
        Count("discussion", "次", by="attendance", when={"form": (DISCUSSION,)}),
        Count(
            "democratic_life", "次", by="attendance", when={"form": (DEMOCRATIC_LIFE,)}
        ),
        Count("org_life", "次", by="attendance", when={"form": (ORG_LIFE,)}),
        Count(
            "observers",
            "家",
            amount="observer_units",
            when={"form": (DEMOCRATIC_LIFE,)},
        ),
    )

    form: Mapped[str | None] = choice("会议类型", FORMS, required=True, summary=True)
    title: Mapped[str | None] = text("会议名称", 200, required=True, summary=True)
    held_on: Mapped[date | None] = day("日期", required=True, summary=True)
    chair: Mapped[int | None] = person(
        "主持人", required=True, summary=True, from_above=True
    )
    place: Mapped[str | None] = text("地点", 100)
    observers: Mapped[str | None] = text("列席人员", 300)
    observer_units: Mapped[int | None] = number("列席单位数", 100, unit="家")
    minutes: Mapped[str | None] = long_text("会议记录", 20_000, required=True)
