"""Views of the review queue."""

import contextlib

from flask import request, url_for
from flask.wrappers import Response

from blueprints.reviews import bp
from blueprints.reviews.pages import QueuePage, ResultLine, ResultsPage
from domain import records as rules
from domain.fields import Kind
from domain.policy import Actor
from domain.reading import row_number
from domain.records import MoveName, Said, Status
from services import records
from store.describe import KIND_BY_KEY
from store.queries.records import RecordRow, records_by_id
from store.queries.reviews import review_queue
from store.queries.units import unit_tree
from web.htmx import see_other
from web.idempotency import once
from web.pages import page, page_or_fragment
from web.paging import Filter
from web.policy import current_actor, requires

DECISIONS: dict[str, tuple[MoveName, Status]] = {
    "accept": ("accept", "accepted"),
    "return": ("return", "returned"),
}
NONE_CHOSEN = "没有勾选记录，请先勾选要办理的记录。"
NO_REASON = "批量退回须写明理由，每个填报单位都会看到。"
WRONG_MOVE = "请按页面上的按钮选择通过或退回。"


@bp.get("/", endpoint="list")
@requires("records.accept", "records.return")
def list_waiting() -> Response:
    """The queue."""
    data = _queue(current_actor())
    return page_or_fragment("reviews/list.html", "reviews/_queue.html", data)


@bp.post("/")
@requires("records.accept", "records.return")
@once
def decide() -> Response:
    """The same decision for every record ticked, each by its own rules."""
    actor, move = current_actor(), request.form.get("move", "")
    chosen, why = request.form.getlist("record"), request.form.get("why", "")
    errors = _errors(move, chosen, why)
    if errors:
        data = _queue(actor, frozenset(chosen), why, errors)
        return page_or_fragment("reviews/list.html", "reviews/_queue.html", data, 422)
    name, _ = DECISIONS[move]
    records.move_many(actor, _read(chosen), name, Said(why=why))
    return see_other(url_for("reviews.results", move=move, record=chosen))


@bp.get("/results")
@requires("records.accept", "records.return")
def results() -> Response:
    """What became of each, as it stands now."""
    name, status = DECISIONS.get(request.args.get("move", ""), DECISIONS["accept"])
    label = next(one.label for one in rules.MOVES if one.name == name)
    lines = tuple(
        _line(record, status, label)
        for record in _records(_read(request.args.getlist("record")))
    )
    return page("reviews/results.html", ResultsPage(label, lines, _unit_names()))


def _line(record: RecordRow, status: Status, label: str) -> ResultLine:
    is_done = record.status == status
    may = _may(current_actor(), record.unit_id)
    return ResultLine(
        kind=KIND_BY_KEY[record.kind],
        id=record.id,
        title=record.title,
        unit_id=record.unit_id,
        status=record.status,
        is_done=is_done,
        message="" if is_done else rules.refusal(label, record.status, may),
    )


def _records(keys: tuple[tuple[Kind, int], ...]) -> list[RecordRow]:
    by_kind: dict[str, list[int]] = {}
    for kind, record_id in keys:
        by_kind.setdefault(kind.key, []).append(record_id)
    found: dict[tuple[str, int], RecordRow] = {}
    for key, record_ids in by_kind.items():
        for record_id, row in records_by_id(KIND_BY_KEY[key], record_ids).items():
            found[key, record_id] = row
    return [
        found[kind.key, record_id]
        for kind, record_id in keys
        if (kind.key, record_id) in found
    ]


def _unit_names() -> dict[int, str]:
    return {unit.id: unit.name for unit in unit_tree().by_id.values()}


def _may(actor: Actor, unit_id: int) -> rules.May:
    return lambda action: actor.may(action, unit_id)


def _errors(move: str, chosen: list[str], why: str) -> dict[str, str]:
    if move not in DECISIONS:
        return {"move": WRONG_MOVE}
    errors = {} if chosen else {"record": NONE_CHOSEN}
    if move == "return" and not why.strip():
        errors["why"] = NO_REASON
    return errors


def _read(keys: list[str]) -> tuple[tuple[Kind, int], ...]:
    found = []
    for key in keys:
        word, _, number = key.partition("/")
        with contextlib.suppress(ValueError, KeyError):
            found.append((KIND_BY_KEY[word], row_number(number)))
    return tuple(found)


def _queue(
    actor: Actor,
    chosen: frozenset[str] = frozenset(),
    why: str = "",
    errors: dict[str, str] | None = None,
) -> QueuePage:
    reach = actor.reach.get("records.accept", frozenset()) | actor.reach.get(
        "records.return", frozenset()
    )
    tree = unit_tree()
    unit_id = request.args.get("unit", type=row_number)
    within = reach & tree.subtree(unit_id) if unit_id else reach
    queue = review_queue(within, KIND_BY_KEY.get(request.args.get("kind", "")))
    units = tuple(
        (str(unit.id), f"{'　' * depth}{unit.name}")
        for unit, depth in tree.walk()
        if unit.id in reach
    )
    kinds = tuple((kind.key, kind.label) for kind in KIND_BY_KEY.values())
    return QueuePage(
        rows=queue.rows,
        count=queue.count,
        units={unit.id: unit.name for unit in tree.by_id.values()},
        filters=(
            Filter("kind", "类别", request.args.get("kind", ""), kinds),
            Filter("unit", "单位", request.args.get("unit", ""), units),
        ),
        may_accept=actor.may("records.accept"),
        may_return=actor.may("records.return"),
        chosen=chosen,
        why=why,
        errors=errors or {},
    )
