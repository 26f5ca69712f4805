"""报告会、辅导、讲座、党课."""

from datetime import date

from sqlalchemy.orm import Mapped

from domain.fields import Count
from store.base import Record
from store.kinds.declare import choice, day, decimal, long_text, number, text


class Lecture(Record):
    """One lecture given to, or attended by, the unit."""

    __tablename__ = "lecture"
    LABEL = "报告会讲座"
    HELP = "专题报告会、辅导、讲座、党课，或组织收看的电视教育片。"
    TITLE = "title"
    DAY = "held_on"
    ATTENDANCE = True
    COUNTS = (
        Count("lectures", "次", by="attendance"),
        Count("participation", "次", by="attendance"),
    )

    form: Mapped[str | None] = choice(
        "形式",
        ("专题报告会", "辅导", "讲座", "党课", "电视教育片"),
        required=True,
        summary=True,
    )
    title: Mapped[str | None] = text("题目", 200, required=True, summary=True)
    held_on: Mapped[date | None] = day("日期", required=True, summary=True)
    lecturer: Mapped[str | None] = text("主讲人", 50, required=True, summary=True)
    place: Mapped[str | None] = text("地点", 100)
    hours: Mapped[float | None] = decimal("时长", 24, unit="小时")
    audience: Mapped[int | None] = number("听讲人数", 100_000, unit="人")
    content: Mapped[str | None] = long_text("主要内容", 5000, required=True)
