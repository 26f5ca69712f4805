import pytest

from tests.factories.browsers import Browser, ClientAs


@pytest.mark.parametrize("token", ["", "forged"])
def test_post_without_its_token_changes_nothing(
    client_as: ClientAs, token: str
) -> None:
    browser = client_as("clerk-a")
    answer = browser.post("/sign-out", data={"csrf_token": token})
    assert answer.status_code == 400
    assert "刷新后重新提交" in answer.get_data(as_text=True)
    assert browser.get("/password").status_code == 200


def test_token_of_the_body_attribute_serves_htmx(client_as: ClientAs) -> None:
    browser = client_as("clerk-a")
    browser.visit()
    headers = {"X-CSRFToken": browser.csrf_token, "HX-Request": "true"}
    answer = browser.post("/sign-out", headers=headers)
    assert answer.headers["HX-Redirect"] == "/sign-in"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.cn"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_foreign_page_is_refused_even_with_a_token(
    client_as: ClientAs, headers: dict[str, str]
) -> None:
    browser = client_as("clerk-a")
    browser.visit()
    data = {"csrf_token": browser.csrf_token}
    answer = browser.post("/sign-out", data=data, headers=headers)
    assert answer.status_code == 403
    assert browser.get("/password").status_code == 200


def test_own_origin_is_let_in(client: Browser) -> None:
    client.visit("/sign-in")
    headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    data = {"csrf_token": client.csrf_token, "size": "large"}
    assert client.post("/look", data=data, headers=headers).status_code == 303


def test_token_of_one_session_does_not_serve_another(client_as: ClientAs) -> None:
    one, other = client_as("clerk-a"), client_as("clerk-b")
    one.visit()
    answer = other.post("/sign-out", data={"csrf_token": one.csrf_token})
    assert answer.status_code == 400
