from urllib.parse import quote

import pytest
from flask import Flask, request, url_for
from flask.wrappers import Response

from services import accounts
from tests.factories.browsers import Browser, ClientAs
from tests.factories.organisation import Organisation
from web import policy
from web.errors import ErrorPage
from web.htmx import reswap, see_other
from web.pages import page_or_fragment

DATA = ErrorPage(200, "标题", "一句话。")


@pytest.fixture
def browser(app: Flask, client: Browser) -> Browser:
    """A browser beside a view that has a page and a fragment."""

    @policy.public
    def thing() -> Response:
        return page_or_fragment("errors/error.html", "errors/_notice.html", DATA)

    app.add_url_rule("/thing", view_func=thing)
    return client


def test_htmx_gets_the_fragment_alone(browser: Browser) -> None:
    answer = browser.fragment("/thing")
    text = answer.get_data(as_text=True)
    assert "一句话。" in text
    assert "<html" not in text
    assert "HX-Request" in answer.headers["Vary"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HX-Request": "true", "HX-History-Restore-Request": "true"},
        {"HX-Request": "true", "HX-Boosted": "true"},
    ],
)
def test_whole_page_is_given_otherwise(
    browser: Browser, headers: dict[str, str]
) -> None:
    answer = browser.get("/thing", headers=headers)
    assert "<html" in answer.get_data(as_text=True)
    assert "HX-Request" in answer.headers["Vary"]


def test_chinese_header_values_are_decoded(app: Flask, client: Browser) -> None:
    @policy.public
    def prompt() -> Response:
        return Response(request.htmx.prompt)  # type: ignore[attr-defined]  # web.htmx

    app.add_url_rule("/prompt", view_func=prompt)
    words = "材料不全，请补充"
    headers = {
        "HX-Request": "true",
        "HX-Prompt": quote(words),
        "HX-Prompt-URI-AutoEncoded": "true",
    }
    assert client.get("/prompt", headers=headers).get_data(as_text=True) == words


def test_write_leads_on_by_303_or_by_htmx(app: Flask, client: Browser) -> None:
    @policy.public
    def go() -> Response:
        return see_other(url_for("auth.show_sign_in", next="/单位"))

    app.add_url_rule("/go", view_func=go)
    target = "/sign-in?next=/%E5%8D%95%E4%BD%8D"
    answer = client.get("/go")
    assert (answer.status_code, answer.location) == (303, target)
    answer = client.fragment("/go")
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, target)


@pytest.mark.parametrize("swap", ["beforebegin", "innerHTML swap:1s", "textContent"])
def test_any_swap_htmx_knows_may_be_asked_for(swap: str) -> None:
    answer = reswap(Response(), "#notices", swap)
    assert answer.headers["HX-Reswap"] == swap
    assert answer.headers["HX-Retarget"] == "#notices"


def test_ended_session_sends_htmx_to_sign_in_and_back(client: Browser) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://localhost/password?a=1"}
    answer = client.get("/password", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/sign-in?next=/password?a%3D1"


def test_form_by_htmx_after_its_session_ended_is_to_be_sent_as_a_page(
    app: Flask, organisation: Organisation, client_as: ClientAs
) -> None:
    browser = client_as("clerk-a")
    browser.visit()
    with app.app_context():
        accounts.end_sessions(organisation.accounts["clerk-a"])
    answer = browser.submit("/records/study-session/new", {"a": "b"}, htmx=True)
    assert answer.status_code == 401
    assert answer.headers["HX-Trigger"] == "sessionEnded"


def test_signed_in_htmx_post_is_answered(client_as: ClientAs) -> None:
    answer = client_as("clerk-a").submit("/sign-out", htmx=True)
    assert answer.headers["HX-Redirect"] == "/sign-in"
