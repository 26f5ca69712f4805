"""Many conflicts settled alike: shown first, then done, the rest named with why."""

import re
from datetime import date

import pytest

from store.db import write
from store.queries.units import unit_tree
from store.tables.campaigns import Campaign
from tests.factories.browsers import Browser
from tests.factories.entries import add_record, change_record
from tests.factories.nodes import NodeApp
from tests.factories.organisation import Organisation
from tests.factories.records import make_campaign

TOGETHER = "/exchange/conflicts/together"


@pytest.fixture
def rows(hub: NodeApp, branch: NodeApp) -> list[int]:
    """Three lectures whose places differ; of the first also the lecturer."""
    with hub.app.app_context():
        units = unit_tree().by_code
        ids = [
            add_record(
                "lecture", units["HW"].id, units["A"].id, date(2009, 4, day),
                title=f"第{day}讲", place="处会议室", lecturer="处长",
            )
            for day in (1, 2, 3)
        ]  # fmt: skip
    assert branch.take(hub.export("down.luoshi", "A")) == "merged"
    for node, place in ((hub, "党校"), (branch, "中队")):
        with node.app.app_context():
            for one in ids:
                change_record("lecture", one, place=place)
            change_record("lecture", ids[0], lecturer=f"{place}的人")
    assert hub.take(branch.export("up.luoshi")) == "merged"
    return ids


def _address(rows: list[int], take: str = "current") -> str:
    chosen = "".join(f"&row={one}" for one in rows)
    return f"{TOGETHER}?take={take}{chosen}"


def _form(page: str, why: str = "以处里为准") -> dict[str, str]:
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen, page
    return {"seen": seen[1], "why": why}


def _site_of(page: str, name: str) -> str:
    found = re.search(rf'<option value="(\d+)"[^>]*>{name}填的值', page)
    assert found, page
    return found[1]


def test_chosen_rows_when_current_taken_then_settled_one_by_one(
    rows: list[int], hub: NodeApp, branch: NodeApp, office: Browser
) -> None:
    here = _address(rows[:2])
    page = office.visit(here)
    assert "会处理的 3 处" in page
    answer = office.submit(here, _form(page))
    assert answer.location == "/exchange/conflicts/"
    assert "已处理 3 处冲突" in office.visit(answer.location)
    settled = office.visit("/exchange/conflicts/settled")
    assert settled.count("以处里为准") == 3
    assert office.visit("/exchange/conflicts/").count('name="row"') == 1
    assert branch.take(hub.export("answer.luoshi", "A")) == "merged"


def test_all_rows_when_site_named_then_its_values_stand(
    rows: list[int], office: Browser
) -> None:
    site = _site_of(office.visit("/exchange/conflicts/"), "一中队办公室")
    here = f"{TOGETHER}?all=1&table=lecture&site={site}&take={site}"
    page = office.visit(here)
    assert "会处理的 4 处" in page
    office.submit(here, _form(page))
    assert "没有未处理的冲突" in office.visit("/exchange/conflicts/")
    record = office.visit(f"/records/lecture/{rows[0]}")
    assert "中队的人" in record


def test_rows_when_changed_since_shown_then_refused(
    rows: list[int], hub: NodeApp, branch: NodeApp, office: Browser
) -> None:
    here = _address(rows)
    form = _form(office.visit(here))
    with branch.app.app_context():
        change_record("lecture", rows[0], place="道班")
    assert hub.take(branch.export("again.luoshi")) == "merged"
    answer = office.submit(here, form)
    assert answer.status_code == 409
    assert "刚刚有了变化" in answer.text
    assert "没有未处理" not in office.visit("/exchange/conflicts/")


def test_rows_when_no_reason_then_form_comes_back(
    rows: list[int], office: Browser
) -> None:
    here = _address(rows)
    answer = office.submit(here, _form(office.visit(here), why=" "))
    assert answer.status_code == 422
    assert "请写明理由" in answer.text


@pytest.mark.usefixtures("rows")
def test_rows_when_none_chosen_then_list_says_so(office: Browser) -> None:
    answer = office.get(f"{TOGETHER}?take=current")
    assert answer.status_code == 422
    assert "请先勾选要处理的记录" in answer.text


def test_rows_when_of_another_unit_then_not_among_them(
    rows: list[int], hub: NodeApp
) -> None:
    page = hub.browser("head-b").visit(_address(rows))
    assert "没有能这样处理的冲突" in page


@pytest.mark.usefixtures("rows")
def test_rows_when_some_cannot_be_settled_then_the_others_are(
    hub: NodeApp, branch: NodeApp
) -> None:
    """Campaigns are their owner's to settle: a branch shows, and leaves them."""
    with hub.app.app_context():
        owner = Organisation(units={"HW": unit_tree().by_code["A"].id})
        campaign = make_campaign(owner).campaign_id
    assert branch.take(hub.export("campaign.luoshi", "A")) == "merged"
    for node, name in ((branch, "中队"), (hub, "处")):
        with node.app.app_context(), write("office") as session:
            session.get_one(Campaign, campaign).name = f"{name}改的名"
    assert branch.take(hub.export("renamed.luoshi", "A")) == "merged"
    head = branch.browser("head-a")
    here = f"{TOGETHER}?all=1&take=current"
    page = head.visit(here)
    assert "会处理的 4 处" in page
    assert "不能这样处理的 1 处" in page
    answer = head.submit(here, _form(page))
    left = head.visit(answer.location)
    assert "已处理 4 处冲突" in left
    assert "这条记录由上级保管" in left


def test_rows_when_site_wrote_none_of_the_values_then_all_are_left(
    rows: list[int], office: Browser
) -> None:
    page = office.visit(_address(rows, take="77"))
    assert "没有能这样处理的冲突" in page
    assert "不能这样处理的 4 处" in page
    assert office.get(_address(rows, take="甲")).status_code == 422
