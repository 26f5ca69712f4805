"""The page that packs a campaign's file for the archives."""

import io
from datetime import date
from zipfile import ZipFile

import pytest
from flask import Flask

from jobs.filings import produce
from jobs.packing import pack
from services import campaigns, filings
from services.packing import open_packings
from tests.factories.browsers import Browser, ClientAs
from tests.factories.organisation import Organisation
from tests.factories.records import actor_of


@pytest.fixture
def campaign_id(app: Flask, organisation: Organisation) -> int:
    """A campaign with one paper of the office."""
    with app.app_context():
        made = campaigns.create_from_template("p3", organisation.units["HW"])
        campaigns.publish(made)
        unit_id = organisation.units["HW"]
        on = date(2009, 8, 31)
        wanted = filings.Wanted("rectification-ledger", made, unit_id, on)
        asked = filings.ask(actor_of("office"), wanted)
        assert produce(asked) is not None
    return made


def work(app: Flask) -> None:
    """Do what the worker does."""
    with app.app_context():
        for name in open_packings():
            pack(name)
        assert open_packings() == []


def test_archive_when_no_campaign_then_says_so(office: Browser) -> None:
    assert "没有材料可以归档" in office.visit("/filings/archive")
    assert office.submit("/filings/archive", {"campaign": "7"}).status_code == 404


def test_archive_when_made_then_report_and_pack(
    app: Flask, campaign_id: int, office: Browser
) -> None:
    assert "/filings/archive" in office.visit("/filings/")
    assert "四性检测</h2>" not in office.visit("/filings/archive")
    assert office.get(f"/filings/archive/{campaign_id}/zip").status_code == 404
    answer = office.submit("/filings/archive", {"campaign": campaign_id})
    assert answer.status_code == 303
    waiting = office.visit(answer.location)
    assert "正在排队" in waiting
    assert 'hx-trigger="every 2s"' in waiting
    assert "<html" not in office.fragment(answer.location).text
    work(app)
    page = office.visit(answer.location)
    assert "hx-trigger" not in page
    # A node without keys cannot sign, and the report says so.
    assert page.count("■ 有问题") == 1
    assert page.count("✓ 通过") == 3
    assert "目录没有签名" in page
    assert "1 个文件" in page
    with office.get(f"/filings/archive/{campaign_id}/zip") as taken:
        names = ZipFile(io.BytesIO(taken.data)).namelist()
    assert names[0].startswith("04整改落实/0001 ")
    assert "四性检测报告.json" in names


def test_archive_when_other_unit_then_its_own_pack_is_empty(
    app: Flask, campaign_id: int, client_as: ClientAs
) -> None:
    clerk = client_as("clerk-b")
    answer = clerk.submit("/filings/archive", {"campaign": campaign_id})
    if answer.status_code == 303:
        work(app)
        assert "还没有材料和附件，未归档" in clerk.visit(answer.location)
    assert clerk.get(f"/filings/archive/{campaign_id}/zip").status_code in {403, 404}
