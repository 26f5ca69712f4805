"""The conflict inbox: list, settle, what was settled, and taking it back."""

from flask import flash, request, url_for
from flask.wrappers import Response

from blueprints.exchange import bp, shown
from blueprints.exchange.pages import (
    ConflictPage,
    ConflictsPage,
    DecisionPage,
    SettledPage,
)
from blueprints.exchange.shown import Reader
from domain.errors import NotFound, WrongState
from services import decisions, exchange
from services.decisions import NO_DECISION, OpenConflict, open_conflicts
from services.sites import sites
from store.queries.exchange import DecisionRow, decision_row, decision_rows
from web.htmx import see_other
from web.idempotency import once
from web.pages import page
from web.paging import Filter, pager_for
from web.policy import current_actor, requires

NO_CONFLICT = "这个字段现在没有冲突，可能已由别人处理。请从冲突列表重新进入。"
CHANGED = "这个冲突刚刚有了变化，没有处理。请刷新这一页，看过各个值再选。"
NO_WHY = "请写明理由，它会和这次处理一起留存。"
NO_TAKE = "请选择采用哪个值。"


@bp.get("/conflicts/")
@requires("exchange.read")
def conflicts() -> Response:
    """Fields in which two sites wrote different values."""
    reader = Reader(sites())
    lines = [
        shown.conflict_line(one, reader) for one in open_conflicts(current_actor())
    ]
    table, unit = request.args.get("table", ""), request.args.get("unit", "")
    tables = shown.choices((one.table, one.table_label) for one in lines)
    units = shown.choices((one.unit, one.unit) for one in lines if one.unit)
    kept = [one for one in lines if table in {"", one.table} and unit in {"", one.unit}]
    pager = pager_for(len(kept))
    data = ConflictsPage(
        lines=tuple(kept[pager.offset : pager.offset + pager.size]),
        filters=(
            Filter("table", "数据表", table, tables),
            Filter("unit", "单位", unit, units),
        ),
        pager=pager,
        settled_count=len(decision_rows()),
        orphans=tuple(
            shown.orphan_line(one) for one in decisions.orphans(current_actor())
        ),
    )
    return page("exchange/conflicts.html", data)


@bp.get("/conflicts/<row:row_id>/<field>")
@requires("exchange.read")
def show_conflict(row_id: int, field: str) -> Response:
    """Both values side by side, to be settled."""
    line = shown.conflict_line(_found(row_id, field), Reader(sites()))
    return page("exchange/show_conflict.html", ConflictPage(line))


@bp.post("/conflicts/<row:row_id>/<field>")
@requires("exchange.manage")
@once
def settle(row_id: int, field: str) -> Response:
    """Settle the field; what is not chosen stays on record."""
    found = _found(row_id, field)
    take, why = request.form.get("take", ""), request.form.get("why", "")
    errors = _errors(take, why)
    if errors:
        line = shown.conflict_line(found, Reader(sites()))
        data = ConflictPage(line, why, errors)
        return page("exchange/show_conflict.html", data, 422)
    keys = [shown.key_of(one) for one in found.item.versions]
    if take not in keys:
        raise WrongState(CHANGED)
    wanted = exchange.Settlement(row_id, field, why, take=keys.index(take) + 1)
    exchange.settle_conflict(current_actor().account_name, wanted)
    flash(f"“{found.item.row_name}”的“{found.item.field_label}”已处理。", "ok")
    return see_other(url_for("exchange.conflicts"))


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


def _found(row_id: int, field: str) -> OpenConflict:
    for one in open_conflicts(current_actor()):
        if (one.item.row_id, one.item.field) == (row_id, field):
            return one
    raise NotFound(NO_CONFLICT)


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
