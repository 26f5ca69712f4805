"""自学: what one person read alone in a week."""

from datetime import date

from sqlalchemy.orm import Mapped

from domain.fields import Count
from store.base import Record
from store.kinds.declare import day, decimal, long_text, number, person, text


class SelfStudy(Record):
    """Hours one person studied alone, entered by the day or by the week."""

    __tablename__ = "self_study"
    LABEL = "自学"
    HELP = "每人每周至少填一条；日期填学习当天或该周任意一天。"
    TITLE = "material"
    DAY = "studied_on"
    PERSON = "person_id"
    COUNTS = (
        Count("self_study", "小时", by="person", amount="hours"),
        Count("books_read", "本", by="person", amount="books_finished"),
    )

    person_id: Mapped[int | None] = person("学习人", required=True, summary=True)
    studied_on: Mapped[date | None] = day("日期", required=True, summary=True)
    hours: Mapped[float | None] = decimal(
        "自学时长", 60, required=True, summary=True, unit="小时"
    )
    material: Mapped[str | None] = text("学习材料", 200, required=True, summary=True)
    books_finished: Mapped[int | None] = number(
        "读完书目", 20, unit="本", help="本次读完的指定书目本数，没有可不填"
    )
    gains: Mapped[str | None] = long_text("学习收获", 5000)
