"""Packages out and in by the pages of the exchange."""

import io
import re
from pathlib import Path

import pytest

from jobs import queue
from store import clock
from store.db import write
from store.tables.access import IdempotencyKey
from tests.factories.browsers import Browser, ClientAs
from tests.factories.exchange import copy_of, send, tokens_in
from tests.factories.nodes import (
    BRANCH_NAME,
    NodeApp,
    change,
    change_on_both_sides,
)


def queue_sweep(node: NodeApp) -> None:
    with node.app.app_context():
        queue.sweep()


def test_overview_when_branch_enrolled_then_shows_both(office: Browser) -> None:
    page = office.visit("/exchange/")
    assert BRANCH_NAME in page
    assert "汇总端" in page
    assert "第 1 号完整包" in page


def test_overview_when_role_lacks_exchange_then_refused(hub: NodeApp) -> None:
    assert hub.browser("leader").get("/exchange/").status_code == 403


def test_overview_when_head_of_other_unit_then_site_hidden(hub: NodeApp) -> None:
    page = hub.browser("head-b").visit("/exchange/")
    assert BRANCH_NAME not in page
    assert hub.browser("head-b").get("/exchange/packages/1").status_code == 404


def test_package_when_made_then_slip_and_file(
    hub: NodeApp, branch: NodeApp, office: Browser
) -> None:
    page = office.visit("/exchange/packages/new")
    site = re.search(r'<option value="(\d+)"\s+selected', page)
    assert site
    answer = office.submit("/exchange/packages/new", {"to": site[1], "extent": "full"})
    slip = office.visit(answer.location)
    assert "数据包交接单" in slip
    path = hub.folder / "stick.luoshi"
    with office.get(f"{answer.location}/download") as file:
        assert file.mimetype == "application/octet-stream"
        path.write_bytes(file.data)
    assert branch.take(path) in {"merged", "known"}


def test_package_when_form_repeated_then_made_once(office: Browser) -> None:
    page = office.visit("/exchange/packages/new")
    site = re.search(r'<option value="(\d+)"\s+selected', page)
    assert site
    data = {"to": site[1], "extent": "delta", "once": "k" * 22}
    first = office.submit("/exchange/packages/new", data)
    assert office.submit("/exchange/packages/new", data).location == first.location
    assert office.visit("/exchange/packages/").count("发出 第") == 2


def test_package_when_receiver_missing_then_form_comes_back(office: Browser) -> None:
    data = {"extent": "full", "once": "k" * 22}
    answer = office.submit("/exchange/packages/new", data)
    assert answer.status_code == 422
    assert "请选择这个数据包交给谁" in answer.text
    again = office.submit("/exchange/packages/new", data)
    assert again.status_code == 422


def test_package_when_site_out_of_reach_then_refused(hub: NodeApp) -> None:
    page = hub.browser("office").visit("/exchange/packages/new")
    site = re.search(r'<option value="(\d+)"\s+selected', page)
    assert site
    other = hub.browser("head-b")
    answer = other.submit("/exchange/packages/new", {"to": site[1]})
    assert answer.status_code == 403


def test_upload_when_good_then_waits_and_changes_nothing(
    made: tuple[Path, int], hub: NodeApp, branch: NodeApp, office: Browser
) -> None:
    change_on_both_sides(hub, branch, made[1])
    package = branch.export("change.luoshi").read_bytes()
    assert send(office, ("甲.luoshi", package)) == "/exchange/uploads/"
    page = office.visit("/exchange/uploads/")
    assert "可以并入" in page
    assert "更新 1 条" in page
    assert "新冲突 1 处" in page
    assert "没有未处理的冲突" in office.visit("/exchange/conflicts/")


