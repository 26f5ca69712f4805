"""What was settled in the conflict inbox, and taking it back."""

from flask import flash, request, url_for
from flask.wrappers import Response

from blueprints.exchange import bp, shown
from blueprints.exchange.pages_conflicts import DecisionPage, SettledPage
from blueprints.exchange.routes_conflicts import NO_WHY
from blueprints.exchange.shown import Reader
from domain.errors import NotFound
from services import decisions
from services.decisions import NO_DECISION, open_conflicts
from services.sites import sites
from store.queries.exchange import DecisionRow, decision_row, decision_rows
from web.htmx import see_other
from web.idempotency import once
from web.pages import page
from web.paging import pager_for
from web.policy import current_actor, requires

NO_TAKE = "请选择采用哪个值。"


@bp.get("/conflicts/settled")
@requires("exchange.read")
def settled() -> Response:
    """What was decided, by whom and why."""
    actor = current_actor()
    reader = Reader(sites())
    rows = [one for one in decision_rows() if actor.may("exchange.read", one.unit_id)]
    pager = pager_for(len(rows))
    data = SettledPage(
        lines=tuple(
            shown.decision_line(row, reader)
            for row in rows[pager.offset : pager.offset + pager.size]
        ),
        pager=pager,
        open_count=len(open_conflicts(actor)),
    )
    return page("exchange/settled.html", data)


@bp.get("/decisions/<row:decision_id>")
@requires("exchange.read")
def show_decision(decision_id: int) -> Response:
    """One decision and the values it left aside."""
    return page("exchange/show_decision.html", _decision(_decided(decision_id)))


@bp.post("/decisions/<row:decision_id>")
@requires("exchange.manage")
@once
def settle_back(decision_id: int) -> Response:
    """Choose a value left aside after all."""
    row = _decided(decision_id)
    take = request.form.get("take", type=int)
    why = request.form.get("why", "")
    errors = _errors(str(take or ""), why)
    if take is None or errors:
        data = _decision(row, why, errors)
        return page("exchange/show_decision.html", data, 422)
    decisions.settle_back(current_actor(), decision_id, take, why)
    flash("已改用原来未采用的值，这次改动也记入处理记录。", "ok")
    return see_other(url_for("exchange.settled"))


def _errors(take: str, why: str) -> dict[str, str]:
    errors = {} if take else {"take": NO_TAKE}
    return errors if why.strip() else {**errors, "why": NO_WHY}


def _decided(decision_id: int) -> DecisionRow:
    row = decision_row(decision_id)
    if row is None or not current_actor().may("exchange.read", row.unit_id):
        raise NotFound(NO_DECISION)
    return row


def _decision(
    row: DecisionRow, why: str = "", errors: dict[str, str] | None = None
) -> DecisionPage:
    may_settle = current_actor().may("exchange.manage", row.unit_id)
    line = shown.decision_line(row, Reader(sites()))
    return DecisionPage(line, may_settle and bool(line.others), why, errors or {})
