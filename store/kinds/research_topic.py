"""调研课题: a topic taken by a person, with its timetable."""

from datetime import date

from sqlalchemy.orm import Mapped

from domain.fields import Count
from store.base import Record
from store.kinds.declare import day, long_text, person, text


class ResearchTopic(Record):
    """A research topic assigned to one person; helpers are those listed present."""

    __tablename__ = "research_topic"
    LABEL = "调研课题"
    HELP = "调研题目分解到人；多名成员共领一题时，填牵头人，其余列入参加人员。"
    TITLE = "title"
    DAY = "assigned_on"
    PERSON = "person_id"
    ATTENDANCE = True
    COUNTS = (Count("research_topics", "个", by="attendance"),)

    person_id: Mapped[int | None] = person("牵头人", required=True, summary=True)
    title: Mapped[str | None] = text("课题", 200, required=True, summary=True)
    assigned_on: Mapped[date | None] = day("确定日期", required=True, summary=True)
    visit_from: Mapped[date | None] = day("调研开始")
    visit_to: Mapped[date | None] = day("调研结束", summary=True)
    report_due: Mapped[date | None] = day("报告完成期限", summary=True)
    places: Mapped[str | None] = text("调研地点", 200)
    questions: Mapped[str | None] = long_text("拟解决的问题", 5000, required=True)
