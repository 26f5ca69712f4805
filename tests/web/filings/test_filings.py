"""The pages of filings; the job is run by hand where a worker would run it."""

import re

import pytest
from flask import Flask

from jobs.filings import produce
from services import filings
from store.queries import access
from store.queries.filings import open_requests
from tests.factories.browsers import Browser, ClientAs
from tests.factories.organisation import Organisation

ON = "2009-08-31"


def ask(browser: Browser, campaign_id: int, unit_id: int, kind: str = "summary") -> str:
    """Fill in the form; where it led."""
    form = {"kind": kind, "campaign": campaign_id, "unit": unit_id, "on": ON}
    answer = browser.submit("/filings/new", form)
    assert answer.status_code == 303, answer.text
    return answer.location


def finish(app: Flask, url: str) -> int:
    """Do what the worker does; id of the filing."""
    with app.app_context():
        made = produce(int(url.rpartition("/")[2]))
    assert made is not None
    return made


def test_list_when_nothing_made_then_says_so(office: Browser) -> None:
    page = office.visit("/filings/")
    assert "还没有制作过" in page
    assert "/filings/new" in page


def test_new_when_no_campaign_then_says_so(office: Browser) -> None:
    assert "还没有发布的活动" in office.visit("/filings/new")


def test_request_when_asked_then_waits_and_polls(
    campaign_id: int, organisation: Organisation, office: Browser
) -> None:
    url = ask(office, campaign_id, organisation.units["HW"])
    page = office.visit(url)
    assert "正在排队" in page
    assert 'hx-trigger="every 2s"' in page
    assert ">刷新</a>" in page
    assert "正在排队" in office.visit("/filings/")
    assert "<html" not in office.fragment(url).text


def test_request_when_form_repeated_then_one_request(
    app: Flask, campaign_id: int, organisation: Organisation, office: Browser
) -> None:
    unit_id = organisation.units["HW"]
    form = {"kind": "summary", "campaign": campaign_id, "unit": unit_id, "on": ON}
    first = office.submit("/filings/new", {**form, "once": "k" * 22})
    again = office.submit("/filings/new", {**form, "once": "k" * 22})
    assert first.location == again.location
    with app.app_context():
        assert len(open_requests(frozenset({unit_id}))) == 1


def test_filing_when_ready_then_figures_lead_back(
    app: Flask, campaign_id: int, organisation: Organisation, office: Browser
) -> None:
    url = ask(office, campaign_id, organisation.units["HW"])
    filing_id = finish(app, url)
    assert office.get(url).location == f"/filings/{filing_id}"
    assert office.fragment(url).headers["HX-Redirect"] == f"/filings/{filing_id}"
    page = office.visit(f"/filings/{filing_id}")
    assert "已通过的学习活动记录" in page
    links = set(re.findall(r'href="(/(?:records|overview|campaigns)/[^"]+)"', page))
    leads = [link.replace("&amp;", "&") for link in links if "unit=" in link]
    assert leads
    assert {office.get(link).status_code for link in leads} == {200}


def test_filing_when_table_then_one_figure_with_source(
    app: Flask, campaign_id: int, organisation: Organisation, office: Browser
) -> None:
    url = ask(office, campaign_id, organisation.units["A"], "study-statistics")
    page = office.visit(f"/filings/{finish(app, url)}")
    assert "1 处数字和图表" in page
    assert "学习情况统计表》" in page


def test_download_when_asked_then_chinese_name_and_audited(
    app: Flask, campaign_id: int, organisation: Organisation, office: Browser
) -> None:
    filing_id = finish(app, ask(office, campaign_id, organisation.units["HW"]))
    with office.get(f"/filings/{filing_id}/pdf?save=1") as answer:
        assert answer.mimetype == "application/pdf"
        assert answer.data.startswith(b"%PDF")
        disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert "filename*=UTF-8''%E5%85%B3%E4%BA%8E" in disposition
    with office.get(f"/filings/{filing_id}/pdf") as answer:
        assert answer.headers["Content-Disposition"].startswith("inline")
    with app.app_context():
        events = [entry.event for entry, _ in access.audit_entries()]
    assert events.count("filing:downloaded") == 2


def test_filing_when_other_unit_then_unseen(
    app: Flask, campaign_id: int, organisation: Organisation, client_as: ClientAs
) -> None:
    url = ask(client_as("office"), campaign_id, organisation.units["A"])
    filing_id = finish(app, url)
    other = client_as("clerk-b")
    assert "还没有制作过" in other.visit("/filings/")
    for path in (url, f"/filings/{filing_id}", f"/filings/{filing_id}/pdf"):
        assert other.get(path).status_code == 404
    own = client_as("clerk-a")
    assert own.get(f"/filings/{filing_id}").status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        ("kind", "slogan", "请选择要制作的材料"),
        ("campaign", "7", "请选择活动"),
        ("on", "2999-01-01", "请填写数据截止日"),
        ("on", "月底", "请填写数据截止日"),
    ],
)
def test_request_when_wrong_then_form_comes_back(
    wrong: tuple[str, str, str],
    campaign_id: int,
    organisation: Organisation,
    office: Browser,
) -> None:
    unit_id = organisation.units["HW"]
    form = {"kind": "summary", "campaign": campaign_id, "unit": unit_id, "on": ON}
    name, value, message = wrong
    answer = office.submit("/filings/new", {**form, name: value})
    assert answer.status_code == 422
    assert message in answer.text


def test_request_when_unit_out_of_reach_then_refused(
    campaign_id: int, organisation: Organisation, client_as: ClientAs
) -> None:
    form = {"kind": "summary", "campaign": campaign_id, "on": ON}
    unit = {"unit": organisation.units["B"]}
    answer = client_as("clerk-a").submit("/filings/new", {**form, **unit})
    assert answer.status_code == 422
    assert "请选择单位" in answer.text


def test_request_when_failed_then_message_and_again(
    app: Flask, campaign_id: int, organisation: Organisation, office: Browser
) -> None:
    url = ask(office, campaign_id, organisation.units["HW"])
    with app.app_context():
        number = int(url.rpartition("/")[2])
        assert filings.claim(number) is not None
        filings.fail(number, "缺少字体，未生成文件。请联系系统管理员。")
    page = office.visit(url)
    assert "没有做成" in page
    assert "缺少字体" in page
    assert "hx-trigger" not in page
    assert "重新制作" in page
