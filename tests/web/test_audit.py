"""Pages of the audit log."""

import pytest
from flask import Flask

from store.queries.audit import AuditFilter, matching_entries
from tests.factories.browsers import Browser, ClientAs
from tests.factories.organisation import Organisation, add_account


@pytest.fixture
def auditor(client_as: ClientAs, organisation: Organisation) -> Browser:
    """The administrator, after an act of the office on unit A."""
    path = f"/units/{organisation.units['A']}/edit"
    client_as("office").submit(path, {"name": "清扫一中队𠮷", "kind": "中队"})
    return client_as("admin")


def test_list_shows_who_did_what(auditor: Browser) -> None:
    text = auditor.get("/audit?actor=office").get_data(as_text=True)
    assert "单位修改" in text
    assert "清扫一中队𠮷" in text


@pytest.mark.parametrize("query", ["event=organisation", "from=2020-01-01"])
def test_filter_keeps_what_matches(auditor: Browser, query: str) -> None:
    text = auditor.get(f"/audit?{query}").get_data(as_text=True)
    assert "单位修改</td>" in text


@pytest.mark.parametrize("query", ["event=exchange", "to=2020-01-01", "actor=nobody"])
def test_filter_that_nothing_matches_says_so(auditor: Browser, query: str) -> None:
    text = auditor.get(f"/audit?{query}").get_data(as_text=True)
    assert "没有符合这些条件的日志" in text


def test_day_that_is_none_is_told(auditor: Browser) -> None:
    assert "不是日期" in auditor.get("/audit?from=昨天").get_data(as_text=True)


def test_entry_shows_what_was_kept(app: Flask, auditor: Browser) -> None:
    with app.app_context():
        wanted = AuditFilter(event="organisation:unit:edit")
        (entry,) = matching_entries(wanted, 0, 10)
    text = auditor.get(f"/audit/{entry.no}").get_data(as_text=True)
    assert "清扫一中队 → 清扫一中队𠮷" in text
    assert entry.hash in text
    assert auditor.get("/audit/99999").status_code == 404


def test_whole_log_is_verified(auditor: Browser) -> None:
    assert "日志完好" in auditor.get("/audit/verify").get_data(as_text=True)
    text = auditor.get("/audit/verify?head=00").get_data(as_text=True)
    assert "日志被改动过" in text


def test_auditor_of_a_branch_sees_only_its_acts(
    app: Flask, auditor: Browser, client_as: ClientAs, organisation: Organisation
) -> None:
    del auditor
    with app.app_context():
        add_account(organisation, "audit-b", "B", "audit")
    text = client_as("audit-b").get("/audit").get_data(as_text=True)
    assert "清扫一中队" not in text
    assert "audit-b" in text


def test_office_reads_no_log(client_as: ClientAs) -> None:
    assert client_as("office").get("/audit").status_code == 403
