"""Contexts of printed documents: a sanitation office, 1 March to 31 August 2009."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from documents.contexts import (
    Bar,
    Block,
    Chart,
    Column,
    Figure,
    Heading,
    Imprint,
    Office,
    Paragraph,
    StudyRow,
    StudyStatisticsContext,
    Table,
)
from documents.official import Annex, OfficialContext, Roll

TITLE = "某市环境卫生管理处关于深入学习实践科学发展观活动的总结报告"
OFFICE = Office("某市环境卫生管理处", "某市环境卫生管理处文件", "某环发")
ISSUED_ON = date(2009, 8, 28)
LONG_TEXT = (
    "处中心组安排了集中学习，党支部为单位组织党员集中学习，并举办专题报告会。学习的内容以我处《实施方案》"
    "所列内容为准，即：学习党的十七大报告，认真学习《邓小平论科学发展》、《科学发展观重要论述摘编》，学习"
    "《深入学习实践科学发展观活动领导干部学习文件选编》及市委下发的补充教材（2009年4月印发）。党员领导干部"
    "深入基层，开展“问计基层群众，共谋科学发展”大调研活动；对照科学发展观的要求，查找存在的问题、思考整改的"
    "办法……全处386名党员中，参学率达到96.4%，学习笔记“达标”的有371人。"
)


def requirement_table() -> Table:
    """要求 of the plan with what was due and what was done."""
    columns = (
        Column("序号", share=1),
        Column("要求", "left", 5),
        Column("应完成", "right", 2),
        Column("已完成", "right", 2),
    )
    rows = (
        (1, "处中心组集中学习", 2, 2),
        (2, "处领导班子成员撰写5000字以上的学习笔记，其他党员达到3000字以上", 386, 371),
        (3, "心得体会文章", 386, 380),
    )
    return Table(
        "各项要求完成情况", columns, rows, "requirements", ("", "合计", 774, 753)
    )


def hours_chart(count: int = 3) -> Chart:
    """Hours by unit: the last bar is short of the target."""
    names = ("机关党支部", "机械化清扫大队", "生活垃圾卫生填埋场", "垃圾运输队")
    hours = [Decimal(60 - 3 * n) for n in range(count - 1)] + [Decimal(28)]
    bars = tuple(
        Bar(f"{names[n % 4]}{n + 1}", value, f"{value}学时")
        for n, value in enumerate(hours)
    )
    title = "只有一个单位未达到40学时"
    return Chart(
        key="hours",
        title=title,
        label_head="单位",
        value_head="人均学时",
        bars=bars,
        source="hours",
        target=Decimal(40),
        target_label="应达40学时" if count <= 7 else "应达",
    )


def summary_blocks() -> tuple[Block, ...]:
    """A short report with every sort of block."""
    rate = Figure("96.4%", "attendance:all")
    return (
        Paragraph(("全处", Figure("386", "members:all"), "名党员，参学率", rate, "。")),
        Heading("深入学习理论"),
        Heading("集中学习", 2),
        Heading("中心组", 3),
        Paragraph((LONG_TEXT,)),
        requirement_table(),
        Heading("广泛征求意见"),
        Paragraph((LONG_TEXT,)),
        hours_chart(),
    )


def summary(
    blocks: tuple[Block, ...] | None = None,
    *,
    title: str = TITLE,
    attachments: tuple[str, ...] = (),
    imprint: Imprint | None = None,
    office: Office = OFFICE,
) -> OfficialContext:
    """总结报告 of the office."""
    return OfficialContext(
        office=office,
        year=2009,
        number=37,
        title=title,
        addressees=("市委学习实践活动领导小组办公室", "市城市管理局（执法局）党组"),
        blocks=summary_blocks() if blocks is None else blocks,
        issued_on=ISSUED_ON,
        attachments=tuple(Annex(name) for name in attachments),
        imprint=imprint,
    )


def long_summary(paragraph_count: int = 12) -> OfficialContext:
    """Several full pages of nothing but running text."""
    return summary((Paragraph((LONG_TEXT,)),) * paragraph_count)


def study_row(name: str, due: int | None = 34, attended: int | None = 33) -> StudyRow:
    """Study of one unit, all other figures fixed."""
    return StudyRow(
        unit_name=name,
        due_count=due,
        attended_count=attended,
        group_session_count=6,
        hours=Decimal("42.5"),
        centre_group_count=2,
        lecture_count=2,
        notes_met_count=31,
        reflection_count=33,
        research_report_count=1,
    )


def study_statistics(*names: str) -> StudyStatisticsContext:
    """学习情况统计表 with one row for each name."""
    return StudyStatisticsContext(
        title="深入学习实践科学发展观活动学习情况统计表",
        reporting_unit=OFFICE.name,
        rows=tuple(study_row(name) for name in names),
        totals=study_row("合计", 386, 372),
        period="2009年3月1日至8月31日",
        source="study",
        reported_on=ISSUED_ON,
        notes=("应学人数为本单位党员数。", "学习笔记达标：其他党员3000字以上。"),
    )


PARTNERS = (
    Office("某市财政局", "某市财政局文件", "某财"),
    Office("某市人力资源和社会保障局", "某市人力资源和社会保障局文件", "某人社"),
)


def notice(count: int = 1, **parts: Any) -> OfficialContext:  # noqa: ANN401 - any field
    """A notice of that many paragraphs; parts replace what stands in it."""
    return replace(summary((Paragraph((LONG_TEXT,)),) * count), **parts)


def wide_annex(count: int) -> Annex:
    """任务分解表 of that many rows on turned pages."""
    columns = (
        Column("序号", share=1),
        Column("整改项目", "left", 4),
        Column("整改措施", "left", 6),
        Column("责任领导", share=2),
    )
    rows = tuple(
        (number, "机扫车噪声扰民", "更换低噪声扫刷，调整作业时间", "喆堃")
        for number in range(1, count + 1)
    )
    return Annex("整改任务分解表", (Table("", columns, rows, "annex"),), is_wide=True)


def letter(count: int = 1, **parts: Any) -> OfficialContext:  # noqa: ANN401 - any field
    """函 of the office, its mark without 文件."""
    office = Office(OFFICE.name, OFFICE.name, "某环函")
    return notice(count, form="letter", office=office, **parts)


def order() -> OfficialContext:
    """令 of the city government."""
    return notice(
        form="order",
        office=Office("某市人民政府", "某市人民政府令", ""),
        title="",
        addressees=(),
        signed_post="市长",
        signed_name="李国庆",
    )


def minutes() -> OfficialContext:
    """纪要 with more names than a line holds."""
    names = ("李国庆", "王芳", "张建国", "陈小明", "刘思思", "赵六", "钱七", "孙八")
    return notice(
        form="minutes",
        office=Office(OFFICE.name, "某市环境卫生管理处会议纪要", ""),
        addressees=(),
        rolls=(Roll("出席", names), Roll("列席", ("市委指导组",))),
    )


def bulletin() -> OfficialContext:
    """简报 with its receivers."""
    return notice(
        form="bulletin",
        office=Office(f"{OFFICE.name}办公室", "学习实践活动简报", ""),
        addressees=(),
        rolls=(Roll("报", ("市委指导组",)), Roll("发", ("各单位",))),
    )
