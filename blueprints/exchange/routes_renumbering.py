"""Registering a branch anew at its parent, and this node with the invitation."""

from flask import flash, request, url_for
from flask.wrappers import Response

from blueprints.exchange import bp
from blueprints.exchange.pages import RejoinPage, RenumberPage
from domain.errors import NotFound, Refused
from services import nodes
from services.renumbering import (
    NOT_TO_REJOIN,
    NOT_TO_RENUMBER,
    can_renumber,
    renumber_branch,
    renumber_here,
)
from services.sites import sites
from web.htmx import see_other
from web.idempotency import once_apart
from web.pages import page
from web.policy import current_actor, requires

NO_FILE = "请选择上级给的邀请文件。"
DONE = (
    "本机已重新登记为第 {site} 号节点，数据都在，新冲突 {conflicts} 处。"
    "请导出一个数据包交给上级，上级并入后登记才算完成。"
)


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
    """Take the new number; the data stay."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return page("exchange/rejoin.html", _rejoining(NO_FILE), 422)
    try:
        site, conflicts = renumber_here(current_actor(), file.stream)
    except Refused as refused:
        return page("exchange/rejoin.html", _rejoining(refused.message), 422)
    flash(DONE.format(site=site, conflicts=conflicts), "ok")
    return see_other(url_for("exchange.show"))


def _rejoining(error: str = "") -> RejoinPage:
    known = sites()
    own = known.own
    may = known.may(current_actor(), "exchange.manage", own.site)
    if own.parent is None or not may:
        raise NotFound(NOT_TO_REJOIN)
    notice = nodes.rollback_notice()
    return RejoinPage(own, notice, {"file": error} if error else {})
