"""Units: both trees by day, one unit, its moves, and the organisation file."""

from flask import Blueprint

bp = Blueprint("units", __name__, url_prefix="/units")

from blueprints.units import imports, routes  # noqa: E402, F401 - the views need bp
