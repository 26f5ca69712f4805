"""The proof with which a branch enrols its keys at the hub that invited it."""

import hashlib
import hmac

from sync.core.envelope import Enrolment, canonical


def enrolment_proof(secret: bytes, site: int, enrolment: Enrolment) -> str:
    """HMAC-SHA256, hex, that binds name and keys to the invitation's secret.

    Only the holder of the invitation can make it, and only for the invited site.
    """
    words = [site, enrolment.name, enrolment.sign_key, enrolment.box_key]
    return hmac.new(secret, canonical(words), hashlib.sha256).hexdigest()


def is_proven(secret: bytes, site: int, enrolment: Enrolment) -> bool:
    """Whether the enrolment carries the proof; compared in constant time."""
    return hmac.compare_digest(
        enrolment_proof(secret, site, enrolment), enrolment.proof
    )
