"""Put several finished filings into one file, to be printed in one go.

The pages are those of the filings; what proves a filing, its signature and its data,
stays in the filing itself.
"""

import io
from collections.abc import Iterable
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PdfFileWriter

_NAME = generic.pdf_name


def _as_stamp(field: Any) -> None:  # noqa: ANN401 - half typed
    """A signature means nothing outside the file it signs, but its seal is printed."""
    for name in ("/V", "/FT", "/T"):
        field.pop(_NAME(name), None)
    field[_NAME("/Subtype")] = _NAME("/Stamp")


def joined(pdfs: Iterable[bytes]) -> bytes:
    """The pages of all files in their order."""
    writer: Any = PdfFileWriter(stream_xrefs=False)  # type: ignore[no-untyped-call]  # half typed
    root = writer.root["/Pages"]
    count = 0
    for pdf in pdfs:
        reader: Any = PdfFileReader(io.BytesIO(pdf), strict=False)
        tree = reader.root.raw_get("/Pages")
        branch = writer.import_object(tree)
        pages = branch.get_object()
        pages[_NAME("/Parent")] = writer.root.raw_get("/Pages")
        for page in pages["/Kids"]:
            for field in page.get_object().get("/Annots", ()):
                _as_stamp(field.get_object())
        root["/Kids"].append(branch)
        count += int(pages["/Count"])
    root[_NAME("/Count")] = generic.NumberObject(count)  # type: ignore[no-untyped-call]  # half typed
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()
