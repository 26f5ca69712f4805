"""The QR code and its typed code: readable, and nowhere in the way of the text."""

import io
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from documents import layout
from documents.codes import code_of_digest
from documents.contexts import Imprint
from documents.proof import Proof, write_proved
from documents.render import Context, render
from documents.verify import FOREIGN_QR, NO_QR, verify_qr
from domain.errors import Invalid
from domain.filings import KIND_BY_KEY
from tests.factories.documents import ISSUED_ON, letter, notice, study_statistics
from tests.factories.signing import FACTS, KEY, NODE_NAME, filing_context, node_signer
from tests.integration.documents.pdf_pages import MM, pages

KNOWN = {KEY: NODE_NAME}
IMPRINT = Imprint(("市城市管理局",), "处办公室", ISSUED_ON)


def scanned(pdf: bytes, folder: Path) -> list[str]:
    """QR codes of the first page as a scanner of 150 dots per inch sees them."""
    (folder / "a.pdf").write_bytes(pdf)
    command = "pdftoppm -r 150 -l 1 -gray -png -singlefile a.pdf a"
    subprocess.run(command.split(), cwd=folder, check=True)
    with Image.open(io.BytesIO((folder / "a.png").read_bytes())) as picture:
        return [found.text for found in zxingcpp.read_barcodes(picture)]


@pytest.mark.parametrize("kind", KIND_BY_KEY)
def test_code_of_every_kind_is_read_and_proves_its_data(
    kind: str, tmp_path: Path
) -> None:
    proof = Proof(filing_context(kind), replace(FACTS, kind=kind), node_signer())
    pdf = write_proved(Proof(proof.context, proof.facts, node_signer()))
    (text,) = scanned(pdf, tmp_path)
    found = verify_qr(text, KNOWN)
    assert (found.number, found.signer) == (FACTS.number, NODE_NAME)
    assert found.code == proof.code
    assert proof.code in next(pages(pdf)).extract_text()


def test_code_of_a_stranger_or_of_something_else_proves_nothing(tmp_path: Path) -> None:
    pdf = write_proved(Proof(notice(), FACTS, node_signer("冒名者", bytes(32))))
    (text,) = scanned(pdf, tmp_path)
    with pytest.raises(Invalid, match=FOREIGN_QR):
        verify_qr(text, KNOWN)
    for other in ("", "https://example.org", text.replace("|", "/"), text + "!"):
        with pytest.raises(Invalid, match=NO_QR):
            verify_qr(other, KNOWN)


@pytest.mark.parametrize(
    "context",
    [
        notice(3, is_sealed=True, imprint=IMPRINT),
        letter(1, imprint=IMPRINT),
        study_statistics(*(f"第{n}分队" for n in range(40))),
    ],
    ids=["document", "letter", "study"],
)
def test_everything_else_stands_where_it_stands_without_the_code(
    context: Context,
) -> None:
    kind = "study-statistics" if context.form == "study-statistics" else "summary"
    facts = replace(FACTS, kind=kind)
    plain = list(pages(render(kind, context)))
    signed = list(pages(write_proved(Proof(context, facts, node_signer()))))
    code = Proof(context, facts, node_signer()).code
    assert len(plain) == len(signed)
    for number, (before, after) in enumerate(zip(plain, signed, strict=True)):
        now = [_place(one) for one in after.chars]
        then = [_place(one) for one in before.chars]
        extra = "".join(str(one[0]) for one in now if one not in then)
        assert extra == (code if number == 0 else "")
        assert [one for one in now if one in then] == then


def _place(char: dict[str, object]) -> tuple[object, ...]:
    return tuple(char[name] for name in ("text", "x0", "top", "size"))


def test_code_of_an_upright_page_stays_in_the_foot_margin() -> None:
    (page, *_) = pages(write_proved(Proof(notice(), FACTS, node_signer())))
    dark = [one for one in page.curves + page.rects if one["x1"] * MM < 60]
    low = [one for one in dark if one["top"] * MM > 262]
    assert low
    assert min(one["top"] for one in low) * MM == pytest.approx(266, abs=0.1)
    assert max(one["bottom"] for one in low) * MM < 288
    assert min(one["x0"] for one in low) * MM == pytest.approx(layout.LEFT, abs=0.1)
    number = [
        one for one in page.chars if one["top"] * MM > 262 and one["x0"] * MM > 60
    ]
    assert "".join(one["text"] for one in number).strip() == "— 1 —"


def test_unsigned_filing_has_no_code(tmp_path: Path) -> None:
    assert scanned(write_proved(Proof(notice(), FACTS, None)), tmp_path) == []


def test_code_is_the_beginning_of_the_digest() -> None:
    assert code_of_digest(bytes(32)) == "00000-00000"
    assert code_of_digest(b"\xff" * 32) == "ZZZZZ-ZZZZZ"
