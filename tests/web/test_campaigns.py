import re
from datetime import timedelta

import pytest
from flask import Flask

from services import campaigns
from store import clock
from store.queries import expected
from store.queries.campaigns import campaign_rows
from store.scope import EVERYTHING, acting_in
from tests.factories.browsers import ClientAs
from tests.factories.organisation import Organisation


@pytest.fixture
def draft_id(app: Flask, organisation: Organisation) -> int:
    """A draft of p3 at HW."""
    with app.app_context():
        return campaigns.create_from_template("p3", organisation.units["HW"])


@pytest.fixture
def campaign_id(app: Flask, draft_id: int) -> int:
    """The same, published."""
    with app.app_context():
        campaigns.publish(draft_id)
    return draft_id


def test_new_previews_the_template_moved_to_the_day(client_as: ClientAs) -> None:
    text = client_as("office").visit("/campaigns/new?template=p3&start=2027-03-01")
    assert "2027年3月1日（周一） 至 2027年8月31日（周二）" in text


def test_new_with_a_wrong_day_comes_back_with_the_reason(client_as: ClientAs) -> None:
    browser = client_as("office")
    data = {"template": "p3", "unit": "1", "start": "三月一日"}
    answer = browser.submit("/campaigns/", data)
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert "开始日期应写成" in text
    assert "请选择您管理的单位" in text


def test_create_makes_a_draft_and_shows_it(
    app: Flask, client_as: ClientAs, organisation: Organisation
) -> None:
    browser = client_as("office")
    data = {"template": "p3", "unit": str(organisation.units["HW"]), "start": ""}
    answer = browser.submit("/campaigns/", data)
    assert answer.status_code == 303
    text = browser.visit(answer.location)
    assert "这是草稿" in text
    assert "方案原文“2009年3月1日至3月30日”" in text
    assert "其他党员要达到3000字以上" in text
    with app.app_context():
        assert [row.status for row in campaign_rows()] == ["draft"]


def test_publish_shows_whom_it_freezes_and_then_freezes_them(
    app: Flask, client_as: ClientAs, draft_id: int
) -> None:
    browser = client_as("office")
    text = browser.visit(f"/campaigns/{draft_id}/publish")
    assert "发布并计入这 3 个单位" in text
    assert re.search(r"24\s*<span class=\"stat-unit\">人", text)
    answer = browser.submit(f"/campaigns/{draft_id}/publish", follow=True)
    assert "计入 3 个单位、24 名人员" in answer.get_data(as_text=True)
    with app.app_context(), acting_in(EVERYTHING):
        assert len(expected.home_by_person(draft_id, clock.today())) == 24


def test_clerk_may_look_but_not_publish(client_as: ClientAs, draft_id: int) -> None:
    browser = client_as("clerk-a")
    assert "发布活动" not in browser.visit(f"/campaigns/{draft_id}")
    assert browser.submit(f"/campaigns/{draft_id}/publish").status_code == 403


def test_amendment_is_kept_with_day_and_reason(
    app: Flask, client_as: ClientAs, campaign_id: int, organisation: Organisation
) -> None:
    browser = client_as("office")
    on = clock.today() + timedelta(days=3)
    data = {
        "who": str(organisation.people["A004"]),
        "on": on.isoformat(),
        "reason": "调往二中队",
    }
    address = f"/campaigns/{campaign_id}/amend/remove-person"
    answer = browser.submit(address, data, follow=True)
    assert "调往二中队" in answer.get_data(as_text=True)
    with app.app_context(), acting_in(EVERYTHING):
        people = expected.home_by_person(campaign_id, on)
    assert organisation.people["A004"] not in people


def test_amendment_without_reason_comes_back_filled_in(
    client_as: ClientAs, campaign_id: int, organisation: Organisation
) -> None:
    browser = client_as("office")
    unit_id = str(organisation.units["B"])
    address = f"/campaigns/{campaign_id}/amend/remove-unit"
    data = {"who": unit_id, "on": "2026-12-01", "reason": ""}
    answer = browser.submit(address, data)
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert "请写明调整原因" in text
    assert re.search(rf'value="{unit_id}"\s+selected', text)


def test_campaign_of_an_unknown_number_is_not_found(client_as: ClientAs) -> None:
    assert client_as("office").get("/campaigns/77").status_code == 404
