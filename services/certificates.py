"""The certificate that PDF readers show beside the signature of a filing.

Each node makes its own; nobody vouches for it but the node's exchange key, which signs
it anew in every filing. It is no 电子印章 of GB/T 38540, and no certificate of an
authority.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from store import clock
from store.db import write
from sync.node import Node, write_private

FILE = "filing.pem"
_BITS = 3072
# Filings are kept for thirty years; so is what vouches for their look.
_HOLDS = timedelta(days=40 * 365)
_NAME_LENGTH_MAX = 64


@dataclass(frozen=True)
class FileKey:
    """A key that signs files, with its certificate.

    RSA with PKCS #1 v1.5: readers of every age know it, and it signs the same bytes
    the same way.

    Attributes:
        pem: The private key; text, so that it can be handed to a press.
        certificate: DER.
    """

    pem: bytes
    certificate: bytes

    def sign(self, data: bytes) -> bytes:
        """The signature over the data."""
        return _loaded(self.pem).sign(data, PKCS1v15(), SHA256())


@cache
def _loaded(pem: bytes) -> rsa.RSAPrivateKey:
    key = serialization.load_pem_private_key(pem, None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key


def file_key_of(node: Node, name: str, unit: str) -> FileKey:
    """The node's key, made at its first use and never replaced."""
    path = node.home / "keys" / FILE
    if not path.exists():
        with write():
            if not path.exists():
                _keep(new_certificate(name, unit, clock.now_utc()), path)
    content = path.read_bytes()
    certificate = x509.load_pem_x509_certificate(content)
    return FileKey(content, certificate.public_bytes(serialization.Encoding.DER))


def new_certificate(name: str, unit: str, at: datetime) -> FileKey:
    """A fresh key whose certificate names the node and its unit."""
    key = rsa.generate_private_key(65537, _BITS)
    words = {NameOID.COMMON_NAME: name, NameOID.ORGANIZATION_NAME: unit}
    subject = x509.Name(
        [
            x509.NameAttribute(oid, text[:_NAME_LENGTH_MAX])
            for oid, text in words.items()
            if text
        ]
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + _HOLDS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(), critical=True)
    )
    made = builder.sign(key, SHA256())
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return FileKey(pem, made.public_bytes(serialization.Encoding.DER))


def _usage() -> x509.KeyUsage:
    """Signing documents and nothing else."""
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _keep(made: FileKey, path: Path) -> None:
    """Key and certificate in one file, there whole or not at all."""
    public = x509.load_der_x509_certificate(made.certificate)
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    text = made.pem + public.public_bytes(serialization.Encoding.PEM)
    write_private(part, text.decode())
    part.replace(path)
