"""学习活动: one study meeting, with the persons present."""

from datetime import date

from sqlalchemy.orm import Mapped

from domain.fields import Count
from store.base import Record
from store.kinds.declare import choice, day, decimal, long_text, person, text

CENTRE, BRANCH = "中心组学习", "党支部学习"
FORMS = (CENTRE, BRANCH, "集中学习", "专题研讨", "集中培训")


class StudySession(Record):
    """One study meeting of a unit, body or branch."""

    __tablename__ = "study_session"
    LABEL = "学习活动"
    HELP = "每次集中学习填一条；学时、工作日、小时分别统计，互不折算。"
    TITLE = "title"
    DAY = "held_on"
    ATTENDANCE = True
    COUNTS = (
        Count("center_group_sessions", "次", by="attendance", when={"form": (CENTRE,)}),
        Count(
            "center_group_speeches",
            "次",
            by="attendance",
            when={"form": (CENTRE,), "speeches": ("有",)},
        ),
        Count("participation", "次", by="attendance"),
        Count("branch_study_sessions", "次", when={"form": (BRANCH,)}),
        Count("group_study", "次", by="attendance"),
        *(
            Count(
                "group_study",
                measure,
                by="attendance",
                amount="amount",
                when={"measure": (measure,)},
            )
            for measure in ("学时", "工作日", "小时")
        ),
    )

    form: Mapped[str | None] = choice("形式", FORMS, required=True, summary=True)
    title: Mapped[str | None] = text("主题", 200, required=True, summary=True)
    held_on: Mapped[date | None] = day("日期", required=True, summary=True)
    host: Mapped[int | None] = person(
        "主持人", required=True, summary=True, from_above=True
    )
    place: Mapped[str | None] = text("地点", 100)
    amount: Mapped[float | None] = decimal("学习时长", 200, required=True, summary=True)
    measure: Mapped[str | None] = choice(
        "时长单位", ("学时", "工作日", "小时"), required=True, summary=True
    )
    speeches: Mapped[str | None] = choice(
        "有无集中讨论发言", ("无", "有"), help="中心组集中讨论发言按此统计"
    )
    content: Mapped[str | None] = long_text("学习内容", 5000, required=True)
