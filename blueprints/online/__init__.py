"""在线交换: what other nodes call; no page, no account."""

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

bp = Blueprint("online", __name__, url_prefix="/online")


@bp.record_once
def _without_form_token(state: BlueprintSetupState) -> None:
    """Calls carry a signature of their own and no cookie that could be abused."""
    state.app.extensions["csrf"].exempt(bp)


from blueprints.online import routes  # noqa: E402, F401 - it hangs its views on bp
