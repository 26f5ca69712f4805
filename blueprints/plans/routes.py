"""List, new, show; compare with what is amended."""

from flask import flash, request, url_for
from flask.wrappers import Response

from blueprints.plans import bp
from blueprints.plans.cards import kind_labels, show_page
from blueprints.plans.pages import DifferencePage, ListPage, NewPage
from domain.errors import Forbidden, Invalid
from domain.plan_mapping.difference import differences
from services import plan_drafts
from services.plan_drafts import Incoming
from store.queries.campaigns import campaign_rows
from store.queries.plans import draft_rows
from store.queries.units import unit_tree
from web.htmx import see_other
from web.idempotency import once
from web.pages import page
from web.policy import current_actor, requires

NOTHING = "请粘贴方案文字，或选择方案文件。"
_TYPED = ("unit", "against", "text")


@bp.get("/", endpoint="list")
@requires("campaigns.manage")
def list_plans() -> Response:
    """Readings in work, and what became of the others."""
    tree, reach = unit_tree(), _reach()
    names = {unit_id: tree.by_id[unit_id].name for unit_id in reach & set(tree.by_id)}
    return page("plans/list.html", ListPage(draft_rows(reach), names))


@bp.get("/new")
@requires("campaigns.manage")
def new() -> Response:
    """Paste a text or choose a file."""
    return page("plans/new.html", _new_page())


@bp.post("/")
@requires("campaigns.manage")
@once
def create() -> Response:
    """Read it; go to the reading."""
    try:
        incoming = _incoming()
        unit_id = request.form.get("unit", 0, type=int)
        draft_id = plan_drafts.read_in(incoming, unit_id, current_actor())
    except Invalid as error:
        errors = error.fields or {"text": error.message}
        return page("plans/new.html", _new_page(errors), 422)
    except Forbidden:
        errors = {"unit": "请选择您管理的单位作为主办单位。"}
        return page("plans/new.html", _new_page(errors), 422)
    flash("方案已读出，请对照原文核对；确认以前什么也不会发布。", "ok")
    return see_other(url_for("plans.show", draft_id=draft_id))


@bp.get("/<row:draft_id>")
@requires("campaigns.manage")
def show(draft_id: int) -> Response:
    """Text on the left, campaign on the right."""
    kept = plan_drafts.reading(draft_id, current_actor())
    return page("plans/show.html", show_page(kept))


@bp.get("/<row:draft_id>/difference")
@requires("campaigns.manage")
def difference(draft_id: int) -> Response:
    """What this reading adds, drops and changes against what it amends."""
    kept = plan_drafts.reading(draft_id, current_actor())
    first = plan_drafts.amended(kept.against)
    changes = differences(first, kept.draft, kind_labels()) if first else ()
    counts = {
        kind: sum(one.kind == kind for one in changes)
        for kind in ("added", "removed", "changed")
    }
    return page("plans/difference.html", DifferencePage(kept.row, changes, counts))


def _incoming() -> Incoming:
    against = request.form.get("against", "")
    chosen = request.files.get("file")
    if chosen is not None and chosen.filename:
        return Incoming(chosen.read(), chosen.filename, against)
    text = request.form.get("text", "")
    if not text.strip():
        raise Invalid(NOTHING, {"text": NOTHING})
    return Incoming(text.encode(errors="ignore"), "", against)


def _reach() -> frozenset[int]:
    return frozenset(current_actor().reach.get("campaigns.manage", frozenset()))


def _new_page(errors: dict[str, str] | None = None) -> NewPage:
    reach = _reach()
    units = [
        (str(unit.id), "　" * depth + unit.name)
        for unit, depth in unit_tree().walk()
        if unit.id in reach
    ]
    earlier = [
        (f"campaign-{one.id}", f"活动：{one.name}")
        for one in campaign_rows()
        if one.unit_id in reach
    ]
    earlier += [
        (f"draft-{one.id}", f"读取中：{one.name}（{one.id}）")
        for one in draft_rows(reach)
        if one.campaign_id is None
    ]
    typed = {"unit": str(current_actor().unit_id), "against": "", "text": ""}
    typed |= {key: request.values.get(key, typed[key]) for key in _TYPED}
    return NewPage(units, earlier, typed, errors or {})
