"""Fixtures every test shares: a node in a temporary home with a small organisation."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from store import db as store_db
from tests.factories.organisation import Organisation, make_organisation


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
