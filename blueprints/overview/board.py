"""The board: every expected unit by every task."""

from collections import Counter

from flask import url_for
from flask.wrappers import Response

from blueprints.overview import bp
from blueprints.overview.pages import BoardPage, BoardRow
from blueprints.overview.shared import frame_of, seen
from domain.lights import DONE, LATE, NEAR, NORMAL, NOT_DUE, NOT_OWED, Light
from domain.tasks import shown_tasks
from services.overview import Overview
from store.queries.campaigns import campaign_rows
from web.htmx import see_other
from web.pages import page
from web.policy import requires
from web.switcher import chosen_id

WORD_STYLES = {"未报": "bad", "填报中": "waiting", "零报告": "plain", "已上报": "ok"}
LIGHTS_IN_ORDER = (LATE, NEAR, NORMAL, DONE, NOT_DUE, NOT_OWED)


@bp.get("/")
@requires("overview.read")
def show() -> Response:
    """The board of the campaign this browser was in last, else of the newest."""
    rows = [row for row in campaign_rows() if row.status != "draft"]
    if not rows:
        return page("overview/none.html")
    return see_other(
        url_for("overview.board", campaign_id=chosen_id([row.id for row in rows]))
    )


@bp.get("/<row:campaign_id>/board")
@requires("overview.read")
def board(campaign_id: int) -> Response:
    """Every expected unit by every task, with lights."""
    found = seen(campaign_id)
    rows = _rows(found)
    words = Counter(row.line.tally.word for row in rows)
    return page(
        "overview/board.html",
        BoardPage(
            frame=frame_of(found),
            tasks=shown_tasks(found.rule.campaign),
            rows=rows,
            counts=_light_counts(rows),
            words=[(word, words[word]) for word in WORD_STYLES if words[word]],
            tasks_url=url_for("overview.tasks", campaign_id=campaign_id, unit=""),
        ),
    )


def _rows(found: Overview) -> list[BoardRow]:
    tasks, cells = shown_tasks(found.rule.campaign), found.board.tasks
    return [
        BoardRow(
            line,
            WORD_STYLES[line.tally.word],
            [cells.get((task.id, line.id)) for task in tasks],
        )
        for line in found.lines
    ]


def _light_counts(rows: list[BoardRow]) -> list[tuple[Light, int]]:
    lights = Counter(one.light for row in rows for one in row.cells if one)
    return [(one, lights[one]) for one in LIGHTS_IN_ORDER if lights[one]]
