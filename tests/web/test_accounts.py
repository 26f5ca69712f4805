"""Pages of accounts: only for security administrators, never for one's own."""

import re

import pytest
from flask import Flask

from store.queries.accounts import grants_of
from store.queries.actors import actor_by_name
from tests.factories.browsers import ClientAs, sign_in
from tests.factories.organisation import Organisation, add_account


@pytest.mark.parametrize("name", ["office", "leader", "head-a"])
def test_only_security_administrators_enter(client_as: ClientAs, name: str) -> None:
    assert client_as(name).get("/accounts").status_code == 403


@pytest.mark.parametrize(
    ("query", "count"),
    [("", 7), ("unit=A", 2), ("role=填报员", 2), ("q=head", 2), ("state=off", 0)],
)
def test_list_is_filtered_by_the_url(
    client_as: ClientAs, query: str, count: int
) -> None:
    text = client_as("admin").get(f"/accounts?{query}").get_data(as_text=True)
    assert f"共 {count} 个" in text


def test_new_account_signs_in_with_the_password_shown(
    app: Flask, client_as: ClientAs
) -> None:
    form = {"name": "new-a", "unit": "A", "role": "填报员", "person": "A001"}
    answer = client_as("admin").submit("/accounts", form)
    found = re.search(r"<code>([^<]+)</code>", answer.get_data(as_text=True))
    assert found
    assert answer.headers["Cache-Control"] == "no-store"
    browser = app.test_client()
    assert sign_in(browser, "new-a", found[1]).status_code == 303  # type: ignore[arg-type] # the app makes Browsers


def test_taken_name_comes_back_with_its_reason(client_as: ClientAs) -> None:
    form = {"name": "office", "unit": "A", "role": "填报员"}
    answer = client_as("admin").submit("/accounts", form)
    assert answer.status_code == 422
    assert "已经有人用" in answer.get_data(as_text=True)


def test_account_is_disabled_and_enabled(
    client_as: ClientAs, organisation: Organisation
) -> None:
    browser, path = client_as("admin"), f"/accounts/{organisation.accounts['clerk-a']}"
    browser.submit(f"{path}/active", {"active": "0"})
    assert "已停用" in browser.get(path).get_data(as_text=True)
    assert "什么也看不到" in browser.get(f"{path}/reach").get_data(as_text=True)
    browser.submit(f"{path}/active", {"active": "1"})
    assert "停用这个账号" in browser.get(path).get_data(as_text=True)


def test_role_is_granted_and_taken_back(
    app: Flask, client_as: ClientAs, organisation: Organisation
) -> None:
    browser, account_id = client_as("admin"), organisation.accounts["clerk-a"]
    form = {"role": "单位负责人", "unit": "A", "from": "", "to": "2027-12-31"}
    browser.submit(f"/accounts/{account_id}/roles", form)
    with app.app_context():
        actor = actor_by_name("clerk-a")
        grant = next(one for one in grants_of(account_id) if one.role == "head")
    assert actor is not None
    assert "head" in actor.roles
    browser.submit(f"/accounts/roles/{grant.id}/revoke")
    with app.app_context():
        actor = actor_by_name("clerk-a")
    assert actor is not None
    assert "head" not in actor.roles


def test_wrong_grant_comes_back_filled_in(
    client_as: ClientAs, organisation: Organisation
) -> None:
    path = f"/accounts/{organisation.accounts['clerk-a']}/roles"
    form = {"role": "单位负责人", "unit": "A", "from": "明天"}
    answer = client_as("admin").submit(path, form)
    assert answer.status_code == 422
    assert "不是日期" in answer.get_data(as_text=True)


def test_own_account_cannot_be_changed(
    client_as: ClientAs, organisation: Organisation
) -> None:
    browser, own = client_as("admin"), organisation.accounts["admin"]
    text = browser.get(f"/accounts/{own}").get_data(as_text=True)
    assert "停用这个账号" not in text
    assert "收回" not in text
    form = {"role": "活动办", "unit": "HW"}
    assert browser.submit(f"/accounts/{own}/roles", form).status_code == 403
    assert browser.submit(f"/accounts/{own}/active").status_code == 403
    assert browser.submit(f"/accounts/{own}/password").status_code == 403


def test_reach_says_what_the_account_sees(
    client_as: ClientAs, organisation: Organisation
) -> None:
    path = f"/accounts/{organisation.accounts['clerk-a']}/reach"
    text = client_as("admin").get(path).get_data(as_text=True)
    granted, refused = text.split("不能做的事")
    assert "填报记录" in granted
    assert "清扫一中队" in granted
    assert "审核通过记录" in refused


def test_branch_security_administrator_sees_only_the_branch(
    app: Flask, client_as: ClientAs, organisation: Organisation
) -> None:
    with app.app_context():
        add_account(organisation, "sec-a", "A", "security")
    browser = client_as("sec-a")
    text = browser.get("/accounts").get_data(as_text=True)
    assert "clerk-a" in text
    assert "clerk-b" not in text
    path = f"/accounts/{organisation.accounts['clerk-b']}"
    assert browser.get(path).status_code == 404
