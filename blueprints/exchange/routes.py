"""This node and its partners; inviting a branch."""

from flask import flash, request, send_file, url_for
from flask.wrappers import Response

from blueprints.exchange import bp, journal
from blueprints.exchange.pages import InvitationPage, InvitePage, ShowPage
from domain.errors import NotFound
from domain.policy import Actor
from services import nodes, packages, waiting
from services.decisions import open_conflicts
from services.online import last_round
from services.sites import (
    Sites,
    invitation_path,
    invite_branch,
    sites,
    units_to_invite,
)
from store.queries.exchange import SiteRow, package_rows
from web.htmx import see_other
from web.idempotency import once_apart
from web.pages import page
from web.policy import current_actor, requires

PACKAGE = "application/octet-stream"
NO_INVITATION = "没有这份邀请，或它不在您的单位范围内。请从“数据交换”重新进入。"
NO_UNIT = {"unit": "请选择要设填报端的单位。"}


@bp.get("/")
@requires("exchange.read")
def show() -> Response:
    """What this node is, and what has gone to and come from each partner."""
    return page("exchange/show.html", _overview(current_actor()))


@bp.get("/invitations/new")
@requires("exchange.manage")
def new_invitation() -> Response:
    """Choose the unit that gets a branch."""
    return page("exchange/new_invitation.html", InvitePage(_units()))


@bp.post("/invitations/new")
@requires("exchange.manage")
@once_apart
def invite() -> Response:
    """Number a branch and write its invitation."""
    unit_id = request.form.get("unit", type=int)
    if unit_id is None:
        data = InvitePage(_units(), NO_UNIT)
        return page("exchange/new_invitation.html", data, 422)
    site = invite_branch(current_actor(), unit_id)
    flash("邀请已生成，请下载后专人送达。", "ok")
    return see_other(url_for("exchange.show_invitation", site=site))


@bp.get("/invitations/<row:site>")
@requires("exchange.manage")
def show_invitation(site: int) -> Response:
    """The invitation and what to do with it."""
    known = sites()
    found = _invited(known, site)
    path = invitation_path(site)
    size_bytes = path.stat().st_size if path.exists() else None
    data = InvitationPage(found, known.unit_names[site], size_bytes)
    return page("exchange/show_invitation.html", data)


@bp.get("/invitations/<row:site>/download")
@requires("exchange.manage")
def download_invitation(site: int) -> Response:
    """The file itself."""
    known = sites()
    found = _invited(known, site)
    path = invitation_path(site)
    if found.status != "invited" or not path.exists():
        raise NotFound(NO_INVITATION)
    packages.note_download(current_actor(), f"invite {site}")
    name = f"{known.unit_names[site]}填报端邀请.luoshi"
    return send_file(path, mimetype=PACKAGE, as_attachment=True, download_name=name)


def _overview(actor: Actor) -> ShowPage:
    known = sites()
    rows = package_rows()
    kept = waiting.kept_files(actor)
    own = known.own
    return ShowPage(
        own=own,
        unit=known.unit_names[own.site],
        is_hub=known.is_hub,
        online=last_round(),
        sites=tuple(
            journal.site_line(one, known, rows, kept)
            for one in known.partners()
            if known.may(actor, "exchange.read", one.site)
        ),
        strangers=journal.held_lines((row for row in rows if not row.peer), known)
        if known.may(actor, "exchange.read", 0)
        else (),
        conflict_count=len(open_conflicts(actor)),
        waiting_count=len(kept),
        may_manage=actor.may("exchange.manage"),
        may_invite=bool(units_to_invite(actor)),
        must_rejoin=nodes.rollback_notice(),
        may_rejoin=own.parent is not None
        and known.may(actor, "exchange.manage", own.site),
    )


def _units() -> tuple[tuple[str, str], ...]:
    return tuple(
        (str(key), f"{'　' * (depth - 1)}{name}")
        for key, name, depth in units_to_invite(current_actor())
    )


def _invited(known: Sites, site: int) -> SiteRow:
    found = known.by_number(site)
    is_theirs = known.may(current_actor(), "exchange.manage", site)
    if found is None or found.relation != "child" or not is_theirs:
        raise NotFound(NO_INVITATION)
    return found
