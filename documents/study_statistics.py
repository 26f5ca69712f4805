"""The columns of 学习情况统计表, declared once: label, value and width of each."""

from collections.abc import Callable
from dataclasses import dataclass

from documents.contexts import Cell, Column, StudyRow, StudyStatisticsContext, Table
from documents.tables import IN_FORM, LaidTable, dashed, lay_table


@dataclass(frozen=True, slots=True)
class StudyColumn:
    """One column of the form: its head and where its figure comes from."""

    column: Column
    value: Callable[[StudyRow], Cell | None]


COLUMNS = (
    StudyColumn(Column("单位", "left", 4.4), lambda row: row.unit_name),
    StudyColumn(Column("应学\n人数"), lambda row: row.due_count),
    StudyColumn(Column("实学\n人数"), lambda row: row.attended_count),
    StudyColumn(Column("参学率\n（%）", share=1.2), lambda row: row.attendance_percent),
    StudyColumn(
        Column("集中学习\n次数", share=1.3), lambda row: row.group_session_count
    ),
    StudyColumn(Column("学时", share=1.1), lambda row: row.hours),
    StudyColumn(
        Column("中心组\n学习次数", share=1.3), lambda row: row.centre_group_count
    ),
    StudyColumn(
        Column("专题辅导\n/党课次数", share=1.4), lambda row: row.lecture_count
    ),
    StudyColumn(
        Column("学习笔记\n达标人数", share=1.3), lambda row: row.notes_met_count
    ),
    StudyColumn(Column("心得体会\n篇数", share=1.3), lambda row: row.reflection_count),
    StudyColumn(
        Column("调研报告\n篇数", share=1.3), lambda row: row.research_report_count
    ),
    StudyColumn(Column("征求意见\n条数", share=1.3), lambda row: row.opinion_count),
    StudyColumn(
        Column("解决问题\n个数", share=1.3), lambda row: row.solved_problem_count
    ),
    StudyColumn(Column("简报\n期数"), lambda row: row.bulletin_count),
    StudyColumn(Column("备注", "left", 2.2), lambda row: row.remark),
)
_NUMBER = Column("序号", share=0.9)


def study_table(context: StudyStatisticsContext) -> LaidTable:
    """The form's table: one numbered row per unit, then the totals."""
    rows = tuple(
        (number, *_cells(row)) for number, row in enumerate(context.rows, start=1)
    )
    columns = (_NUMBER, *(declared.column for declared in COLUMNS))
    totals = ("", *_cells(context.totals))
    return lay_table(Table("", columns, rows, context.source, totals), IN_FORM)


def _cells(row: StudyRow) -> tuple[Cell, ...]:
    return tuple(dashed(declared.value(row)) for declared in COLUMNS)
