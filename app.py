"""The application: a list of set-up calls; nobody imports this module."""

from flask import Flask

import blueprints
import commands
import jobs
import web
from config import Settings
from store import db


def create_app(settings: Settings | None = None) -> Flask:
    """The node in settings.home, ready to serve and to take commands."""
    settings = settings or Settings.from_environment()
    app = Flask(__name__)
    db.init_app(app, settings.home, settings.database_url)
    web.init_app(app, settings)
    jobs.init_app(app, settings)
    blueprints.init_app(app)
    commands.init_app(app)
    return app
