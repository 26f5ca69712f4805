"""Files of every kind to plans: encodings, DOCX with lists and tables, PDF, damage."""

import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from weasyprint import HTML

from commands.plan import plan
from services.plan_files import file_text, read_plan_file
from services.plan_text import decode_text

TEXT = (
    "某县2012年安全生产月活动实施方案\n一、实施步骤\n"
    "(一)宣传发动阶段(6月1日至6月10日)\n1.召开动员会。每个单位召开会议不少于1次。\n"
    "(二)总结阶段(6月11日至6月30日)\n各单位6月25日前将总结报县安监局。\n"
)
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_text_in_any_encoding_is_read_the_same(encoding: str) -> None:
    assert decode_text(TEXT.encode(encoding)) == TEXT


def test_traditional_text_in_big5_is_read() -> None:
    text = (
        "某縣安全生產月活動實施方案\n一、實施步驟\n(一)宣傳發動階段\n各單位要認真"
        "組織。\n"
    )
    assert decode_text(text.encode("big5")) == text


def test_windows_line_ends_become_plain_ones() -> None:
    assert decode_text(b"a\r\nb\rc") == "a\nb\nc"


def _docx(document: object) -> bytes:
    file = io.BytesIO()
    document.save(file)  # type: ignore[attr-defined]  # the factory returns a document
    return file.getvalue()


def test_word_table_rows_become_tasks() -> None:
    document = Document()
    document.add_paragraph("某市2021年重点工作方案")
    document.add_paragraph("附件:任务分解表")
    table = document.add_table(rows=2, cols=4)
    for row, words in zip(
        table.rows,
        [
            ("序号", "任务", "责任单位", "完成时限"),
            ("1", "修订应急预案", "办公室", "5月底前"),
        ],
        strict=True,
    ):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    read = read_plan_file(_docx(document))
    assert [(t.name, t.due) for t in read.plan.tasks] == [
        ("修订应急预案", "2021-05-31")
    ]


NUMBERING = """<w:abstractNum {ns} w:abstractNumId="77">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>
<w:lvlText w:val="（%1）"/></w:lvl></w:abstractNum>"""


def test_word_list_numbers_are_read_as_printed() -> None:
    document = Document()
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(NUMBERING.format(ns=nsdecls("w"))))
    root.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="99"><w:abstractNumId w:val="77"/></w:num>'
        )
    )
    for words in ("宣传发动阶段", "总结阶段"):
        paragraph = document.add_paragraph(words)
        numbering = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        numbering.get_or_add_numId().set(qn("w:val"), "99")
        numbering.get_or_add_ilvl().set(qn("w:val"), "0")
    assert file_text(_docx(document))[0] == "（一）宣传发动阶段\n（二）总结阶段"


def test_deleted_words_of_a_tracked_change_are_left_out() -> None:
    document = Document()
    paragraph = document.add_paragraph("保留")
    change = f"<w:del {nsdecls('w')}><w:r><w:delText>删去</w:delText></w:r></w:del>"
    paragraph._p.append(parse_xml(change))
    added = f"<w:ins {nsdecls('w')}><w:r><w:t>新增</w:t></w:r></w:ins>"
    paragraph._p.append(parse_xml(added))
    assert file_text(_docx(document))[0] == "保留新增"


HTML_PLAN = """<style>body{font-family:'Noto Serif CJK SC','FandolSong',serif}
td{border:1px solid black}</style><p>某县2012年安全生产月活动实施方案</p>
<p>一、实施步骤</p><p>(一)宣传发动阶段(6月1日至6月10日)</p>
<table><tr><td>序号</td><td>任务</td><td>完成时限</td></tr>
<tr><td>1</td><td>检查隐患</td><td>6月5日前</td></tr></table>
<p>(二)总结阶段(6月11日至6月30日)</p>"""


def test_pdf_with_a_table_is_read() -> None:
    read = read_plan_file(HTML(string=HTML_PLAN).write_pdf())
    assert [p.name for p in read.plan.phases] == ["宣传发动阶段", "总结阶段"]
    assert [(t.name, t.due) for t in read.plan.tasks] == [("检查隐患", "2012-06-05")]


BROKEN = [
    b"PK\x03\x04broken",
    b"%PDF-1.7 broken",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"{\\rtf1 x}",
]


@pytest.mark.parametrize("data", BROKEN)
def test_file_that_cannot_be_opened_says_what_to_do(data: bytes) -> None:
    problems = read_plan_file(data).plan.problems
    assert problems[0].code == "file_unreadable"
    assert problems[0].message.endswith("。")


def test_command_prints_the_contract(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_text(TEXT, encoding="utf-8")
    result = CliRunner().invoke(plan, ["read", str(file), "--json"])
    found = json.loads(result.output)
    assert found["phases"][0]["name"] == "宣传发动阶段"
    start, end = found["filings"][0]["at"]
    assert TEXT[start:end] == found["filings"][0]["raw"]
