import pytest
from flask import Flask
from flask.wrappers import Response

from store.scope import current_scope
from tests.factories.browsers import Browser, ClientAs
from tests.factories.organisation import Organisation
from web import policy


def test_every_view_says_who_may_use_it(app: Flask) -> None:
    silent = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if policy.policy_of(app.view_functions[rule.endpoint]) is None
    ]
    assert silent == []


@pytest.mark.parametrize("who", ["", "admin"])
def test_view_that_says_nothing_is_refused_to_all(
    app: Flask, client: Browser, client_as: ClientAs, who: str
) -> None:
    app.add_url_rule("/forgotten", view_func=lambda: Response("open"))
    browser = client_as(who) if who else client
    answer = browser.get("/forgotten")
    assert answer.status_code == 500
    assert "open" not in answer.get_data(as_text=True)


def test_action_decides_and_the_scope_is_set(
    app: Flask, client_as: ClientAs, organisation: Organisation
) -> None:
    @policy.requires("records.accept", "records.enter")
    def desk() -> Response:
        return Response(",".join(map(str, sorted(current_scope() or ()))))

    app.add_url_rule("/desk", view_func=desk)
    assert client_as("leader").get("/desk").status_code == 403
    answer = client_as("clerk-a").get("/desk")
    assert answer.get_data(as_text=True) == str(organisation.units["A"])
    assert current_scope() == frozenset()


def test_refusal_names_the_missing_permission(app: Flask, client_as: ClientAs) -> None:
    @policy.requires("audit.read")
    def log() -> Response:
        return Response("log")

    app.add_url_rule("/log", view_func=log)
    text = client_as("clerk-a").get("/log").get_data(as_text=True)
    assert "查看审计日志" in text
    assert "安全管理员" in text


def test_public_view_sees_no_unit(app: Flask, client_as: ClientAs) -> None:
    @policy.public
    def wall() -> Response:
        return Response(str(current_scope()))

    app.add_url_rule("/wall", view_func=wall)
    text = client_as("office").get("/wall").get_data(as_text=True)
    assert text == str(frozenset())
