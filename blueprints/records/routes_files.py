"""Files of a record: added, handed out as downloads, taken off."""

from flask import flash, request, send_file, url_for
from flask.wrappers import Response

from blueprints.records import bp
from blueprints.records.found import find
from blueprints.records.routes_show import show_page
from domain.errors import Invalid
from domain.fields import Kind
from services import attachments
from services.attachments import Stored
from web.htmx import see_other
from web.idempotency import once
from web.pages import page
from web.policy import current_actor, requires

NO_FILE = "没有选择文件，请选择后再上传。"


@bp.post("/<kind:kind>/<row:record_id>/attachments")
@requires("records.enter", "records.accept")
def attach(kind: Kind, record_id: int) -> Response:
    """Add the files chosen; their bytes reach the disk before the write begins."""
    found = find(kind, record_id)
    try:
        stored = _store_chosen()
    except Invalid as error:
        return page("records/show.html", show_page(found, error.fields), 422)
    return _name(kind, record_id, stored)


@once
def _name(kind: Kind, record_id: int, files: list[tuple[str, Stored]]) -> Response:
    for name, stored in files:
        attachments.add(current_actor(), kind, record_id, name, stored)
    flash(f"已添加{len(files)}个附件。", "ok")
    return see_other(url_for("records.show", kind=kind, record_id=record_id))


def _store_chosen() -> list[tuple[str, Stored]]:
    files = [one for one in request.files.getlist("file") if one.filename]
    if not files:
        raise Invalid(NO_FILE, {"file": NO_FILE})
    return [(one.filename or "", attachments.store(one.stream)) for one in files]


@bp.get("/attachments/<row:attachment_id>")
@requires("records.read")
def download(attachment_id: int) -> Response:
    """The file as a download, never shown inside a page."""
    opened = attachments.open_file(current_actor(), attachment_id)
    response = send_file(
        opened.path,
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=opened.name,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@bp.post("/<kind:kind>/<row:record_id>/attachments/<row:attachment_id>/remove")
@requires("records.enter", "records.accept")
@once
def detach(kind: Kind, record_id: int, attachment_id: int) -> Response:
    """Take the file off the record; its bytes stay on disk."""
    attachments.remove(current_actor(), attachment_id)
    flash("已移除附件，流转记录中留有记载。", "ok")
    return see_other(url_for("records.show", kind=kind, record_id=record_id))
