"""总览: board, roll-up, gaps and tasks of a campaign, down to the records."""

from flask import Blueprint

bp = Blueprint("overview", __name__, url_prefix="/overview")

from blueprints.overview import (  # noqa: E402, F401 - they hang their views on bp
    board,
    gap_list,
    requirement,
    rollup,
    task_list,
)
