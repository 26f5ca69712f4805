"""A plan from pasted text to the tasks a unit sees."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Person

OFFICE_PLAN = Path(__file__).parents[3] / "shared/plans/p2.txt"
OWN_PLAN = Path(__file__).parents[1] / "corpus/journey/plan.txt"
NAME = "端到端读取的活动"


def _press(page: Page, words: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=words, exact=isinstance(words, str)).click()


def _read(office: Person, text: str) -> None:
    office.open("/campaigns/")
    office.page.get_by_role("link", name="读取方案").click()
    office.page.get_by_role("link", name="读取一份方案").first.click()
    office.check_access()
    office.page.fill("textarea[name=text]", text)
    _press(office.page, "读取方案")
    expect(office.page.locator("h1")).to_have_text("核对方案")
    office.check_access()


def _light_up(page: Page) -> None:
    """Click a part: its sentence lights; click the sentence: the part lights."""
    part = page.locator("article.part-requirement", has_text="字").first
    key = part.get_attribute("data-part")
    part.locator(".to-text").click()
    expect(page.locator(f"[data-mark={key}]").first).to_have_class(re.compile("lit"))
    page.locator("a.mark-unread").first.click()
    expect(page.locator(".leftover.lit")).to_have_count(1)
    expect(page.locator(f"article[data-part={key}]")).not_to_have_class(
        re.compile(r"\blit\b")
    )


def _rename(page: Page) -> None:
    whole = page.locator("#item-campaign-0")
    whole.get_by_role("link", name="修改").click()
    page.fill("#own-campaign-0 [name=name]", NAME)
    _press(page, "保存修改")
    expect(whole).to_contain_text(NAME)


def _correct(office: Person) -> None:
    """The notes of the plan are to be 6000 characters long."""
    page = office.page
    notes = page.locator("article.part-requirement", has_text="学习笔记").first
    key = notes.get_attribute("data-part")
    notes.get_by_role("link", name="修改").click()
    office.check_access()
    page.fill(f"#own-{key} [name=value]", "6000")
    _press(page, "保存修改")
    corrected = page.locator(f"article[data-part={key}]")
    expect(corrected).to_contain_text("不少于 6000字")
    expect(corrected).to_contain_text("已核对")


def _add(page: Page) -> None:
    """A requirement the plan forgot."""
    page.get_by_role("link", name="增加要求", exact=True).click()
    form = page.locator("#add-requirement")
    form.locator("[name=metric]").select_option("talks")
    form.locator("[name=value]").fill("2")
    form.locator("[name=measure]").fill("次")
    form.locator("[name=raw]").fill("领导班子成员谈心谈话不少于2次")
    _press(page, "增加要求")
    expect(page.locator("main")).to_contain_text("谈心谈话不少于 2次")
    expect(page.locator("main")).to_contain_text("人工增加")


def _publish(office: Person) -> str:
    office.page.get_by_role("link", name="核对完毕，去确认").click()
    office.check_access()
    _press(office.page, re.compile("建立并发布给这"))
    expect(office.page.locator("main")).to_contain_text("活动已发布")
    return office.page.url.rstrip("/").rsplit("/", 1)[1].split("?")[0]


@pytest.mark.browser
def test_pasted_plan_is_corrected_published_and_seen_by_a_unit(
    sign_in: Callable[[str], Person],
) -> None:
    office, clerk = sign_in("office"), sign_in("clerk-a")
    source = OFFICE_PLAN if OFFICE_PLAN.exists() else OWN_PLAN
    _read(office, source.read_text(encoding="utf-8"))
    _light_up(office.page)
    _rename(office.page)
    _correct(office)
    _add(office.page)
    campaign = _publish(office)
    clerk.open(f"/campaigns/{campaign}")
    expect(clerk.page.locator("main")).to_contain_text("领导班子成员谈心谈话不少于2次")
    clerk.open(f"/overview/{campaign}/tasks")
    expect(clerk.page.locator("main")).to_contain_text("学习")
    clerk.check_access()
