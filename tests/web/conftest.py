"""The whole application on a temporary home, and browsers signed in for real."""

from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from config import Settings
from services import accounts
from store import db as store_db
from tests.factories.browsers import PASSWORD, Browser, ClientAs, sign_in
from tests.factories.organisation import Organisation, make_organisation


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    """The whole application; no context is pushed, so requests stand alone.

    Data is read and made in ``with app.app_context():``; the small office of
    make_organisation() is there already (see the fixture organisation).
    """
    made = create_app(Settings(home=tmp_path / "home"))
    made.testing = True
    made.config["PROPAGATE_EXCEPTIONS"] = False
    made.test_client_class = Browser
    with made.app_context():
        store_db.create(site=1)
        made.extensions["organisation"] = make_organisation()
    return made


@pytest.fixture
def organisation(app: Flask) -> Organisation:
    """Ids of the office in app."""
    office: Organisation = app.extensions["organisation"]
    return office


@pytest.fixture
def client(app: Flask) -> Browser:
    """A browser nobody is signed in at."""
    browser = app.test_client()
    assert isinstance(browser, Browser)
    return browser


@pytest.fixture
def client_as(app: Flask, organisation: Organisation) -> ClientAs:
    """A function: account name to a browser signed in through the sign-in page."""

    def open_browser(name: str) -> Browser:
        account_id = organisation.accounts[name]
        with app.app_context():
            issued = accounts.issue_one_time_password(account_id)
            accounts.change_password(account_id, issued, PASSWORD)
        browser = app.test_client()
        assert isinstance(browser, Browser)
        assert sign_in(browser, name, PASSWORD).status_code == 303
        return browser

    return open_browser
