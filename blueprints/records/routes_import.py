"""Many records at once: download a template, fill it in, look, then import."""

from io import BytesIO

from flask import flash, request, send_file, url_for
from flask.wrappers import Response

from blueprints.records import bp, places
from blueprints.records.pages import ImportPage, PreviewPage
from blueprints.records.routes_lists import XLSX
from domain.errors import Invalid
from domain.fields import Kind
from services import record_import
from services.record_entry import Place
from services.uploads import drop_upload, keep_upload, kept_upload
from store.queries import record_places
from store.queries.units import unit_tree
from web.htmx import see_other
from web.idempotency import once
from web.pages import page
from web.policy import current_actor, requires

NO_FILE = "没有选择文件。请选一个填好的模板（.xlsx）。"


@bp.get("/<kind:kind>/import", endpoint="import")
@requires("records.enter")
def choose(kind: Kind) -> Response:
    """The template to fill in, and where to send it."""
    actor = current_actor()
    try:
        if "choose" in request.args:
            return page("records/place.html", places.question(kind, actor))
        place = places.asked_for(kind, actor)
    except Invalid as error:
        data = places.question(kind, actor, error.message)
        return page("records/place.html", data)
    return page("records/import.html", _import_page(kind, place))


@bp.get("/<kind:kind>/template.xlsx", endpoint="template")
@requires("records.enter")
def download_template(kind: Kind) -> Response:
    """The empty file for the unit and campaign of the URL."""
    actor = current_actor()
    data = record_import.empty_file(actor, kind, places.asked_for(kind, actor))
    name = f"{kind.label}导入模板.xlsx"
    return send_file(
        BytesIO(data), mimetype=XLSX, as_attachment=True, download_name=name
    )


@bp.post("/<kind:kind>/import")
@requires("records.enter")
def preview_import(kind: Kind) -> Response:
    """What the file would make; nothing is written."""
    upload, actor = request.files.get("file"), current_actor()
    place = places.asked_for(kind, actor)
    if upload is None or not upload.filename:
        data = _import_page(kind, place, {"file": NO_FILE})
        return page("records/import.html", data, 422)
    content = upload.read()
    try:
        found = record_import.preview(actor, kind, content, upload.filename)
    except Invalid as error:
        data = _import_page(kind, place, {"file": error.message})
        return page("records/import.html", data, 422)
    token = "" if found.problem_count else keep_upload(actor, content)
    unit, campaign = _names(found.place)
    shown = PreviewPage(kind, upload.filename, unit, campaign, found, token)
    return page("records/preview.html", shown, 422 if found.problem_count else 200)


@bp.post("/<kind:kind>/import/confirm")
@requires("records.enter")
@once
def confirm_import(kind: Kind) -> Response:
    """Make drafts of all rows that were shown."""
    actor, token = current_actor(), request.form.get("token", "")
    name = request.form.get("file_name", "")
    count = record_import.load(actor, kind, kept_upload(actor, token), name)
    drop_upload(actor, token)
    flash(f"已导入{count}条，都是草稿；逐条核对后提交。", "ok")
    return see_other(url_for("records.list", kind=kind, status="draft"))


def _import_page(
    kind: Kind, place: Place, errors: dict[str, str] | None = None
) -> ImportPage:
    unit, campaign = _names(place)
    return ImportPage(
        kind=kind,
        unit=unit,
        campaign=campaign,
        template_url=url_for(
            "records.template",
            kind=kind,
            unit=place.unit_id,
            campaign=place.campaign_id,
            task=place.task_id,
        ),
        choose_url=url_for("records.import", kind=kind, choose=1),
        errors=errors or {},
    )


def _names(place: Place) -> tuple[str, str]:
    campaign = record_places.campaign_place(place.campaign_id)
    return unit_tree().by_id[place.unit_id].name, campaign.name if campaign else ""
