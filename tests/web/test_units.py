"""Pages of units and of loading the organisation file."""

from io import BytesIO

import pytest
from flask import Flask

from services.organisation_files import read_sheets
from store.queries.units import unit_tree
from tests.factories.browsers import ClientAs
from tests.factories.organisation import Organisation

PEOPLE = "people: [{code: N1, name: 㐂𬭚, unit: A, tiers: 党员}]"


@pytest.mark.parametrize("path", ["", "/new", "/import", "?tree=party&on=2020-01-01"])
def test_pages_open_for_the_office(client_as: ClientAs, path: str) -> None:
    assert client_as("office").get(f"/units{path}").status_code == 200


def test_list_shows_the_tree_with_counts(client_as: ClientAs) -> None:
    text = client_as("office").get("/units").get_data(as_text=True)
    assert text.index("市环卫处") < text.index("清扫一中队") < text.index("清扫二中队")
    assert "24 人" in text


def test_clerk_sees_no_counts_of_other_units(
    client_as: ClientAs, organisation: Organisation
) -> None:
    browser = client_as("clerk-a")
    text = browser.get(f"/units/{organisation.units['B']}").get_data(as_text=True)
    assert "不在您的范围内" in text
    assert "喆1" not in text
    assert browser.get("/units/new").status_code == 403


def test_unit_page_shows_people_accounts_and_bodies(
    client_as: ClientAs, organisation: Organisation
) -> None:
    browser = client_as("office")
    text = browser.get(f"/units/{organisation.units['HW']}").get_data(as_text=True)
    assert "处中心组" in text
    assert "喆1𠮷" in text
    text = browser.get(f"/units/{organisation.units['A']}").get_data(as_text=True)
    assert "人员（12）" in text
    assert "clerk-a" in text


def test_new_unit_is_added_and_shown(app: Flask, client_as: ClientAs) -> None:
    browser = client_as("office")
    form = {"code": "C", "name": "三中队𠮷", "kind": "中队", "parent": "HW"}
    answer = browser.submit("/units", form, follow=True)
    assert "三中队𠮷" in answer.get_data(as_text=True)
    with app.app_context():
        assert "C" in unit_tree().by_code


def test_wrong_form_comes_back_filled_in(client_as: ClientAs) -> None:
    form = {"code": "A 1", "name": "三中队", "kind": "中队", "parent": "HW"}
    answer = client_as("office").submit("/units", form)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "不能作代码" in text
    assert 'value="三中队"' in text


@pytest.mark.parametrize("deed", ["edit", "move", "close"])
def test_forms_of_a_unit_open(
    client_as: ClientAs, organisation: Organisation, deed: str
) -> None:
    path = f"/units/{organisation.units['A']}/{deed}"
    assert client_as("office").get(path).status_code == 200


def test_moved_unit_shows_both_places(
    client_as: ClientAs, organisation: Organisation
) -> None:
    browser, unit_id = client_as("office"), organisation.units["B"]
    form = {"parent": "A", "party_parent": "", "order": "1", "from": "2026-03-01"}
    answer = browser.submit(f"/units/{unit_id}/move", form, follow=True)
    text = answer.get_data(as_text=True)
    assert "2月28日" in text
    assert "至今" in text


def test_unit_with_people_is_not_closed(
    client_as: ClientAs, organisation: Organisation
) -> None:
    path = f"/units/{organisation.units['A']}/close"
    answer = client_as("office").submit(path, {"to": "2027-01-01"})
    assert answer.status_code == 422
    assert "12 人" in answer.get_data(as_text=True)


def test_unknown_unit_is_not_found(client_as: ClientAs) -> None:
    assert client_as("office").get("/units/1").status_code == 404


def upload(content: str, name: str = "org.yaml") -> dict[str, object]:
    return {"file": (BytesIO(content.encode()), name)}


def test_import_previews_then_writes(app: Flask, client_as: ClientAs) -> None:
    browser = client_as("office")
    text = browser.submit("/units/import", upload(PEOPLE)).get_data(as_text=True)
    assert "㐂𬭚" in text
    assert "新增" in text
    token = text.split('name="token" value="')[1][:64]
    people = browser.get("/people?q=N1").get_data(as_text=True)
    assert "共 0 人" in people
    form = {"token": token, "file_name": "org.yaml"}
    answer = browser.submit("/units/import/confirm", form)
    assert answer.status_code == 200
    assert "共 1 人" in browser.get("/people?q=N1").get_data(as_text=True)
    del app


def test_import_lists_problems_and_offers_no_confirmation(client_as: ClientAs) -> None:
    answer = client_as("office").submit(
        "/units/import", upload("units: [{code: A, name: '', parent: ZZ}]")
    )
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "单位表第 1 行“名称”：没有填写，请补上。" in text
    assert "确认导入" not in text


def test_import_shows_first_passwords_once(client_as: ClientAs) -> None:
    browser = client_as("admin")
    content = "accounts: [{name: new-one, unit: A, role: clerk}]"
    text = browser.submit("/units/import", upload(content)).get_data(as_text=True)
    token = text.split('name="token" value="')[1][:64]
    form = {"token": token, "file_name": "org.yaml"}
    text = browser.submit("/units/import/confirm", form).get_data(as_text=True)
    assert "一次性密码" in text
    assert "<code>" in text
    assert browser.submit("/units/import/confirm", form).status_code == 422


def test_preview_of_another_account_is_not_confirmed(client_as: ClientAs) -> None:
    text = client_as("office").submit("/units/import", upload(PEOPLE))
    token = text.get_data(as_text=True).split('name="token" value="')[1][:64]
    form = {"token": token, "file_name": "org.yaml"}
    assert client_as("admin").submit("/units/import/confirm", form).status_code == 422


def test_import_without_a_file_says_so(client_as: ClientAs) -> None:
    answer = client_as("office").submit("/units/import")
    assert answer.status_code == 422
    assert "没有选择文件" in answer.get_data(as_text=True)


def test_template_is_an_empty_workbook(client_as: ClientAs) -> None:
    data = client_as("office").get("/units/template.xlsx").data
    assert set(read_sheets(data, "t.xlsx")) == {
        "units",
        "people",
        "accounts",
        "bodies",
    }
