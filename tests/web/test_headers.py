import dataclasses
import io
from pathlib import Path

import pytest
from flask import Flask
from flask.wrappers import Response

from app import create_app
from config import Settings
from domain.errors import DomainError, Forbidden, Invalid, NotFound, Refused, WrongState
from tests.factories.browsers import Browser, ClientAs
from web import policy


def test_every_answer_carries_the_guarding_headers(client: Browser) -> None:
    headers = client.get("/sign-in").headers
    content = headers["Content-Security-Policy"]
    assert "default-src 'none'" in content
    assert "frame-ancestors 'none'" in content
    assert "unsafe" not in content
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


def test_pages_hold_no_inline_script_or_style(client_as: ClientAs) -> None:
    text = client_as("admin").visit()
    assert "<style" not in text
    assert " style=" not in text
    assert "<script>" not in text
    assert " onclick=" not in text


def test_static_files_are_kept_and_named_by_version(client: Browser) -> None:
    text = client.get("/sign-in").get_data(as_text=True)
    start = text.index("/static/css/base.css?v=")
    answer = client.get(text[start : text.index('"', start)])
    assert answer.status_code == 200
    assert "max-age" in answer.headers["Cache-Control"]
    answer.close()


def test_cookie_flags_are_strict_over_https(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", secure_cookies=True)
    config = create_app(settings).config
    assert config["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert config["SESSION_COOKIE_SECURE"]


def test_session_cookie_is_hidden_from_scripts_and_other_sites(client: Browser) -> None:
    cookie = client.get("/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires" not in cookie


def test_secret_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    first = create_app(settings).secret_key
    path = settings.home / "keys" / "secret.key"
    assert create_app(settings).secret_key == first == path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    other = create_app(dataclasses.replace(settings, home=tmp_path / "other"))
    assert other.secret_key != first
    assert len(path.read_bytes()) == 32


def test_unknown_host_is_refused(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", trusted_hosts=("luoshi.local",))
    client = create_app(settings).test_client()
    assert client.get("/sign-in", headers={"Host": "evil.cn"}).status_code == 400


def test_body_too_large_is_refused_in_words(app: Flask, client_as: ClientAs) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1000
    browser = client_as("clerk-a")
    file = (io.BytesIO(b"x" * 2000), "big.bin")
    answer = browser.post("/sign-out", data={"file": file})
    assert answer.status_code == 413
    assert "文件" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("family", "status"),
    [
        (Forbidden, 403),
        (NotFound, 404),
        (Invalid, 422),
        (WrongState, 409),
        (Refused, 422),
        (DomainError, 400),
    ],
)
@pytest.mark.parametrize("htmx", [False, True])
def test_refusal_is_told_in_its_own_sentence(
    app: Flask,
    client: Browser,
    family: type[DomainError],
    status: int,
    *,
    htmx: bool,
) -> None:
    @policy.public
    def fail() -> Response:
        sentence = "这件事已经办结，请看流转记录。"
        raise family(sentence)

    app.add_url_rule("/fail", view_func=fail)
    answer = client.fragment("/fail") if htmx else client.get("/fail")
    text = answer.get_data(as_text=True)
    assert answer.status_code == status
    assert "这件事已经办结，请看流转记录。" in text
    assert ("<html" in text) != htmx
    assert (answer.headers.get("HX-Retarget") == "#notices") == htmx


def test_failure_says_nothing_of_its_inside(
    app: Flask, client: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    @policy.public
    def fail() -> Response:
        secret = "password=1234"
        raise RuntimeError(secret)

    app.add_url_rule("/fail", view_func=fail)
    answer = client.get("/fail")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 500
    assert "没有保存" in text
    assert "1234" not in text
    assert "password=1234" in caplog.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nowhere", 404), ("GET", "/sign-out", 405), ("GET", "/%00", 404)],
)
def test_wrong_address_is_told_in_words(
    client: Browser, method: str, path: str, status: int
) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code == status
    assert "请从首页重新进入" in answer.get_data(as_text=True)
