"""审核: what was submitted and waits for the office."""

from flask import Blueprint

bp = Blueprint("reviews", __name__, url_prefix="/reviews")

from blueprints.reviews import routes  # noqa: E402, F401 - hangs its views on bp
