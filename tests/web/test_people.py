"""Pages of people."""

import pytest

from services.organisation_files import read_sheets
from tests.factories.browsers import ClientAs
from tests.factories.organisation import Organisation


def test_list_counts_what_the_actor_may_see(client_as: ClientAs) -> None:
    assert "共 24 人" in client_as("office").get("/people").get_data(as_text=True)
    text = client_as("clerk-a").get("/people").get_data(as_text=True)
    assert "共 12 人" in text
    assert "B001" not in text


@pytest.mark.parametrize(
    ("query", "count"),
    [("unit=HW", 24), ("unit=A", 12), ("tier=班子成员", 4), ("q=B00", 9), ("q=%", 0)],
)
def test_filters_stand_in_the_url(client_as: ClientAs, query: str, count: int) -> None:
    text = client_as("office").get(f"/people?{query}").get_data(as_text=True)
    assert f"共 {count} 人" in text


def test_export_holds_exactly_what_is_filtered(client_as: ClientAs) -> None:
    data = client_as("office").get("/people/export.xlsx?unit=A&tier=班子成员").data
    rows = read_sheets(data, "p.xlsx")["people"]
    assert [row["代码"] for _, row in rows] == ["A001", "A002"]
    assert rows[0][1]["姓名"] == "喆1𠮷"
    assert rows[0][1]["层次"] == "党员、班子成员"


def test_new_person_is_added_with_tiers(client_as: ClientAs) -> None:
    form = {"code": "N1", "name": "㐂𬭚", "unit": "A", "tiers": "党员，职工"}
    text = client_as("office").submit("/people", form, follow=True)
    assert "党员、职工" in text.get_data(as_text=True)


def test_taken_code_comes_back_with_its_reason(client_as: ClientAs) -> None:
    form = {"code": "A001", "name": "另一人", "unit": "A"}
    answer = client_as("office").submit("/people", form)
    assert answer.status_code == 422
    assert "已经有了" in answer.get_data(as_text=True)


@pytest.mark.parametrize("deed", ["", "/edit", "/move", "/leave", "/tiers"])
def test_pages_of_a_person_open(
    client_as: ClientAs, organisation: Organisation, deed: str
) -> None:
    path = f"/people/{organisation.people['A001']}{deed}"
    assert client_as("office").get(path).status_code == 200


def test_person_beyond_the_scope_is_not_found(
    client_as: ClientAs, organisation: Organisation
) -> None:
    path = f"/people/{organisation.people['B001']}"
    assert client_as("clerk-a").get(path).status_code == 404


def test_moved_person_is_found_in_the_new_unit(
    client_as: ClientAs, organisation: Organisation
) -> None:
    browser, path = client_as("office"), f"/people/{organisation.people['A001']}"
    browser.submit(f"{path}/move", {"unit": "B", "from": "2026-05-01"})
    assert "4月30日" in browser.get(path).get_data(as_text=True)
    assert "共 13 人" in browser.get("/people?unit=B").get_data(as_text=True)


def test_person_who_left_is_listed_only_on_request(
    client_as: ClientAs, organisation: Organisation
) -> None:
    browser, path = client_as("office"), f"/people/{organisation.people['A001']}"
    browser.submit(f"{path}/leave", {"to": "2026-10-31"})
    assert "共 11 人" in browser.get("/people?unit=A").get_data(as_text=True)
    assert "共 12 人" in browser.get("/people?unit=A&state=").get_data(as_text=True)


def test_wrong_tier_day_comes_back_in_its_row(
    client_as: ClientAs, organisation: Organisation
) -> None:
    form = {"id": [""], "tier": ["职工"], "from": ["2026-05-01"], "to": ["2026-04-01"]}
    path = f"/people/{organisation.people['A001']}/tiers"
    answer = client_as("office").submit(path, form)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "早于起始日期" in text
    assert 'value="2026-05-01"' in text