def test_merge_when_confirmed_then_same_numbers_and_conflict(
    made: tuple[Path, int], hub: NodeApp, branch: NodeApp, office: Browser
) -> None:
    change_on_both_sides(hub, branch, made[1])
    send(office, ("甲.luoshi", branch.export("change.luoshi").read_bytes()))
    tokens = tokens_in(office.visit("/exchange/uploads/"))
    answer = office.submit("/exchange/uploads/merge", {"tokens": tokens})
    page = office.visit(answer.location)
    assert "✓ 已并入" in page
    assert "更新 1 条" in page
    assert "现有 1 处冲突" in page
    assert not tokens_in(office.visit("/exchange/uploads/"))
    conflicts = office.visit("/exchange/conflicts/")
    assert "市委党校礼堂" in conflicts
    assert "中队学习室" in conflicts


def test_merge_when_worker_is_busy_then_page_tells_how_far_it_is(
    hub: NodeApp, branch: NodeApp, office: Browser
) -> None:
    jobs = hub.app.extensions["jobs"]
    send(office, ("甲.luoshi", branch.export("change.luoshi").read_bytes()))
    jobs.queue.immediate = False
    tokens = tokens_in(office.visit("/exchange/uploads/"))
    where = office.submit("/exchange/uploads/merge", {"tokens": tokens}).location
    assert "排队等候" in office.visit(where)
    fragment = office.fragment(where).text
    assert 'hx-trigger="every 1s"' in fragment
    assert "<html" not in fragment
    listed = office.visit("/exchange/uploads/")
    assert where in listed
    assert not tokens_in(listed)
    jobs.queue.immediate = True
    jobs.work_off(where.rpartition("/")[2])
    assert office.fragment(where).headers["HX-Redirect"].startswith("/exchange/results")
    assert "✓ " in office.visit(where)


def test_merge_when_asked_twice_then_second_finds_nothing(
    hub: NodeApp, branch: NodeApp, office: Browser
) -> None:
    send(office, ("甲.luoshi", branch.export("change.luoshi").read_bytes()))
    hub.app.extensions["jobs"].queue.immediate = False
    tokens = tokens_in(office.visit("/exchange/uploads/"))
    first = office.submit("/exchange/uploads/merge", {"tokens": tokens})
    again = office.submit("/exchange/uploads/merge", {"tokens": tokens})
    assert (first.status_code, again.status_code) == (303, 404)
    discarded = office.submit(f"/exchange/uploads/{tokens[0]}/discard")
    assert discarded.status_code == 404
    assert hub.browser("head-b").get(first.location).status_code == 404


def test_merge_when_token_unknown_then_not_found(office: Browser) -> None:
    for token in ("x" * 22, "../../keys/sign"):
        answer = office.submit("/exchange/uploads/merge", {"tokens": [token]})
        assert answer.status_code == 404
        answer = office.submit(f"/exchange/uploads/{token}/discard")
        assert answer.status_code == 404


def test_merge_when_other_unit_then_token_not_found(
    hub: NodeApp, branch: NodeApp, office: Browser
) -> None:
    send(office, ("甲.luoshi", branch.export("change.luoshi").read_bytes()))
    tokens = tokens_in(office.visit("/exchange/uploads/"))
    other = hub.browser("head-b")
    answer = other.submit("/exchange/uploads/merge", {"tokens": tokens})
    assert answer.status_code == 404


def test_merge_when_own_upload_out_of_reach_then_refused(
    made: tuple[Path, int], hub: NodeApp, branch: NodeApp
) -> None:
    """The wrong head may carry the file here, but not merge it."""
    change(branch, made[1], "中队会议室")
    other = hub.browser("head-b")
    send(other, ("甲.luoshi", branch.export("change.luoshi").read_bytes()))
    page = other.visit("/exchange/uploads/")
    assert "不在您管理的单位范围内" in page
    tokens = tokens_in(page)
    answer = other.submit("/exchange/uploads/merge", {"tokens": tokens})
    assert answer.status_code == 403


def test_form_when_still_under_way_then_not_repeated(
    hub: NodeApp, office: Browser
) -> None:
    with hub.app.app_context():
        key = IdempotencyKey(
            key="k" * 22,
            account_id=hub.actor("office").account_id,
            location="",
            at=clock.now_utc(),
        )
        with write() as session:
            session.add(key)
    answer = office.submit("/exchange/packages/new", {"to": "2", "once": "k" * 22})
    assert answer.status_code == 409
    assert "正在办理" in answer.text


