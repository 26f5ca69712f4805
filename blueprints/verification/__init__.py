"""核验文件: whether a PDF, a QR code or a typed code is a filing as it was signed."""

from flask import Blueprint, request

bp = Blueprint("verification", __name__, url_prefix="/verify")

FILE_BYTES_MAX = 32 * 1024 * 1024


@bp.url_value_preprocessor
def _limit_body(_endpoint: object, _values: object) -> None:
    """Anybody may send something here, so it is small; before the body is read."""
    request.max_content_length = FILE_BYTES_MAX


from blueprints.verification import routes  # noqa: E402, F401 - the views need bp
