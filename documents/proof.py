"""Print a filing that proves itself; documents.verify finds out whether a file does.

The PDF is PDF/A-3b, carries its frozen data as JSON (relationship Data), a PAdES
signature over the whole file, and a slot with two Ed25519 signatures of the node: one
over the data, which the QR code on the paper repeats, and one that says which
certificate signs the file and how many pages it has. Nothing is appended to the file,
and the same data give the same bytes.
"""

import hashlib
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property
from importlib.resources import files
from typing import Any

import pydyf  # type: ignore[import-untyped]  # no types, comes with WeasyPrint
from weasyprint import Attachment, Document
from weasyprint.css import ColorProfile

from documents import pades
from documents.codes import QrContent, qr_text, typed_code
from documents.drawn import DrawnPages
from documents.official import OfficialContext
from documents.opening import DATA_NAME
from documents.parts import Part
from documents.render import Context, draw_part, join_parts, lay_out
from documents.signing import sign_block
from documents.stamps import Stamp, stamp
from domain.filings import Signer

FORMAT = "luoshi-filing/2"
ALGORITHMS = "ed25519 sha256"
VARIANT = "pdf/a-3b"
_DATA_DOMAIN = b"luoshi filing data 2\n"
FILE_DOMAIN = b"luoshi filing file 2\n"
_CSS_PIXEL = 0.75


@dataclass(frozen=True, slots=True)
class Facts:
    """What a filing says of itself beside its figures.

    Attributes:
        number: Of the series of the unit and year.
        made_at: UTC; belongs to the filing, so that printing again gives the same.
    """

    kind: str
    number: str
    unit: str
    version: int
    made_at: datetime


@dataclass(frozen=True)
class Proof:
    """The frozen data of a filing and, when there is a signer, who vouches for it."""

    context: Context
    facts: Facts
    signer: Signer | None

    @cached_property
    def data(self) -> bytes:
        """The attached JSON; keys sorted, so that equal data are equal bytes."""
        whole = {
            "format": FORMAT,
            "algorithms": ALGORITHMS,
            **asdict(self.facts),
            "made_at": self.facts.made_at.isoformat(),
            "data": asdict(self.context),
        }
        text = json.dumps(whole, ensure_ascii=False, sort_keys=True, default=str)
        return text.encode()

    @cached_property
    def signature(self) -> bytes:
        """Of the node over the data; empty without a signer."""
        return self.signer.sign(data_message(self.data)) if self.signer else b""

    @property
    def code(self) -> str:
        """What is typed to find the filing again."""
        return typed_code(self.data)


def write_proved(proof: Proof, parts: Sequence[DrawnPages | None] = ()) -> bytes:
    """The PDF; without a signer its slot is empty and no code stands on the paper.

    Every key signs the same bytes the same way, so the same proof gives the same file.

    Args:
        proof: What is filed.
        parts: All its pages when they were drawn before, see draw_proved; with None
            among them it is laid out here.
    """
    whole = [part for part in parts if part]
    document = join_parts(whole) if whole and len(whole) == len(parts) else None
    if document is None:
        document = lay_out(proof.facts.kind, proof.context, VARIANT, _stamp(proof))
    signer = proof.signer
    document.color_profiles["srgb"] = _srgb()
    pdf: bytes = document.write_pdf(
        pdf_variant=VARIANT,
        output_intent="",
        attachments=[_attached(proof)],
        finisher=_finisher(proof),
    )
    return pades.fill(pdf, signer.certificate, signer.sign_file) if signer else pdf


def draw_proved(proof: Proof, part: Part) -> DrawnPages | None:
    """One part of the pages, for write_proved in any process."""
    return draw_part(part, VARIANT, _stamp(proof))


def _stamp(proof: Proof) -> Stamp | None:
    """QR code and typed code; none on unsigned papers."""
    if not proof.signer:
        return None
    digest = hashlib.sha256(proof.data).digest()
    content = QrContent(proof.facts.number, digest, proof.signature)
    return stamp(proof.context.form, qr_text(content, ALGORITHMS), proof.code)


def data_message(data: bytes) -> bytes:
    """What the signature over the data signs."""
    return digest_message(hashlib.sha256(data).digest())


def digest_message(digest: bytes) -> bytes:
    """The same from the digest alone, as a QR code tells it."""
    return _DATA_DOMAIN + digest


def file_message(page_count: int, certificate: bytes) -> bytes:
    """What says how many pages there are, and whose signature the file carries."""
    digest = hashlib.sha256(certificate).digest()
    return FILE_DOMAIN + page_count.to_bytes(4) + digest


def _attached(proof: Proof) -> Attachment:
    at = proof.facts.made_at
    return Attachment(
        string=proof.data,
        name=DATA_NAME,
        relationship="Data",
        created=at,
        modified=at,
    )


def _srgb() -> ColorProfile:
    """The profile WeasyPrint ships; its own way of loading it leaves the file open."""
    content = (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()
    names = (["r"], ["g"], ["b"])
    return ColorProfile(
        io.BytesIO(content), "sRGB2014.icc", "relative-colorimetric", names
    )


def _finisher(proof: Proof) -> Callable[[Document, Any], None]:
    signer, facts = proof.signer, proof.facts

    def finish(document: Document, pdf: Any) -> None:  # noqa: ANN401 - pydyf has no types
        extra: Mapping[str, str] = {"Type": "/LuoshiSignature"}
        words = _slot(proof, len(document.pages))
        slot = pydyf.Stream([words.encode()], extra=extra, compress=False)
        pdf.add_object(slot)
        # Named in the catalogue, another program keeps it when it saves the file.
        pdf.catalog["LuoshiSignature"] = slot.reference
        if signer:
            told = pades.signature_words(signer.name, facts.number, facts.made_at)
            length = pades.signature_length(signer.certificate, signer.sign_file)
            pades.add_field(pdf, _look(document, proof.context), told, length)

    return finish


def _slot(proof: Proof, page_count: int) -> str:
    key, first, second = "0" * 64, "0" * 128, "0" * 128
    if proof.signer:
        message = file_message(page_count, proof.signer.certificate)
        key, first = proof.signer.public_key, proof.signature.hex()
        second = proof.signer.sign(message).hex()
    return (
        f"LUOSHI-SIGNATURE {ALGORITHMS} key:{key} data:{first}"
        f" pages:{page_count:04d} file:{second} END"
    )


def _look(document: Document, context: Context) -> pades.Look:
    """The first seal of the paper, at the place that was left for it."""
    for number, page in enumerate(document.pages):
        if "seal" in page.anchors and isinstance(context, OfficialContext):
            left, top, right, bottom = page.anchors["seal"]
            heights = (page.height - bottom, page.height - top)
            low, high = (one * _CSS_PIXEL for one in heights)
            place = (left * _CSS_PIXEL, low, right * _CSS_PIXEL, high)
            seal = sign_block(context).seals[0].seal
            return pades.Look(number, place, seal.operators())
    return pades.Look()
