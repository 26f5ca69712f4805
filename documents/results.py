"""Papers over ballots and findings: typed data in, a context to print out.

Evaluations are counted elsewhere and handed over; nothing here reads records, so the
layout does not wait for them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from documents.contexts import (
    Block,
    Cell,
    Column,
    Figure,
    Heading,
    Imprint,
    Office,
    Paragraph,
    Table,
    day,
)
from documents.official import Annex, OfficialContext, SheetContext
from documents.tables import DASH
from domain.errors import Invalid

TOP_GRADES = 2


@dataclass(frozen=True, slots=True)
class Votes:
    """Votes on one criterion, by its own grade words, the best first.

    Attributes:
        grades: (word, votes), at least two; the first two are the headline.
        source: Key that leads to the tally.
    """

    criterion: str
    grades: tuple[tuple[str, int], ...]
    source: str

    @property
    def top_percent(self) -> Decimal | None:
        """Share of the top two grades, to one decimal; None without votes."""
        total = sum(count for _, count in self.grades)
        if not total:
            return None
        top = sum(count for _, count in self.grades[:TOP_GRADES])
        share = Decimal(100 * top) / total
        return share.quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Tally:
    """A closed evaluation or survey.

    Attributes:
        held_on: Day of the ballot.
        issued, returned, valid: Ballots, each no more than the one before.
        votes: At least one criterion, in the order of the ballot.
        opinions: Written opinions, without names.
    """

    title: str
    unit_name: str
    held_on: date
    issued: int
    returned: int
    valid: int
    votes: tuple[Votes, ...]
    source: str
    opinions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.issued >= self.returned >= self.valid >= 0:
            message = (
                f"“{self.title}”发出 {self.issued} 票、收回 {self.returned} 票、"
                f"有效 {self.valid} 票，收回或有效多于前者。请核对后重新汇总。"
            )
            raise Invalid(message)


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem of a 分析检查报告 with its cause, way of thinking and measure."""

    problem: str
    cause: str
    measure: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a 分析检查报告 is written from.

    Attributes:
        review: Its 评议, once held.
    """

    title: str
    office: Office
    superior: str
    issued_on: date
    opinion_count: int
    findings: tuple[Finding, ...]
    source: str
    review: Tally | None = None


def result_sheet(tally: Tally, headline: str = "前两档比例（%）") -> SheetContext:
    """评议结果表 or 满意度测评结果表: each criterion with its own grade words."""
    opinions = tuple((n, text) for n, text in enumerate(tally.opinions, start=1))
    tables: tuple[Table, ...] = (_votes_table(tally, headline),)
    if opinions:
        columns = (Column("序号", share=1), Column("意见建议", "left", 20))
        tables += (Table("意见和建议", columns, opinions, tally.source),)
    counts = f"发出{tally.issued}票，收回{tally.returned}票，有效{tally.valid}票"
    return SheetContext(
        title=tally.title,
        reporting_unit=tally.unit_name,
        period=counts,
        tables=tables,
        reported_on=tally.held_on,
        signatures=("计票人（签名）", "监票人（签名）", "负责人（签名）"),
        notes=("比例按该项有效票计算，保留一位小数。",),
    )


def satisfaction_sheet(tally: Tally) -> SheetContext:
    """满意度测评结果表."""
    return result_sheet(tally, "满意率（%）")


def analysis_paper(analysis: Analysis) -> OfficialContext:
    """分析检查报告 with the result of its 评议 as annex."""
    annexes: tuple[Annex, ...] = ()
    if analysis.review is not None:
        table = _votes_table(analysis.review, "前两档比例（%）")
        annexes = (Annex("评议结果表", (table,), is_wide=True),)
    return OfficialContext(
        office=analysis.office,
        year=analysis.issued_on.year,
        number=1,
        title=analysis.title,
        addressees=(analysis.superior,),
        blocks=tuple(_analysis(analysis)),
        issued_on=analysis.issued_on,
        attachments=annexes,
        imprint=Imprint((), f"{analysis.office.name}办公室", analysis.issued_on),
    )


def _votes_table(tally: Tally, headline: str) -> Table:
    most = max(len(one.grades) for one in tally.votes)
    columns = (
        Column("序号", share=1),
        Column("内容", "left", 5),
        *(Column(f"第{n}档", "left", 2.4) for n in range(1, most + 1)),
        Column("有效票", share=1.6),
        Column(headline, share=2.6),
    )
    rows: list[tuple[Cell, ...]] = []
    for number, one in enumerate(tally.votes, start=1):
        graded = [f"{word} {count}" for word, count in one.grades]
        graded += [""] * (most - len(graded))
        share = one.top_percent
        total = sum(count for _, count in one.grades)
        shown = DASH if share is None else str(share)
        rows.append((number, one.criterion, *graded, total, shown))
    return Table("", columns, tuple(rows), tally.source)


def _analysis(analysis: Analysis) -> Iterator[Block]:
    source = analysis.source
    yield Heading("征求意见和查摆问题的情况")
    yield Paragraph(
        (
            "共征求意见建议",
            Figure(str(analysis.opinion_count), f"{source}/records:opinion"),
            "条，归纳为突出问题",
            Figure(str(len(analysis.findings)), f"{source}/records:problem"),
            "个。",
        )
    )
    parts = (
        ("存在的突出问题", [one.problem for one in analysis.findings]),
        ("原因分析", [one.cause for one in analysis.findings]),
        ("整改措施", [one.measure for one in analysis.findings]),
    )
    for name, texts in parts:
        yield Heading(name)
        for number, text in enumerate(texts, start=1):
            yield Paragraph((f"{number}.{text}",))
    if analysis.review is not None:
        held = analysis.review
        counts = f"发出{held.issued}票，收回{held.returned}票，有效{held.valid}票"
        yield Heading("评议情况")
        yield Paragraph((f"{day(held.held_on)}组织评议，{counts}，逐项结果见附件。",))
