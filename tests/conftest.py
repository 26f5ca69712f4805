"""Fixtures every test shares: a node in a temporary home with a small organisation."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import sync_playwright

from store import db as store_db
from tests.factories.organisation import Organisation, make_organisation
from tests.factories.postgresql import Cluster, running_cluster

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


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests marked both_databases run on SQLite and on PostgreSQL."""
    wanted = metafunc.definition.get_closest_marker("both_databases")
    if wanted and "database_name" in metafunc.fixturenames:
        names = ("sqlite", "postgresql")
        metafunc.parametrize("database_name", names, indirect=True)


@pytest.fixture
def database_name(request: pytest.FixtureRequest) -> str:
    """What the node's data lie in: sqlite, or postgresql."""
    return getattr(request, "param", "sqlite")


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server for all tests that want one."""
    with running_cluster() as running:
        yield running


@pytest.fixture(scope="session")
def bare_template(
    cluster: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Name of a PostgreSQL database of site 1 and nothing else, to be copied."""
    name = cluster.create()
    home = tmp_path_factory.mktemp("bare") / "home"
    with _opened(home, cluster.url(name)):
        store_db.create(site=1)
        store_db.db.engine.dispose()
    yield name
    cluster.drop(name)


@pytest.fixture
def bare_app(
    tmp_path: Path, database_name: str, request: pytest.FixtureRequest
) -> Iterator[Flask]:
    """A database of site 1 and nothing else: no pages, no commands."""
    home = tmp_path / "home"
    if database_name == "sqlite":
        with _opened(home) as app:
            store_db.create(site=1)
            yield app
        return
    running: Cluster = request.getfixturevalue("cluster")
    template = request.getfixturevalue("bare_template")
    with running.database(template) as url, _opened(home, url) as app:
        yield app
        store_db.db.session.remove()
        store_db.db.engine.dispose()


@contextmanager
def _opened(home: Path, url: str = "") -> Iterator[Flask]:
    app = Flask("luoshi")
    store_db.init_app(app, home, url)
    with app.app_context():
        yield app


@pytest.fixture
def organisation(bare_app: Flask) -> Organisation:
    """环卫处 with branches A and B in the database of bare_app."""
    del bare_app
    return make_organisation()
