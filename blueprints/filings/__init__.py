"""材料: filings made from the data, their figures and their PDFs."""

from flask import Blueprint

bp = Blueprint("filings", __name__, url_prefix="/filings")

from blueprints.filings import (  # noqa: E402 - the views need bp
    routes,  # noqa: F401
    routes_archive,  # noqa: F401
    routes_batch,  # noqa: F401
    routes_office,  # noqa: F401
)
