"""The page of pieces, open while developing only."""

from flask import current_app
from flask.wrappers import Response
from werkzeug.exceptions import NotFound

from blueprints.pieces import bp
from blueprints.pieces.pages import PiecesPage
from web.pages import page
from web.policy import public


@bp.get("/_pieces")
@public
def show() -> Response:
    """All pieces with their states."""
    if not (current_app.debug or current_app.config.get("LUOSHI_PIECES")):
        raise NotFound
    return page("pieces/show.html", PiecesPage())
