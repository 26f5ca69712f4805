"""Receipts: signed for branches, verified from the parent."""

from datetime import UTC, datetime

from flask import flash, request, send_file, url_for
from flask.wrappers import Response

from blueprints.exchange import bp, journal
from blueprints.exchange.pages_upkeep import (
    CheckedLine,
    CheckedPage,
    GivenLine,
    ReceiptsPage,
    ReceivedLine,
)
from blueprints.exchange.routes import PACKAGE
from domain.errors import Refused
from services import packages, receipts
from services.sites import Sites, sites
from store.queries.exchange import PackageRow, package_rows
from sync.receipts import Line
from web.htmx import see_other
from web.idempotency import once_apart
from web.pages import page
from web.paging import Filter, pager_for
from web.policy import current_actor, requires

NO_FILE = "请选择上级给的回执文件。"
STATES = ("merged", "known", "gap", "parked", "refused")


@bp.get("/receipts/")
@requires("exchange.read")
def receipts_list() -> Response:
    """Receipts given to branches, and what the parent's receipts have said."""
    return page("exchange/receipts.html", _receipts())


@bp.post("/receipts/<row:site>")
@requires("exchange.manage")
@once_apart
def give_receipt(site: int) -> Response:
    """Sign what became of a branch's packages."""
    receipts.give(current_actor(), site)
    flash(f"给{sites().name(site)}的回执已签发，请下载后带给它。", "ok")
    return see_other(url_for("exchange.receipts_list"))


@bp.get("/receipts/<row:site>/download")
@requires("exchange.manage")
def download_receipt(site: int) -> Response:
    """The newest receipt of a branch."""
    actor = current_actor()
    path = receipts.file_given(actor, site)
    packages.note_download(actor, f"receipt {site}")
    name = f"给{sites().name(site)}的回执.luoshi"
    return send_file(path, mimetype=PACKAGE, as_attachment=True, download_name=name)


@bp.post("/receipts/check")
@requires("exchange.manage")
@once_apart
def check_receipt() -> Response:
    """Verify the parent's receipt and show what it says."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return page("exchange/receipts.html", _receipts(NO_FILE), 422)
    try:
        lines = receipts.check(current_actor(), file.stream)
    except Refused as refused:
        return page("exchange/receipts.html", _receipts(refused.message), 422)
    known = sites()
    data = CheckedPage(
        lines=tuple(_checked(one) for one in lines),
        foreign_count=sum(not one.is_ours for one in lines),
        parent=known.name(known.own.parent or 0),
    )
    return page("exchange/receipt_checked.html", data)


def _receipts(error: str = "") -> ReceiptsPage:
    actor, known = current_actor(), sites()
    rows = package_rows()
    found = _received(known, rows)
    state = request.args.get("state", "")
    shown = [one for one in found if state in {"", one[0]}]
    pager = pager_for(len(shown))
    choices = tuple((key, journal.STATES[key][0]) for key in STATES)
    return ReceiptsPage(
        is_hub=known.is_hub,
        given=tuple(
            GivenLine(
                one,
                known.name(one.site.site),
                known.unit_names[one.site.site],
                known.may(actor, "exchange.manage", one.site.site),
            )
            for one in receipts.given(actor, known, rows)
        ),
        received=tuple(
            line for _, line in shown[pager.offset : pager.offset + pager.size]
        ),
        filters=(Filter("state", "上级怎么办的", state, choices),) if found else (),
        pager=pager,
        may_check=receipts.may_check(actor, known),
        may_manage=actor.may("exchange.manage"),
        errors={"file": error} if error else {},
    )


def _received(known: Sites, rows: list[PackageRow]) -> list[tuple[str, ReceivedLine]]:
    """State and line of each package of ours that a receipt has spoken of."""
    actor = current_actor()
    return [
        (row.report["receipt"]["state"], _line(row))
        for row in rows
        if row.way == "out"
        and "receipt" in row.report
        and known.may(actor, "exchange.read", row.peer)
    ]


def _line(row: PackageRow) -> ReceivedLine:
    told = row.report["receipt"]
    state, style = journal.STATES[told["state"]]
    at = _instant(told["at_ms"])
    return ReceivedLine(row.seq, row.no, row.kind, state, style, at, told["reason"])


def _checked(line: Line) -> CheckedLine:
    state, style = journal.STATES[line.state]
    at = _instant(line.at_ms)
    return CheckedLine(line.no, state, style, at, line.reason, line.is_ours)


def _instant(unix_ms: int) -> datetime:
    return datetime.fromtimestamp(unix_ms / 1000, UTC)
