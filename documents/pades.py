"""The signature that PDF readers show: PAdES B-B, written into the file as it is made.

The file is written once, with a hole of the right length for the signature, which
covers every other byte; nothing is ever appended. The key signs equal bytes equally, so
equal filings are equal files. Reading back makes the signature again from its parts: a
hole that holds anything else, however valid, is not what was signed.
"""

import asyncio
import hashlib
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

import pydyf  # type: ignore[import-untyped]  # no types, comes with WeasyPrint
from asn1crypto import cms, x509  # type: ignore[import-untyped]  # no types
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import load_der_x509_certificate

if TYPE_CHECKING:
    from pyhanko.sign.signers import Signer

DIGEST = "sha256"
_HOLE = re.compile(
    rb"/ByteRange \[0 (\d{10}) (\d{10}) (\d{10})\]/Contents (<[0-9a-f]*>)"
)
# Print, and locked: the field may not be moved.
_FLAGS = 4 + 128

Sign = Callable[[bytes], bytes]
Rectangle = tuple[float, float, float, float]


class State(Enum):
    """What has become of the signature; none is left when a program saved anew."""

    NONE = "none"
    WHOLE = "whole"
    CHANGED = "changed"
    APPENDED = "appended"


@dataclass(frozen=True, slots=True)
class Found:
    """The signature of a file; no certificate unless it is whole."""

    state: State
    certificate: bytes = b""


@dataclass(frozen=True, slots=True)
class Look:
    """How the signature shows on paper.

    Attributes:
        page: Number of the page, from 0.
        place: Left, bottom, right, top in points; all zero shows nothing.
        drawing: PDF operators that fill the place, from its lower left corner.
    """

    page: int = 0
    place: Rectangle = (0, 0, 0, 0)
    drawing: bytes = b""


class _Raw(pydyf.Object):  # type: ignore[misc]  # pydyf has no types
    """An object written as it is, never packed into a stream."""

    compressible = False
    data = b""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.data = data


def add_field(pdf: Any, look: Look, words: bytes, length: int) -> None:  # noqa: ANN401 - pydyf has no types
    """Put the field, its look and a hole for the signature into a PDF being made.

    Args:
        pdf: Of pydyf, all pages in it.
        look: Where it shows, and how.
        words: Entries of the signature dictionary besides its range and contents.
        length: Bytes of the signature.
    """
    blank = b"/ByteRange [0 %s]/Contents <%s>" % (
        b" ".join([b"0" * 10] * 3),
        b"0" * (2 * length),
    )
    signature = _Raw(b"<</Type /Sig%s%s>>" % (words, blank))
    left, bottom, right, top = look.place
    box = pydyf.Array([0, 0, right - left, top - bottom])
    extra = {"Type": "/XObject", "Subtype": "/Form", "BBox": box}
    shown = pydyf.Stream([look.drawing], extra, compress=True)
    for one in (signature, shown):
        pdf.add_object(one)
    page = pdf.objects[int(pdf.page_references[look.page].split()[0])]
    field = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pydyf.String("签名"),
            "Rect": pydyf.Array(look.place),
            "F": _FLAGS,
            "P": page.reference,
            "V": signature.reference,
            "AP": pydyf.Dictionary({"N": shown.reference}),
        }
    )
    pdf.add_object(field)
    page.setdefault("Annots", pydyf.Array()).append(field.reference)
    pdf.catalog["AcroForm"] = pydyf.Dictionary(
        {"Fields": pydyf.Array([field.reference]), "SigFlags": 3}
    )


def signature_words(name: str, reason: str, at: datetime) -> bytes:
    """Entries of the signature dictionary: who, why and when, as told by the signer."""
    entries = {
        "Filter": "/Adobe.PPKLite",
        "SubFilter": "/ETSI.CAdES.detached",
        "Name": pydyf.String(name),
        "Reason": pydyf.String(reason),
        "M": pydyf.String(f"D:{at:%Y%m%d%H%M%S}Z"),
    }
    whole: bytes = pydyf.Dictionary(entries).data
    return whole[2:-2]


def signature_length(certificate: bytes, sign: Sign) -> int:
    """Bytes of every signature that this key makes."""
    return len(_container(certificate, hashlib.sha256().digest(), sign))


def fill(pdf: bytes, certificate: bytes, sign: Sign) -> bytes:
    """The file with its hole filled."""
    found = _HOLE.search(pdf)
    assert found is not None
    start, end = found.span(4)
    for group, value in zip((1, 2, 3), (start, end, len(pdf) - end), strict=True):
        first, last = found.span(group)
        pdf = b"%s%010d%s" % (pdf[:first], value, pdf[last:])
    digest = hashlib.sha256(pdf[:start] + pdf[end:]).digest()
    container = _container(certificate, digest, sign).hex().encode()
    assert len(container) == end - start - 2
    return b"%s<%s>%s" % (pdf[:start], container, pdf[end:])


def examine(pdf: bytes) -> Found:
    """Whether the one signature of the file still covers all of it."""
    holes = list(_HOLE.finditer(pdf))
    if not holes:
        return Found(State.NONE)
    hole = holes[0]
    start, end = hole.span(4)
    told = [int(hole.group(number)) for number in (1, 2, 3)]
    if told[:2] == [start, end] and end + told[2] < len(pdf):
        return Found(State.APPENDED)
    if len(holes) > 1 or told != [start, end, len(pdf) - end]:
        return Found(State.CHANGED)
    digest = hashlib.sha256(pdf[:start] + pdf[end:]).digest()
    certificate = _signed_by(bytes.fromhex(hole.group(4)[1:-1].decode()), digest)
    return Found(State.WHOLE, certificate) if certificate else Found(State.CHANGED)


def _signed_by(container: bytes, digest: bytes) -> bytes:
    """The certificate whose key signed the digest in just these bytes, or nothing.

    ASN.1 of unknown origin makes the parser stumble in many ways; each means no.
    """
    try:
        content = cms.ContentInfo.load(container)["content"]
        (signer,) = content["signer_infos"]
        certificate: bytes = content["certificates"][0].chosen.dump()
        signature = signer["signature"].native
        if container != _container(certificate, digest, lambda _: signature):
            return b""
        signed = signer["signed_attrs"].untag().dump()
        key = load_der_x509_certificate(certificate).public_key()
        if not isinstance(key, RSAPublicKey):
            return b""
        key.verify(signature, signed, PKCS1v15(), SHA256())
    except (InvalidSignature, ValueError, TypeError, KeyError, IndexError):
        return b""
    return certificate


def _container(certificate: bytes, digest: bytes, sign: Sign) -> bytes:
    """The CMS container over a digest: what a PAdES signature consists of."""
    signer = _pyhanko_signer(x509.Certificate.load(certificate), sign)
    # A thread of its own: the caller's may run an event loop, which allows no second.
    with ThreadPoolExecutor(1) as apart:
        work = signer.async_sign(digest, DIGEST, use_pades=True)
        content: bytes = apart.submit(asyncio.run, work).result().dump()
    return content


def _pyhanko_signer(certificate: x509.Certificate, sign: Sign) -> "Signer":
    # Loaded by the first signature only: it takes longer than starting the program.
    from pyhanko.sign.signers import Signer  # noqa: PLC0415

    class NodeSigner(Signer):
        """Signs with what it is given."""

        async def async_sign_raw(
            self,
            data: bytes,
            digest_algorithm: str,
            dry_run: bool = False,  # noqa: FBT001, FBT002 - named by pyHanko
        ) -> bytes:
            del digest_algorithm, dry_run
            return sign(data)

    return NodeSigner(signing_cert=certificate)
