"""People: list and export, one person, their moves and dated tiers."""

from flask import Blueprint

bp = Blueprint("people", __name__, url_prefix="/people")

from blueprints.people import routes  # noqa: E402, F401 - the views need bp
