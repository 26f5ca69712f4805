"""The same filing for many units, and filings as files for Word and Excel."""

import io
from urllib.parse import parse_qsl, urlsplit

import docx
import pdfplumber
from flask import Flask
from python_calamine import CalamineWorkbook

from jobs.filings import produce
from jobs.packing import pack
from services.packing import open_packings
from store.queries.filings import filings_in_scope, open_requests
from store.scope import EVERYTHING, acting_in
from tests.factories.browsers import Browser, ClientAs
from tests.factories.organisation import Organisation

ON = "2009-08-31"


def ask(
    browser: Browser, campaign_id: int, unit_id: int, kind: str = "rectification-ledger"
) -> str:
    """Ask for one filing a unit; where it led."""
    form = {"kind": kind, "campaign": campaign_id, "unit": unit_id, "on": ON}
    answer = browser.submit("/filings/batch", form)
    assert answer.status_code == 303, answer.text
    return answer.location


def work(app: Flask, organisation: Organisation, most: int = 99) -> list[int | None]:
    """Do what the worker does."""
    with app.app_context():
        ids = frozenset(organisation.units.values())
        return [produce(one.id) for one in open_requests(ids)[::-1][:most]]


def join(app: Flask, browser: Browser, url: str) -> None:
    """Ask for the one file, see that it is watched, and do what the worker does."""
    place = dict(parse_qsl(urlsplit(url).query))
    answer = browser.submit("/filings/batch/joined", place)
    assert answer.status_code == 303, answer.text
    page = browser.visit(answer.location)
    assert "轮到后合成一个 PDF" in page
    assert 'hx-trigger="every 2s"' in page
    with app.app_context():
        (name,) = open_packings()
        pack(name)
        assert open_packings() == []


def test_batch_when_asked_then_each_unit_waits(
    campaign_id: int, organisation: Organisation, office: Browser
) -> None:
    url = ask(office, campaign_id, organisation.units["HW"])
    page = office.visit(url)
    assert page.count("正在排队") >= 3
    assert 'hx-trigger="every 2s"' in page
    assert "<html" not in office.fragment(url).text
    assert office.get(url.replace("/batch", "/batch/pdf")).status_code == 404


def test_batch_when_asked_twice_then_nothing_doubled(
    app: Flask, campaign_id: int, organisation: Organisation, office: Browser
) -> None:
    first = ask(office, campaign_id, organisation.units["HW"])
    with app.app_context():
        waiting = len(open_requests(frozenset(organisation.units.values())))
    assert ask(office, campaign_id, organisation.units["HW"]) == first
    with app.app_context():
        assert len(open_requests(frozenset(organisation.units.values()))) == waiting


def test_batch_when_done_then_one_file_of_all_units(
    app: Flask, campaign_id: int, organisation: Organisation, office: Browser
) -> None:
    url = ask(office, campaign_id, organisation.units["HW"])
    made = work(app, organisation)
    page = office.visit(url)
    assert "hx-trigger" not in page
    assert f"把做好的 {len(made)} 份合成一个 PDF" in page
    assert office.get(url.replace("/batch", "/batch/pdf")).status_code == 404
    join(app, office, url)
    page = office.visit(url)
    assert "hx-trigger" not in page
    assert f"下载做好的 {len(made)} 份" in page
    with office.get(url.replace("/batch", "/batch/pdf")) as answer:
        content = answer.data
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) == len(made)
        text = "".join(pdf.pages[0].extract_text().split())
    assert "整改台账" in text
    with office.get(url.replace("/batch", "/batch/pdf")) as again:
        assert again.data == content


def test_batch_when_made_again_then_versions_stay(
    app: Flask, campaign_id: int, organisation: Organisation, office: Browser
) -> None:
    for _ in range(2):
        ask(office, campaign_id, organisation.units["HW"])
        assert None not in work(app, organisation)
    with app.app_context(), acting_in(EVERYTHING):
        assert {row.version for row in filings_in_scope()} == {1}


def test_batch_when_some_fail_then_says_why(
    app: Flask, campaign_id: int, organisation: Organisation, office: Browser
) -> None:
    url = ask(office, campaign_id, organisation.units["HW"], "minutes")
    assert set(work(app, organisation)) == {None}
    page = office.visit(url)
    assert "没有做成" in page
    assert "还没有" in page


def test_batch_when_nothing_is_ready_then_no_file_is_asked_for(
    campaign_id: int, organisation: Organisation, office: Browser
) -> None:
    url = ask(office, campaign_id, organisation.units["HW"])
    place = dict(parse_qsl(urlsplit(url).query))
    assert office.submit("/filings/batch/joined", place).status_code == 404


def test_batch_when_address_lacks_words_then_not_found(office: Browser) -> None:
    assert office.get("/filings/batch?kind=summary").status_code == 404


def test_batch_when_form_is_wrong_then_it_comes_back(
    campaign_id: int, organisation: Organisation, office: Browser
) -> None:
    form = {"kind": "slogan", "campaign": campaign_id, "on": ON}
    unit = {"unit": organisation.units["HW"]}
    answer = office.submit("/filings/batch", {**form, **unit})
    assert answer.status_code == 422
    assert "请选择要制作的材料" in answer.text


def test_paper_when_taken_to_word_then_has_its_figures(
    app: Flask, campaign_id: int, organisation: Organisation, office: Browser
) -> None:
    ask(office, campaign_id, organisation.units["A"], "summary")
    (made, *_) = work(app, organisation, most=1)
    page = office.visit(f"/filings/{made}")
    assert "取 Word 稿" in page
    assert f'src="/filings/{made}/pdf#view=FitH"' in page
    with office.get(f"/filings/{made}/office") as answer:
        assert "wordprocessingml" in str(answer.mimetype)
        file = docx.Document(io.BytesIO(answer.data))
    text = "".join(paragraph.text for paragraph in file.paragraphs)
    assert "总结报告" in text
    assert "集中学习1次" in text


def test_table_when_taken_to_excel_then_has_its_rows(
    app: Flask, campaign_id: int, organisation: Organisation, office: Browser
) -> None:
    ask(office, campaign_id, organisation.units["HW"], "study-statistics")
    made = work(app, organisation)[0]
    assert "取 Excel 表" in office.visit(f"/filings/{made}")
    with office.get(f"/filings/{made}/office") as answer:
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    rows = book.get_sheet_by_index(0).to_python()
    assert "合计" in [row[1] for row in rows]


def test_office_file_when_other_unit_then_unseen(
    app: Flask, campaign_id: int, organisation: Organisation, client_as: ClientAs
) -> None:
    ask(client_as("office"), campaign_id, organisation.units["A"])
    made = work(app, organisation, most=1)[0]
    assert client_as("clerk-b").get(f"/filings/{made}/office").status_code == 404


def test_pdf_when_shown_then_only_our_pages_may_frame_it(
    app: Flask, campaign_id: int, organisation: Organisation, office: Browser
) -> None:
    ask(office, campaign_id, organisation.units["A"])
    made = work(app, organisation, most=1)[0]
    with office.get(f"/filings/{made}/pdf") as answer:
        assert answer.headers["Content-Security-Policy"] == "frame-ancestors 'self'"
