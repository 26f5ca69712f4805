"""The columns of 学习情况统计表, declared once: label, value and width of each."""

from collections.abc import Callable
from dataclasses import dataclass

from documents.contexts import Cell, Column, StudyRow, StudyStatisticsContext, Table
from documents.tables import DASH, IN_FORM, LaidTable, dashed, lay_table


@dataclass(frozen=True, slots=True)
class StudyColumn:
    """One column of the form: its head and where its figure comes from."""

    column: Column
    value: Callable[[StudyRow], Cell | None]


COLUMNS = (
    StudyColumn(Column("单位", "left", 48), lambda row: row.unit_name),
    StudyColumn(Column("应学\n人数", share=11), lambda row: row.due_count),
    StudyColumn(Column("实学\n人数", share=11), lambda row: row.attended_count),
    StudyColumn(Column("参学率\n（%）", share=13), lambda row: row.attendance_percent),
    StudyColumn(
        Column("集中\n学习\n次数", share=11), lambda row: row.group_session_count
    ),
    StudyColumn(Column("学时", share=13), lambda row: row.hours),
    StudyColumn(
        Column("中心组\n学习\n次数", share=13.5), lambda row: row.centre_group_count
    ),
    StudyColumn(
        Column("专题\n辅导、\n党课\n次数", share=11), lambda row: row.lecture_count
    ),
    StudyColumn(
        Column("学习\n笔记\n达标\n人数", share=11), lambda row: row.notes_met_count
    ),
    StudyColumn(Column("心得\n体会\n篇数", share=11), lambda row: row.reflection_count),
    StudyColumn(
        Column("调研\n报告\n篇数", share=11), lambda row: row.research_report_count
    ),
    StudyColumn(Column("征求\n意见\n条数", share=11), lambda row: row.opinion_count),
    StudyColumn(
        Column("解决\n问题\n个数", share=11), lambda row: row.solved_problem_count
    ),
    StudyColumn(Column("简报\n期数", share=11), lambda row: row.bulletin_count),
    StudyColumn(Column("备注", "left", 18.5), lambda row: row.remark),
)
_NUMBER = Column("序号", share=9)
_NOBODY = "尚无单位报送"


def study_table(context: StudyStatisticsContext) -> LaidTable:
    """The form's table ready to print."""
    return lay_table(study_rows(context), IN_FORM)


def study_rows(context: StudyStatisticsContext) -> Table:
    """The form's table: one numbered row per unit, then the totals.

    Without units one row says so, its figures dashes.
    """
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (number, *_cells(row)) for number, row in enumerate(context.rows, start=1)
    )
    if not rows:
        rows = (("", _NOBODY, *[DASH] * (len(COLUMNS) - 2), ""),)
    columns = (_NUMBER, *(declared.column for declared in COLUMNS))
    totals = ("", *_cells(context.totals))
    return Table("", columns, rows, context.source, totals)


def _cells(row: StudyRow) -> tuple[Cell, ...]:
    return tuple(dashed(declared.value(row)) for declared in COLUMNS)
