import flask
import pytest
from flask import Flask
from flask.wrappers import Response

from domain.errors import WrongState
from services import audit
from store.db import write
from tests.factories.browsers import Browser, ClientAs
from web import policy
from web.htmx import see_other
from web.idempotency import once, once_apart

KEY = {"once": "0123456789abcdef"}


@pytest.fixture(params=[once, once_apart])
def browser(app: Flask, client_as: ClientAs, request: pytest.FixtureRequest) -> Browser:
    """A clerk beside a form that writes one entry a time."""

    @policy.signed_in_only
    @request.param  # type: ignore[untyped-decorator]  # parameters of fixtures are
    def save() -> Response:
        with write():
            head = audit.record("records:note:create", "clerk-a")
        if flask.request.form.get("mode") == "invalid":
            return Response("写得不对", 422)
        if flask.request.form.get("mode") == "refused":
            sentence = "已经办结。"
            raise WrongState(sentence)
        return see_other(f"/notes/{head[:8]}")

    app.add_url_rule("/notes", view_func=save, methods=["POST"])
    return client_as("clerk-a")


def notes(app: Flask) -> int:
    with app.app_context():
        return audit.entry_count()


@pytest.mark.parametrize("htmx", [False, True])
def test_repeated_form_counts_once(app: Flask, browser: Browser, *, htmx: bool) -> None:
    first = browser.submit("/notes", KEY)
    count = notes(app)
    again = browser.submit("/notes", KEY, htmx=htmx)
    assert notes(app) == count
    place = again.headers["HX-Redirect"] if htmx else again.location
    assert place == first.location


def test_new_form_counts_again(app: Flask, browser: Browser) -> None:
    browser.submit("/notes")
    count = notes(app)
    browser.submit("/notes")
    assert notes(app) == count + 1


@pytest.mark.parametrize(("mode", "status"), [("invalid", 422), ("refused", 409)])
def test_form_that_failed_may_be_sent_again(
    app: Flask, browser: Browser, mode: str, status: int
) -> None:
    assert browser.submit("/notes", {**KEY, "mode": mode}).status_code == status
    count = notes(app)
    assert browser.submit("/notes", KEY).status_code == 303
    assert notes(app) == count + 1


@pytest.mark.parametrize("key", ["", "short", "x" * 65])
def test_form_without_a_key_is_refused(app: Flask, browser: Browser, key: str) -> None:
    count = notes(app)
    assert browser.submit("/notes", {"once": key}).status_code == 422
    assert notes(app) == count


def test_key_of_another_account_is_refused(
    app: Flask, browser: Browser, client_as: ClientAs
) -> None:
    browser.submit("/notes", KEY)
    other = client_as("clerk-b")
    count = notes(app)
    assert other.submit("/notes", KEY).status_code == 422
    assert notes(app) == count


def test_form_with_errors_wrote_nothing(app: Flask, client_as: ClientAs) -> None:
    @policy.signed_in_only
    @once
    def save() -> Response:
        audit.record("records:note:create", "clerk-a")
        return Response("写得不对", 422)

    app.add_url_rule("/drafts", view_func=save, methods=["POST"])
    browser = client_as("clerk-a")
    count = notes(app)
    assert browser.submit("/drafts").status_code == 422
    assert notes(app) == count


def test_repeat_while_the_first_is_at_work_is_told_so(
    app: Flask, client_as: ClientAs
) -> None:
    answers: list[int] = []

    @policy.signed_in_only
    @once_apart
    def save() -> Response:
        repeat = app.test_client()
        name = app.config["SESSION_COOKIE_NAME"]
        repeat.set_cookie(name, flask.request.cookies[name])
        if not answers:
            answers.append(repeat.post("/slow", data=flask.request.form).status_code)
        return see_other("/password")

    app.add_url_rule("/slow", view_func=save, methods=["POST"])
    answers.append(client_as("clerk-a").submit("/slow", KEY).status_code)
    assert answers == [409, 303]
