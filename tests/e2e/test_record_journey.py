"""A study session from the clerk's draft to a green light on the board."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from store import clock
from tests.e2e.conftest import Person

ATTENDEES = 12
TITLE = "领导班子专题学习（喆堃）"
REASON = "请写明会议室编号"


def _press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def _fill_session(page: Page) -> None:
    page.select_option("select[name=form]", "专题研讨")
    page.fill("[name=title]", TITLE)
    page.fill("[name=held_on]", clock.today().isoformat())
    page.select_option("select[name=host]", index=1)
    page.fill("[name=place]", "中队会议室")
    page.fill("[name=amount]", "４")
    page.get_by_label("学时", exact=True).check()
    page.fill("[name=content]", "学习文件并讨论")
    boxes = page.locator("input[name=attendance]")
    for number in range(ATTENDEES):
        boxes.nth(number).check()


def _board_row(person: Person) -> str:
    person.open(f"/overview/{person.hub.campaign}/board")
    return person.page.locator("tr", has_text="清扫中队").first.inner_text()


def _draft_and_submit(clerk: Person) -> str:
    clerk.open(f"/records/study-session/new?campaign={clerk.hub.campaign}")
    _press(clerk.page, "暂存")
    expect(clerk.page.locator("#notices")).to_contain_text("暂存")
    _fill_session(clerk.page)
    _press(clerk.page, "核对后提交")
    expect(clerk.page.locator("h1")).to_contain_text("核对后提交")
    clerk.check_access()
    _press(clerk.page, "提交给活动办")
    expect(clerk.page.locator("main")).to_contain_text("已上报")
    return clerk.page.url.removeprefix(clerk.hub.address).split("?")[0]


def _return_for_its_place(head: Person, address: str) -> None:
    head.open(address)
    head.page.get_by_role("link", name="退回").click()
    head.page.fill("[name=reason-place]", REASON)
    _press(head.page, "退回修改")
    expect(head.page.locator("main")).to_contain_text("已退回")


def _correct(clerk: Person, address: str) -> None:
    clerk.open(address)
    clerk.page.get_by_role("link", name="修改").first.click()
    expect(clerk.page.locator("main")).to_contain_text(REASON)
    clerk.check_access()
    clerk.page.fill("[name=place]", "中队203会议室")
    _press(clerk.page, "核对后提交")
    _press(clerk.page, "提交给活动办")
    expect(clerk.page.locator("main")).to_contain_text("已上报")


def _accept(office: Person, address: str) -> None:
    office.open("/reviews/")
    expect(office.page.locator("main")).to_contain_text(TITLE)
    office.check_access()
    office.open(address)
    expect(office.page.locator("main")).to_contain_text("中队203会议室")
    _press(office.page, "审核通过")
    expect(office.page.locator("main")).to_contain_text("已通过")


@pytest.mark.browser
def test_study_session_travels_from_draft_to_a_changed_light(
    sign_in: Callable[[str], Person],
) -> None:
    office, clerk, head = sign_in("office"), sign_in("clerk-a"), sign_in("head-a")
    before = _board_row(office)
    address = _draft_and_submit(clerk)
    _return_for_its_place(head, address)
    _correct(clerk, address)
    _accept(office, address)
    after = _board_row(office)
    office.check_access()
    assert after.count("●") > before.count("●")
