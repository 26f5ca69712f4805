"""Who calls over the line: a branch, known by its key."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from domain.errors import Forbidden
from services import exchange
from sync import seal
from sync.core.calls import call_bytes
from sync.core.envelope import Enrolment
from sync.core.keys import is_proven
from sync.sites import Site, all_sites

NOT_KNOWN = (
    "对方节点没有认出本机的密钥，没有办理。请确认本机是由该节点邀请的，"
    "或改用 U 盘交换一次。"
)


@dataclass(frozen=True)
class Call:
    """One request of a site.

    Attributes:
        enrolment: Keys with their proof, as long as the parent has not answered once.
    """

    site: int
    nonce: str
    method: str
    target: str
    body: bytes
    signature: str
    enrolment: Mapping[str, str] | None


def require_branch(call: Call) -> Site:
    """The branch that signed the call.

    Raises:
        Forbidden: It is no branch of this node, is retired, or did not sign this.
    """
    with exchange.this_node().open() as connection:
        site = all_sites(connection).get(call.site)
    key = _key(site, call.enrolment) if site else None
    body_sha256 = hashlib.sha256(call.body).hexdigest()
    signed = call_bytes(call.nonce, call.method, call.target, body_sha256)
    if site is None or key is None or not seal.is_signed(signed, _bytes(call), key):
        raise Forbidden(NOT_KNOWN)
    return site


def _key(site: Site, enrolment: Mapping[str, str] | None) -> bytes | None:
    if site.relation != "child" or site.status == "retired":
        return None
    if site.sign_key is not None or site.secret is None or enrolment is None:
        return site.sign_key
    try:
        claimed = Enrolment(**enrolment)
        key = bytes.fromhex(claimed.sign_key)
    except (TypeError, ValueError):
        return None
    return key if is_proven(site.secret, site.site, claimed) else None


def _bytes(call: Call) -> bytes:
    try:
        return bytes.fromhex(call.signature)
    except ValueError:
        return b""
