"""Filings: list, make, watch, read, download."""

from datetime import date

from flask import after_this_request, request, send_file, url_for
from flask.wrappers import Response

from blueprints.filings import bp, shown
from blueprints.filings.pages import FilingPage, ListPage, NewPage, RequestPage
from blueprints.filings.sources import figures_of
from documents.compose import KINDS
from domain.errors import NotFound
from jobs import queue
from services import filings
from store import clock
from store.queries import filings as queries
from store.queries.filings import FilingRow, RequestRow
from web.htmx import see_other
from web.idempotency import once
from web.pages import page, page_or_fragment
from web.policy import current_actor, requires

PDF = "application/pdf"
NO_FILING = "没有这份材料，或它不在您的单位范围内。请从“材料”列表重新进入。"
NO_REQUEST = "没有这次制作，或它不在您的单位范围内。请从“材料”列表重新进入。"
NOT_HERE = (
    "这份材料的 PDF 不在本机（它在别的节点制作）。需要时请用同样的条件再制作一次。"
)
NO_DAY = "请填写数据截止日，如 2026-04-30，不晚于今天。"


@bp.get("/")
@requires("filings.read")
def list() -> Response:  # noqa: A001 - endpoints are verbs
    """Finished filings of one's units, and those being made."""
    actor = current_actor()
    readable = actor.reach["filings.read"]
    names = shown.names()
    data = ListPage(
        lines=tuple(
            shown.filing_line(row, names)
            for row in queries.filings_in_scope()
            if row.unit_id in readable
        ),
        requests=tuple(
            shown.request_line(row, names) for row in queries.open_requests(readable)
        ),
        may_make=actor.may("filings.make"),
    )
    return page("filings/list.html", data)


@bp.get("/new")
@requires("filings.make")
def new() -> Response:
    """What is to be made, for whom, as of when."""
    texts = {name: request.args.get(name, "") for name in ("kind", "campaign", "unit")}
    today = clock.today().isoformat()
    return page("filings/new.html", _form({**texts, "on": today}, {}))


@bp.post("/new")
@requires("filings.make")
@once
def create() -> Response:
    """Ask for it; the job worker makes it, and the next page shows how far it is."""
    texts = {
        name: request.form.get(name, "") for name in ("kind", "campaign", "unit", "on")
    }
    on = _day(texts["on"])
    data = _form(texts, {})
    errors = _errors(data, on)
    if errors or on is None:
        return page("filings/new.html", _form(texts, errors), 422)
    number = filings.ask(
        current_actor(), texts["kind"], int(texts["campaign"]), int(texts["unit"]), on
    )
    _wake(number)
    return see_other(url_for("filings.watch", request_id=number))


@bp.get("/requests/<int:request_id>")
@requires("filings.read")
def watch(request_id: int) -> Response:
    """How far it is; goes on to the filing when it is ready."""
    row = _requested(request_id)
    if row.filing_id is not None:
        return see_other(url_for("filings.show", filing_id=row.filing_id))
    data = RequestPage(shown.request_line(row, shown.names()))
    return page_or_fragment("filings/watch.html", "filings/_state.html", data)


@bp.get("/<int:filing_id>")
@requires("filings.read")
def show(filing_id: int) -> Response:
    """The filing and every figure in it."""
    row = _filed(filing_id)
    path = filings.pdf_path(row.sha256)
    data = FilingPage(
        line=shown.filing_line(row, shown.names()),
        figures=figures_of(queries.frozen_of(filing_id)),
        size_bytes=path.stat().st_size if path.exists() else None,
    )
    return page("filings/show.html", data)


@bp.get("/<int:filing_id>/pdf")
@requires("filings.read")
def download(filing_id: int) -> Response:
    """The PDF, to be looked at; with ?save=1 to be kept."""
    row = _filed(filing_id)
    path = filings.pdf_path(row.sha256)
    if not path.exists():
        raise NotFound(NOT_HERE)
    filings.note_download(current_actor(), row)
    name = f"{row.title}（{row.figures_on.isoformat()}第{row.version}版）.pdf"
    is_saved = "save" in request.args
    return send_file(path, mimetype=PDF, as_attachment=is_saved, download_name=name)


def _wake(number: int) -> None:
    """Call the worker once the request is committed; the sweep heals a lost call."""

    @after_this_request
    def call(response: Response) -> Response:
        if response.status_code < 400:
            queue.of_this_app().render_filing(number)
        return response


def _requested(request_id: int) -> RequestRow:
    row = queries.request(request_id)
    if row is None or not current_actor().may("filings.read", row.unit_id):
        raise NotFound(NO_REQUEST)
    return row


def _filed(filing_id: int) -> FilingRow:
    row = queries.filing(filing_id)
    if row is None or not current_actor().may("filings.read", row.unit_id):
        raise NotFound(NO_FILING)
    return row


def _form(texts: dict[str, str], errors: dict[str, str]) -> NewPage:
    actor = current_actor()
    campaigns, units = shown.campaigns_for(actor), shown.units_for(actor)
    chosen = dict(texts)
    for name, pairs in (("campaign", campaigns), ("unit", units)):
        if pairs and not chosen.get(name):
            chosen[name] = pairs[0][0]
    return NewPage(KINDS, campaigns, units, chosen, errors)


def _errors(data: NewPage, on: date | None) -> dict[str, str]:
    choices = (
        ("kind", [(one.key, one.label) for one in data.kinds], "请选择要制作的材料。"),
        ("campaign", data.campaigns, "请选择活动。"),
        ("unit", data.units, "请选择单位。"),
    )
    errors = {
        name: message
        for name, pairs, message in choices
        if data.texts[name] not in dict(pairs)
    }
    return errors if on else {**errors, "on": NO_DAY}


def _day(text: str) -> date | None:
    try:
        on = date.fromisoformat(text)
    except ValueError:
        return None
    return on if on <= clock.today() else None
