import html
import re
from datetime import timedelta

import pytest
from flask import Flask, request
from flask.wrappers import Response

from domain.policy import Actor
from services import accounts
from store.db import write
from store.queries.actors import actor_by_name
from store.tables.access import LoginSession
from tests.factories.browsers import PASSWORD, Browser, ClientAs, sign_in
from tests.factories.organisation import Organisation
from web import policy


def hidden_fields(text: str) -> dict[str, list[str]]:
    """Hidden fields of the form in the page's main part."""
    found: dict[str, list[str]] = {}
    main = text[text.index("<main") : text.index("</main")]
    for name, value in re.findall(
        r'<input type="hidden"\s+name="([^"]*)"\s+value="([^"]*)"', main
    ):
        found.setdefault(name, []).append(html.unescape(value))
    return found


def is_in(browser: Browser) -> bool:
    return browser.get("/password").status_code == 200


def admin() -> Actor:
    found = actor_by_name("admin")
    assert found is not None
    return found


def thief_of(app: Flask, browser: Browser) -> Browser:
    """A browser elsewhere in the same room with a copy of the session cookie."""
    thief = app.test_client()
    assert isinstance(thief, Browser)
    name = app.config["SESSION_COOKIE_NAME"]
    cookie = browser.get_cookie(name)
    assert cookie is not None
    thief.set_cookie(name, cookie.value)
    return thief


def age(hours: float) -> None:
    with write() as session:
        for row in session.query(LoginSession):
            row.seen_at -= timedelta(hours=hours)


def test_nobody_is_sent_to_sign_in_and_back(client: Browser) -> None:
    answer = client.get("/password")
    assert answer.status_code == 303
    assert answer.location == "/sign-in?next=/password"


def test_signed_in_person_sees_own_name_and_unit(client_as: ClientAs) -> None:
    page = client_as("clerk-a").visit("/password")
    assert "clerk-a" in page
    assert "清扫一中队" in page


def test_wrong_password_comes_back_with_the_name_and_not_the_password(
    client: Browser,
) -> None:
    client.visit("/sign-in")
    answer = client.submit("/sign-in", {"name": "clerk-a", "password": "错的密码啊"})
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert 'value="clerk-a"' in text
    assert "错的密码啊" not in text
    assert "账号名或密码不对" in text


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("/password?x=1", "/password?x=1"),
        ("//evil.cn/", "/"),
        ("https://evil.cn/", "/"),
        ("////evil.cn/", "/"),
        ("/\\evil.cn", "/"),
        ("javascript:alert(1)", "/"),
        ("http://localhost/password", "/password"),
    ],
)
def test_sign_in_leads_only_to_local_pages(
    client_as: ClientAs, wanted: str, found: str
) -> None:
    browser = client_as("clerk-a")
    answer = browser.get("/sign-in", query_string={"next": wanted})
    assert answer.location == found


def test_one_time_password_opens_nothing_but_its_own_change(
    app: Flask, organisation: Organisation, client: Browser
) -> None:
    desk = policy.signed_in_only(lambda: Response("desk"))
    app.add_url_rule("/desk", view_func=desk)
    with app.app_context():
        issued = accounts.issue_one_time_password(organisation.accounts["leader"])
    sign_in(client, "leader", issued)
    assert client.get("/desk").location == "/password"
    page = client.visit("/password")
    assert "一次性密码" in page
    answer = client.submit(
        "/password", {"old": issued, "new": PASSWORD, "again": PASSWORD}
    )
    assert answer.status_code == 303
    assert client.get("/desk").get_data(as_text=True) == "desk"


def test_password_form_names_the_field_at_fault(client_as: ClientAs) -> None:
    browser = client_as("clerk-a")
    data = {"old": PASSWORD, "new": "清明前后种瓜", "again": "清明前后种豆"}
    answer = browser.submit("/password", data)
    assert answer.status_code == 422
    assert 'href="#field-again"' in answer.get_data(as_text=True)


# The eight cases of a copied or kept cookie.


