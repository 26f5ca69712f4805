"""Print a filing that proves itself, and find out whether a file still does.

The PDF is PDF/A-3b, carries its frozen data as JSON (relationship Data), and holds a
slot of fixed length. The slot is filled with two Ed25519 signatures: one over the data,
one over the SHA-256 of the whole file with the slot's own signatures as zeros. Nothing
is appended, so the file stays PDF/A.
"""

import hashlib
import io
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any

import pydyf  # type: ignore[import-untyped]  # no types, comes with WeasyPrint
from weasyprint import Attachment, Document
from weasyprint.css import ColorProfile

from documents.render import Context, lay_out

FORMAT = "luoshi-filing/1"
ALGORITHMS = "ed25519 sha256"
DATA_NAME = "data.json"
VARIANT = "pdf/a-3b"
_ZEROS = "0" * 128
_DOMAIN = b"luoshi filing file 1\n"
_DATA_DOMAIN = b"luoshi filing data 1\n"
SLOT = re.compile(
    rb"LUOSHI-SIGNATURE ed25519 sha256 "
    rb"key:([0-9a-f]{64}) data:([0-9a-f]{128}) file:([0-9a-f]{128}) END"
)

Sign = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: the public key, hex, and what signs with the private one."""

    public_key: str
    sign: Sign


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


def print_proved(context: Context, facts: Facts, signer: Signer | None) -> bytes:
    """The filing as PDF/A-3b with its data; without a signer the slot stays empty.

    Ed25519 signs the same bytes the same way, so the same call gives the same file.
    """
    document = lay_out(facts.kind, context, VARIANT)
    data = frozen_data(context, facts, len(document.pages))
    attached = Attachment(
        string=data,
        name=DATA_NAME,
        relationship="Data",
        created=facts.made_at,
        modified=facts.made_at,
    )
    key = signer.public_key if signer else "0" * 64
    first = signer.sign(data_message(data)).hex() if signer else _ZEROS
    document.color_profiles["srgb"] = _srgb()
    pdf: bytes = document.write_pdf(
        pdf_variant=VARIANT,
        output_intent="",
        attachments=[attached],
        finisher=_slot_writer(key, first),
    )
    if signer is None:
        return pdf
    signature = signer.sign(file_message(pdf)).hex().encode()
    found = SLOT.search(pdf)
    assert found is not None
    return pdf[: found.start(3)] + signature + pdf[found.end(3) :]


def frozen_data(context: Context, facts: Facts, page_count: int) -> bytes:
    """The attached JSON; keys sorted, so that equal data are equal bytes."""
    whole = {
        "format": FORMAT,
        "algorithms": ALGORITHMS,
        "page_count": page_count,
        **asdict(facts),
        "made_at": facts.made_at.isoformat(),
        "data": asdict(context),
    }
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, default=str)
    return text.encode()


def data_message(data: bytes) -> bytes:
    """What the signature over the data signs."""
    return _DATA_DOMAIN + hashlib.sha256(data).digest()


def file_message(pdf: bytes) -> bytes:
    """What the signature over the file signs: all of it, its own place as zeros."""
    found = SLOT.search(pdf)
    assert found is not None
    bare = pdf[: found.start(3)] + _ZEROS.encode() + pdf[found.end(3) :]
    return _DOMAIN + hashlib.sha256(bare).digest()


def _srgb() -> ColorProfile:
    """The profile WeasyPrint ships; its own way of loading it leaves the file open."""
    content = (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()
    names = (["r"], ["g"], ["b"])
    return ColorProfile(
        io.BytesIO(content), "sRGB2014.icc", "relative-colorimetric", names
    )


def _slot_writer(key: str, data_signature: str) -> Callable[[Document, Any], None]:
    words = (
        f"LUOSHI-SIGNATURE {ALGORITHMS} key:{key} data:{data_signature}"
        f" file:{_ZEROS} END"
    )

    def add_slot(document: Document, pdf: Any) -> None:  # noqa: ANN401 - pydyf has no types
        del document
        extra: Mapping[str, str] = {"Type": "/LuoshiSignature"}
        slot = pydyf.Stream([words.encode()], extra=extra, compress=False)
        pdf.add_object(slot)
        # Named in the catalogue, another program keeps it when it saves the file.
        pdf.catalog["LuoshiSignature"] = slot.reference

    return add_slot
