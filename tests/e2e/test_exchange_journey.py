"""A branch package: uploaded, tried, merged, its conflict settled, all by pages."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from scripts.nodes import Node
from tests.e2e.conftest import Hub, Person

SHARED = "讲师辅导讲座"


def _branch_package(hub: Hub, folder: Path) -> Path:
    """What branch B sends after both sides changed one record's place."""
    made = hub.node.run(
        "record", "put", "lecture", "--unit", "B", "--as", "office",
        f"title={SHARED}", "place=处会议室", "form=讲座", "lecturer=讲师",
    )  # fmt: skip
    record = made.split()[-1]
    hub.node.run("node", "invite", "--unit", "B", "--out", folder / "b.invite")
    branch = Node.at(folder / "branch")
    branch.run("node", "join", folder / "b.invite", "--name", "清运中队单机")
    branch.run("record", "set", "lecture", record, "--as", "clerk-b", "place=中队")
    hub.node.run("record", "set", "lecture", record, "--as", "office", "place=党校")
    package = folder / "b.luoshi"
    branch.run("sync", "export", "--out", package)
    return package


def _press(person: Person, words: str) -> None:
    person.page.get_by_role("button", name=words, exact=True).click()


@pytest.mark.browser
def test_branch_package_is_tried_merged_and_its_conflict_settled(
    hub: Hub, sign_in: Callable[[str], Person], tmp_path: Path
) -> None:
    package = _branch_package(hub, tmp_path)
    office = sign_in("office")
    office.open("/exchange/uploads/")
    office.page.set_input_files("input[type=file]", package)
    _press(office, "上传并核对")
    expect(office.page.locator("main")).to_contain_text("清运中队")
    office.check_access()
    assert hub.node.ask("sync", "conflicts") == []
    _press(office, "并入勾选的数据包")
    expect(office.page.locator("main")).to_contain_text("已并入")
    office.check_access()

    office.open("/exchange/conflicts/")
    expect(office.page.locator("main")).to_contain_text(SHARED)
    office.check_access()
    office.page.get_by_role("link", name="地点").first.click()
    office.check_access()
    office.page.get_by_label("中队").check()
    office.page.fill("[name=why]", "以现场为准")
    office.page.locator("main button[type=submit]").last.click()
    office.open("/exchange/conflicts/")
    expect(office.page.locator("main")).not_to_contain_text(SHARED)
    assert hub.node.ask("sync", "conflicts") == []
