"""Pages of filings in a real browser: no violation of access, nothing blocked."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page

from documents.archive.pack import make_pack
from jobs.filings import produce
from services import campaigns, filings
from store.clock import today
from store.scope import EVERYTHING, acting_in
from tests.factories.browsers import PASSWORD, give_password
from tests.factories.organisation import Organisation
from tests.factories.records import actor_of
from tests.factories.server import serve_here
from tests.web.test_in_browser import violations

pytestmark = pytest.mark.browser

SHOTS = os.environ.get("LUOSHI_SHOTS")


@pytest.fixture
def made(app: Flask, organisation: Organisation) -> tuple[int, int]:
    """Campaign and filing of the office."""
    with app.app_context():
        campaign_id = campaigns.create_from_template("p3", organisation.units["HW"])
        campaigns.publish(campaign_id)
        unit_id = organisation.units["HW"]
        wanted = filings.Wanted("letter", campaign_id, unit_id, today())
        filing_id = produce(filings.ask(actor_of("office"), wanted))
        assert filing_id is not None
        home = filings.pdf_path("x").parent
        with acting_in(EVERYTHING):
            target = home / "archive" / f"{campaign_id}-{unit_id}.zip"
            make_pack(campaign_id, target, "office")
        give_password(organisation.accounts["office"])
    return campaign_id, filing_id


@pytest.fixture
def page(app: Flask, made: tuple[int, int], chromium: Chromium) -> Iterator[Page]:
    """A page of the office; what the policy blocks fails the test."""
    del made
    with serve_here(app) as address:
        context = chromium.new_context(locale="zh-CN", base_url=address)
        complaints: list[str] = []
        opened = context.new_page()
        opened.on("console", lambda message: complaints.append(message.text))
        opened.goto("/sign-in?next=/password")
        opened.fill("#field-name", "office")
        opened.fill("#field-password", PASSWORD)
        opened.click("main button")
        yield opened
        context.close()
    assert [one for one in complaints if "Security Policy" in one] == []


@pytest.mark.parametrize("width", [1280, 360])
def test_pages_of_filings_stand_up_to_axe(
    width: int, page: Page, made: tuple[int, int], organisation: Organisation
) -> None:
    campaign_id, filing_id = made
    place = f"campaign={campaign_id}&unit={organisation.units['HW']}"
    page.set_viewport_size({"width": width, "height": 900})
    for name, path in {
        "show": f"/filings/{filing_id}",
        "batch": f"/filings/batch?kind=letter&{place}&on={today().isoformat()}",
        "archive": f"/filings/archive?campaign={campaign_id}",
        "new": "/filings/new",
    }.items():
        page.goto(path)
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)
        assert violations(page) == [], name
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, name
