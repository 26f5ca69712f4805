"""The campaign switcher: which campaigns it lists, and where each leads."""

import re
from datetime import date

import pytest
from flask import Flask

from store import clock
from store.db import write
from store.tables.campaigns import Campaign
from tests.factories.browsers import Browser, ClientAs
from tests.factories.organisation import Organisation

NAMES = {"HW": "处里的活动", "A": "一中队的活动", "B": "二中队的活动"}


@pytest.fixture
def campaigns(app: Flask, organisation: Organisation) -> dict[str, int]:
    """A published campaign of each unit, by name; and a closed and a draft one."""
    made = {}
    with app.app_context():
        for unit, name in NAMES.items():
            made[name] = _campaign(organisation.units[unit], name, "published")
        top = organisation.units["HW"]
        made["旧活动"] = _campaign(top, "旧活动", "closed")
        made["没发布的"] = _campaign(top, "没发布的", "draft")
    return made


def _campaign(unit_id: int, name: str, status: str) -> int:
    with write() as session:
        row = Campaign(
            unit_id=unit_id,
            name=name,
            start_on=date(2026, 9, 1),
            end_on=date(2026, 11, 30),
            status=status,
            created_at=clock.now_utc(),
        )
        session.add(row)
        session.flush()
        return row.id


def _choices(page: str) -> dict[str, str]:
    """Address by name of the campaigns in the top bar."""
    (bar,) = re.findall(r'<details class="switcher">.*?</details>', page, re.DOTALL)
    found = re.findall(r'<a href="([^"]+)"[^>]*>([^<]+?)\s*<', bar)
    return {name: url for url, name in found if name != "全部活动"}


def _named(page: str) -> str:
    found = re.search(r"当前活动：</span>([^<]+)", page)
    assert found
    return found[1].strip()


def test_switcher_when_clerk_then_only_campaigns_within_reach(
    client_as: ClientAs, campaigns: dict[str, int]
) -> None:
    choices = _choices(client_as("clerk-a").visit("/"))
    assert list(choices) == ["处里的活动", "一中队的活动", "旧活动"]
    assert campaigns


def test_switcher_when_on_a_section_then_leads_to_the_same_section(
    client_as: ClientAs, campaigns: dict[str, int]
) -> None:
    office = client_as("office")
    first, other = campaigns["处里的活动"], campaigns["二中队的活动"]
    for here, there in (
        (f"/overview/{first}/rollup", f"/overview/{other}/rollup"),
        (f"/campaigns/{first}", f"/campaigns/{other}"),
        ("/records/", f"/records/?campaign={other}"),
        ("/filings/", f"/filings/?campaign={other}"),
        ("/", f"/overview/{other}/board"),
    ):
        assert _choices(office.visit(here))["二中队的活动"] == there
        assert office.get(there).status_code == 200


def test_campaign_when_chosen_then_kept_on_pages_that_name_none(
    client_as: ClientAs, campaigns: dict[str, int]
) -> None:
    office: Browser = client_as("office")
    other = campaigns["二中队的活动"]
    assert _named(office.visit("/")) == "处里的活动"
    office.visit(f"/overview/{other}/board")
    assert _named(office.visit("/")) == "二中队的活动"
    assert office.get("/overview/").location == f"/overview/{other}/board"
    assert _named(office.visit(f"/campaigns/{campaigns['没发布的']}")) == "选择活动"
    clerk = client_as("clerk-a")
    clerk.set_cookie("luoshi-campaign", str(other))
    assert _named(clerk.visit("/")) == "处里的活动"


def test_switcher_when_no_campaign_then_left_out(client_as: ClientAs) -> None:
    assert "switcher" not in client_as("office").visit("/")
