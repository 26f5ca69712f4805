"""The home page, and the count of what waits in the top bar."""

import logging

from flask import current_app, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.wrappers import Response

from blueprints.home import bp
from blueprints.home.pages import HomePage, Owed, Todo
from domain.lights import LIGHT_BY_STATE
from domain.policy import Action, Actor
from services import decisions, standings
from services.overview import View, overview
from services.owed import OwedList, Wanted
from services.record_writing import signature
from store.queries import todo
from store.queries.campaigns import CampaignRow, campaign_rows
from store.queries.units import unit_tree
from web.frame import count_todo_with
from web.pages import page
from web.policy import current_actor, signed_in_only

GAPS_SHOWN = 8
HANDLING = ("accept", "return", "submit")
log = logging.getLogger(__name__)


@bp.get("/")
@signed_in_only
def show() -> Response:
    """待办, 已办, 我发起, and what the unit owes."""
    actor = current_actor()
    standings.refresh_if_stale()
    moves = todo.moves_by(signature(actor))
    unit = unit_tree().by_id.get(actor.unit_id)
    return page(
        "home/show.html",
        HomePage(
            name=actor.display_name,
            unit_name=unit.name if unit else "",
            todo=[one for one in _todo(actor) if one.count],
            done=sum(moves.get(one, 0) for one in HANDLING),
            started=moves.get("create", 0),
            owed=_owed(actor),
            can_see_campaigns=actor.may("campaigns.read"),
        ),
    )


def todo_count(actor: Actor) -> int:
    """What waits for them; read as of the last refresh."""
    return sum(one.count for one in _todo(actor))


@bp.record_once
def _count_in_top_bar(state: BlueprintSetupState) -> None:
    count_todo_with(state.app, todo_count)  # type: ignore[arg-type]  # is the Flask app


@bp.after_app_request
def _refresh_after_write(response: Response) -> Response:
    """What waits is counted after every write, which was kept even if this fails."""
    if request.method == "POST" and response.status_code < 400:
        try:
            standings.refresh_tallies()
        except Exception:
            log.exception("tallies were not refreshed after %s", request.path)
    return response


def _todo(actor: Actor) -> list[Todo]:
    """Drafts and returns of their own unit; reviews of every unit they accept for."""
    own = (
        frozenset({actor.unit_id}) if actor.may("records.enter", actor.unit_id) else ()
    )
    entering = todo.waiting_in(own)
    reviewing = todo.waiting_in(actor.reach.get("records.accept", frozenset()))
    found = [
        Todo("被退回，待修改", entering.returned, "条", _url("records.overview")),
        Todo("草稿，待提交", entering.draft, "条", _url("records.overview")),
        Todo("待审核", reviewing.submitted, "条", _url("reviews.list")),
    ]
    if actor.may("exchange.manage"):
        url = _url("exchange.conflicts")
        found.append(Todo("数据冲突，待处理", _conflict_count(actor), "处", url))
    return found


def _conflict_count(actor: Actor) -> int:
    """Conflicts of the actor's units; the usual answer, none, costs one small read."""
    return len(decisions.open_conflicts(actor)) if todo.has_siblings() else 0


def _url(endpoint: str) -> str:
    return url_for(endpoint) if endpoint in current_app.view_functions else ""


def _owed(actor: Actor) -> list[Owed]:
    seeing: Action = "overview.read"
    if not actor.may(seeing, actor.unit_id):
        return []
    rows = [row for row in campaign_rows() if row.status == "published"]
    found = (_owed_in(row, actor.unit_id) for row in rows)
    return [one for one in found if one is not None]


def _owed_in(row: CampaignRow, unit_id: int) -> Owed | None:
    found = overview(row.id, View(within=frozenset({unit_id})))
    if not found.lines:
        return None
    owed = OwedList(found.rule, Wanted(found.lines))
    return Owed(
        row=row,
        unit_id=unit_id,
        unit_name=found.lines[0].name,
        gaps=[(one, LIGHT_BY_STATE[one.state]) for one in owed.some(0, GAPS_SHOWN)],
        count=owed.count,
    )
