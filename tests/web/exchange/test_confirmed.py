"""What the parent has of a branch's data, on the branch's own page."""

from pathlib import Path

from tests.factories.browsers import Browser
from tests.factories.nodes import NodeApp, change

ALL_THERE = "上级都已确认有了"


def test_branch_when_it_wrote_since_then_told_what_is_not_confirmed(
    made: tuple[Path, int], hub: NodeApp, branch: NodeApp
) -> None:
    head = branch.browser("head-a")
    assert 'href="/exchange/confirmed"' in head.visit("/exchange/")
    change(branch, made[1], "中队学习室")
    page = head.visit("/exchange/confirmed")
    assert "报告会讲座" in page
    assert ALL_THERE not in page
    assert hub.take(branch.export("up.luoshi")) == "merged"
    assert ALL_THERE not in head.visit("/exchange/confirmed")
    assert branch.take(hub.export("down.luoshi", "A")) in {"merged", "known"}
    page = head.visit("/exchange/confirmed")
    assert ALL_THERE in page
    assert "环卫处活动办第 2 号" in page


def test_confirmed_when_nobody_stands_above_then_not_found(office: Browser) -> None:
    assert office.get("/exchange/confirmed").status_code == 404


def test_site_when_packages_wait_for_its_answer_then_counted(
    made: tuple[Path, int], hub: NodeApp, office: Browser
) -> None:
    assert "等待确认" not in office.visit("/exchange/")
    change(hub, made[1], "党校")
    hub.export("one.luoshi", "A")
    page = office.visit("/exchange/")
    assert "等待确认" in page
    assert "1 个数据包；" in page
    assert "没有发现相差" in page
