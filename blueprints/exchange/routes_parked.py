"""Rows put aside because a value breaks a rule: a list, and the same as Excel."""

from flask import request, send_file, url_for
from flask.wrappers import Response

from blueprints.exchange import bp, journal
from blueprints.exchange.pages_upkeep import ParkedPage
from services.parked import Parked, parked_file, parked_rows
from services.sites import Sites, sites
from store.queries.exchange import package_rows
from web.pages import page
from web.paging import Filter, pager_for
from web.policy import current_actor, requires

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/parked/")
@requires("exchange.read")
def parked() -> Response:
    """What was put aside, from which site, why, and what releases it."""
    actor, known = current_actor(), sites()
    seen = parked_rows(actor, known)
    rows, (table, site) = _matching(seen), _asked()
    pager = pager_for(len(rows))
    data = ParkedPage(
        lines=tuple(rows[pager.offset : pager.offset + pager.size]),
        filters=_filters(seen),
        pager=pager,
        held_count=_held_count(known),
        export_url=url_for("exchange.export_parked", table=table, site=site),
        may_manage=actor.may("exchange.manage"),
    )
    return page("exchange/parked.html", data)


@bp.get("/parked/export")
@requires("exchange.read")
def export_parked() -> Response:
    """Exactly what the list shows with these filters, all its pages."""
    rows = _matching(parked_rows(current_actor(), sites()))
    return send_file(
        parked_file(rows),
        mimetype=EXCEL,
        as_attachment=True,
        download_name="搁置的记录.xlsx",
    )


def _matching(rows: list[Parked]) -> list[Parked]:
    table, site = _asked()
    return [
        one
        for one in rows
        if (not table or table == one.table) and (not site or site == str(one.site))
    ]


def _asked() -> tuple[str | None, str | None]:
    return request.args.get("table"), request.args.get("site")


def _filters(rows: list[Parked]) -> tuple[Filter, ...]:
    tables = {one.table: one.table_label for one in rows}
    names = {str(one.site): one.site_name for one in rows}
    named = (("table", "数据表", tables), ("site", "来自", names))
    return tuple(
        Filter(name, label, request.args.get(name, ""), tuple(choices.items()))
        for name, label, choices in named
    )


def _held_count(known: Sites) -> int:
    actor = current_actor()
    held = journal.held_lines(package_rows(), known)
    return sum(known.may(actor, "exchange.read", one.row.peer) for one in held)
