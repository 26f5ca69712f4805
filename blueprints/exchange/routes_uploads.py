"""Bringing packages in: upload, what each would do, what each did."""

from flask import current_app, flash, request, url_for
from flask.wrappers import Response

from blueprints.exchange import bp, journal
from blueprints.exchange.pages import MergingLine, ResultsPage, UploadsPage
from domain.reading import row_number
from jobs import queue
from services import batches, merges, packages, waiting
from services.decisions import open_conflicts
from services.sites import sites
from web.htmx import see_other
from web.idempotency import once_apart
from web.pages import page
from web.policy import current_actor, requires

NO_FILES = {"files": "请选择要上传的数据包。"}
UNDERWAY = {
    "merge": "正在并入",
    "judge": "正在试算",
    "retry": "正在再试一次",
    "rejoin": "正在重新登记",
}


@bp.get("/uploads/")
@requires("exchange.manage")
def uploads() -> Response:
    """The form, and the files that wait with what merging each would do."""
    return page("exchange/uploads.html", uploads_page())


@bp.post("/uploads/")
@requires("exchange.manage")
@once_apart
def upload() -> Response:
    """Keep each file; a job judges it."""
    files = [one for one in request.files.getlist("files") if one.filename]
    if not files:
        return page("exchange/uploads.html", uploads_page(NO_FILES), 422)
    sent = [(one.stream, one.filename or "") for one in files]
    batch_id = merges.ask_to_judge(current_actor(), sent)
    queue.of_this_app().work_off(batch_id)
    return see_other(url_for("exchange.show_merge", batch_id=batch_id))


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
            MergingLine(batch_id, UNDERWAY[one.act], len(one.parts), one.asked_at)
            for batch_id, one in batches.open_batches().items()
            if batches.may_see(actor, one)
        ),
        size_bytes_max=current_app.config["MAX_CONTENT_LENGTH"],
        errors=errors or {},
    )
