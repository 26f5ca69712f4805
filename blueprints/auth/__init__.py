"""Signing in and out, one's own password, and how pages look in this browser."""

from flask import Blueprint

bp = Blueprint("auth", __name__)

from blueprints.auth import routes  # noqa: E402, F401 - the views need bp
