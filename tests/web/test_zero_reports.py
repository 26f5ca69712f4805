"""零报告: declared with a reason, on the board, taken back, overtaken by records."""

from datetime import timedelta

import pytest
from flask import Flask

from services import campaigns
from store import clock
from tests.factories.browsers import ClientAs
from tests.factories.entries import add_record
from tests.factories.organisation import Organisation

WHY = "本中队三月全员抽调防汛，没有组织学习"


@pytest.fixture
def campaign_id(app: Flask, organisation: Organisation) -> int:
    with app.app_context():
        start = clock.today() - timedelta(days=50)
        made = campaigns.create_from_template("p3", organisation.units["HW"], start)
        campaigns.publish(made)
    return made


@pytest.fixture
def unit(organisation: Organisation) -> str:
    return str(organisation.units["A"])


def test_zero_report_when_declared_then_seen_on_the_board_until_taken_back(
    client_as: ClientAs, campaign_id: int, unit: str
) -> None:
    clerk, office = client_as("clerk-a"), client_as("office")
    assert "作零报告" in clerk.visit(f"/records/?campaign={campaign_id}")
    address = f"/records/zero/{campaign_id}"
    clerk.visit(address)
    answer = clerk.submit(address, {"unit": unit, "why": WHY})
    assert answer.location == address
    assert WHY in clerk.visit(address)
    board = office.visit(f"/overview/{campaign_id}/board")
    assert "零报告" in board
    assert WHY in board
    assert clerk.submit(f"{address}/{unit}/withdraw").location == address
    assert WHY not in office.visit(f"/overview/{campaign_id}/board")
    assert clerk.submit(f"{address}/{unit}/withdraw").status_code == 404


def test_zero_report_when_a_record_comes_later_then_the_record_counts(
    app: Flask,
    client_as: ClientAs,
    campaign_id: int,
    unit: str,
    organisation: Organisation,
) -> None:
    clerk, address = client_as("clerk-a"), f"/records/zero/{campaign_id}"
    clerk.visit(address)
    clerk.submit(address, {"unit": unit, "why": WHY})
    with app.app_context():
        add_record(
            "study_note", campaign_id, int(unit), clock.today(),
            person_id=organisation.people["A003"], words=3500, title="学习笔记第一本",
        )  # fmt: skip
    board = client_as("office").visit(f"/overview/{campaign_id}/board")
    assert WHY not in board
    clerk.visit(address)
    answer = clerk.submit(address, {"unit": unit, "why": "改个说法"})
    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("why", "said"), [("", "请写明"), ("　 ", "请写明"), ("长" * 501, "最多 500 字")]
)
def test_zero_report_when_its_reason_is_wrong_then_the_form_comes_back(
    client_as: ClientAs, campaign_id: int, unit: str, why: str, said: str
) -> None:
    clerk, address = client_as("clerk-a"), f"/records/zero/{campaign_id}"
    clerk.visit(address)
    answer = clerk.submit(address, {"unit": unit, "why": why})
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{unit}" selected' in " ".join(answer.text.split())


def test_zero_report_when_for_another_unit_then_refused(
    client_as: ClientAs, campaign_id: int, organisation: Organisation
) -> None:
    clerk, address = client_as("clerk-a"), f"/records/zero/{campaign_id}"
    clerk.visit(address)
    data = {"unit": str(organisation.units["B"]), "why": WHY}
    assert clerk.submit(address, data).status_code == 403
    assert clerk.submit(address, {"unit": "甲", "why": WHY}).status_code == 422
    assert client_as("leader").get(address).status_code == 403
