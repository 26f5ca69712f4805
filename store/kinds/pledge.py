"""承诺: service, public or rectification pledge."""

from datetime import date

from sqlalchemy.orm import Mapped

from domain.fields import Count
from store.base import Record
from store.kinds.declare import choice, day, long_text, person, text


class Pledge(Record):
    """One pledge and to whom it was made public."""

    __tablename__ = "pledge"
    LABEL = "承诺"
    HELP = "服务承诺、公开承诺、整改承诺，每份填一条。"
    TITLE = "title"
    DAY = "pledged_on"
    PERSON = "person_id"
    COUNTS = (Count("pledge", "份", by="person"),)

    form: Mapped[str | None] = choice(
        "类型", ("服务承诺", "公开承诺", "整改承诺"), required=True, summary=True
    )
    title: Mapped[str | None] = text("标题", 200, required=True, summary=True)
    pledged_on: Mapped[date | None] = day("承诺日期", required=True, summary=True)
    person_id: Mapped[int | None] = person(
        "承诺人", help="个人承诺填写；以单位名义承诺的不填"
    )
    publicity: Mapped[str | None] = choice(
        "公开范围",
        ("本单位一定范围", "党员公开", "群众公布", "向社会公开"),
        required=True,
        summary=True,
    )
    content: Mapped[str | None] = long_text("承诺内容", 5000, required=True)
    fulfilled: Mapped[str | None] = long_text("兑现情况", 5000)