def test_upload_when_some_refused_then_said_beside_the_rest(
    branch: NodeApp, office: Browser
) -> None:
    package = branch.export("change.luoshi").read_bytes()
    where = send(office, ("甲.luoshi", package), ("报表.xlsx", b"no" * 50))
    page = office.visit(where)
    assert "另有 1 个文件没有通过核对" in page
    assert len(tokens_in(page)) == 1


def test_upload_when_not_a_package_then_quarantined(
    hub: NodeApp, office: Browser
) -> None:
    where = send(office, ("报表.xlsx", b"no package" * 10))
    page = office.visit(where)
    assert "■ 未并入" in page
    assert "不是落实系统的数据包" in page
    assert len(list((hub.folder / "hub" / "quarantine").iterdir())) == 1
    assert list((hub.folder / "hub" / "inbox").glob("*.*")) == []
    overview = office.visit("/exchange/")
    assert "来历不明的文件" in overview
    assert "报表.xlsx" in overview


def test_upload_when_altered_then_refused_and_nothing_changed(
    made: tuple[Path, int], hub: NodeApp, branch: NodeApp, office: Browser
) -> None:
    change_on_both_sides(hub, branch, made[1])
    package = bytearray(branch.export("change.luoshi").read_bytes())
    package[-5] ^= 1
    page = office.visit(send(office, ("甲.luoshi", bytes(package))))
    assert "■ 未并入" in page
    assert "没有未处理的冲突" in office.visit("/exchange/conflicts/")


def test_retry_when_still_bad_then_refused_again(office: Browser) -> None:
    where = send(office, ("报表.xlsx", b"no package" * 10))
    seq = where.rpartition("=")[2]
    assert "再试并入一次" in office.visit(f"/exchange/packages/{seq}")
    for word in ("retry", "judge"):
        answer = office.submit(f"/exchange/packages/{seq}/{word}")
        results = office.get(answer.location).location
        assert "■ 未并入" in office.visit(results)
    assert office.submit(f"/exchange/packages/{1 << 40}/judge").status_code == 404


def test_held_file_when_judged_and_good_by_now_then_waits_with_its_counts(
    made: tuple[Path, int], hub: NodeApp, branch: NodeApp, office: Browser
) -> None:
    change(branch, made[1], "中队会议室")
    package = branch.export("change.luoshi").read_bytes()
    with hub.app.app_context():
        wrong, right = hub.folder / "altered.luoshi", hub.folder / "right.luoshi"
        wrong.write_bytes(package[:-1] + bytes([package[-1] ^ 1]))
        right.write_bytes(package)
    assert hub.take(wrong) == "refused"
    (held,) = (hub.folder / "hub" / "quarantine").iterdir()
    held.write_bytes(package)
    page = office.visit("/exchange/packages/?state=refused")
    seq = re.search(r"/exchange/packages/(\d+)\"", page)
    assert seq
    where = office.submit(f"/exchange/packages/{seq[1]}/judge").location
    assert office.get(where).location == "/exchange/uploads/"
    page = office.visit("/exchange/uploads/")
    assert "可以并入" in page
    assert "更新 1 条" in page
    assert hub.browser("head-b").get(where).status_code == 404


def test_upload_when_worker_is_busy_then_page_tells_how_far_it_is(
    hub: NodeApp, branch: NodeApp, office: Browser
) -> None:
    jobs = hub.app.extensions["jobs"]
    jobs.queue.immediate = False
    file = (io.BytesIO(branch.export("change.luoshi").read_bytes()), "甲.luoshi")
    where = office.submit("/exchange/uploads/", {"files": [file]}).location
    page = office.visit(where)
    assert "正在试算" in page
    assert "甲.luoshi" in page
    assert 'hx-trigger="every 1s"' in office.fragment(where).text
    assert where in office.visit("/exchange/uploads/")
    jobs.queue.immediate = True
    queue_sweep(hub)
    assert office.fragment(where).headers["HX-Redirect"] == "/exchange/uploads/"
    assert len(tokens_in(office.visit("/exchange/uploads/"))) == 1


