"""The conflict inbox: a row's fields in conflict, listed and settled."""

from flask import flash, request, url_for
from flask.wrappers import Response

from blueprints.exchange import bp, inbox, shown
from blueprints.exchange.inbox import Fields
from blueprints.exchange.pages_conflicts import ConflictPage, ConflictsPage
from blueprints.exchange.shown import Reader
from domain.errors import NotFound, WrongState
from services import decisions
from services.decisions import open_conflicts
from services.exchange import Settlement, settle_item
from services.settling import Ready
from services.sites import sites
from store.queries.exchange import decision_rows
from web.htmx import see_other
from web.idempotency import once
from web.pages import page
from web.paging import pager_for
from web.policy import current_actor, requires

NO_CONFLICT = "这条记录现在没有冲突，可能已由别人处理。请从冲突列表重新进入。"
CHANGED = "这里的冲突刚刚有了变化，没有处理。请刷新这一页，看过各个值再选。"
NO_WHY = "请写明理由，它会和这次处理一起留存。"
NOTHING_TAKEN = "请至少为一个字段选择采用哪个值。"


@bp.get("/conflicts/")
@requires("exchange.read")
def conflicts() -> Response:
    """Rows in whose fields two sites wrote different values."""
    return page("exchange/conflicts.html", conflicts_page())


@bp.get("/conflicts/<row:row_id>")
@requires("exchange.read")
def show_conflict(row_id: int) -> Response:
    """Every field of the row in conflict, values side by side, to be settled."""
    line = shown.conflict_line(_found(row_id), Reader(sites()))
    return page("exchange/show_conflict.html", ConflictPage(line))


@bp.post("/conflicts/<row:row_id>")
@requires("exchange.manage")
@once
def settle(row_id: int) -> Response:
    """Settle the fields for which a value was chosen; the others stay open."""
    found, why = _found(row_id), request.form.get("why", "")
    wanted = _wanted(found)
    errors = {} if wanted else {"take": NOTHING_TAKEN}
    errors |= {} if why.strip() else {"why": NO_WHY}
    if errors:
        data = ConflictPage(shown.conflict_line(found, Reader(sites())), why, errors)
        return page("exchange/show_conflict.html", data, 422)
    for one in wanted:
        item = one.found.item
        chosen = Settlement(row_id, item.field, why, take=one.take)
        settle_item(current_actor(), item, chosen)
    name = found[0].item.row_name or shown.NAMELESS
    flash(f"“{name}”的 {len(wanted)} 个字段已处理。", "ok")
    return see_other(url_for("exchange.conflicts"))


def conflicts_page(errors: dict[str, str] | None = None) -> ConflictsPage:
    """What the list shows."""
    actor, reader = current_actor(), Reader(sites())
    rows = inbox.by_row(open_conflicts(actor))
    kept = inbox.matching(rows)
    pager = pager_for(len(kept))
    here = kept[pager.offset : pager.offset + pager.size]
    return ConflictsPage(
        lines=tuple(shown.conflict_line(one, reader) for one in here),
        filters=inbox.filters(rows, reader),
        pager=pager,
        field_count=sum(len(one) for one in kept),
        takes=inbox.takes(kept, reader),
        settled_count=len(decision_rows()),
        orphans=tuple(shown.orphan_line(one) for one in decisions.orphans(actor)),
        errors=errors or {},
    )


def _wanted(found: Fields) -> list[Ready]:
    """What the form says of each field; nothing of those that are to stay open."""
    forms = {
        name.removeprefix("take-"): key
        for name, key in request.form.items()
        if name.startswith("take-") and key
    }
    fields = {one.item.field: one for one in found}
    keys = {name: inbox.keys_of(one) for name, one in fields.items()}
    if any(key not in keys.get(name, ()) for name, key in forms.items()):
        raise WrongState(CHANGED)
    return [
        Ready(fields[name], keys[name].index(key) + 1) for name, key in forms.items()
    ]


def _found(row_id: int) -> Fields:
    for one in inbox.by_row(open_conflicts(current_actor())):
        if one[0].item.row_id == row_id:
            return one
    raise NotFound(NO_CONFLICT)
