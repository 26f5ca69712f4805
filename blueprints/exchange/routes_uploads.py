"""Bringing packages in: upload, what each would do, what each did."""

from flask import current_app, flash, request, url_for
from flask.wrappers import Response

from blueprints.exchange import bp, journal
from blueprints.exchange.pages import MergingLine, ResultsPage, UploadsPage
from domain.reading import row_number
from services import merges, packages, waiting
from services.decisions import open_conflicts
from services.sites import sites
from web.htmx import see_other
from web.idempotency import once_apart
from web.pages import page
from web.policy import current_actor, requires

NO_FILES = {"files": "请选择要上传的数据包。"}
SOME_REFUSED = "另有 {count} 个文件没有通过核对，不能并入；原因见“往来记录”。"


@bp.get("/uploads/")
@requires("exchange.manage")
def uploads() -> Response:
    """The form, and the files that wait with what merging each would do."""
    return page("exchange/uploads.html", uploads_page())


@bp.post("/uploads/")
@requires("exchange.manage")
@once_apart
def upload() -> Response:
    """Keep each file and judge it; refused ones go to quarantine at once."""
    actor = current_actor()
    files = [one for one in request.files.getlist("files") if one.filename]
    if not files:
        return page("exchange/uploads.html", uploads_page(NO_FILES), 422)
    refused = [
        seq
        for one in files
        if (seq := waiting.keep_upload(actor, one.stream, one.filename or ""))
    ]
    if len(refused) < len(files):
        if refused:
            flash(SOME_REFUSED.format(count=len(refused)), "warning")
        return see_other(url_for("exchange.uploads"))
    return see_other(url_for("exchange.results", package=refused))


@bp.post("/uploads/<token>/discard")
@requires("exchange.manage")
@once_apart
def discard(token: str) -> Response:
    """Remove a waiting file; no data changes."""
    name = waiting.discard(current_actor(), token)
    flash(f"已移除“{name}”，数据未变。", "ok")
    return see_other(url_for("exchange.uploads"))


@bp.get("/results")
@requires("exchange.read")
def results() -> Response:
    """What became of the files just taken in."""
    actor = current_actor()
    known = sites()
    asked = request.args.getlist("package", type=row_number)
    lines = tuple(
        journal.package_line(packages.package_of(actor, seq), known) for seq in asked
    )
    still = waiting.kept_files(actor) if actor.may("exchange.manage") else []
    data = ResultsPage(lines, len(open_conflicts(actor)), len(still))
    return page("exchange/results.html", data)


def uploads_page(errors: dict[str, str] | None = None) -> UploadsPage:
    """What the list of waiting files shows."""
    actor = current_actor()
    known = sites()
    return UploadsPage(
        lines=tuple(
            journal.kept_line(one, known, actor) for one in waiting.kept_files(actor)
        ),
        merging=tuple(
            MergingLine(batch_id, len(one.parts), one.asked_at)
            for batch_id, one in merges.open_batches().items()
            if merges.may_see(actor, one)
        ),
        size_bytes_max=current_app.config["MAX_CONTENT_LENGTH"],
        errors=errors or {},
    )
