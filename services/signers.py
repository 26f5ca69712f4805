"""Who signs filings on this node, and whose signatures count here."""

from functools import partial

from domain.filings import Signer
from services.certificates import file_key_of
from services.exchange import this_node
from store.queries.units import unit_tree
from sync.node import KEY_FILES
from sync.seal import sign
from sync.sites import Site, all_sites

NAMELESS = "本机"


def own_signer() -> Signer | None:
    """This node; None before it has keys."""
    node = this_node()
    if not (node.home / "keys" / KEY_FILES[0]).exists():
        return None
    own = next((site for site in _sites() if site.relation == "self"), None)
    name, code = (own.name, own.unit) if own else (NAMELESS, "")
    unit = unit_tree().by_code.get(code)
    key = file_key_of(node, name or NAMELESS, unit.name if unit else "")
    return Signer(
        public_key=node.public_keys()[0].hex(),
        sign=partial(sign, private_sign_key=node.sign_key()),
        name=name or NAMELESS,
        certificate=key.certificate,
        sign_file=key.sign,
    )


def signer_names() -> dict[str, str]:
    """Names of the nodes whose signatures count here, by public key, hex."""
    sites = _sites()
    names = {one.sign_key.hex(): one.name for one in sites if one.sign_key}
    node = this_node()
    if (node.home / "keys" / KEY_FILES[0]).exists():
        own = next((site.name for site in sites if site.relation == "self"), NAMELESS)
        names[node.public_keys()[0].hex()] = own
    return names


def _sites() -> list[Site]:
    with this_node().open() as connection:
        return list(all_sites(connection).values())
