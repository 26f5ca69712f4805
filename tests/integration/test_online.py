"""A branch with a line: the same packages over HTTP, signed call by signed call."""

import hashlib
import json
import secrets
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from urllib.error import HTTPError

import pytest

from domain.errors import Refused
from services import attachments, exchange, nodes, online, online_uploads
from services.online_line import Line
from services.online_news import package_for
from store.describe import KIND_BY_KEY
from store.queries.exchange import package_rows
from store.queries.units import unit_tree
from store.scope import acting_in
from sync.sites import receiver_named
from tests.factories.entries import add_record
from tests.factories.nodes import NodeApp, change, open_node
from tests.factories.server import serve_here


@pytest.fixture
def hub(hub: NodeApp) -> NodeApp:
    """Its jobs run as soon as they are queued."""
    hub.app.extensions["jobs"].queue.immediate = True
    return hub


@pytest.fixture
def url(hub: NodeApp) -> Iterator[str]:
    with serve_here(hub.app) as address:
        yield address


def _round(node: NodeApp, url: str) -> tuple[str, bool, bool]:
    with node.app.app_context():
        found = online.run_round(url)
        assert online.last_round() == found
    return found.sentence, found.sent, found.taken


def _digest(node: NodeApp) -> str:
    with node.app.app_context():
        return exchange.digest("A")


def _attach(node: NodeApp, data: bytes) -> None:
    actor = node.actor("head-a")
    unit_id = unit_tree().by_code["A"].id
    draft = add_record("essay", unit_id, unit_id, date(2009, 4, 30), status="draft")
    with acting_in(actor.scope):
        stored = attachments.store(BytesIO(data))
        attachments.add(actor, KIND_BY_KEY["essay"], draft, "讲稿.pdf", stored)


def _line(node: NodeApp, url: str) -> Line:
    with node.app.app_context():
        return online._line(url)[0]


def test_changes_of_both_sides_when_a_round_is_run_then_agree_and_rest(
    hub: NodeApp, branch: NodeApp, url: str, lecture: int
) -> None:
    change(branch, lecture, "中队学习室")
    assert _round(branch, url) == ("", True, False)
    assert _digest(hub) == _digest(branch)
    change(hub, lecture, "一楼")
    assert _round(branch, url) == ("", True, True)
    assert _digest(hub) == _digest(branch)
    with hub.app.app_context():
        lines = len(package_rows())
    assert [_round(branch, url) for _ in range(2)] == [("", False, False)] * 2
    with hub.app.app_context():
        assert len(package_rows()) == lines


def test_branch_just_joined_when_it_calls_first_then_enrolled(
    hub: NodeApp, url: str, tmp_path: Path
) -> None:
    with hub.app.app_context():
        nodes.invite("B", tmp_path / "B.invite")
    newcomer = open_node(tmp_path / "branch-b")
    with newcomer.app.app_context():
        nodes.join(tmp_path / "B.invite", "二中队办公室")
    sentence, sent, _ = _round(newcomer, url)
    assert (sentence, sent) == ("", True)
    with hub.app.app_context(), exchange.this_node().open() as connection:
        assert receiver_named(connection, "B").status == "active"


def test_large_package_when_the_line_breaks_then_goes_on_where_it_stopped(
    hub: NodeApp, branch: NodeApp, url: str
) -> None:
    with branch.app.app_context():
        _attach(branch, b"%PDF-1.7 " + secrets.token_bytes(9 << 20))
        line, parent = online._line(url)
        made = package_for(parent)
        assert made is not None
        path = exchange.this_node().home / "outbox" / f"{made.snapshot_id}.luoshi"
        target = f"/online/packages/{made.sha256}"
        first = line.ask(*online._piece(path, target, 0))
        assert first == {"offset": 4 << 20, "state": "receiving", "reason": ""}
        with pytest.raises(Refused, match="接不上"):
            line.ask(*online._piece(path, target, 0))
    assert _round(branch, url)[:2] == ("", True)
    with hub.app.app_context():
        assert package_rows()[1].sha256 == made.sha256


