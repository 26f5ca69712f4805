"""Rows put aside, receipts and retiring, by the pages of the exchange."""

import io
import re
from pathlib import Path

import python_calamine
from werkzeug.test import TestResponse

from services.exchange import this_node
from store.catalogue import SYNCED
from tests.factories.browsers import Browser
from tests.factories.nodes import BRANCH_NAME, NodeApp, change

PARK = """INSERT INTO sync_parked(tid, pk, peer, reason, row_text, at_ms)
    VALUES (?, ?, ?, ?, ?, 1790000000000)"""
WHY = "“学时”应是不小于0的数"


def _site(office: Browser) -> str:
    found = re.search(r"/exchange/sites/(\d+)/retire", office.visit("/exchange/"))
    assert found
    return found[1]


def _park(hub: NodeApp, site: str, count: int = 1) -> None:
    """Rows as a merge puts them aside."""
    number = next(one.number for one in SYNCED if one.name == "lecture")
    text = '{"title": "夜间讲座", "place": "道班", "_hlc": 5}'
    with hub.app.app_context(), this_node().open_for_writing() as connection:
        for key in range(1, count + 1):
            connection.execute(PARK, (number, key, int(site), WHY, text))


def test_parked_when_none_then_page_says_so(office: Browser) -> None:
    assert "现在没有" in office.visit("/exchange/parked/")


def test_parked_when_rows_were_put_aside_then_why_and_release(
    hub: NodeApp, office: Browser
) -> None:
    _park(hub, _site(office))
    page = office.visit("/exchange/parked/")
    for words in ("夜间讲座", WHY, f"请{BRANCH_NAME}改正", "道班", "地点"):
        assert words in page
    assert "_hlc" not in page
    assert "没有符合筛选条件" in office.visit("/exchange/parked/?table=essay")
    assert "夜间讲座" not in hub.browser("head-b").visit("/exchange/parked/")
    assert hub.browser("leader").get("/exchange/parked/").status_code == 403


def test_parked_when_exported_then_exactly_what_is_filtered(
    hub: NodeApp, office: Browser
) -> None:
    site = _site(office)
    _park(hub, site, count=60)
    assert "共 60 条" in office.visit("/exchange/parked/?page=2")
    for query, count in (("", 60), (f"?site={site}", 60), ("?table=essay", 0)):
        with office.get(f"/exchange/parked/export{query}") as file:
            book = python_calamine.load_workbook(io.BytesIO(file.data))
        rows = book.get_sheet_by_index(0).to_python()
        assert rows[-1][0] == f"共{count}条"
        assert len(rows) == count + 2


def test_receipt_when_given_and_checked_then_both_sides_show_it(
    made: tuple[Path, int], hub: NodeApp, branch: NodeApp, office: Browser
) -> None:
    change(branch, made[1], "中队会议室")
    assert hub.take(branch.export("1.luoshi")) == "merged"
    site = _site(office)
    assert "还没有签发过" in office.visit("/exchange/receipts/")
    assert office.get(f"/exchange/receipts/{site}/download").status_code == 404
    for _ in range(2):
        answer = office.submit(f"/exchange/receipts/{site}")
        assert "已签发" in office.visit(answer.location)
    with office.get(f"/exchange/receipts/{site}/download") as file:
        receipt = bytes(file.data)
    head = branch.browser("head-a")
    assert "还没有核对过回执" in head.visit("/exchange/receipts/")
    answer = _check(head, receipt)
    assert answer.status_code == 200
    assert "签名是" in answer.text
    assert "不是本机发出的" not in answer.text
    page = head.visit("/exchange/receipts/")
    assert "✓ 已并入" in page
    assert "没有符合筛选条件" in head.visit("/exchange/receipts/?state=gap")


def test_receipt_when_altered_then_refused_in_words(
    hub: NodeApp, branch: NodeApp, office: Browser
) -> None:
    site = _site(office)
    office.submit(f"/exchange/receipts/{site}")
    with office.get(f"/exchange/receipts/{site}/download") as file:
        receipt = bytearray(file.data)
    receipt[-1] ^= 1
    answer = _check(branch.browser("head-a"), bytes(receipt))
    assert answer.status_code == 422
    assert "签名不是上级的" in answer.text
    other = hub.browser("head-b")
    assert other.get(f"/exchange/receipts/{site}/download").status_code == 404
    assert other.submit(f"/exchange/receipts/{site}").status_code == 404
    assert _check(office, bytes(receipt)).status_code == 404


def _check(browser: Browser, receipt: bytes) -> TestResponse:
    files = {"file": (io.BytesIO(receipt), "回执.luoshi")}
    return browser.submit("/exchange/receipts/check", files)


def test_site_when_retired_then_packages_kept_and_it_may_be_renumbered(
    made: tuple[Path, int], hub: NodeApp, branch: NodeApp, office: Browser
) -> None:
    url = f"/exchange/sites/{_site(office)}/retire"
    assert "停用以后" in office.visit(url)
    answer = office.submit(url, {"why": " "})
    assert answer.status_code == 422
    assert "请写明为什么停用" in answer.text
    other = hub.browser("head-b")
    assert (other.get(url).status_code, other.submit(url).status_code) == (404, 404)
    page = office.visit(office.submit(url, {"why": "电脑报废"}).location)
    assert "已停用" in page
    assert "/renumber" in page
    assert "/retire" not in page
    change(branch, made[1], "中队会议室")
    assert hub.take(branch.export("late.luoshi")) == "parked"
    assert office.submit(url, {"why": "再来"}).status_code == 404


def test_invited_site_when_retired_then_invitation_is_void(
    hub: NodeApp, office: Browser
) -> None:
    page = office.visit("/exchange/invitations/new")
    unit = re.search(r'<option value="(\d+)"\s*>[^<]*清扫二中队', page)
    assert unit
    where = office.submit("/exchange/invitations/new", {"unit": unit[1]}).location
    site = where.rpartition("/")[2]
    url = f"/exchange/sites/{site}/retire"
    page = office.visit(office.submit(url, {"why": "不办了"}).location)
    assert "邀请已作废" in page
    assert office.get(f"{where}/download").status_code == 404
    assert list((hub.folder / "hub" / "outbox").glob("invite-*")) == []
