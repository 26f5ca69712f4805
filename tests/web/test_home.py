import re
from datetime import timedelta

import pytest
from flask import Flask

from services import campaigns
from store import clock
from store.db import db
from store.queries import standings as queries
from tests.factories.browsers import ClientAs
from tests.factories.entries import add_record
from tests.factories.organisation import Organisation


@pytest.fixture
def campaign_id(app: Flask, organisation: Organisation) -> int:
    """p3 under way since fifty days; A has a draft, a return and one to review."""
    with app.app_context():
        start = clock.today() - timedelta(days=50)
        made = campaigns.create_from_template("p3", organisation.units["HW"], start)
        campaigns.publish(made)
        for status in ("draft", "returned", "submitted"):
            unit_id = organisation.units["A"]
            add_record("opinion", made, unit_id, clock.today(), status=status)
    return made


def _todo(text: str) -> dict[str, int]:
    found = re.findall(
        r'stat-label">([^<]+)</p>\s*<p class="stat-figure">(?:<a[^>]*>)?(\d+)', text
    )
    return {label: int(count) for label, count in found}


@pytest.mark.usefixtures("campaign_id")
def test_clerk_sees_own_drafts_and_returns(client_as: ClientAs) -> None:
    text = client_as("clerk-a").visit("/")
    todo = _todo(text)
    assert todo["草稿，待提交"] == 1
    assert todo["被退回，待修改"] == 1
    assert "待审核" not in todo
    assert "待办 <strong>2</strong>" in text


@pytest.mark.usefixtures("campaign_id")
def test_office_sees_what_waits_for_review(client_as: ClientAs) -> None:
    todo = _todo(client_as("office").visit("/"))
    assert todo["待审核"] == 1
    assert "草稿，待提交" not in todo


@pytest.mark.usefixtures("campaign_id")
def test_home_lists_what_the_unit_owes_with_days_left(client_as: ClientAs) -> None:
    text = client_as("clerk-a").visit("/")
    assert "清扫一中队还差什么" in text
    assert re.search(r"已逾期\d+天", text)
    assert re.search(r"全部 \d+ 条差距", text)


def test_home_without_anything_says_so(client_as: ClientAs) -> None:
    text = client_as("clerk-b").visit("/")
    assert "没有待办" in text
    assert "本单位没有参加正在进行的活动" in text


def test_standings_follow_a_write_at_the_next_look(
    app: Flask, client_as: ClientAs, campaign_id: int, organisation: Organisation
) -> None:
    browser = client_as("office")
    data = {
        "who": str(organisation.people["A004"]),
        "on": clock.today().isoformat(),
        "reason": "调出",
    }
    browser.submit(f"/campaigns/{campaign_id}/amend/remove-person", data)
    browser.visit("/")
    with app.app_context():
        assert queries.stale_unit_ids(campaign_id, clock.today()) == []
        db.session.rollback()
