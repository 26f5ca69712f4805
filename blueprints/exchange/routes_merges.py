"""Merging waiting files: asked for here, done by a job, watched step by step."""

from collections.abc import Iterator
from datetime import datetime

from flask import request, url_for
from flask.wrappers import Response

from blueprints.exchange import bp, journal
from blueprints.exchange.pages import MergingPage, PartLine, StepLine
from blueprints.exchange.routes_uploads import uploads_page
from jobs import queue
from services import merges
from services.merges import Part
from services.sites import Sites, sites
from store import clock
from store.queries.exchange import package_row
from web.htmx import see_other
from web.idempotency import once_apart
from web.pages import page, page_or_fragment
from web.policy import current_actor, requires

NONE_CHOSEN = {"tokens": "请至少勾选一个数据包，再并入。"}
STEPS = (
    ("copy", "复制"),
    ("check", "核对"),
    ("open", "解密检查"),
    ("merge", "并入"),
)
DONE = "完成"
QUEUED = ("排队等候", "plain")
UNDERWAY = ("◷ 正在办理", "waiting")
LEFT = ("▲ 没有并入", "warning")


@bp.post("/uploads/merge")
@requires("exchange.manage")
@once_apart
def merge() -> Response:
    """Ask for exactly the files chosen to be merged."""
    tokens = request.form.getlist("tokens")
    if not tokens:
        return page("exchange/uploads.html", uploads_page(NONE_CHOSEN), 422)
    batch_id = merges.ask(current_actor(), tokens)
    queue.of_this_app().work_off(batch_id)
    return see_other(url_for("exchange.show_merge", batch_id=batch_id))


@bp.get("/merges/<batch_id>")
@requires("exchange.manage")
def show_merge(batch_id: str) -> Response:
    """How far each file is; goes on to the results when all were taken in."""
    batch = merges.batch_of(current_actor(), batch_id)
    numbers = [part.seq for part in batch.parts]
    if batch.is_done and all(numbers):
        return see_other(url_for("exchange.results", package=numbers))
    known, now = sites(), clock.now_utc()
    data = MergingPage(
        id=batch_id,
        asked_at=batch.asked_at,
        lines=tuple(_line(part, known, now) for part in batch.parts),
        done_count=sum(1 for part in batch.parts if part.ended_at),
        is_done=batch.is_done,
    )
    return page_or_fragment("exchange/merging.html", "exchange/_merging.html", data)


def _line(part: Part, known: Sites, now: datetime) -> PartLine:
    state, style = _state(part)
    first = next(iter(part.begun.values()), None)
    return PartLine(
        name=part.name,
        peer=known.name(part.sender),
        no=part.no,
        kind=part.kind,
        state=state,
        style=style,
        steps=(*_steps(part, now), StepLine(DONE, "done" if part.seq else "later")),
        seconds=_seconds(first, part.ended_at or now),
        seq=part.seq,
        reason=part.reason,
    )


def _state(part: Part) -> tuple[str, str]:
    row = package_row(part.seq) if part.seq else None
    if row is not None:
        return journal.STATES[row.state]
    if part.ended_at:
        return LEFT
    return UNDERWAY if part.begun else QUEUED


def _steps(part: Part, now: datetime) -> Iterator[StepLine]:
    """Each step with its time; one ends when the next begins."""
    ends = [*list(part.begun.values())[1:], part.ended_at]
    end_by_step = dict(zip(part.begun, ends, strict=False))
    for key, label in STEPS:
        end = end_by_step.get(key)
        state = "done" if end else "now" if key in part.begun else "later"
        yield StepLine(label, state, _seconds(part.begun.get(key), end or now))


def _seconds(start: datetime | None, end: datetime) -> float | None:
    return None if start is None else (end - start).total_seconds()
