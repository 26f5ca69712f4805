"""Calls of branches: bring a package in pieces, ask what became of it, fetch one."""

from typing import Any

from flask import Response as FileResponse
from flask import request, send_file
from werkzeug.exceptions import RequestEntityTooLarge

from blueprints.online import bp
from domain.errors import DomainError, NotFound
from jobs import queue
from services import online_news, online_uploads, packages
from services.online_uploads import PIECE_BYTES_MAX
from store.queries.exchange import package_made
from web.errors import status_of
from web.policy import for_sites, public
from web.site_calls import calling_site, new_nonce

PACKAGE = "application/octet-stream"
Answer = dict[str, Any]


@bp.post("/greeting")
@public
def greet() -> Answer:
    """A nonce to sign the next calls with."""
    return {"nonce": new_nonce()}


@bp.get("/packages/<sha256>")
@for_sites
def show_upload(sha256: str) -> Answer:
    """How far the package has come, or what became of it."""
    return vars(online_uploads.upload_of(calling_site().site, sha256))


@bp.put("/packages/<sha256>")
@for_sites
def add_piece(sha256: str) -> Answer:
    """Take a piece; with the last one the package is queued."""
    if (request.content_length or 0) > PIECE_BYTES_MAX:
        raise RequestEntityTooLarge
    size_bytes = request.args.get("size_bytes", 0, type=int)
    offset = request.args.get("offset", 0, type=int)
    site = calling_site().site
    upload = online_uploads.add_piece(
        site, sha256, size_bytes, offset, request.get_data()
    )
    if upload.state == "waiting":
        queue.of_this_app().take_in_upload(site, sha256)
    return vars(upload)


@bp.post("/returns")
@for_sites
def ask() -> Answer:
    """The package that waits for the calling branch; null when nothing is new."""
    made = online_news.package_for(calling_site())
    if made is None:
        return {"package": None}
    size_bytes = packages.outbox_path(made.snapshot_id).stat().st_size
    words = {"id": made.snapshot_id, "sha256": made.sha256, "size_bytes": size_bytes}
    return {"package": words}


@bp.get("/returns/<snapshot_id>")
@for_sites
def fetch(snapshot_id: str) -> FileResponse:
    """The package's bytes, or a range of them."""
    made = package_made(snapshot_id)
    if made is None or made.peer != calling_site().site:
        raise NotFound(packages.NO_PACKAGE)
    path = packages.outbox_path(snapshot_id)
    if not path.exists():
        raise NotFound(packages.FILE_GONE)
    return send_file(path, mimetype=PACKAGE, conditional=True)


@bp.errorhandler(DomainError)
def refuse(error: DomainError) -> tuple[Answer, int]:
    """The refusal as a sentence that the other side shows."""
    return {"sentence": error.message}, status_of(error)
