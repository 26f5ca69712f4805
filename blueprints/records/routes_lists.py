"""Overview of kinds, the ledger of one kind, its Excel file and its print."""

import tempfile
from pathlib import Path

from flask import request, send_file
from flask.wrappers import Response

from blueprints.records import bp, ledger
from blueprints.records.pages import KindLine, OverviewPage, PrintPage
from domain.fields import Kind
from domain.policy import Actor
from domain.reading import row_number
from domain.records import STATUSES
from services import exports
from store import clock
from store.describe import KIND_BY_KEY
from store.queries import record_places
from store.queries.record_places import CampaignPlace
from store.queries.records import counts_by_status, every_record
from store.queries.units import unit_tree
from web.filters import instant
from web.pages import page, page_or_fragment
from web.paging import Column
from web.policy import current_actor, requires
from web.switcher import chosen_id

_COLUMNS = (
    Column("类别"),
    *(
        Column(label, is_number=True)
        for label in ("草稿", "已退回", "已上报", "已通过")
    ),
    Column("办理"),
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/")
@requires("records.read")
def overview() -> Response:
    """What the campaign asks for, and what has been entered."""
    actor = current_actor()
    campaigns = campaigns_of(actor)
    asked = request.args.get("campaign", type=row_number)
    by_id = {one.id: one for one in campaigns}
    campaign = by_id.get(asked or 0) or by_id.get(chosen_id(list(by_id)) or 0)
    return page("records/overview.html", _overview(actor, campaigns, campaign))


@bp.get("/<kind:kind>/", endpoint="list")
@requires("records.read")
def list_records(kind: Kind) -> Response:
    """The ledger of one kind."""
    data = ledger.list_page(kind, current_actor())
    return page_or_fragment("records/list.html", "records/_ledger.html", data)


@bp.get("/<kind:kind>/export")
@requires("records.read")
def export(kind: Kind) -> Response:
    """Exactly the rows of the list, as an Excel file."""
    actor = current_actor()
    made = tempfile.TemporaryFile()  # noqa: SIM115 - send_file closes it
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xlsx"
        rows = every_record(kind, ledger.wanted(actor))
        note = f"{ledger.note(actor)}　{instant(clock.now_utc())}导出"
        exports.write_ledger(path, kind, rows, ledger.names(), note)
        made.write(path.read_bytes())
    made.seek(0)
    name = f"{kind.label}台账{clock.today().isoformat()}.xlsx"
    return send_file(made, mimetype=XLSX, as_attachment=True, download_name=name)


@bp.get("/<kind:kind>/print", endpoint="print")
@requires("records.read")
def print_records(kind: Kind) -> Response:
    """The same rows on paper."""
    actor = current_actor()
    rows, is_cut = ledger.rows_to_print(kind, actor)
    data = PrintPage(
        kind=kind,
        columns=ledger.columns(kind),
        rows=rows,
        totals=ledger.totals(kind, actor),
        note=ledger.note(actor),
        made_at=clock.now_utc(),
        is_cut=is_cut,
    )
    return page("records/print.html", data)


def campaigns_of(actor: Actor) -> tuple[CampaignPlace, ...]:
    """Published campaigns of the actor's unit, of those above it, and in reach."""
    above = {one.id for one in unit_tree().ancestors(actor.unit_id)}
    return record_places.published_campaigns(above | actor.scope)


def _overview(
    actor: Actor,
    campaigns: tuple[CampaignPlace, ...],
    campaign: CampaignPlace | None,
) -> OverviewPage:
    counts = counts_by_status(campaign.id) if campaign else {}
    lines = [
        KindLine(
            kind,
            {
                status: sum(
                    count
                    for (key, _, stands), count in counts.items()
                    if key == kind.key and stands == status
                )
                for status in STATUSES
            },
        )
        for kind in KIND_BY_KEY.values()
    ]
    return OverviewPage(
        campaign=campaign,
        campaigns=campaigns,
        tasks=record_places.tasks_of(campaign.id) if campaign else (),
        kinds=tuple(lines),
        kind_labels={key: kind.label for key, kind in KIND_BY_KEY.items()},
        columns=_COLUMNS,
        may_enter=actor.may("records.enter"),
    )
