"""Views of loading the organisation file: choose, preview, confirm."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Response as FileResponse
from flask import request
from flask.wrappers import Response

from blueprints.units import bp
from blueprints.units.pages import ImportPage, LoadedPage, PreviewPage
from domain.errors import Invalid
from domain.organisation.rows import SHEETS
from services.organisation import Loaded, load_organisation, preview_organisation
from services.organisation_files import empty_workbook
from services.uploads import drop_upload, keep_upload, kept_upload
from web.pages import page
from web.policy import current_actor, requires

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NO_FILE = "没有选择文件。请选一个 .xlsx 或 .yaml 文件。"
_LINES_SHOWN = 200


@bp.get("/import", endpoint="import")
@requires("organisation.manage")
def choose() -> Response:
    """Choose a file."""
    return page("units/import.html", ImportPage({}))


@bp.post("/import")
@requires("organisation.manage")
def preview() -> Response:
    """What loading the chosen file would change; nothing is written."""
    upload, actor = request.files.get("file"), current_actor()
    if upload is None or not upload.filename:
        return page("units/import.html", ImportPage({"file": NO_FILE}), 422)
    data = upload.read()
    try:
        found = preview_organisation(data, upload.filename, actor)
    except Invalid as error:
        return page("units/import.html", ImportPage({"file": error.message}), 422)
    token = "" if found.problems else keep_upload(actor, data)
    more = max(len(found.lines) - _LINES_SHOWN, 0)
    shown = replace(found, lines=found.lines[:_LINES_SHOWN])
    data_shown = PreviewPage(shown, _counts(found), more, token)
    return page("units/preview.html", data_shown, 422 if found.problems else 200)


@bp.post("/import/confirm")
@requires("organisation.manage")
def confirm() -> Response:
    """Load the file that was previewed; a repeat finds nothing left to change."""
    actor, token = current_actor(), request.form.get("token", "")
    name = request.form.get("file_name", "")
    loaded = load_organisation(kept_upload(actor, token), name, actor)
    drop_upload(actor, token)
    return page("units/loaded.html", LoadedPage(loaded, _counts(loaded)))


@bp.get("/template.xlsx", endpoint="template")
@requires("organisation.manage")
def download_template() -> FileResponse:
    """The empty workbook."""
    headers = {"Content-Disposition": "attachment; filename=organisation.xlsx"}
    return FileResponse(empty_workbook(), mimetype=XLSX, headers=headers)


def _counts(loaded: Loaded) -> Sequence[tuple[str, int, int, int]]:
    return [
        (SHEETS[sheet][0], counts["new"], counts["changed"], counts["same"])
        for sheet, counts in loaded.counts.items()
        if any(counts.values())
    ]
