"""Bringing packages in: upload, what each would do, merge, what each did."""

from flask import current_app, flash, request, url_for
from flask.wrappers import Response

from blueprints.exchange import bp, journal
from blueprints.exchange.pages import ResultsPage, UploadsPage
from domain.reading import row_number
from services import packages
from services.decisions import open_conflicts
from services.sites import sites
from web.htmx import see_other
from web.idempotency import once_apart
from web.pages import page
from web.policy import current_actor, requires

NO_FILES = {"files": "请选择要上传的数据包。"}
NONE_CHOSEN = {"tokens": "请至少勾选一个数据包，再并入。"}
SOME_REFUSED = "另有 {count} 个文件没有通过核对，不能并入；原因见“往来记录”。"
STILL_WAITING = "选中的数据包还缺前面的包，没有并入，数据未变。请先上传前面的包。"


@bp.get("/uploads/")
@requires("exchange.manage")
def uploads() -> Response:
    """The form, and the files that wait with what merging each would do."""
    return page("exchange/uploads.html", _uploads())


@bp.post("/uploads/")
@requires("exchange.manage")
@once_apart
def upload() -> Response:
    """Keep each file and judge it; refused ones go to quarantine at once."""
    actor = current_actor()
    files = [one for one in request.files.getlist("files") if one.filename]
    if not files:
        return page("exchange/uploads.html", _uploads(NO_FILES), 422)
    refused = [
        seq
        for one in files
        if (seq := packages.keep_upload(actor, one.stream, one.filename or ""))
    ]
    if len(refused) < len(files):
        if refused:
            flash(SOME_REFUSED.format(count=len(refused)), "warning")
        return see_other(url_for("exchange.uploads"))
    return see_other(url_for("exchange.results", package=refused))


@bp.post("/uploads/merge")
@requires("exchange.manage")
@once_apart
def merge() -> Response:
    """Merge exactly the files chosen."""
    tokens = request.form.getlist("tokens")
    if not tokens:
        return page("exchange/uploads.html", _uploads(NONE_CHOSEN), 422)
    merged = packages.merge_kept(current_actor(), tokens)
    if not merged:
        flash(STILL_WAITING, "warning")
        return see_other(url_for("exchange.uploads"))
    return see_other(url_for("exchange.results", package=merged))


@bp.post("/uploads/<token>/discard")
@requires("exchange.manage")
@once_apart
def discard(token: str) -> Response:
    """Remove a waiting file; no data changes."""
    name = packages.discard(current_actor(), token)
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
    waiting = packages.kept_files(actor) if actor.may("exchange.manage") else []
    data = ResultsPage(lines, len(open_conflicts(actor)), len(waiting))
    return page("exchange/results.html", data)


def _uploads(errors: dict[str, str] | None = None) -> UploadsPage:
    actor = current_actor()
    known = sites()
    return UploadsPage(
        lines=tuple(
            journal.kept_line(one, known, actor) for one in packages.kept_files(actor)
        ),
        size_bytes_max=current_app.config["MAX_CONTENT_LENGTH"],
        errors=errors or {},
    )
