"""学习笔记: words one person wrote."""

from datetime import date

from sqlalchemy.orm import Mapped

from domain.fields import Count
from store.base import Record
from store.kinds.declare import day, long_text, number, person, text


class StudyNote(Record):
    """A stretch of study notes with its word count."""

    __tablename__ = "study_note"
    LABEL = "学习笔记"
    HELP = "按本次新增字数填报，系统累计；附件可上传笔记照片或扫描件。"
    TITLE = "title"
    DAY = "written_on"
    PERSON = "person_id"
    COUNTS = (Count("notes_words", "字", by="person", amount="words"),)

    person_id: Mapped[int | None] = person("记录人", required=True, summary=True)
    title: Mapped[str | None] = text("题目", 200, required=True, summary=True)
    written_on: Mapped[date | None] = day("日期", required=True, summary=True)
    words: Mapped[int | None] = number(
        "字数", 100_000, required=True, summary=True, unit="字", size_min=1
    )
    excerpt: Mapped[str | None] = long_text("摘要", 5000)
