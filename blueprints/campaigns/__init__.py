"""活动: campaigns with phases, tasks, requirements and their frozen lists."""

from flask import Blueprint

bp = Blueprint("campaigns", __name__, url_prefix="/campaigns")

from blueprints.campaigns import amending, routes  # noqa: E402, F401 - their views
