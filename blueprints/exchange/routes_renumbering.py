"""Registering a branch anew at its parent, and this node with the invitation."""

from flask import flash, request, url_for
from flask.wrappers import Response

from blueprints.exchange import bp
from blueprints.exchange.pages import RejoinPage, RenumberPage
from blueprints.exchange.routes_merges import begin
from domain.errors import NotFound
from services import merges, nodes
from services.renumbering import (
    NOT_TO_RENUMBER,
    can_renumber,
    renumber_branch,
    require_may_rejoin,
)
from services.sites import sites
from web.htmx import see_other
from web.idempotency import once_apart
from web.pages import page
from web.policy import current_actor, requires

NO_FILE = "请选择上级给的邀请文件。"


@bp.get("/sites/<row:site>/renumber")
@requires("exchange.manage")
def confirm_renumber(site: int) -> Response:
    """When a branch must be registered anew, and what that does."""
    known = sites()
    found = known.by_number(site)
    may = known.may(current_actor(), "exchange.manage", site)
    if found is None or not may or not can_renumber(known, site):
        raise NotFound(NOT_TO_RENUMBER)
    data = RenumberPage(found, known.name(site), known.unit_names[site])
    return page("exchange/renumber.html", data)


@bp.post("/sites/<row:site>/renumber")
@requires("exchange.manage")
@once_apart
def renumber(site: int) -> Response:
    """Give the branch a new number and write its invitation."""
    number = renumber_branch(current_actor(), site)
    flash(f"第 {site} 号已停用，由第 {number} 号接替。请下载邀请后专人送达。", "ok")
    return see_other(url_for("exchange.show_invitation", site=number))


@bp.get("/rejoin")
@requires("exchange.manage")
def confirm_rejoin() -> Response:
    """The form that brings the invitation, at the node that must register anew."""
    return page("exchange/rejoin.html", _rejoining())


@bp.post("/rejoin")
@requires("exchange.manage")
@once_apart
def rejoin() -> Response:
    """Ask for the new number; the data stay."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return page("exchange/rejoin.html", _rejoining(NO_FILE), 422)
    asked = merges.ask_to_rejoin(current_actor(), file.stream, file.filename)
    return begin(asked)


def _rejoining(error: str = "") -> RejoinPage:
    own = require_may_rejoin(current_actor())
    notice = nodes.rollback_notice()
    return RejoinPage(own, notice, {"file": error} if error else {})