def test_copied_cookie_is_dead_after_sign_out(app: Flask, client_as: ClientAs) -> None:
    browser = client_as("clerk-a")
    thief = thief_of(app, browser)
    assert is_in(thief)
    assert browser.submit("/sign-out").location == "/sign-in"
    assert not is_in(thief)
    assert not is_in(browser)


def test_copied_cookie_is_dead_after_password_change(
    app: Flask, client_as: ClientAs
) -> None:
    browser = client_as("clerk-a")
    thief = thief_of(app, browser)
    new = "谷雨前后种瓜点豆"
    browser.submit("/password", {"old": PASSWORD, "new": new, "again": new})
    assert not is_in(thief)
    assert is_in(browser)


def test_cookie_is_dead_once_the_account_is_disabled(
    app: Flask, organisation: Organisation, client_as: ClientAs
) -> None:
    browser = client_as("clerk-a")
    with app.app_context():
        accounts.set_active(admin(), organisation.accounts["clerk-a"], is_active=False)
    assert not is_in(browser)


def test_no_cookie_remembers_and_a_foreign_one_is_ignored(
    client_as: ClientAs, organisation: Organisation
) -> None:
    browser = client_as("clerk-a")
    assert browser.get_cookie("remember_token") is None
    browser.submit("/sign-out")
    browser.set_cookie("remember_token", f"{organisation.accounts['clerk-a']}|0")
    assert not is_in(browser)


def test_cookie_says_nothing_about_the_account(
    app: Flask, client_as: ClientAs, organisation: Organisation
) -> None:
    browser = client_as("clerk-a")
    with browser.session_transaction() as session:
        assert set(session) <= {"token", "csrf_token"}
        assert str(organisation.accounts["clerk-a"]) not in str(dict(session))
    assert app.permanent_session_lifetime  # unused: the cookie ends with the browser


def test_cookie_opens_nothing_from_another_address(client_as: ClientAs) -> None:
    browser = client_as("clerk-a")
    browser.environ_base["REMOTE_ADDR"] = "10.9.9.9"
    assert not is_in(browser)


def test_unused_session_ends(app: Flask, client_as: ClientAs) -> None:
    browser = client_as("clerk-a")
    with app.app_context():
        age(hours=0.6)
    assert not is_in(browser)


def test_sign_in_gives_a_new_token(app: Flask, client_as: ClientAs) -> None:
    browser = client_as("clerk-a")
    thief = thief_of(app, browser)
    with browser.session_transaction() as session:
        first = session["token"]
    sign_in(browser, "clerk-a", PASSWORD)
    with browser.session_transaction() as session:
        assert session["token"] != first
    assert not is_in(thief)


def test_form_sent_too_late_is_kept_through_the_sign_in(
    app: Flask, client_as: ClientAs
) -> None:
    @policy.requires("records.enter")
    def notes() -> Response:
        return Response("、".join(request.form.getlist("note")))

    app.add_url_rule("/notes", view_func=notes, methods=["POST"])
    browser = client_as("clerk-a")
    browser.visit()
    with app.app_context():
        age(hours=0.6)
    late = browser.submit("/notes", {"note": ["写了半小时的<会议记录>", "第二段"]})
    assert late.status_code == 401
    hidden = hidden_fields(late.get_data(as_text=True))
    page = browser.post(
        "/sign-in", data={**hidden, "name": "clerk-a", "password": PASSWORD}
    )
    again = hidden_fields(page.get_data(as_text=True))
    assert again["note"] == ["写了半小时的<会议记录>", "第二段"]
    assert browser.post("/notes", data=again).get_data(as_text=True) == (
        "写了半小时的<会议记录>、第二段"
    )


def test_writing_keeps_the_session(client_as: ClientAs) -> None:
    assert client_as("clerk-a").get("/alive").status_code == 204


def test_look_is_kept_in_a_cookie(client: Browser) -> None:
    client.visit("/sign-in")
    answer = client.submit("/look", {"size": "huge", "back": "/sign-in"})
    assert answer.location == "/sign-in"
    client.submit("/look", {"contrast": "high"})
    assert "size-huge contrast-high" in client.visit("/sign-in")