def test_upload_when_program_fails_then_kept_and_tried_again(
    hub: NodeApp, branch: NodeApp, office: Browser
) -> None:
    """A folder of keys that cannot be read stands for any failure of the program."""
    keys = hub.folder / "hub" / "keys"
    file = (io.BytesIO(branch.export("change.luoshi").read_bytes()), "甲.luoshi")
    keys.rename(keys.with_name("keys-away"))
    where = office.submit("/exchange/uploads/", {"files": [file]}).location
    page = office.visit(where)
    assert "▲ 没有试算" in page
    assert "再试一次" in page
    keys.rmdir()
    keys.with_name("keys-away").rename(keys)
    assert hub.browser("head-b").submit(f"{where}/again").status_code == 404
    assert office.submit(f"{where}/again").location == where
    assert office.get(where).location == "/exchange/uploads/"
    assert office.submit(f"{where}/again").status_code == 409


def test_results_when_number_fits_no_row_then_left_out(office: Browser) -> None:
    page = office.visit(f"/exchange/results?package={1 << 70}")
    assert "没有要显示的结果" in page


def test_upload_when_earlier_package_missing_then_waits_for_it(
    made: tuple[Path, int], hub: NodeApp, branch: NodeApp
) -> None:
    """As at a hub that was restored and had written nothing since its backup."""
    change(branch, made[1], "中队会议室")
    first = branch.export("first.luoshi")
    assert hub.take(first) == "merged"
    assert branch.take(hub.export("answer.luoshi", "A")) in {"merged", "known"}
    change(branch, made[1], "中队学习室")
    second = branch.export("second.luoshi").read_bytes()
    old_hub = copy_of(made, hub.folder / "old", "hub")
    browser = old_hub.browser("office")
    send(browser, ("second.luoshi", second))
    assert "缺前面的包" in browser.visit("/exchange/uploads/")
    tokens = tokens_in(browser.visit("/exchange/uploads/"))
    answer = browser.submit("/exchange/uploads/merge", {"tokens": tokens})
    page = browser.visit(answer.location)
    assert "▲ 没有并入" in page
    assert "every 1s" not in page
    assert tokens_in(browser.visit("/exchange/uploads/")) == tokens
    send(browser, ("first.luoshi", first.read_bytes()))
    both = tokens_in(browser.visit("/exchange/uploads/"))
    answer = browser.submit("/exchange/uploads/merge", {"tokens": both})
    assert browser.visit(answer.location).count("✓ 已并入") == 2


def test_discard_when_waiting_then_file_gone(
    hub: NodeApp, branch: NodeApp, office: Browser
) -> None:
    send(office, ("甲.luoshi", branch.export("change.luoshi").read_bytes()))
    token = tokens_in(office.visit("/exchange/uploads/"))[0]
    office.submit(f"/exchange/uploads/{token}/discard")
    assert not tokens_in(office.visit("/exchange/uploads/"))
    assert list((hub.folder / "hub" / "inbox").glob("*.*")) == []


def test_invitation_when_made_then_file_and_notice(office: Browser) -> None:
    page = office.visit("/exchange/invitations/new")
    unit = re.search(r'<option value="(\d+)"\s*>[^<]*清扫二中队', page)
    assert unit
    assert "清扫一中队" not in page
    answer = office.submit("/exchange/invitations/new", {"unit": unit[1]})
    assert "含有秘密" in office.visit(answer.location)
    with office.get(f"{answer.location}/download") as file:
        assert "filename*=UTF-8''" in file.headers["Content-Disposition"]
        assert file.data.startswith(b"OF")
    assert "已邀请，尚未加入" in office.visit("/exchange/")


@pytest.mark.parametrize(
    "path",
    ["", "packages/", "packages/new", "uploads/", "conflicts/", "conflicts/settled"],
)
def test_pages_when_node_not_initialised_then_say_so(
    path: str, client_as: ClientAs
) -> None:
    answer = client_as("office").get(f"/exchange/{path}")
    assert answer.status_code == 422
    assert "还不是一个节点" in answer.text
