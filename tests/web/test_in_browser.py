"""What only a real browser shows: scripts under the CSP, focus, layout, access."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask, request
from flask.wrappers import Response
from jinja2 import ChoiceLoader, FileSystemLoader
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page

from services import accounts
from tests.factories.browsers import PASSWORD, give_password
from tests.factories.organisation import Organisation
from tests.factories.server import serve_here
from web import policy
from web.htmx import see_other
from web.idempotency import once
from web.login import SignInPage
from web.pages import page_or_fragment

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[1] / "vendor" / "axe-core-4.14.1.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FORM = """
{%- import "macros/fields.html" as fields -%}
<div id="sample">{{ fields.form_start("/sample", files=true, htmx="sample") }}
{{ fields.error_summary(page.errors) }}
{{ fields.text_field("topic", "主题", page.name) }}
{{ fields.file_field("scan", "扫描件") }}
<button type="submit" name="deed" value="submit">提交给活动办</button>
{{ fields.form_end() }}</div>
"""
PAGE = '{% extends "base.html" %}{% block title %}试填{% endblock %}'
PAGE += '{% block content %}{% include "_sample.html" %}{% endblock %}'
EMPTY = {"topic": "请填写主题。"}

Visit = Callable[[str], Page]


@pytest.fixture
def sent(app: Flask) -> list[str]:
    """What arrived of the sample form, which asks for a topic."""
    arrived: list[str] = []

    @policy.signed_in_only
    def show() -> Response:
        return page_or_fragment("sample.html", "_sample.html", SignInPage("/"))

    @policy.signed_in_only
    @once
    def save() -> Response:
        file = request.files.get("scan")
        arrived.append((file and file.filename) or request.form["deed"])
        if request.form["topic"]:
            return see_other("/password")
        data = SignInPage("/", errors=EMPTY)
        return page_or_fragment("sample.html", "_sample.html", data, 422)

    app.add_url_rule("/sample", "show_sample", show)
    app.add_url_rule("/sample", "save_sample", save, methods=["POST"])
    return arrived


@pytest.fixture
def visit(
    app: Flask,
    organisation: Organisation,
    sent: list[str],
    chromium: Chromium,
    tmp_path: Path,
) -> Iterator[Visit]:
    """A function: path to a page, signed in as clerk-a; complaints fail the test."""
    del sent
    app.config["LUOSHI_PIECES"] = True
    for name, text in (("sample.html", PAGE), ("_sample.html", FORM)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    app.jinja_env.loader = _both(app, tmp_path)
    with app.app_context():
        give_password(organisation.accounts["clerk-a"])
    with serve_here(app) as address:
        context = chromium.new_context(locale="zh-CN")
        complaints: list[str] = []
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(f"{address}/sign-in?next=/password")
        page.fill("#field-name", "clerk-a")
        page.fill("#field-password", PASSWORD)
        page.click("main button")

        def go(path: str) -> Page:
            page.goto(address + path)
            return page

        yield go
        context.close()
    assert [one for one in complaints if "Security Policy" in one] == []


def _both(app: Flask, folder: Path) -> ChoiceLoader:
    loader = app.jinja_env.loader
    assert loader is not None
    return ChoiceLoader([loader, FileSystemLoader(folder)])


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(
        "tags => axe.run(document, {runOnly: tags}).then(r => r.violations"
        ".map(v => v.id + ' ' + v.nodes[0].html))",
        RULES,
    )
    return found


@pytest.mark.parametrize("path", ["/_pieces", "/password", "/sample"])
@pytest.mark.parametrize("width", [1280, 360, 320])
def test_page_is_accessible_and_fits(visit: Visit, path: str, width: int) -> None:
    page = visit(path)
    page.set_viewport_size({"width": width, "height": 800})
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("choice", ["特大", "高对比"])
def test_pieces_stay_accessible_in_every_look(visit: Visit, choice: str) -> None:
    page = visit("/_pieces")
    page.click(f"footer >> text={choice}")
    page.wait_for_load_state()
    assert violations(page) == []


def test_wrong_form_keeps_its_file_and_moves_to_the_summary(
    visit: Visit, sent: list[str]
) -> None:
    page = visit("/sample")
    page.set_input_files("#field-scan", AXE)
    page.click("text=提交给活动办")
    page.wait_for_selector("[data-error-summary]:focus")
    assert page.evaluate("document.querySelector('#field-scan').files.length") == 1
    page.fill("#field-topic", "解放思想")
    page.evaluate(
        "() => { const one = document.querySelector('main button');"
        " one.click(); one.click(); one.click(); }"
    )
    page.wait_for_url("**/password")
    assert sent == [AXE.name, AXE.name]


def test_form_is_kept_when_its_session_ended_meanwhile(
    app: Flask, organisation: Organisation, visit: Visit, sent: list[str]
) -> None:
    page = visit("/sample")
    page.fill("#field-topic", "写了半小时")
    with app.app_context():
        accounts.end_sessions(organisation.accounts["clerk-a"])
    page.click("text=提交给活动办")
    page.wait_for_selector("text=登录已超时")
    assert sent == []
    page.fill("#field-name", "clerk-a")
    page.fill("#field-password", PASSWORD)
    page.click("main button")
    page.click("main button")
    page.wait_for_url("**/password")
    assert sent == ["submit"]


def test_filled_form_is_not_left_by_mistake(visit: Visit) -> None:
    page = visit("/sample")
    page.fill("#field-topic", "解放思想")
    with page.expect_event("dialog") as asked:
        page.on("dialog", lambda dialog: dialog.accept())
        page.reload()
    assert asked.value.type == "beforeunload"


def test_people_are_filtered_and_chosen_together(visit: Visit) -> None:
    page = visit("/_pieces")
    page.fill("[data-attendance] input[type=search]", "𠮷")
    page.click("text=全选")
    assert page.inner_text(".attendance-count") == "已选 4 / 24 人"
    page.fill(".select-filter", "张")
    names = page.eval_on_selector("#field-chair", "one => one.options.length")
    assert names == 5
