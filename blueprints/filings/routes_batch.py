"""The same filing for a unit and all below it: ask, watch, print as one file."""

from collections.abc import Sequence

from flask import request, send_file, url_for
from flask.wrappers import Response

from blueprints.filings import bp, shown
from blueprints.filings.asked import Asked, asked
from blueprints.filings.pages import BatchLine, BatchPage
from blueprints.filings.routes import PDF, wake, wake_packing
from domain.errors import NotFound
from domain.filings import KIND_BY_KEY
from services import filing_batches, filings, packing
from services.filing_batches import Member
from store.queries import filings as queries
from store.queries.filings import FilingRow
from web.htmx import see_other
from web.idempotency import once
from web.pages import page, page_or_fragment
from web.policy import current_actor, requires

NOTHING_YET = "这一批还没有做好的材料，没有文件可取。请等制作完成后再取。"
NOT_JOINED = (
    "这一批现在做好的材料还没有合成一个文件。请在批次页面点“合成一个 PDF”，稍后再取。"
)
NO_BATCH = (
    "地址里缺少文种、活动、单位或截止日，不知道是哪一批。请从“制作材料”重新进入。"
)


@bp.post("/batch")
@requires("filings.make")
@once
def create_batch() -> Response:
    """Ask for one filing a unit; the next page shows how far they are."""
    form = asked()
    if not form.is_good:
        return page("filings/new.html", form.page, 422)
    wake(*filing_batches.ask_all(current_actor(), form.wanted))
    place = dict(form.page.texts)
    return see_other(url_for("filings.batch", **place))  # type: ignore[arg-type]  # url_for takes any


@bp.get("/batch")
@requires("filings.make")
def batch() -> Response:
    """How far each unit's filing is, and the file of all that are ready."""
    form, members = _members()
    wanted = form.wanted
    lines = tuple(_line(one) for one in members)
    target = filing_batches.joined_path(row.sha256 for row in _ready(members))
    asked_for = packing.read(target)
    data = BatchPage(
        kind=KIND_BY_KEY[wanted.kind].label,
        campaign=shown.names().campaigns.get(wanted.campaign_id, shown.ELSEWHERE),
        on=form.on,
        texts=form.page.texts,
        lines=lines,
        ready_count=sum(one.state == "ready" for one in members),
        is_open=any(one.is_open for one in members),
        is_joined=target.exists(),
        packing=asked_for,
    )
    return page_or_fragment("filings/batch.html", "filings/_batch.html", data)


@bp.post("/batch/joined")
@requires("filings.make")
@once
def join_batch() -> Response:
    """Ask for one file of all that are ready, in the order of the units."""
    form, members = _members()
    hashes = [row.sha256 for row in _ready(members)]
    target = filing_batches.joined_path(hashes)
    if not all(filings.pdf_path(one).exists() for one in hashes) or not hashes:
        raise NotFound(NOTHING_YET)
    if not target.exists():
        wake_packing(packing.ask(current_actor(), "join", target, hashes))
    return see_other(url_for("filings.batch", **dict(form.page.texts)))  # type: ignore[arg-type]  # url_for takes any


@bp.get("/batch/pdf")
@requires("filings.make")
def batch_file() -> Response:
    """The file of all that are ready, once it has been put together."""
    form, members = _members()
    rows = _ready(members)
    target = filing_batches.joined_path(row.sha256 for row in rows)
    if not target.exists():
        raise NotFound(NOT_JOINED)
    for row in rows:
        filings.note_download(current_actor(), row)
    name = (
        f"{KIND_BY_KEY[rows[0].kind].label}（{form.on.isoformat()}，{len(rows)}份）.pdf"
    )
    is_saved = "save" in request.args
    return send_file(target, mimetype=PDF, as_attachment=is_saved, download_name=name)


def _ready(members: Sequence[Member]) -> list[FilingRow]:
    """Filings of the members that have one, in their order."""
    return [
        row for one in members
        if one.request and one.request.filing_id
        and (row := queries.filing(one.request.filing_id))
    ]  # fmt: skip


def _members() -> tuple[Asked, list[Member]]:
    form = asked()
    if not form.is_good:
        raise NotFound(NO_BATCH)
    return form, filing_batches.members(current_actor(), form.wanted)


def _line(one: Member) -> BatchLine:
    state, style, says = shown.STATES.get(one.state, ("○ 还没有制作", "plain", ""))
    row = one.request
    return BatchLine(one.unit_name, state, style, (row and row.message) or says, row)
