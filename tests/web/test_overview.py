import io
import re
from datetime import timedelta

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from services import campaigns
from store import clock
from store.queries.campaigns import campaign
from store.scope import EVERYTHING, acting_in
from tests.factories.browsers import ClientAs
from tests.factories.entries import add_record
from tests.factories.organisation import Organisation


@pytest.fixture
def campaign_id(app: Flask, organisation: Organisation) -> int:
    """p3 under way since fifty days, with one note of A003."""
    with app.app_context():
        start = clock.today() - timedelta(days=50)
        made = campaigns.create_from_template("p3", organisation.units["HW"], start)
        campaigns.publish(made)
        add_record(
            "study_note", made, organisation.units["A"], clock.today(),
            person_id=organisation.people["A003"], words=3500, title="学习笔记第一本",
        )  # fmt: skip
    return made


def _requirement_id(app: Flask, campaign_id: int, tier: str) -> int:
    with app.app_context(), acting_in(EVERYTHING):
        found = campaign(campaign_id)
        assert found is not None
        return next(
            one.id
            for one in found.requirements
            if (one.metric, one.tier) == ("notes_words", tier)
        )


def test_board_lists_every_unit_with_light_word_and_rule(
    client_as: ClientAs, campaign_id: int
) -> None:
    text = client_as("office").visit(f"/overview/{campaign_id}/board")
    for name in ("市环卫处", "清扫一中队", "清扫二中队"):
        assert name in text
    assert "■ 逾期" in text
    assert "红■" in text
    assert "未报" in text


def test_overview_leads_to_the_newest_campaign(
    client_as: ClientAs, campaign_id: int
) -> None:
    answer = client_as("office").get("/overview/")
    assert answer.location == f"/overview/{campaign_id}/board"


def test_overview_without_campaign_says_what_will_be_here(client_as: ClientAs) -> None:
    assert "还没有已发布的活动" in client_as("office").visit("/overview/")


def test_clerk_sees_own_unit_only(client_as: ClientAs, campaign_id: int) -> None:
    browser = client_as("clerk-a")
    for page in ("board", "gaps", "rollup"):
        text = browser.visit(f"/overview/{campaign_id}/{page}")
        assert "清扫一中队" in text
        assert "清扫二中队" not in text


def test_clerk_asking_for_another_unit_is_told_there_is_none(
    client_as: ClientAs, campaign_id: int, organisation: Organisation
) -> None:
    other = organisation.units["B"]
    browser = client_as("clerk-a")
    for page in ("tasks", "rollup"):
        answer = browser.get(f"/overview/{campaign_id}/{page}?unit={other}")
        assert answer.status_code == 404


def test_number_in_the_rollup_leads_to_persons_and_records(
    app: Flask, client_as: ClientAs, campaign_id: int
) -> None:
    browser = client_as("office")
    number = _requirement_id(app, campaign_id, "党员")
    text = browser.visit(f"/overview/{campaign_id}/rollup")
    link = re.search(rf"/overview/{campaign_id}/requirements/{number}[^\"]*", text)
    assert link
    assert "1/20" in re.sub(r"\s", "", text)
    detail = browser.visit(link[0].replace("&amp;", "&"))
    assert "学习笔记第一本" in detail
    assert "3,500 / 3,000" in detail


def test_rollup_opens_the_units_below(
    client_as: ClientAs, campaign_id: int, organisation: Organisation
) -> None:
    browser = client_as("office")
    text = browser.visit(f"/overview/{campaign_id}/rollup?tree=party")
    assert f"unit={organisation.units['HW']}" in text
    below = browser.visit(
        f"/overview/{campaign_id}/rollup?unit={organisation.units['A']}"
    )
    assert "清扫一中队汇总" in below
    assert "清扫二中队" not in below


def test_gap_list_filters_by_state_requirement_and_unit(
    app: Flask, client_as: ClientAs, campaign_id: int, organisation: Organisation
) -> None:
    browser = client_as("office")
    number = _requirement_id(app, campaign_id, "班子成员")
    address = f"/overview/{campaign_id}/gaps"
    text = browser.visit(f"{address}?requirement={number}")
    assert "共 4 条" in text
    unit = organisation.units["A"]
    assert "共 2 条" in browser.visit(f"{address}?requirement={number}&unit={unit}")
    none = browser.visit(f"{address}?requirement={number}&state=not_due")
    assert "没有符合筛选条件的差距" in none


def test_gap_states_share_out_the_whole_list(
    client_as: ClientAs, campaign_id: int
) -> None:
    browser = client_as("office")
    counts = {
        state: int(re.findall(r"共 (\d+) 条", text)[0])
        for state in ("", "overdue", "at_risk", "on_course", "not_due")
        if (text := browser.visit(f"/overview/{campaign_id}/gaps?state={state}"))
    }
    assert counts[""] == sum(counts.values()) - counts[""] > 0


def test_gap_file_and_print_hold_the_filtered_rows(
    app: Flask, client_as: ClientAs, campaign_id: int
) -> None:
    browser = client_as("office")
    number = _requirement_id(app, campaign_id, "班子成员")
    answer = browser.get(f"/overview/{campaign_id}/gaps/export?requirement={number}")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[2:6]] == [1, 2, 3, 4]
    assert rows[6][0] == "共4条"
    printed = browser.visit(f"/overview/{campaign_id}/gaps/print?requirement={number}")
    assert "导出 Excel" not in printed
    assert printed.count("还差 5000 字") == 4


def test_unit_tasks_link_to_the_forms_of_their_kinds(
    client_as: ClientAs, campaign_id: int, organisation: Organisation
) -> None:
    text = client_as("clerk-a").visit(f"/overview/{campaign_id}/tasks")
    assert "清扫一中队的任务" in text
    assert "/records/study-note/new?task=" in text
    assert f"unit={organisation.units['A']}" in text
