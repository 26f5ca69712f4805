"""数据交换: sites, packages out and in, conflicts."""

from flask import Blueprint

bp = Blueprint("exchange", __name__, url_prefix="/exchange")

from blueprints.exchange import (  # noqa: E402, F401 - they hang their views on bp
    routes,
    routes_confirmed,
    routes_conflicts,
    routes_decisions,
    routes_merges,
    routes_packages,
    routes_parked,
    routes_receipts,
    routes_renumbering,
    routes_retiring,
    routes_together,
    routes_uploads,
)
