"""The journal of packages, and making new ones."""

from flask import flash, request, send_file, url_for
from flask.wrappers import Response

from blueprints.exchange import bp, journal
from blueprints.exchange.pages import NewPackagePage, PackagePage, PackagesPage
from blueprints.exchange.routes import PACKAGE
from blueprints.exchange.routes_merges import begin
from domain.errors import NotFound
from services import merges, packages
from services.sites import Sites, sites
from store.queries.exchange import HELD, PackageRow, package_rows
from web.htmx import see_other
from web.idempotency import once_apart
from web.pages import page
from web.paging import Filter, pager_for
from web.policy import current_actor, requires

EXTENTS = {"delta": "增量包", "full": "完整包"}
NO_RECEIVER = {"to": "请选择这个数据包交给谁。"}


@bp.get("/packages/")
@requires("exchange.read")
def packages_list() -> Response:
    """Every package made and every file seen."""
    return page("exchange/packages.html", _journal(sites()))


@bp.get("/packages/new")
@requires("exchange.manage")
def new_package() -> Response:
    """Choose to whom, and how much."""
    chosen = request.args.get("to", "")
    return page("exchange/new_package.html", _choices(sites(), chosen))


@bp.post("/packages/new")
@requires("exchange.manage")
@once_apart
def create_package() -> Response:
    """Make the package and show its slip."""
    to = request.form.get("to", type=int)
    extent = request.form.get("extent", "delta")
    if to is None:
        data = _choices(sites(), "", extent, NO_RECEIVER)
        return page("exchange/new_package.html", data, 422)
    seq = packages.make_package(current_actor(), to, full=extent == "full")
    flash("数据包已生成并核对，请下载后连同交接单一起送达。", "ok")
    return see_other(url_for("exchange.show_package", seq=seq))


@bp.get("/packages/<row:seq>")
@requires("exchange.read")
def show_package(seq: int) -> Response:
    """One package: the slip of one made here, the numbers of one taken in."""
    actor = current_actor()
    known = sites()
    row = packages.package_of(actor, seq)
    path = packages.file_of(row)
    may_manage = known.may(actor, "exchange.manage", row.peer)
    data = PackagePage(
        line=journal.package_line(row, known),
        own=known.name(known.own.site),
        own_unit=known.unit_names[known.own.site],
        peer_unit=known.unit_names.get(row.peer, ""),
        by=actor.display_name,
        size_bytes=path.stat().st_size if path else None,
        may_retry=may_manage and row.state in HELD and path is not None,
    )
    return page("exchange/show_package.html", data)


@bp.get("/packages/<row:seq>/download")
@requires("exchange.manage")
def download_package(seq: int) -> Response:
    """The file of a package made here."""
    actor = current_actor()
    known = sites()
    row = packages.package_of(actor, seq)
    path = packages.file_of(row)
    if row.way != "out" or path is None:
        raise NotFound(packages.FILE_GONE)
    packages.note_download(actor, row.snapshot_id)
    return send_file(
        path,
        mimetype=PACKAGE,
        as_attachment=True,
        download_name=_file_name(known, row),
    )


@bp.post("/packages/<row:seq>/retry")
@requires("exchange.manage")
@once_apart
def retry_package(seq: int) -> Response:
    """Ask for a file in quarantine to be taken in once more."""
    return begin(merges.ask_to_retry(current_actor(), seq, dry_run=False))


@bp.post("/packages/<row:seq>/judge")
@requires("exchange.manage")
@once_apart
def judge_package(seq: int) -> Response:
    """Ask what taking a file in quarantine in would do; changes nothing."""
    return begin(merges.ask_to_retry(current_actor(), seq, dry_run=True))


def _file_name(known: Sites, row: PackageRow) -> str:
    own, peer = known.name(known.own.site), known.name(row.peer)
    return f"{own}致{peer}第{row.no}号{EXTENTS[row.kind]}.luoshi"


def _choices(
    known: Sites,
    chosen: str,
    extent: str = "delta",
    errors: dict[str, str] | None = None,
) -> NewPackagePage:
    actor = current_actor()
    partners = [
        one
        for one in known.partners()
        if one.status != "retired" and known.may(actor, "exchange.manage", one.site)
    ]
    receivers = tuple(
        (str(one.site), f"{known.name(one.site)}（{known.unit_names[one.site]}）")
        for one in partners
        if one.can_receive
    )
    return NewPackagePage(
        receivers=receivers,
        not_yet=tuple(known.name(one.site) for one in partners if not one.can_receive),
        chosen=chosen or (receivers[0][0] if len(receivers) == 1 else ""),
        extent=extent,
        errors=errors or {},
    )


def _journal(known: Sites) -> PackagesPage:
    actor = current_actor()
    asked = {name: request.args.get(name, "") for name in ("way", "state", "site")}
    seen = [
        row
        for row in package_rows()
        if known.may(actor, "exchange.read", row.peer) and row.state != "writing"
    ]
    rows = [
        row
        for row in seen
        if asked["way"] in {"", row.way}
        and asked["state"] in {"", row.state}
        and asked["site"] in {"", str(row.peer)}
    ]
    states = [(key, journal.STATES[key][0]) for key in journal.STATES]
    peers = dict.fromkeys(row.peer for row in seen)
    pager = pager_for(len(rows))
    return PackagesPage(
        lines=tuple(
            journal.package_line(row, known)
            for row in rows[pager.offset : pager.offset + pager.size]
        ),
        filters=(
            Filter("way", "方向", asked["way"], journal.WAYS),
            Filter("state", "状态", asked["state"], tuple(states)),
            Filter(
                "site",
                "对方",
                asked["site"],
                tuple((str(one), known.name(one)) for one in peers),
            ),
        ),
        pager=pager,
    )
