"""A node that signs filings, and a filing of every kind for it to sign."""

from datetime import UTC, datetime
from functools import cache, partial

from nacl.signing import SigningKey

from documents.proof import Facts
from documents.render import Context
from documents.results import result_sheet
from domain.filings import SHEET_KINDS, Signer
from services.certificates import new_certificate
from sync.seal import sign
from tests.factories.documents import (
    bulletin,
    letter,
    minutes,
    notice,
    order,
    study_statistics,
    wide_annex,
)
from tests.factories.results import review

SEED = bytes(range(32))
KEY = bytes(SigningKey(SEED).verify_key).hex()
NODE_NAME = "环卫处"
FACTS = Facts(
    "summary", "某环发〔2009〕37号", "某市环境卫生管理处", 1,
    datetime(2009, 8, 28, 8, tzinfo=UTC),
)  # fmt: skip


@cache
def node_signer(name: str = NODE_NAME, seed: bytes = SEED) -> Signer:
    """Who signs filings of that node; its RSA key is made once a run."""
    made = new_certificate(name, "某市环境卫生管理处", FACTS.made_at)
    key = bytes(SigningKey(seed).verify_key).hex()
    sign_data = partial(sign, private_sign_key=seed)
    return Signer(key, sign_data, name, made.certificate, made.sign)


def filing_context(kind: str) -> Context:
    """What a filing of any kind is printed from; sealed where the paper has a seal."""
    special: dict[str, Context] = {
        "letter": letter(is_sealed=True),
        "order": order(),
        "minutes": minutes(),
        "bulletin": bulletin(),
        "study-statistics": study_statistics("机关党支部", "清扫大队"),
    }
    if kind in SHEET_KINDS:
        return result_sheet(review())
    annexed = notice(is_sealed=True, attachments=(wide_annex(30),))
    return special.get(kind, annexed)
