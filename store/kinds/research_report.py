"""调研报告."""

from datetime import date

from sqlalchemy.orm import Mapped

from domain.fields import Count
from store.base import Record
from store.kinds.declare import choice, day, long_text, number, person, text


class ResearchReport(Record):
    """A finished research report; co-authors are those listed present."""

    __tablename__ = "research_report"
    LABEL = "调研报告"
    HELP = "全文请作附件上传；推荐上报的填推荐报送单位。"
    TITLE = "title"
    DAY = "finished_on"
    PERSON = "person_id"
    ATTENDANCE = True
    COUNTS = (
        Count("research_reports", "篇", by="attendance"),
        Count("recommended_reports", "篇", when={"recommended": ("推荐",)}),
        Count("essays_or_reports", "篇", by="attendance"),
    )

    person_id: Mapped[int | None] = person("执笔人", required=True, summary=True)
    title: Mapped[str | None] = text("题目", 200, required=True, summary=True)
    finished_on: Mapped[date | None] = day("完成日期", required=True, summary=True)
    words: Mapped[int | None] = number(
        "字数", 200_000, required=True, summary=True, unit="字", size_min=1
    )
    recommended: Mapped[str | None] = choice("是否推荐上报", ("推荐", "不推荐"))
    recommended_to: Mapped[str | None] = text("推荐报送单位", 100, summary=True)
    findings: Mapped[str | None] = long_text("主要发现", 5000, required=True)
    advice: Mapped[str | None] = long_text("对策建议", 5000)
