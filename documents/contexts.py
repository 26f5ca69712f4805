"""What a printed document is made of: plain data, filled in by the caller.

Every figure that stands in running text, a table or a chart leads back to the records
it was counted from by its ``source``. Nothing here knows the database or the page.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import ClassVar, Literal

from documents.layout import CHART_ROWS_MAX, CHART_TABLE_ROWS_MAX
from domain.errors import Invalid

Cell = str | int | Decimal
Align = Literal["left", "center", "right"]
_CHINESE = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or word counted from records.

    Attributes:
        value: As printed, for example ``96.4%``.
        source: Key that leads to the records behind it; never printed.
    """

    value: str
    source: str


Text = tuple[str | Figure, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """The office a document goes out from.

    Attributes:
        name: Full or standard short name, used in the 署名.
        mark: The red 发文机关标志, for example ``某市环境卫生管理处文件``.
        number_word: 发文机关代字 of the 文号, for example ``某环发``.
    """

    name: str
    mark: str
    number_word: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside the text; its number is put before it when it is printed.

    Attributes:
        text: The words alone, without number.
        level: 1 prints 一、 in 黑体, 2 （一） in 楷体, 3 1. in 仿宋.
    """

    text: str
    level: Literal[1, 2, 3] = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of running text."""

    text: Text


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        label: Head of the column.
        align: Where its cells stand; the head is always centred.
        share: Part of the width it gets, relative to the other columns.
    """

    label: str
    align: Align = "center"
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table in running text.

    Attributes:
        caption: Stands above it.
        columns: At least one.
        rows: One cell per column each; order is kept.
        source: Key that leads to the records behind its figures.
        totals: Last row, or none.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    source: str
    totals: tuple[Cell, ...] = ()

    def __post_init__(self) -> None:
        for row in (*self.rows, *((self.totals,) if self.totals else ())):
            if len(row) != len(self.columns):
                message = (
                    f"表格“{self.caption}”有 {len(self.columns)} 列，"
                    f"其中一行却有 {len(row)} 格。请让每行与表头一样多，然后重新打印。"
                )
                raise Invalid(message)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart.

    Attributes:
        label: Name of what is measured.
        value: Zero or more, in the unit of the chart.
        shown: The value as written on the bar.
    """

    label: str
    value: Decimal
    shown: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart; below it stands the table of its figures.

    Attributes:
        key: Short Latin name, unique on the page.
        title: The finding as a sentence, for example ``五个单位中四个学时达标``.
        label_head: Head of the label column of the table.
        value_head: Head of the value column, with the unit.
        bars: 1 to 18, in the order they are drawn, first on top.
        source: Key that leads to the records behind it.
        target: A bar below it is hatched and lighter; a line marks it. None: no line.
        target_label: Written at the line.
    """

    key: str
    title: str
    label_head: str
    value_head: str
    bars: tuple[Bar, ...]
    source: str
    target: Decimal | None = None
    target_label: str = ""

    def __post_init__(self) -> None:
        if not 1 <= len(self.bars) <= CHART_ROWS_MAX:
            message = (
                f"图“{self.title}”有 {len(self.bars)} 条，一页图要有 1 至 "
                f"{CHART_ROWS_MAX} 条。请只画最要紧的几条，其余列入表格。"
            )
            raise Invalid(message)
        if any(bar.value < 0 for bar in self.bars):
            message = f"图“{self.title}”有负数，条形图从零画起。请改用表格。"
            raise Invalid(message)

    def table(self) -> Table:
        """The figures of the chart as a table, in two halves when there are many."""
        columns = (
            Column("序号", share=1),
            Column(self.label_head, "left", share=4),
            Column(self.value_head, share=2),
        )
        numbered = enumerate(self.bars, start=1)
        cells: list[tuple[Cell, ...]] = [(n, b.label, b.shown) for n, b in numbered]
        if len(cells) <= CHART_TABLE_ROWS_MAX:
            return Table("", columns, tuple(cells), self.source)
        half = (len(cells) + 1) // 2
        right = [*cells[half:], ("", "", "")][:half]
        rows = tuple((*a, *b) for a, b in zip(cells[:half], right, strict=True))
        return Table("", columns * 2, rows, self.source)


Block = Heading | Paragraph | Table | Chart


@dataclass(frozen=True, slots=True)
class Imprint:
    """版记, at the foot of the last page.

    Attributes:
        copies_to: 抄送机关; none leaves the line out.
        printed_by: 印发机关.
        printed_on: 印发日期.
    """

    copies_to: tuple[str, ...]
    printed_by: str
    printed_on: date


@dataclass(frozen=True, slots=True)
class StudyRow:
    """Study of one unit, or the total of all.

    Counts are zero or more; ``None`` is a figure nobody reported and prints as a dash.
    """

    unit_name: str
    due_count: int | None
    attended_count: int | None
    group_session_count: int | None
    hours: Decimal | None
    centre_group_count: int | None
    lecture_count: int | None
    notes_met_count: int | None
    reflection_count: int | None
    research_report_count: int | None
    opinion_count: int | None = None
    solved_problem_count: int | None = None
    bulletin_count: int | None = None
    remark: str = ""

    @property
    def attendance_percent(self) -> Decimal | None:
        """参学率 in percent to one decimal; None while either part is unknown or 0."""
        if not self.due_count or self.attended_count is None:
            return None
        share = Decimal(100 * self.attended_count) / self.due_count
        return share.quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class StudyStatisticsContext:
    """学习情况统计表: one row per unit.

    Attributes:
        title: Of the form.
        reporting_unit: 填报单位.
        rows: In official order of units; may be empty.
        totals: Counted by the caller, since a unit may contain another.
        reported_on: 报出时间, or none to be written by hand.
        period: What the figures cover, for example ``2009年3月1日至8月31日``.
        source: Key that leads to the records behind the figures.
        responsible: 负责人; empty leaves room for a signature.
        filled_by: 填表人; empty leaves room for a signature.
        phone: 联系电话; empty leaves room.
        notes: 填报说明, printed as numbered sentences under the table.
    """

    form: ClassVar[str] = "study-statistics"

    title: str
    reporting_unit: str
    rows: tuple[StudyRow, ...]
    totals: StudyRow
    period: str
    source: str
    reported_on: date | None = None
    responsible: str = ""
    filled_by: str = ""
    phone: str = ""
    notes: tuple[str, ...] = ()

    @property
    def unit_name(self) -> str:
        """Who files it."""
        return self.reporting_unit


def plain(text: Text) -> str:
    """The text as printed, figures filled in."""
    return "".join(p.value if isinstance(p, Figure) else p for p in text)


def day(value: date) -> str:
    """成文日期: Arabic digits, no leading zeros."""
    return f"{value.year}年{value.month}月{value.day}日"


def chinese_day(value: date) -> str:
    """成文日期 of the 1999 profile, for example 二〇〇九年八月二十八日."""
    year = "".join(_CHINESE[int(digit)] for digit in str(value.year))
    month, number = chinese_number(value.month), chinese_number(value.day)
    return f"{year}年{month}月{number}日"


def chinese_number(number: int) -> str:
    """1 to 99 as written before a heading, for example 十二."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _CHINESE[ones]
    head = _CHINESE[tens] if tens > 1 else ""
    return f"{head}十{_CHINESE[ones] if ones else ''}"
