"""The signature that PDF readers see, and PDF/A, on every kind of filing."""

import io
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from documents.joined import joined
from documents.proof import FILE_DOMAIN, Proof, file_message, write_proved
from documents.render import render
from documents.verify import FILE_CHANGED, FOREIGN_SIGNATURE, UNKNOWN_KEY, verify
from domain.filings import KIND_BY_KEY
from tests.factories.documents import notice, summary
from tests.factories.signing import FACTS, KEY, NODE_NAME, filing_context, node_signer
from tests.integration.documents.pdf_pages import MM, pages, seal_boxes
from tests.integration.documents.pdfa import pdfa_faults

KNOWN = {KEY: NODE_NAME}


def proved(kind: str) -> bytes:
    """A filing of that kind as the node signs it."""
    return write_proved(
        Proof(filing_context(kind), replace(FACTS, kind=kind), node_signer())
    )


def told(pdf: bytes, folder: Path) -> str:
    """What pdfsig of Poppler says."""
    (folder / "a.pdf").write_bytes(pdf)
    done = subprocess.run(
        ["pdfsig", "a.pdf"], cwd=folder, capture_output=True, text=True, check=False
    )
    return done.stdout


@pytest.mark.parametrize("kind", KIND_BY_KEY)
def test_every_kind_is_signed_archivable_and_steady(kind: str, tmp_path: Path) -> None:
    pdf = proved(kind)
    assert proved(kind) == pdf
    assert pdfa_faults(pdf) == []
    assert verify(pdf, KNOWN).problems == ()
    answer = told(pdf, tmp_path)
    assert "Signature is Valid" in answer
    assert "Total document signed" in answer
    assert "ETSI.CAdES.detached" in answer
    assert f"Common Name: {NODE_NAME}" in answer


@pytest.mark.parametrize(
    ("fault", "word"),
    [
        (lambda root: root.AF[0].__delitem__("/AFRelationship"), "relation"),
        (lambda root: root.__setitem__("/OpenAction", {}), "OpenAction"),
        (lambda root: root.AcroForm.Fields[0].__setitem__("/F", 2), "not print"),
        (lambda root: root.OutputIntents.__delitem__(0), "output intents"),
        (lambda root: root.Metadata.write(b""), "XMP says"),
    ],
)
def test_check_of_the_archive_format_sees_planted_faults(
    fault: Callable[[pikepdf.Object], object], word: str
) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(proved("bulletin"))) as opened:
        fault(opened.Root)
        opened.save(out)
    assert any(word in one for one in pdfa_faults(out.getvalue()))


def test_another_reader_of_signatures_agrees() -> None:
    signer = node_signer()
    trusted = list(load_certs_from_pemder_data(signer.certificate))
    context = ValidationContext(trust_roots=trusted, allow_fetching=False)
    reader = PdfFileReader(io.BytesIO(proved("summary")))
    (signature,) = reader.embedded_signatures
    with ThreadPoolExecutor(1) as apart:  # the browser driver's loop runs in this one
        status = apart.submit(validate_pdf_signature, signature, context).result()
    assert status.bottom_line
    assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE


def test_altered_byte_is_seen_by_readers_too(tmp_path: Path) -> None:
    pdf = bytearray(proved("summary"))
    pdf[len(pdf) // 3] ^= 1
    assert "Signature is Valid" not in told(bytes(pdf), tmp_path)
    assert FILE_CHANGED in verify(bytes(pdf), KNOWN).problems


def test_file_signed_by_a_stranger_names_the_foreign_signature() -> None:
    """Slot and data are the node's own; only the PDF signature is another's."""
    node, stranger = node_signer(), node_signer("冒名者", bytes(32))

    def sign(message: bytes) -> bytes:
        if message.startswith(FILE_DOMAIN):
            page_count = int.from_bytes(message[len(FILE_DOMAIN) :][:4])
            message = file_message(page_count, node.certificate)
        return node.sign(message)

    forged = replace(stranger, public_key=node.public_key, sign=sign)
    problems = verify(write_proved(Proof(summary(), FACTS, forged)), KNOWN).problems
    assert problems == (FOREIGN_SIGNATURE,)


def test_seal_is_the_look_of_the_signature(tmp_path: Path) -> None:
    context = notice(is_sealed=True)
    pdf = write_proved(Proof(context, FACTS, node_signer()))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        (field,) = opened.pages[-1].Annots
        left, bottom, right, top = (float(one) * MM for one in field.Rect)
    drawn = seal_boxes(list(pages(render("summary", context)))[-1])
    assert drawn == [pytest.approx((left, 297 - top, right, 297 - bottom), abs=0.05)]
    assert not seal_boxes(list(pages(pdf))[-1])
    red = red_share(pdf, tmp_path)
    assert red == pytest.approx(
        red_share(render("summary", context), tmp_path), rel=0.02
    )
    assert red > 0.001


def red_share(pdf: bytes, folder: Path) -> float:
    """Part of the last page that is red, as Poppler draws it."""
    (folder / "page.pdf").write_bytes(pdf)
    command = "pdftoppm -r 100 -f 2 -png -singlefile page.pdf page"
    subprocess.run(command.split(), cwd=folder, check=True)
    with Image.open(folder / "page.png") as picture:
        dots = picture.convert("RGB").tobytes()
    found = zip(dots[::3], dots[1::3], strict=True)
    return sum(red > 150 and green < 100 for red, green in found) / len(dots) * 3


def test_paper_without_seal_has_a_signature_that_shows_nothing() -> None:
    with pikepdf.open(io.BytesIO(proved("bulletin"))) as opened:
        (field,) = opened.pages[0].Annots
        assert [float(one) for one in field.Rect] == [0, 0, 0, 0]


def test_stranger_with_a_whole_filing_of_his_own_is_unknown() -> None:
    stranger = node_signer("冒名者", bytes(32))
    pdf = write_proved(Proof(summary(), FACTS, stranger))
    assert verify(pdf, KNOWN).problems == (UNKNOWN_KEY,)


def test_joined_filings_keep_their_seals_and_no_signature(tmp_path: Path) -> None:
    one = write_proved(Proof(notice(is_sealed=True), FACTS, node_signer()))
    whole = joined([one, one])
    assert "Signature" not in told(whole, tmp_path)
    with pikepdf.open(io.BytesIO(whole)) as opened:
        kinds = [
            str(one.Subtype) for page in opened.pages for one in page.get("/Annots", [])
        ]
    assert kinds == ["/Stamp"] * 2
