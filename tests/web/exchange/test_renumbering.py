"""A restored branch is registered anew by pages: at its parent, then at itself."""

import io
import re
import shutil
from pathlib import Path

import pytest

from tests.factories.browsers import Browser
from tests.factories.nodes import NodeApp, change, open_node


@pytest.fixture
def restored(made: tuple[Path, int], hub: NodeApp, branch: NodeApp) -> NodeApp:
    """The branch from a backup, after the hub has taken in what came later."""
    change(branch, made[1], "中队学习室")
    assert hub.take(branch.export("lost.luoshi")) == "merged"
    home = branch.folder / "restored"
    shutil.copytree(made[0] / "branch-a", home)
    shutil.copy(branch.folder / "branch-a" / "site.state", home)
    node = open_node(home)
    node.app.extensions["jobs"].queue.immediate = True
    return node


def _number(page: str) -> str:
    """Number of the branch that the hub's page offers to register anew."""
    found = re.search(r"/exchange/sites/(\d+)/renumber", page)
    assert found, page
    return found[1]


def _invitation(office: Browser) -> bytes:
    """The invitation that registers the branch anew."""
    url = f"/exchange/sites/{_number(office.visit('/exchange/'))}/renumber"
    assert "什么时候要重新登记" in office.visit(url)
    answer = office.submit(url)
    assert "flask node rejoin" in office.visit(answer.location)
    with office.get(f"{answer.location}/download") as file:
        return bytes(file.data)


def test_restored_branch_when_opened_then_page_says_what_to_do(
    restored: NodeApp,
) -> None:
    page = restored.browser("head-a").visit("/exchange/")
    assert "本机要重新登记" in page
    assert 'href="/exchange/rejoin"' in page


def test_restored_branch_when_invitation_uploaded_then_exchanges_again(
    restored: NodeApp, hub: NodeApp, office: Browser, made: tuple[Path, int]
) -> None:
    change(restored, made[1], "路边道班")
    old, invitation = _number(office.visit("/exchange/")), _invitation(office)
    head = restored.browser("head-a")
    head.visit("/exchange/rejoin")
    files = {"file": (io.BytesIO(invitation), "邀请.luoshi")}
    answer = head.submit("/exchange/rejoin", files)
    assert answer.status_code == 303, answer.text
    page = head.visit(answer.location)
    assert "本机已重新登记" in page
    assert "新冲突 1 处" in page
    assert "现在不能导入" not in page
    assert "中队学习室" in head.visit("/exchange/conflicts/")
    assert hub.take(restored.export("again.luoshi")) == "merged"
    overview = office.visit("/exchange/")
    assert _number(overview) != old
    assert "已邀请，尚未加入" not in overview


def test_rejoin_when_file_is_no_such_invitation_then_form_says_why(
    restored: NodeApp, made: tuple[Path, int]
) -> None:
    head = restored.browser("head-a")
    first = (made[0] / "A.invite").read_bytes()
    for data, sentence in ((first, "已用过"), (b"no" * 50, "不是落实系统的数据包")):
        files = {"file": (io.BytesIO(data), "邀请.luoshi")}
        answer = head.submit("/exchange/rejoin", files)
        page = head.visit(answer.location)
        assert sentence in page
        assert "▲ 没有登记" in page
        assert "另选邀请文件" in page
    assert list((restored.folder / "restored" / "inbox").glob("*.*")) == []
    assert head.submit("/exchange/rejoin").status_code == 422
    assert "本机要重新登记" in head.visit("/exchange/")


def test_renumber_when_out_of_reach_or_superseded_then_not_found(
    hub: NodeApp, office: Browser
) -> None:
    url = f"/exchange/sites/{_number(office.visit('/exchange/'))}/renumber"
    other = hub.browser("head-b")
    assert other.get(url).status_code == 404
    assert other.submit(url).status_code == 404
    assert office.submit(url).status_code == 303
    assert office.submit(url).status_code == 404
    assert office.get("/exchange/rejoin").status_code == 404


def test_renumbered_branch_when_it_uses_its_old_number_then_not_merged(
    hub: NodeApp, branch: NodeApp, office: Browser
) -> None:
    package = branch.export("old.luoshi")
    _invitation(office)
    assert hub.take(package) == "parked"
    assert "已停用" in office.visit("/exchange/")
