"""A filing as a file for Word or Excel, made from its frozen figures."""

from io import BytesIO

from flask import send_file
from flask.wrappers import Response

from blueprints.filings import bp, shown
from blueprints.filings.routes import filed
from documents.official import OfficialContext
from documents.thaw import thaw
from documents.word import word_file
from documents.workbook import workbook
from services import filings
from store.queries import filings as queries
from web.policy import current_actor, requires

OPEN_XML = "application/vnd.openxmlformats-officedocument"
WORD = f"{OPEN_XML}.wordprocessingml.document"
EXCEL = f"{OPEN_XML}.spreadsheetml.sheet"


@bp.get("/<int:filing_id>/office")
@requires("filings.read")
def office_file(filing_id: int) -> Response:
    """Papers as DOCX, tables as XLSX; only the PDF proves anything."""
    row = filed(filing_id)
    context = thaw(row.kind, queries.frozen_of(filing_id))
    filings.note_download(current_actor(), row)
    if isinstance(context, OfficialContext):
        content, mime, ending = word_file(context), WORD, "docx"
    else:
        content, mime, ending = workbook(context), EXCEL, "xlsx"
    name = shown.file_name(row, ending)
    return send_file(BytesIO(content), mime, as_attachment=True, download_name=name)
