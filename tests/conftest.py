"""Fixtures every test shares: a node in a temporary home with a small organisation."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import sync_playwright

from store import db as store_db
from tests.factories.organisation import Organisation, make_organisation

CHROMIUM_FLAGS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """Debian's Chromium, one for all tests; each test opens a context of its own."""
    found = shutil.which("chromium")
    assert found, "chromium is not installed: make setup-dev"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def bare_app(tmp_path: Path) -> Iterator[Flask]:
    """A database of site 1 and nothing else: no pages, no commands."""
    app = Flask("luoshi")
    store_db.init_app(app, tmp_path / "home")
    with app.app_context():
        store_db.create(site=1)
        yield app


@pytest.fixture
def organisation(bare_app: Flask) -> Organisation:
    """环卫处 with branches A and B in the database of bare_app."""
    del bare_app
    return make_organisation()
