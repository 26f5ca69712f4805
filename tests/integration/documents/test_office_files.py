"""Word and Excel files of filings, read back with the libraries that read them."""

import io
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from python_calamine import CalamineWorkbook

from documents.contexts import Column, Table
from documents.official import Marking, OfficialContext, SheetContext
from documents.word import word_file
from documents.workbook import workbook
from tests.factories.documents import (
    ISSUED_ON,
    OFFICE,
    bulletin,
    letter,
    minutes,
    notice,
    order,
    study_statistics,
    summary,
    wide_annex,
)
from tests.integration.documents.test_figures import IMPRINT


@pytest.fixture(autouse=True)
def fonts_are_built(private_fonts: Path) -> None:
    assert private_fonts.exists()


def words_of(context: OfficialContext) -> list[str]:
    """Text of each paragraph of the Word file."""
    file = opened(context)
    return [paragraph.text for paragraph in file.paragraphs]


def opened(context: OfficialContext) -> Any:  # noqa: ANN401 - python-docx has no types
    """The Word file as python-docx reads it, without types."""
    return docx.Document(io.BytesIO(word_file(context)))


def rows_of(file: bytes, sheet: int = 0) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(file))
    rows: list[list[Any]] = book.get_sheet_by_index(sheet).to_python(
        skip_empty_area=False
    )
    return rows


def test_word_file_has_the_words_of_the_paper() -> None:
    context = summary(attachments=("学习情况统计表",), imprint=IMPRINT)
    words = words_of(context)
    assert words[0] == "某市环境卫生管理处文件"
    assert words[1] == "某环发〔2009〕37号"
    assert context.title in words
    assert "一、深入学习理论" in words
    assert "（一）集中学习" in words
    assert "附件：学习情况统计表" in words
    assert words.index("2009年8月28日") > words.index("附件：学习情况统计表")
    assert words[-1].endswith("2009年8月28日印发")
    assert "386名党员，参学率96.4%。" in "".join(words)


def test_word_file_has_every_row_of_its_tables() -> None:
    file = opened(summary())
    first, chart = file.tables
    assert [cell.text for cell in first.rows[0].cells][1] == "要求"
    assert len(first.rows) == 1 + 3 + 1
    assert len(chart.rows) == 1 + 3
    assert "w:tblHeader" in first.rows[0]._tr.xml


def test_word_file_turns_the_page_of_a_wide_annex() -> None:
    file = opened(notice(attachments=(wide_annex(3),)))
    upright, wide = file.sections
    assert upright.page_width < upright.page_height
    assert wide.page_width > wide.page_height
    assert upright.left_margin.mm == pytest.approx(28, abs=0.1)
    assert file.tables[0].rows[3].cells[3].text == "喆堃"


@pytest.mark.parametrize("make", [letter, order, minutes, bulletin])
def test_word_file_of_every_form_names_the_office(make: object) -> None:
    assert callable(make)
    context = make(marking=Marking("000003")) if make is letter else make()
    words = words_of(context)
    assert any(context.office.mark == line for line in words[:4])
    assert ("000003" in words) == (make is letter)


def test_word_file_keeps_the_order_word_asks_of_properties() -> None:
    with ZipFile(io.BytesIO(word_file(notice()))) as parts:
        xml = parts.read("word/document.xml").decode()
    ruled = xml.partition("<w:pBdr>")[2].partition("</w:pPr>")[0]
    assert "<w:spacing" in ruled
    assert "<w:jc" in ruled


def test_workbook_has_numbers_as_numbers_and_words_as_words() -> None:
    rows = rows_of(workbook(study_statistics("=1+1", "机扫队")))
    assert rows[0][0] == "深入学习实践科学发展观活动学习情况统计表"
    assert rows[3][:3] == ["序号", "单位", "应学人数"]
    assert rows[4][:4] == [1.0, "=1+1", 34.0, 33.0]
    assert rows[6][1:4] == ["合计", 386.0, 372.0]
    assert rows[4][13] == "—"


def test_workbook_of_several_tables_has_a_sheet_each() -> None:
    columns = (Column("序号"), Column("名称", "left"), Column("数", "right"))
    tables = tuple(
        Table(name, columns, ((1, "喆堃", "007"), (2, "http://a", "12")), "s")
        for name in ("第一阶段：学习[调研]", "第二阶段")
    )
    made = workbook(SheetContext("清单", OFFICE.name, "2009年", tables, ISSUED_ON))
    book = CalamineWorkbook.from_filelike(io.BytesIO(made))
    assert book.sheet_names == ["1 第一阶段：学习 调研", "2 第二阶段"]
    rows = rows_of(made)
    assert rows[4] == [1.0, "喆堃", "007"]
    assert rows[5] == [2.0, "http://a", 12.0]


def test_workbook_has_no_formula_and_no_link() -> None:
    names = ("=cmd|'/c calc'!A0", "+1", "@x", "https://a.example/")
    with ZipFile(io.BytesIO(workbook(study_statistics(*names)))) as parts:
        inside = "".join(
            parts.read(name).decode() for name in parts.namelist() if "sheet" in name
        )
    assert "<f>" not in inside
    assert "hyperlink" not in inside
