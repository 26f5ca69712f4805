"""The whole application on a temporary home, and browsers signed in for real."""

import copy
import shutil
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import BytecodeCache, FileSystemBytecodeCache

from app import create_app
from config import Settings
from store import db as store_db
from tests.factories.browsers import PASSWORD, Browser, ClientAs, give_password, sign_in
from tests.factories.organisation import Organisation, make_organisation


@pytest.fixture(scope="session")
def office_home(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Organisation]:
    """A closed home with the small office in it, to be copied for each test."""
    home = tmp_path_factory.mktemp("office") / "home"
    made = create_app(Settings(home=home))
    with made.app_context():
        store_db.create(site=1)
        organisation = make_organisation()
        store_db.db.session.remove()
        store_db.db.engine.dispose()
    return home, organisation


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> BytecodeCache:
    """Templates compiled once a run; each test has an application of its own."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(
    tmp_path: Path,
    office_home: tuple[Path, Organisation],
    compiled_templates: BytecodeCache,
) -> Flask:
    """The whole application; no context is pushed, so requests stand alone.

    Data is read and made in ``with app.app_context():``; the small office of
    make_organisation() is there already (see the fixture organisation).
    """
    shutil.copytree(office_home[0], tmp_path / "home")
    made = create_app(Settings(home=tmp_path / "home"))
    made.testing = True
    made.jinja_env.bytecode_cache = compiled_templates
    made.config["PROPAGATE_EXCEPTIONS"] = False
    made.test_client_class = Browser
    made.extensions["organisation"] = copy.deepcopy(office_home[1])
    return made


@pytest.fixture
def organisation(app: Flask) -> Organisation:
    """Ids of the office in app."""
    made: Organisation = app.extensions["organisation"]
    return made


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
            give_password(account_id)
        browser = app.test_client()
        assert isinstance(browser, Browser)
        assert sign_in(browser, name, PASSWORD).status_code == 303
        return browser

    return open_browser
