"""A campaign with something to file, and the office that files it."""

from datetime import date

import pytest
from flask import Flask

from services import campaigns
from tests.factories.browsers import Browser, ClientAs
from tests.factories.entries import add_record
from tests.factories.organisation import Organisation


@pytest.fixture
def campaign_id(app: Flask, organisation: Organisation) -> int:
    """A published campaign with one study session of unit A."""
    with app.app_context():
        made = campaigns.create_from_template("p3", organisation.units["HW"])
        campaigns.publish(made)
        add_record(
            "study_session", made, organisation.units["A"], date(2009, 4, 10),
            title="集中学习", form="集中学习",
        )  # fmt: skip
    return made


@pytest.fixture
def office(client_as: ClientAs) -> Browser:
    return client_as("office")
