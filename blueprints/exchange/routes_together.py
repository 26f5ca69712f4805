"""Settling many conflicts alike: first what it would do, then doing it."""

from flask import flash, request, url_for
from flask.wrappers import Response

from blueprints.exchange import bp, inbox, shown
from blueprints.exchange.inbox import CURRENT, TAKE_CURRENT, TAKE_OF_SITE
from blueprints.exchange.pages_conflicts import TogetherPage
from blueprints.exchange.routes_conflicts import CHANGED, NO_WHY, conflicts_page
from blueprints.exchange.shown import Reader
from domain.errors import Invalid, WrongState
from domain.reading import row_number
from services.decisions import OpenConflict, open_conflicts
from services.settling import Left, Ready, settle_together, sorted_out
from services.sites import sites
from web.htmx import see_other
from web.idempotency import once
from web.pages import page
from web.paging import SIZE
from web.policy import current_actor, requires

NONE_CHOSEN = {"rows": "请先勾选要处理的记录，或选择处理筛选出的全部记录。"}
WRONG_TAKE = "没有这个节点填的值，没有处理。请从冲突列表重新选择。"


@bp.get("/conflicts/together")
@requires("exchange.manage")
def show_together() -> Response:
    """What would be settled, and what cannot be and why."""
    if "all" not in request.args and not request.args.getlist("row"):
        return page("exchange/conflicts.html", conflicts_page(NONE_CHOSEN), 422)
    return page("exchange/settle_together.html", _together(*_sorted_out()))


@bp.post("/conflicts/together")
@requires("exchange.manage")
@once
def settle_many() -> Response:
    """Settle exactly what was shown; what is left is shown again."""
    ready, left = _sorted_out()
    why = request.form.get("why", "")
    if not why.strip():
        data = _together(ready, left, {"why": NO_WHY})
        return page("exchange/settle_together.html", data, 422)
    if not ready or request.form.get("seen") != inbox.mark_of(ready):
        raise WrongState(CHANGED)
    settle_together(current_actor(), ready, why)
    flash(f"已处理 {len(ready)} 处冲突，没有采用的值都已留存。", "ok")
    words = request.args.to_dict(flat=False)
    here = url_for("exchange.show_together", **words)  # type: ignore[arg-type]  # url_for takes lists
    return see_other(here if left else url_for("exchange.conflicts"))


def _sorted_out() -> tuple[list[Ready], list[Left]]:
    return sorted_out(_chosen(), _site())


def _chosen() -> list[OpenConflict]:
    rows = inbox.by_row(open_conflicts(current_actor()))
    if "all" in request.args:
        chosen = inbox.matching(rows)
    else:
        ids = set(request.args.getlist("row", type=row_number))
        chosen = [row for row in rows if row[0].item.row_id in ids]
    return [one for row in chosen for one in row]


def _site() -> int | None:
    """The site whose values are taken; None is the value in use of each field."""
    take = request.args.get("take", CURRENT)
    if take == CURRENT:
        return None
    if not take.isdecimal():
        raise Invalid(WRONG_TAKE)
    return int(take)


def _together(
    ready: list[Ready], left: list[Left], errors: dict[str, str] | None = None
) -> TogetherPage:
    known, site = sites(), _site()
    reader = Reader(known)
    words = TAKE_OF_SITE.format(name=known.name(site)) if site else TAKE_CURRENT
    return TogetherPage(
        address=request.full_path,
        take=words,
        seen=inbox.mark_of(ready),
        ready=tuple(shown.ready_line(one, reader) for one in ready[:SIZE]),
        ready_count=len(ready),
        left=tuple(shown.left_line(one) for one in left[:SIZE]),
        left_count=len(left),
        why=request.form.get("why", ""),
        errors=errors or {},
    )
