"""填报: records of every kind, generic over what the kind declares."""

from flask import Blueprint

from blueprints.records.kinds import KindConverter

bp = Blueprint("records", __name__, url_prefix="/records")


@bp.record_once
def _know_kinds(state: object) -> None:
    app = state.app  # type: ignore[attr-defined]  # BlueprintSetupState
    app.url_map.converters["kind"] = KindConverter


from blueprints.records import (  # noqa: E402, F401 - they hang their views on bp
    autosave,
    routes_editing,
    routes_files,
    routes_import,
    routes_lists,
    routes_moves,
    routes_show,
    routes_zero,
    sheet,
)
