"""心得体会、征文、论文."""

from datetime import date

from sqlalchemy.orm import Mapped

from domain.fields import Count
from store.base import Record
from store.kinds.declare import choice, day, long_text, number, person, text

REFLECTION, CONTEST, PAPER = "心得体会", "征文", "论文"


class Essay(Record):
    """One finished piece by one person."""

    __tablename__ = "essay"
    LABEL = "心得体会"
    HELP = "心得体会、征文、论文各填一条，全文请作附件上传。"
    TITLE = "title"
    DAY = "written_on"
    PERSON = "person_id"
    COUNTS = (
        Count("essays", "篇", by="person", when={"form": (REFLECTION,)}),
        Count("essays_or_reports", "篇", by="person"),
        Count("essay_contest", "篇", by="person", when={"form": (CONTEST, PAPER)}),
        Count(
            "essay_contest_words",
            "字",
            by="person",
            amount="words",
            when={"form": (CONTEST, PAPER)},
        ),
    )

    person_id: Mapped[int | None] = person("作者", required=True, summary=True)
    form: Mapped[str | None] = choice(
        "体裁", (REFLECTION, CONTEST, PAPER), required=True, summary=True
    )
    title: Mapped[str | None] = text("题目", 200, required=True, summary=True)
    written_on: Mapped[date | None] = day("完成日期", required=True, summary=True)
    words: Mapped[int | None] = number(
        "字数", 100_000, required=True, summary=True, unit="字", size_min=1
    )
    contest: Mapped[str | None] = text("征文活动", 100)
    recommended_to: Mapped[str | None] = text("推荐报送", 100)
    summary: Mapped[str | None] = long_text("内容摘要", 5000)
