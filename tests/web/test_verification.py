"""核验文件: for everybody, with a file or with the code of a paper."""

import io
import re
from collections.abc import Callable

import pikepdf
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from blueprints import verification
from blueprints.verification import routes
from documents.codes import QrContent, qr_text
from documents.proof import ALGORITHMS, digest_message
from documents.verify import FILE_CHANGED, SAVED_ANEW
from jobs.filings import produce
from services import campaigns, filings, signers
from services.exchange import this_node
from store.queries import filings as queries
from store.scope import EVERYTHING, acting_in
from tests.factories.browsers import Browser, ClientAs
from tests.factories.organisation import Organisation
from web.throttle import Throttle

Make = Callable[..., tuple[queries.FilingRow, bytes]]


@pytest.fixture(autouse=True)
def fresh_throttle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "_throttle", Throttle(count=30, seconds=600))


@pytest.fixture
def make(app: Flask, organisation: Organisation, client_as: ClientAs) -> Make:
    """Makes a sealed filing on a node with keys; each day the next version."""
    unit_id = organisation.units["HW"]
    with app.app_context():
        this_node().make_folders()
        this_node().make_keys()
        campaign_id = campaigns.create_from_template("p3", unit_id)
        campaigns.publish(campaign_id)
    form = {"kind": "summary", "campaign": campaign_id, "unit": unit_id, "sealed": 1}
    office = client_as("office")

    def made(on: str = "2009-08-31") -> tuple[queries.FilingRow, bytes]:
        url = office.submit("/filings/new", {**form, "on": on}).location
        with app.app_context(), acting_in(EVERYTHING):
            filing_id = produce(int(url.rpartition("/")[2]))
            row = queries.filing(filing_id or 0)
            assert row is not None
            return row, filings.pdf_path(row.sha256).read_bytes()

    return made


def send(browser: Browser, content: bytes) -> TestResponse:
    """Drop a file on the page."""
    browser.visit("/verify/")
    return browser.submit("/verify/file", {"file": (io.BytesIO(content), "a.pdf")})


def asked(browser: Browser, code: str) -> TestResponse:
    browser.visit("/verify/")
    return browser.submit("/verify/code", {"code": code})


def test_file_when_untouched_then_anybody_reads_its_figures(
    make: Make, client: Browser
) -> None:
    row, pdf = make()
    answer = send(client, pdf)
    assert answer.status_code == 200
    assert "是签发时的原件" in answer.text
    assert str(row.number) in answer.text
    assert re.search(r"<li>[^<]*<strong>[^<]+</strong>", answer.text)


def test_file_when_altered_or_saved_anew_then_said_in_plain_words(
    make: Make, client: Browser
) -> None:
    _, pdf = make()
    changed = bytearray(pdf)
    changed[len(pdf) // 3] ^= 1
    page = send(client, bytes(changed)).text
    assert "不是签发时的原件" in page
    assert FILE_CHANGED in page
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(out)
    page = send(client, out.getvalue()).text
    assert SAVED_ANEW in page
    assert "已核对签名" in page


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\xff" * 999])
@pytest.mark.usefixtures("make")
def test_file_when_something_else_then_no_original(
    content: bytes, client: Browser
) -> None:
    answer = send(client, content)
    assert answer.status_code == (200 if content else 422)
    assert ("不是签发时的原件" if content else "请选择要核验的 PDF") in answer.text


def test_code_when_typed_badly_then_filing_is_found(
    make: Make, client: Browser
) -> None:
    row, _ = make()
    assert row.code
    page = asked(
        client, f" {row.code.lower().replace('-', ' ').replace('0', 'o')}"
    ).text
    assert row.title in page
    assert str(row.number) in page
    assert "后来又做过" not in page
    _, pdf = make("2009-07-31")
    assert "第2版）" in asked(client, row.code).text
    assert "后来又做过" not in send(client, pdf).text


@pytest.mark.usefixtures("make")
def test_code_when_unknown_or_none_then_says_what_to_do(client: Browser) -> None:
    assert "没有登记这个核验码" in asked(client, "00000-00000").text
    answer = asked(client, "2009年第1号")
    assert answer.status_code == 422
    assert "二维码下面的十位" in answer.text


@pytest.mark.usefixtures("make")
def test_qr_text_when_pasted_then_its_signature_counts(
    app: Flask, client: Browser
) -> None:
    digest = bytes(range(32))
    with app.app_context():
        signer = signers.own_signer()
    assert signer is not None
    content = QrContent("某发〔2009〕1号", digest, signer.sign(digest_message(digest)))
    text = qr_text(content, ALGORITHMS)
    page = asked(client, text).text
    assert "某发〔2009〕1号 的数据对应这个核验码" in page
    assert asked(client, text.replace("1号", "2号")).status_code == 200
    forged = qr_text(QrContent("某发", digest, bytes(64)), ALGORITHMS)
    answer = asked(client, forged)
    assert answer.status_code == 422
    assert "不能确认签发者" in answer.text


@pytest.mark.usefixtures("make")
def test_asking_when_too_often_then_refused_and_others_go_on(
    app: Flask, client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "_throttle", Throttle(count=2, seconds=600))
    codes = [asked(client, "00000-00000").status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    assert send(client, b"%PDF").status_code == 429
    other = app.test_client()
    other.environ_base["REMOTE_ADDR"] = "10.0.0.9"
    assert isinstance(other, Browser)
    assert asked(other, "00000-00000").status_code == 200


def test_file_when_too_large_then_refused_before_it_is_read(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "FILE_BYTES_MAX", 2000)
    assert send(client, bytes(1000)).status_code == 200
    assert send(client, bytes(2000)).status_code == 413


def test_verify_is_led_to_from_sign_in_and_from_the_list(
    client: Browser, client_as: ClientAs
) -> None:
    assert 'href="/verify/"' in client.visit("/sign-in")
    assert 'href="/verify/"' in client_as("office").visit("/filings/")
