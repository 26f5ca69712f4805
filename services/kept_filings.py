"""Filings printed once: asked for again with the same pages, the kept file is served.

A key (documents.content_key) names everything that decides how a filing looks. Beside
the PDFs lies a folder with a small file for each key, its text the id of the filing. It
may be deleted at any time: then papers are printed anew.
"""

from pathlib import Path

from services.filings import pdf_path
from store import clock
from store.db import home_path, write
from store.queries import filings as queries
from store.scope import EVERYTHING, acting_in
from store.tables.filings import FilingRequest


def kept_under(key: str, request: queries.RequestRow) -> int | None:
    """Id of the newest version of what is asked for, if it was printed under the key.

    An older version is not served again: what came after it would seem older.
    """
    try:
        filing_id = int(_path(key).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
    with acting_in(EVERYTHING):
        found = queries.filing(filing_id)
        newest = queries.version_count(request)
    is_same = found is not None and found.version == newest
    return filing_id if is_same and found and pdf_path(found.sha256).exists() else None


def remember(key: str, filing_id: int) -> None:
    """Serve that filing when the same pages are asked for."""
    path = _path(key)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_suffix(".part")
    part.write_text(str(filing_id), encoding="ascii")
    part.replace(path)


def serve(request_id: int, filing_id: int) -> int:
    """Answer the request with a filing that is there already; its id."""
    with write() as session:
        row = session.get_one(FilingRequest, request_id)
        row.state, row.filing_id = "ready", filing_id
        row.changed_at = clock.now_utc()
    return filing_id


def progress_path(request_id: int) -> Path:
    """Where the printer of a request writes how many pages are laid out."""
    return home_path() / "filings" / "progress" / str(request_id)


def page_reached(request_id: int) -> int:
    """The page a request has got to; 0 before the first and after the last."""
    try:
        return int(progress_path(request_id).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0


def _path(key: str) -> Path:
    return home_path() / "filings" / "kept" / key
