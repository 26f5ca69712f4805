"""What a site signs when it calls another one over a line.

A call carries no account and no cookie: the site's own key is its only proof. The
nonce comes from the answering side and lasts minutes, so no clock is compared.
"""

from sync.core.envelope import canonical

MAGIC = b"OFLINE1\0"


def call_bytes(nonce: str, method: str, target: str, body_sha256: str) -> bytes:
    """The bytes to sign.

    Args:
        nonce: As the answering side gave it.
        method: Upper case.
        target: Path with query, as sent.
        body_sha256: Of the request's body, hex; of nothing when there is none.
    """
    return MAGIC + canonical([nonce, method, target, body_sha256])
