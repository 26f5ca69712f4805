"""Every piece of the pages with all its states, for those who build pages."""

from flask import Blueprint

bp = Blueprint("pieces", __name__)

from blueprints.pieces import routes  # noqa: E402, F401 - the views need bp
