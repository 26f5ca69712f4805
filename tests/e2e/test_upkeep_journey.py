"""A damaged package, a receipt, and the end of a branch: by pages, also by keyboard."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from scripts.nodes import Node
from store import clock
from tests.e2e.conftest import Hub, Person

UNIT = "A"
NAME = "清扫中队单机"


@pytest.fixture
def branch(hub: Hub, tmp_path: Path) -> Node:
    """A branch that has joined and whose first package was taken in."""
    hub.node.run("node", "invite", "--unit", UNIT, "--out", tmp_path / "a.invite")
    made = Node.at(tmp_path / "branch")
    made.run("node", "join", tmp_path / "a.invite", "--name", NAME)
    made.run("sync", "export", "--out", tmp_path / "first.luoshi")
    hub.node.run("sync", "import", tmp_path / "first.luoshi")
    return made


def _press(person: Person, words: str) -> None:
    person.page.get_by_role("button", name=words).first.click()


def _says(person: Person, words: str) -> None:
    expect(person.page.locator("main")).to_contain_text(words)


def _send_damaged(office: Person, branch: Node, folder: Path) -> None:
    branch.run("sync", "export", "--full", "--out", folder / "good.luoshi")
    content = (folder / "good.luoshi").read_bytes()
    damaged = folder / "damaged.luoshi"
    damaged.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    office.open("/exchange/uploads/")
    office.page.set_input_files("input[type=file]", damaged)
    _press(office, "上传并核对")


def _receipt(office: Person, folder: Path) -> Path:
    """The receipt signed and downloaded by the page."""
    office.open("/exchange/receipts/")
    row = office.page.locator("tr", has_text=NAME)
    row.get_by_role("button", name="签发回执").click()
    _says(office, "已签发")
    office.check_access()
    with office.page.expect_download() as given:
        row.get_by_role("link", name="下载").click()
    given.value.save_as(folder / "receipt")
    return folder / "receipt"


@pytest.mark.browser
def test_branch_when_its_package_is_damaged_then_judged_answered_and_retired(
    branch: Node, sign_in: Callable[[str], Person], tmp_path: Path
) -> None:
    office = sign_in("office")
    _send_damaged(office, branch, tmp_path)
    _says(office, "■ 未并入")
    office.check_access()

    office.open("/exchange/packages/?state=refused")
    office.page.locator("tbody th a").first.click()
    office.check_access()
    _press(office, "先试算")
    _says(office, "■ 未并入")
    office.open("/exchange/parked/")
    _says(office, "个数据包整包没有并入")
    office.check_access()

    lines = branch.ask("sync", "check-receipt", _receipt(office, tmp_path))
    assert {line["state"] for line in lines} == {"refused", "known"}

    office.open("/exchange/")
    site = office.page.locator("section", has_text=NAME)
    site.get_by_role("link", name="停用").click()
    office.check_access()
    office.page.fill("[name=why]", "电脑报废")
    office.page.get_by_role("button", name="停用第").click()
    _says(office, "已停用，它的数据都在")
    office.check_access()


@pytest.mark.browser
def test_campaign_when_switched_by_keyboard_then_same_section(
    hub: Hub, sign_in: Callable[[str], Person]
) -> None:
    made = hub.node.run(
        "campaign", "create", "--template", "p1", "--unit", "HWJG", "--publish",
        "--start", (clock.today() - timedelta(days=90)).isoformat(),
    )  # fmt: skip
    other = made.split()[-1]
    office = sign_in("office")
    office.page.set_viewport_size({"width": 360, "height": 800})
    office.open(f"/overview/{hub.campaign}/gaps")
    office.page.locator(".switcher summary").focus()
    office.page.keyboard.press("Enter")
    office.check_access()
    link = office.page.locator(f".switcher a[href='/overview/{other}/gaps']")
    link.focus()
    office.page.keyboard.press("Enter")
    office.page.wait_for_url(f"**/overview/{other}/gaps")
    office.open("/")
    here = office.page.locator(".switcher a[aria-current]")
    expect(here).to_have_attribute("href", f"/overview/{other}/board")
