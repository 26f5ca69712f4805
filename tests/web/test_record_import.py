"""Many records from one Excel file: template, preview, and all drafts at once."""

import io
import re
from datetime import date

import pytest
import xlsxwriter
from flask import Flask
from python_calamine import CalamineWorkbook
from werkzeug.test import TestResponse

from domain.fields import Kind
from store.describe import KIND_BY_KEY
from store.queries.records import RecordFilter, RecordRow, every_record
from store.scope import EVERYTHING, acting_in
from tests.factories.browsers import Browser, ClientAs
from tests.factories.organisation import Organisation
from tests.factories.records import NOTE, SESSION, make_campaign

KINDS = list(KIND_BY_KEY.values())
PATH = "/records/study-session"
Row = dict[str, str | float | date]
GOOD: Row = {
    "形式": "集中学习",
    "主题": "从表里来",
    "日期": date(2026, 9, 18),
    "主持人": "喆1𠮷",
    "学习时长": 2.5,
    "时长单位": "学时",
    "学习内容": "第一段\n第二段",
    "参加人员": "喆1𠮷、喆2𠮷（A002）",
}


@pytest.fixture
def clerk(app: Flask, organisation: Organisation, client_as: ClientAs) -> Browser:
    with app.app_context():
        make_campaign(organisation)
    return client_as("clerk-a")


def text_of(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def template_of(browser: Browser, path: str = PATH) -> CalamineWorkbook:
    with browser.get(f"{path}/template.xlsx") as answer:
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].isascii()
        return CalamineWorkbook.from_filelike(io.BytesIO(answer.data))


def filled(template: CalamineWorkbook, *rows: Row) -> bytes:
    """The template as somebody saves it with rows typed in."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name in template.sheet_names:
            sheet = book.add_worksheet(name)
            table = template.get_sheet_by_name(name).to_python()
            for number, cells in enumerate(table):
                sheet.write_row(number, 0, cells)
        heads = [str(one) for one in template.get_sheet_by_index(0).to_python()[0]]
        for number, row in enumerate(rows, start=1):
            for head, cell in row.items():
                column = [one.rstrip("*") for one in heads].index(head)
                book.worksheets()[0].write(number, column, cell)
    return target.getvalue()


def send(browser: Browser, data: bytes, path: str = PATH) -> TestResponse:
    file = (io.BytesIO(data), "台账.xlsx")
    return browser.submit(f"{path}/import", {"file": file})


def confirm(browser: Browser, preview: str, **more: str) -> TestResponse:
    token = re.findall(r'name="token" value="(\w+)"', preview)[0]
    data = {"token": token, "file_name": "台账.xlsx", **more}
    return browser.submit(f"{PATH}/import/confirm", data)


def stored(app: Flask) -> list[RecordRow]:
    with app.app_context(), acting_in(EVERYTHING):
        return list(every_record(SESSION, RecordFilter()))


@pytest.mark.parametrize("kind", KINDS, ids=[kind.key for kind in KINDS])
def test_template_of_every_kind_has_its_columns(clerk: Browser, kind: Kind) -> None:
    word = kind.key.replace("_", "-")
    assert "下载模板" in text_of(clerk.get(f"/records/{word}/import"))
    book = template_of(clerk, f"/records/{word}")
    heads = book.get_sheet_by_index(0).to_python()[0]
    for one, head in zip(kind.fields, heads, strict=False):
        assert str(head).startswith(one.label)
        assert str(head).endswith("*") == one.required


def test_rows_are_shown_first_and_then_made_drafts_once(
    app: Flask, clerk: Browser, organisation: Organisation
) -> None:
    half: Row = {"主题": "只有标题"}
    preview = send(clerk, filled(template_of(clerk), GOOD, half))
    shown = text_of(preview)
    assert preview.status_code == 200
    assert "日期未填，上报前须填写。" in shown
    assert stored(app) == []
    first = confirm(clerk, shown, once="k" * 20)
    again = confirm(clerk, shown, once="k" * 20)
    assert first.status_code == 303
    assert again.location == first.location
    found = {one.title: one for one in stored(app)}
    assert set(found) == {"从表里来", "只有标题"}
    made = found["从表里来"]
    assert made.status == "draft"
    assert made.values["host"] == organisation.people["A001"]
    assert (made.values["amount"], made.day) == (2.5, date(2026, 9, 18))
    assert "已导入2条" in text_of(clerk.get(first.location))


def test_cells_that_cannot_be_read_are_named_and_nothing_is_made(
    app: Flask, clerk: Browser
) -> None:
    bad: Row = {**GOOD, "日期": "昨天", "主持人": "无此人", "学习时长": "很久"}
    preview = send(clerk, filled(template_of(clerk), GOOD, bad))
    shown = text_of(preview)
    assert preview.status_code == 422
    assert "有3处填写有误" in shown
    assert "学习时长应为数字" in shown
    assert 'name="token"' not in shown
    assert stored(app) == []


def test_files_that_are_no_template_of_the_kind_are_refused(clerk: Browser) -> None:
    note = template_of(clerk, f"/records/{NOTE.key.replace('_', '-')}")
    answers = {
        "另一类台账的模板": send(clerk, filled(note)),
        "已损坏或不是": send(clerk, b"PK\x03\x04 nothing"),
        "没有填写的行": send(clerk, filled(template_of(clerk))),
        "没有选择文件": clerk.submit(f"{PATH}/import"),
    }
    for words, answer in answers.items():
        assert answer.status_code == 422
        assert words in text_of(answer)


def test_template_of_another_unit_is_not_taken(
    clerk: Browser, client_as: ClientAs, app: Flask
) -> None:
    foreign = filled(template_of(client_as("clerk-b")), GOOD)
    assert send(clerk, foreign).status_code == 403
    assert stored(app) == []
