"""The conflict inbox by its pages: settled row by row, taken back."""

import re
from pathlib import Path

from tests.factories.browsers import Browser
from tests.factories.entries import change_record
from tests.factories.exchange import conflict_of, key_of
from tests.factories.nodes import (
    NodeApp,
    change,
)


def test_conflict_when_settled_then_chosen_value_and_history(
    made: tuple[Path, int], hub: NodeApp, branch: NodeApp, office: Browser
) -> None:
    url = conflict_of(hub, branch, made[1])
    key = key_of(office.visit(url), "市委党校礼堂")
    answer = office.submit(url, {"take-place": key, "why": "以处里的通知为准"})
    assert answer.location == "/exchange/conflicts/"
    assert "没有未处理的冲突" in office.visit("/exchange/conflicts/")
    page = office.visit("/exchange/conflicts/settled")
    assert "以处里的通知为准" in page
    assert "中队学习室" in page
    assert office.get(url).status_code == 404


def test_conflict_when_no_reason_then_form_comes_back(
    made: tuple[Path, int], hub: NodeApp, branch: NodeApp, office: Browser
) -> None:
    url = conflict_of(hub, branch, made[1])
    key = key_of(office.visit(url), "中队学习室")
    answer = office.submit(url, {"take-place": key, "why": " "})
    assert answer.status_code == 422
    assert "请写明理由" in answer.text
    assert "市委党校礼堂" in office.visit("/exchange/conflicts/")


def test_conflict_when_value_vanished_then_refused(
    made: tuple[Path, int], hub: NodeApp, branch: NodeApp, office: Browser
) -> None:
    url = conflict_of(hub, branch, made[1])
    answer = office.submit(url, {"take-place": "9@2009", "why": "理由"})
    assert answer.status_code == 409
    assert "刚刚有了变化" in answer.text


def test_conflict_when_other_unit_then_unseen(
    made: tuple[Path, int], hub: NodeApp, branch: NodeApp
) -> None:
    url = conflict_of(hub, branch, made[1])
    other = hub.browser("head-b")
    assert "没有未处理的冲突" in other.visit("/exchange/conflicts/")
    assert other.submit(url, {"take-place": "1", "why": "理由"}).status_code == 404


def test_decision_when_taken_back_then_travels_to_branch(
    made: tuple[Path, int], hub: NodeApp, branch: NodeApp, office: Browser
) -> None:
    url = conflict_of(hub, branch, made[1])
    key = key_of(office.visit(url), "市委党校礼堂")
    office.submit(url, {"take-place": key, "why": "以处里的通知为准"})
    settled = office.visit("/exchange/conflicts/settled")
    decision = re.search(r'href="(/exchange/decisions/\d+)"', settled)
    assert decision
    answer = office.submit(decision[1], {"take": "1", "why": "中队说明了情况"})
    assert answer.location == "/exchange/conflicts/settled"
    assert office.visit(answer.location).count("/exchange/decisions/") == 2
    assert branch.take(hub.export("answer.luoshi", "A")) == "merged"
    head = branch.browser("head-a")
    assert "没有未处理的冲突" in head.visit("/exchange/conflicts/")
    assert "中队说明了情况" in head.visit("/exchange/conflicts/settled")


def test_deletion_when_row_was_edited_elsewhere_then_restored_by_one_choice(
    hub: NodeApp, branch: NodeApp, made: tuple[Path, int]
) -> None:
    change(branch, made[1], "中队学习室")
    with hub.app.app_context():
        change_record("lecture", made[1], is_deleted=1)
    assert hub.take(branch.export("edit.luoshi")) == "merged"
    browser = hub.browser("office")
    assert "恢复这条记录" in browser.visit("/exchange/conflicts/")
    url = f"/exchange/conflicts/{made[1]}"
    page = browser.visit(url)
    takes = re.findall(r'name="take-_del"\s+value="([^"]+)"', page)
    answer = browser.submit(url, {"take-_del": takes[1], "why": "中队还在用"})
    assert answer.status_code == 303
    assert "没有未处理的冲突" in browser.visit("/exchange/conflicts/")
    assert "恢复这条记录" in browser.visit("/exchange/conflicts/settled")


def test_row_when_two_fields_differ_then_one_form_settles_what_was_chosen(
    made: tuple[Path, int], hub: NodeApp, branch: NodeApp, office: Browser
) -> None:
    with branch.app.app_context():
        change_record("lecture", made[1], lecturer="中队长")
    with hub.app.app_context():
        change_record("lecture", made[1], lecturer="党校教师")
    url = conflict_of(hub, branch, made[1])
    listed = office.visit("/exchange/conflicts/")
    assert listed.count(f'href="{url}"') == 1
    page = office.visit(url)
    assert page.count("这一项先不处理") == 2
    key = key_of(page, "中队学习室")
    data = {"take-place": key, "take-lecturer": "", "why": "现场"}
    assert office.submit(url, data).status_code == 303
    left = office.visit(url)
    assert "党校教师" in left
    assert "take-place" not in left


def test_row_when_nothing_chosen_then_form_comes_back(
    made: tuple[Path, int], hub: NodeApp, branch: NodeApp, office: Browser
) -> None:
    url = conflict_of(hub, branch, made[1])
    answer = office.submit(url, {"take-place": "", "why": "理由"})
    assert answer.status_code == 422
    assert "请至少为一个字段选择" in answer.text
