"""A campaign's file for the archives: make the pack, read its report, take it."""

import json
from pathlib import Path
from zipfile import ZipFile

from flask import request, send_file, url_for
from flask.wrappers import Response

from blueprints.filings import bp, shown
from blueprints.filings.pages import ArchivePage
from blueprints.filings.routes import wake_packing
from documents.archive.index import REPORT
from domain.errors import NotFound
from services import packing
from web.htmx import see_other
from web.idempotency import once
from web.pages import page_or_fragment
from web.policy import current_actor, requires

NO_CAMPAIGN = "没有这个活动，或它不在您的范围内。请从“材料”列表重新进入。"
NO_PACK = "还没有这个活动的归档包。请先归档，再下载。"


@bp.get("/archive")
@requires("filings.make")
def archive() -> Response:
    """Campaigns to choose from; of the chosen one its pack, or how far that is."""
    campaigns = shown.campaigns_for(current_actor())
    chosen = request.args.get("campaign", campaigns[0][0] if campaigns else "")
    path = _path(chosen) if chosen in dict(campaigns) else None
    is_made = path is not None and path.exists()
    report = _report(path) if path is not None and is_made else {}
    data = ArchivePage(
        campaigns=campaigns,
        chosen=chosen,
        size_bytes=path.stat().st_size if path is not None and is_made else None,
        file_count=report.get("file_count", 0),
        checks=report.get("checks", []),
        not_looked_at=report.get("not_looked_at", []),
        packing=packing.read(path) if path is not None else None,
    )
    return page_or_fragment("filings/archive.html", "filings/_archive.html", data)


@bp.post("/archive")
@requires("filings.make")
@once
def create_archive() -> Response:
    """Ask for a pack of everything of the campaign that the actor may see."""
    chosen = _known(request.form.get("campaign", ""))
    wake_packing(packing.ask(current_actor(), "archive", _path(chosen), [chosen]))
    return see_other(url_for("filings.archive", campaign=chosen))


@bp.get("/archive/<campaign>/zip")
@requires("filings.make")
def archive_file(campaign: str) -> Response:
    """The pack."""
    path = _path(_known(campaign))
    if not path.exists():
        raise NotFound(NO_PACK)
    name = f"{dict(shown.campaigns_for(current_actor()))[campaign]}归档包.zip"
    return send_file(path, "application/zip", as_attachment=True, download_name=name)


def _known(campaign: str) -> str:
    if campaign not in dict(shown.campaigns_for(current_actor())):
        raise NotFound(NO_CAMPAIGN)
    return campaign


def _path(campaign: str) -> Path:
    """One pack a campaign and unit: what is in it depends on who may see what."""
    unit_id = current_actor().unit_id
    return packing.path_of(f"archive/{campaign}-{unit_id}.zip")


def _report(path: Path) -> dict[str, object]:
    with ZipFile(path) as pack:
        report: dict[str, object] = json.loads(pack.read(REPORT))
    return report
