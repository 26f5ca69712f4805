"""Views of the audit log; nothing here changes anything."""

import json
from datetime import date

from flask import request
from flask.wrappers import Response

from blueprints.audit import bp
from blueprints.audit.pages import ListPage, ShowPage, VerifyPage
from blueprints.audit.words import event_label, source_label
from domain.errors import NotFound
from domain.organisation.cells import CellError, read_day
from services import audit
from store.queries.audit import (
    AuditFilter,
    count_entries,
    entry_by_no,
    event_names,
    last_hash,
    matching_entries,
)
from store.queries.units import unit_tree
from web.pages import page
from web.paging import Filter, pager_for
from web.policy import current_actor, requires

NO_ENTRY = "没有这条日志，或不在您的单位范围内。请从日志列表重新进入。"


@bp.get("", endpoint="list")
@requires("audit.read")
def list_entries() -> Response:
    """Acts that match the query, newest first."""
    days, errors = _days()
    wanted = _wanted(days)
    pager, filters = pager_for(count_entries(wanted)), _filters()
    entries = matching_entries(wanted, pager.offset, pager.size)
    return page(
        "audit/list.html",
        ListPage(
            entries=entries,
            labels={one.event: event_label(one.event) for one in entries},
            unit_names=_unit_names(),
            filters=filters,
            errors=errors,
            pager=pager,
            is_filtered=any(one.value for one in filters),
        ),
    )


@bp.get("/<row:no>")
@requires("audit.read")
def show(no: int) -> Response:
    """One act with all that was kept of it."""
    entry = entry_by_no(no, AuditFilter(unit_ids=_reach()))
    if entry is None:
        raise NotFound(NO_ENTRY)
    kept = json.loads(entry.detail)
    return page(
        "audit/show.html",
        ShowPage(
            entry=entry,
            label=event_label(entry.event),
            unit_name=_unit_names().get(entry.unit_id or 0, ""),
            facts=[(key, _text(value)) for key, value in kept.items()],
        ),
    )


@bp.get("/verify")
@requires("audit.read")
def verify() -> Response:
    """Walk the whole chain and say whether it is as it was written."""
    head = request.args.get("head", "").strip().lower()
    data = VerifyPage(
        head=head,
        broken=audit.verify(head or None),
        count=count_entries(AuditFilter()),
        last_hash=last_hash(),
    )
    return page("audit/verify.html", data)


def _wanted(days: dict[str, date | None]) -> AuditFilter:
    return AuditFilter(
        unit_ids=_reach(),
        event=request.args.get("event", ""),
        actor=request.args.get("actor", "").strip(),
        from_on=days["from"],
        to_on=days["to"],
    )


def _reach() -> frozenset[int] | None:
    """Units whose acts are seen; None (acts of no unit too) for whoever sees all."""
    reach = current_actor().reach["audit.read"]
    return None if reach >= set(unit_tree().by_id) else reach


def _days() -> tuple[dict[str, date | None], dict[str, str]]:
    days: dict[str, date | None] = {}
    errors: dict[str, str] = {}
    for name in ("from", "to"):
        try:
            days[name] = read_day(request.args.get(name, ""))
        except CellError as error:
            days[name], errors[name] = None, str(error)
    return days, errors


def _filters() -> list[Filter]:
    asked = request.args
    names = event_names()
    sources = dict.fromkeys(name.partition(":")[0] for name in names)
    choices = [(one, f"{source_label(one)}（全部）") for one in sources]
    choices += [(name, event_label(name)) for name in names]
    return [
        Filter("event", "事项", asked.get("event", ""), tuple(sorted(choices))),
        Filter("actor", "账号", asked.get("actor", "")),
        Filter("from", "从哪天", asked.get("from", "")),
        Filter("to", "到哪天", asked.get("to", "")),
    ]


def _unit_names() -> dict[int, str]:
    return {unit.id: unit.name for unit in unit_tree().by_id.values()}


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
