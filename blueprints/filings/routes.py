"""Filings: list, make, watch, read, download."""

from flask import after_this_request, request, send_file, url_for
from flask.wrappers import Response

from blueprints.filings import bp, shown
from blueprints.filings.asked import asked, form_page
from blueprints.filings.pages import FilingPage, ListPage, RequestPage
from blueprints.filings.sources import figures_of
from domain.errors import NotFound
from domain.filings import OFFICIAL_KINDS
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
    return page("filings/new.html", form_page({**texts, "on": today}, {}))


@bp.post("/new")
@requires("filings.make")
@once
def create() -> Response:
    """Ask for it; the job worker makes it, and the next page shows how far it is."""
    form = asked()
    if not form.is_good:
        return page("filings/new.html", form.page, 422)
    number = filings.ask(current_actor(), form.wanted)
    wake(number)
    return see_other(url_for("filings.watch", request_id=number))


@bp.get("/requests/<row:request_id>")
@requires("filings.read")
def watch(request_id: int) -> Response:
    """How far it is; goes on to the filing when it is ready."""
    row = _requested(request_id)
    if row.filing_id is not None:
        return see_other(url_for("filings.show", filing_id=row.filing_id))
    data = RequestPage(shown.request_line(row, shown.names()))
    return page_or_fragment("filings/watch.html", "filings/_state.html", data)


@bp.get("/<row:filing_id>")
@requires("filings.read")
def show(filing_id: int) -> Response:
    """The filing and every figure in it."""
    row = filed(filing_id)
    path = filings.pdf_path(row.sha256)
    data = FilingPage(
        line=shown.filing_line(row, shown.names()),
        figures=figures_of(queries.frozen_of(filing_id)),
        size_bytes=path.stat().st_size if path.exists() else None,
        is_word=row.kind in OFFICIAL_KINDS,
    )
    return page("filings/show.html", data)


@bp.get("/<row:filing_id>/pdf")
@requires("filings.read")
def download(filing_id: int) -> Response:
    """The PDF, to be looked at; with ?save=1 to be kept."""
    row = filed(filing_id)
    path = filings.pdf_path(row.sha256)
    if not path.exists():
        raise NotFound(NOT_HERE)
    filings.note_download(current_actor(), row)
    is_saved = "save" in request.args
    name = shown.file_name(row, "pdf")
    answer = send_file(path, mimetype=PDF, as_attachment=is_saved, download_name=name)
    # The page of the filing shows it in a frame; a PDF runs no script of ours.
    answer.headers["Content-Security-Policy"] = "frame-ancestors 'self'"
    return answer


def wake(*numbers: int) -> None:
    """Call the worker once the requests are committed; the sweep heals a lost call."""

    @after_this_request
    def call(response: Response) -> Response:
        if response.status_code < 400:
            for number in numbers:
                queue.of_this_app().render_filing(number)
        return response


def wake_packing(name: str) -> None:
    """Call the worker for a file that was asked for; the sweep heals a lost call."""

    @after_this_request
    def call(response: Response) -> Response:
        if response.status_code < 400:
            queue.of_this_app().pack(name)
        return response


def _requested(request_id: int) -> RequestRow:
    row = queries.request(request_id)
    if row is None or not current_actor().may("filings.read", row.unit_id):
        raise NotFound(NO_REQUEST)
    return row


def filed(filing_id: int) -> FilingRow:
    """The filing, if the actor may read it.

    Raises:
        NotFound: There is none, or it is none of the actor's.
    """
    row = queries.filing(filing_id)
    if row is None or not current_actor().may("filings.read", row.unit_id):
        raise NotFound(NO_FILING)
    return row
