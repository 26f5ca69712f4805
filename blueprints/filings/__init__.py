"""材料: filings made from the data, their figures and their PDFs."""

from flask import Blueprint

bp = Blueprint("filings", __name__, url_prefix="/filings")

from blueprints.filings import routes  # noqa: E402, F401 - the views need bp
