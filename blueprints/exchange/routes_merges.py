"""What was asked for at the exchange: done by a job, watched step by step."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from flask import flash, request, url_for
from flask.wrappers import Response

from blueprints.exchange import bp, journal
from blueprints.exchange.pages import ActWords, MergingPage, PartLine, StepLine
from blueprints.exchange.routes_uploads import uploads_page
from jobs import queue
from services import batches, merges
from services.batches import Act, Batch, Part
from services.sites import Sites, sites
from store import clock
from store.queries.exchange import package_row
from web.htmx import see_other, wants_fragment
from web.idempotency import once_apart
from web.pages import page, page_or_fragment
from web.policy import current_actor, requires

NONE_CHOSEN = {"tokens": "请至少勾选一个数据包，再并入。"}
SOME_REFUSED = "另有 {count} 个文件没有通过核对，不能并入；原因见“往来记录”。"
FIRST = (("copy", "复制"), ("check", "核对"), ("open", "解密检查"))
STEPS: Mapping[Act, tuple[tuple[str, str], ...]] = {
    "merge": (*FIRST, ("merge", "并入")),
    "judge": (*FIRST, ("merge", "试算")),
    "retry": (*FIRST, ("merge", "并入")),
    "rejoin": (("check", "核对邀请"), ("open", "解密检查"), ("merge", "换号并合并")),
}
WORDS: Mapping[Act, ActWords] = {
    "merge": ActWords(
        "正在并入", "并入情况", "每个数据包要么整包并入，要么完全不动。", "▲ 没有并入"
    ),
    "judge": ActWords(
        "正在试算",
        "试算情况",
        "核对签名，试算并入后会怎样；试算不改动任何数据。",
        "▲ 没有试算",
    ),
    "retry": ActWords(
        "正在再试一次",
        "再试的情况",
        "这个数据包要么整包并入，要么完全不动。",
        "▲ 没有并入",
    ),
    "rejoin": ActWords(
        "正在重新登记",
        "重新登记的情况",
        "要么全部办成，要么完全不动；已填的数据都保留。",
        "▲ 没有登记",
    ),
}
DONE = "完成"
QUEUED = ("排队等候", "plain")
UNDERWAY = ("◷ 正在办理", "waiting")
JUDGED = ("✓ 已试算", "ok")
REGISTERED = ("✓ 已重新登记", "ok")


def begin(batch_id: str) -> Response:
    """Queue a batch that was asked for, and go where it can be watched."""
    queue.of_this_app().work_off(batch_id)
    return see_other(url_for("exchange.show_merge", batch_id=batch_id))


@bp.post("/uploads/merge")
@requires("exchange.manage")
@once_apart
def merge() -> Response:
    """Ask for exactly the files chosen to be merged."""
    tokens = request.form.getlist("tokens")
    if not tokens:
        return page("exchange/uploads.html", uploads_page(NONE_CHOSEN), 422)
    return begin(merges.ask(current_actor(), tokens))


@bp.get("/merges/<batch_id>")
@requires("exchange.manage")
def show_merge(batch_id: str) -> Response:
    """How far each file is; goes on to the results when all have come to an end."""
    batch = batches.batch_of(current_actor(), batch_id)
    where = _where_next(batch) if batch.is_done else ""
    if where or (batch.is_done and wants_fragment()):
        return see_other(where or request.path)  # the head of the page changes, too
    known, now = sites(), clock.now_utc()
    data = MergingPage(
        id=batch_id,
        act=batch.act,
        words=WORDS[batch.act],
        asked_at=batch.asked_at,
        lines=tuple(_line(batch, part, known, now) for part in batch.parts),
        done_count=sum(1 for part in batch.parts if part.ended_at),
        is_done=batch.is_done,
        may_again=batch.is_done and any(part.may_again for part in batch.parts),
    )
    return page_or_fragment("exchange/merging.html", "exchange/_merging.html", data)


@bp.post("/merges/<batch_id>/again")
@requires("exchange.manage")
@once_apart
def again(batch_id: str) -> Response:
    """Try once more what failed through no fault of the file."""
    batches.ask_again(current_actor(), batch_id)
    return begin(batch_id)


def _where_next(batch: Batch) -> str:
    """Where the results of a batch stand; empty when its own page tells them."""
    numbers = [part.seq for part in batch.parts if part.seq]
    if batch.act == "rejoin" or any(part.reason for part in batch.parts):
        return ""
    if len(numbers) == len(batch.parts):
        return url_for("exchange.results", package=numbers)
    if numbers:
        flash(SOME_REFUSED.format(count=len(numbers)), "warning")
    return url_for("exchange.uploads")


def _line(batch: Batch, part: Part, known: Sites, now: datetime) -> PartLine:
    state, style = _state(batch.act, part)
    first = next(iter(part.begun.values()), None)
    is_done = part.ended_at is not None and not part.reason
    end = StepLine(DONE, "done" if is_done else "later")
    return PartLine(
        name=part.name,
        peer=known.name(part.sender) if part.sender else "",
        no=part.no,
        kind=part.kind,
        state=state,
        style=style,
        steps=(*_steps(batch.act, part, now), end),
        seconds=_seconds(first, part.ended_at or now),
        seq=part.seq,
        reason=part.reason,
        found=part.found,
    )


def _state(act: Act, part: Part) -> tuple[str, str]:
    row = package_row(part.seq) if part.seq else None
    if row is not None:
        return journal.STATES[row.state]
    if part.ended_at is None:
        return UNDERWAY if part.begun else QUEUED
    if part.reason:
        return WORDS[act].left, "warning"
    return REGISTERED if act == "rejoin" else JUDGED


def _steps(act: Act, part: Part, now: datetime) -> Iterator[StepLine]:
    """Each step with its time; one ends when the next begins."""
    ends = [*list(part.begun.values())[1:], part.ended_at]
    end_by_step = dict(zip(part.begun, ends, strict=False))
    for key, label in STEPS[act]:
        end = end_by_step.get(key)
        state = "done" if end else "now" if key in part.begun else "later"
        yield StepLine(label, state, _seconds(part.begun.get(key), end or now))


def _seconds(start: datetime | None, end: datetime) -> float | None:
    return None if start is None else (end - start).total_seconds()