def test_download_when_half_of_it_lies_here_then_completed(
    hub: NodeApp, branch: NodeApp, url: str, lecture: int
) -> None:
    change(hub, lecture, "一楼")
    line = _line(branch, url)
    offered = line.ask("POST", "/online/returns")["package"]
    folder = branch.folder / "branch-a" / "inbox" / "online"
    folder.mkdir(parents=True)
    with line.open("GET", f"/online/returns/{offered['id']}") as answer:
        (folder / f"{offered['sha256']}.part").write_bytes(answer.read(1000))
    assert _round(branch, url) == ("", True, True)
    assert _digest(hub) == _digest(branch)
    assert list(folder.iterdir()) == []


def test_parent_when_it_cannot_be_reached_then_said_and_nothing_changes(
    branch: NodeApp, lecture: int
) -> None:
    change(branch, lecture, "中队学习室")
    before = _digest(branch)
    sentence, sent, taken = _round(branch, "http://127.0.0.1:9")
    assert "连不上上级节点" in sentence
    assert (sent, taken, _digest(branch)) == (False, False, before)


def test_call_when_not_signed_by_its_site_then_refused(
    branch: NodeApp, url: str
) -> None:
    line = _line(branch, url)
    line.sign_key = secrets.token_bytes(32)
    with pytest.raises(Refused, match="没有认出"):
        line.ask("POST", "/online/returns")
    line = _line(branch, url)
    line.site = 1
    with pytest.raises(Refused, match="没有认出"):
        line.ask("POST", "/online/returns")


def test_call_when_its_nonce_is_not_ours_then_refused(
    branch: NodeApp, url: str
) -> None:
    line = _line(branch, url)
    line.ask("POST", "/online/returns")
    line.nonce = ("A" if line.nonce[0] != "A" else "B") + line.nonce[1:]
    with pytest.raises(Refused, match="已过期"):
        line.ask("POST", "/online/returns")


@pytest.mark.parametrize(
    "token", ["", "e30=", "bm90IGpzb24=", b64encode(b'{"site": []}').decode(), "%%"]
)
def test_call_when_unreadable_then_refused_in_words(url: str, token: str) -> None:
    request = urllib.request.Request(
        f"{url}/online/returns", method="POST", headers={"Authorization": token}
    )
    with pytest.raises(HTTPError) as caught:
        urllib.request.urlopen(request)
    assert caught.value.code == 403
    assert "没有节点的签名" in json.loads(caught.value.read())["sentence"]
    caught.value.close()


def test_package_of_another_site_when_asked_for_then_not_found(
    branch: NodeApp, url: str
) -> None:
    with branch.app.app_context():
        made = next(row for row in package_rows() if row.way == "out")
    line = _line(branch, url)
    with pytest.raises(Refused, match="没有这个数据包"):
        line.ask("GET", f"/online/returns/{made.snapshot_id}")


def test_upload_when_no_package_then_refused_and_told(
    hub: NodeApp, branch: NodeApp, url: str
) -> None:
    data = b"no package at all"
    sha256 = hashlib.sha256(data).hexdigest()
    target = f"/online/packages/{sha256}?offset=0&size_bytes={len(data)}"
    line, before = _line(branch, url), _digest(hub)
    line.ask("PUT", target, data)
    upload = line.ask("GET", target.partition("?")[0])
    assert upload["state"] == "refused"
    assert "不是落实系统的数据包" in upload["reason"]
    assert _digest(hub) == before
    with pytest.raises(Refused, match="校验值不符"):
        line.ask("PUT", target.replace(sha256, "0" * 64), data)
    with pytest.raises(Refused, match="写法不对"):
        line.ask("PUT", target.replace(sha256, "x" * 64), data)
    with hub.app.app_context():
        assert online_uploads.waiting() == []


def test_last_round_when_it_failed_then_shown_to_the_branch(branch: NodeApp) -> None:
    _round(branch, "http://127.0.0.1:9")
    page = branch.browser("head-a").get("/exchange/").get_data(as_text=True)
    assert "在线交换没有办成" in page
    assert "连不上上级节点" in page
