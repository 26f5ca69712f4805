"""首页: what waits for whoever is signed in, and what their unit owes."""

from flask import Blueprint

bp = Blueprint("home", __name__)

from blueprints.home import routes  # noqa: E402, F401 - hangs its views on bp
