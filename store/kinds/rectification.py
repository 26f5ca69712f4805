"""整改项目: with its 四明确 (project, goal and deadline, measures, responsibility)."""

from datetime import date

from sqlalchemy.orm import Mapped

from domain.fields import Count
from store.base import Record
from store.kinds.declare import choice, day, long_text, person, text, unit
from store.kinds.problem import HORIZONS


class Rectification(Record):
    """One rectification item; without its 四明确 it cannot be submitted."""

    __tablename__ = "rectification"
    LABEL = "整改项目"
    HELP = "四明确：明确项目、目标和时限、具体措施、责任领导和责任部门。"
    TITLE = "title"
    DAY = "opened_on"
    PERSON = "leader_id"
    COUNTS = (Count("rect_items", "项"),)

    title: Mapped[str | None] = text("整改项目", 300, required=True, summary=True)
    opened_on: Mapped[date | None] = day("立项日期", required=True, summary=True)
    horizon: Mapped[str | None] = choice(
        "时限类别", HORIZONS, required=True, summary=True
    )
    goal: Mapped[str | None] = long_text("整改目标", 2000, required=True)
    due_on: Mapped[date | None] = day("整改时限", required=True, summary=True)
    measures: Mapped[str | None] = long_text("整改措施", 5000, required=True)
    leader_id: Mapped[int | None] = person("责任领导", required=True, summary=True)
    lead_unit_id: Mapped[int | None] = unit("牵头单位", required=True, summary=True)
    assisting: Mapped[str | None] = text("协办单位", 300)
    progress: Mapped[str | None] = long_text("进展情况", 5000)
    finished_on: Mapped[date | None] = day("完成日期")
