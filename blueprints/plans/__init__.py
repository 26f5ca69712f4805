"""读取方案: a plan's text beside the campaign read from it, until a person confirms."""

from flask import Blueprint

bp = Blueprint("plans", __name__, url_prefix="/campaigns/plans")

from blueprints.plans import deciding, editing, routes  # noqa: E402, F401 - their views
